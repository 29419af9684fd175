"""A program in a real pseudo-terminal, read as the picture a person sees."""

import re
import time
from collections.abc import Sequence

import pyte

from bench.terminal import Terminal

PATIENCE_S = 30.0
KEYS = {
    "F1": "\x1bOP",
    "F3": "\x1bOR",
    "F5": "\x1b[15~",
    "F6": "\x1b[17~",
    "F7": "\x1b[18~",
    "F8": "\x1b[19~",
    "F9": "\x1b[20~",
    "F12": "\x1b[24~",
    "Enter": "\r",
    "Tab": "\t",
    "Esc": "\x1b",
    "Up": "\x1b[A",
    "Down": "\x1b[B",
    "Backspace": "\x7f",
}


class Screen(Terminal):
    """What stands on the screen now, as lines of text."""

    def __init__(self, command: Sequence[str], columns: int = 80, rows: int = 24, env: dict[str, str] | None = None):
        self.picture = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.picture)
        super().__init__(command, columns, rows, env)

    def _read(self, patience: float) -> bool:
        before = len(self.output)
        more = super()._read(patience)
        # pyte does not know these private sequences and would draw their tails.
        self.stream.feed(re.sub(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p", b"", self.output[before:]))
        return more

    def key(self, *names: str) -> None:
        """Presses keys by name; what is no name is typed as it is."""
        for name in names:
            control = chr(ord(name[1].upper()) - 64) if len(name) == 2 and name[0] == "^" else None
            self.press(control or KEYS.get(name, name))

    @property
    def text(self) -> str:
        """All lines, the empty cell behind a wide character left out."""
        lines = []
        for row in range(self.picture.lines):
            cells = self.picture.buffer[row]
            lines.append("".join(cells[column].data for column in range(self.picture.columns)).rstrip())
        return "\n".join(lines)

    def see(self, *wanted: str, patience: float = PATIENCE_S) -> str:
        """Waits until all of `wanted` stand on the screen; the screen. AssertionError shows what stood there instead."""
        until = time.monotonic() + patience
        while not all(words in self.text for words in wanted):
            if time.monotonic() > until:
                raise AssertionError(f"never saw {wanted}:\n{self.text}")
            self._read(0.1)
        return self.text

    def see_no_more(self, unwanted: str, patience: float = PATIENCE_S) -> None:
        """Waits until `unwanted` is gone."""
        until = time.monotonic() + patience
        while unwanted in self.text:
            if time.monotonic() > until:
                raise AssertionError(f"still there: {unwanted}:\n{self.text}")
            self._read(0.1)
