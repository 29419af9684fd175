"""What the ticket machine's page is made of: large words, sentences, areas to touch."""

from dataclasses import dataclass
from typing import Any

from rich.segment import Segment
from textual.strip import Strip

from clerk_tui.screens.kiosk_view import Choice, KioskView
from clerk_tui.screens.widgets.big_words import big_words, largest
from clerk_tui.screens.widgets.painted import Painted, Run, width_of
from clerk_tui.screens.wrap import wrap
from clerk_tui.texts.cells import cell_width

Row = list[Run]
TOUCH = 3
"""Rows that a finger needs at least."""
GAP = 2
MARGIN = 2
SPREAD_UP_TO = 6
"""Chinese words of at most so many characters are set double spaced."""


@dataclass(frozen=True, slots=True)
class Area:
    """Where a choice lies: columns `left` to `right`, rows `top` to `bottom`, the last ones not included."""

    left: int
    top: int
    right: int
    bottom: int
    code: str

    def holds(self, x: int, y: int) -> bool:
        """Whether a finger there means this."""
        return self.left <= x < self.right and self.top <= y < self.bottom


class KioskParts(Painted):
    """The parts; `areas` and `caret` are those of the page that was drawn last."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.view = KioskView()
        self.areas: list[Area] = []
        self.caret: tuple[int, int] | None = None

    def _title(self, width: int, height: int) -> list[Strip]:
        """The question, as large as the page has room for."""
        title = self.view.title
        size = largest(title, width - 8, height) if self.lang == "zh" else 0
        large = big_words(title, size) if size else ()
        if large:
            return [self.strip([]), *(self._centred([Run(row, "accent")], width) for row in large)]
        return [self.strip([]), self._centred([Run(spread(title, self.lang), "key")], width)]

    def _said(self, width: int) -> list[Strip]:
        rows = []
        for said in self.view.said:
            rows += [self._centred([Run(line, said.look)], width) for line in wrap(said.words, width - 8)]
        return rows

    def _large(self, row: tuple[Choice, ...], width: int, height: int) -> dict[str, tuple[str, ...]]:
        """The labels of one row in large, all of one size; none when one of them does not fit."""
        if self.lang != "zh":
            return {}
        size = min(largest(choice.label, width, height - 3) for choice in row)
        return {choice.code: big_words(choice.label, size) for choice in row} if size else {}

    def _button(
        self,
        choice: Choice,
        width: int,
        height: int,
        *,
        chosen: bool,
        quiet: bool = False,
        large: tuple[str, ...] | None = None,
    ) -> list[Strip]:
        """One area: its digit in the corner, its words in the middle."""
        ground = "tab" if chosen else "row"
        words: list[str] = [spread(choice.label, self.lang) if not quiet else choice.label]
        if large:
            words = list(large)
        elif cell_width(words[0]) > width - 4:
            words = [choice.label] if cell_width(choice.label) <= width - 4 else wrap(choice.label, width - 4)[:2]
        help_rows = wrap(choice.help, width - 4)[: max(height - len(words), 0)] if choice.help else []
        blank = [""] if help_rows and height >= len(words) + len(help_rows) + 3 else []
        look, soft = ("tab", "tab") if chosen else ("row", "row-soft")
        lines = [(row, look) for row in words] + [(row, soft) for row in [*blank, *help_rows]]
        lines = lines[:height]
        above = (height - len(lines)) // 2
        rows: list[Strip] = []
        for y in range(height):
            row, style = lines[y - above] if above <= y < above + len(lines) else ("", look)
            before = (width - cell_width(row)) // 2
            runs = [Run(" " * before, ground), Run(row, style)]
            if y == (above if height == TOUCH else 1) and choice.key:
                mark = f" {choice.key} "
                runs = [
                    Run(mark, "tab" if chosen else "row-accent"),
                    Run(" " * max(before - 3, 0), ground),
                    Run(row, style),
                ]
            rows.append(self.strip(runs, ground=ground, width=width))
        return rows

    def _indented(self, inner: list[Strip], left: int, width: int) -> list[Strip]:
        blank = Segment(" " * left, self.look(""))
        return [Strip([blank, *row]).adjust_cell_length(width, self.look("")) for row in inner]

    def _centred(self, runs: Row, width: int) -> Strip:
        before = max((width - width_of(runs)) // 2, 0)
        return self.strip([Run(" " * before), *runs], width=width)


def spread(words: str, lang: str) -> str:
    """Short Chinese words double spaced, as on a door plate."""
    return " ".join(words) if lang == "zh" and len(words) <= SPREAD_UP_TO else words
