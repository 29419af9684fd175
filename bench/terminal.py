"""A program in a real pseudo-terminal, and the time until something stands on its screen."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

PATIENCE_S = 20.0
ANSWERS = {b"\x1b[c": b"\x1b[?62c", b"\x1b[6n": b"\x1b[1;1R", b"\x1b[?2026$p": b"\x1b[?2026;2$y"}
"""What a terminal says when it is asked who it is; an application that waits for it would be measured waiting."""


class Terminal:
    """Runs `command` at `columns` × `rows`; `wait_for` answers the seconds since the last key or the start."""

    def __init__(self, command: Sequence[str], columns: int = 120, rows: int = 36, env: dict[str, str] | None = None):
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            # The size must stand before the program asks for it.
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            wanted = {
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
                "LANG": "C.UTF-8",
                "TEXTUAL_ANIMATIONS": "none",
            }
            os.execvpe(command[0], list(command), {**os.environ, **wanted, **(env or {})})
        self.output = b""
        self.mark = self.started

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        finally:
            os.waitpid(self.pid, 0)
            os.close(self.fd)

    def press(self, keys: str) -> None:
        """Sends keys; what the screen said before is forgotten."""
        self.drain()
        self.output = b""
        self.mark = time.perf_counter()
        os.write(self.fd, keys.encode())

    def wait_for(self, words: str) -> float:
        """Seconds from the last key (or the start) until `words` are written. Raises TimeoutError with what was there."""
        wanted = words.encode()
        until = time.perf_counter() + PATIENCE_S
        while wanted not in self.output:
            left = until - time.perf_counter()
            if left <= 0 or not self._read(left):
                raise TimeoutError(f"{words!r} never came; the last output was {self.output[-400:]!r}")
        return time.perf_counter() - self.mark

    def drain(self, quiet: float = 0.15) -> None:
        """Reads until nothing was written for `quiet` seconds."""
        while self._read(quiet):
            pass

    def _read(self, patience: float) -> bool:
        ready, _, _ = select.select([self.fd], [], [], patience)
        if not ready:
            return False
        try:
            chunk = os.read(self.fd, 65536)
        except OSError:
            return False
        for asked, answer in ANSWERS.items():
            if asked in chunk:
                os.write(self.fd, answer)
        self.output += chunk
        return bool(chunk)


def python(*arguments: str) -> list[str]:
    """A command of this interpreter."""
    return [sys.executable, *arguments]
