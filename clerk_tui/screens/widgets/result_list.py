"""Found matters, drawn row by row; the caret stays in the search box, so the rows carry no digits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.message import Message
from textual.strip import Strip

from clerk_tui.screens.view import ResultView
from clerk_tui.screens.widgets.painted import Painted, Run
from clerk_tui.screens.wrap import wrap
from clerk_tui.texts.cells import cell_width, fit


class ResultList(Painted):
    """The visible slice of the results with one row chosen."""

    @dataclass
    class Clicked(Message):
        """A row was clicked."""

        index: int

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.results: Sequence[ResultView] = ()
        self.typed = ""
        self.index = 0
        self._top = 0
        self._department = 0

    @property
    def chosen(self) -> ResultView | None:
        """The row under the cursor."""
        return self.results[self.index] if self.index < len(self.results) else None

    def show(self, results: Sequence[ResultView], typed: str = "") -> None:
        """Show these results from the first on, at the next frame, without a layout."""
        self.results = results
        self.typed = typed
        self.index = self._top = 0
        self.redraw()

    def choose(self, key: str) -> None:
        """Put the cursor on the row with that key, if it is shown."""
        place = next((at for at, row in enumerate(self.results) if row.key == key), None)
        if place is not None:
            self.move(place - self.index)

    def move(self, by: int) -> None:
        """Move the cursor; it stops at both ends."""
        if not self.results:
            return
        self.index = min(max(self.index + by, 0), len(self.results) - 1)
        rows = max(self._rows(), 1)
        self._top = min(max(self._top, self.index - rows + 1), self.index)
        self.redraw()

    def _rows(self) -> int:
        return self.size.height - (1 if len(self.results) > self.size.height else 0)

    def lines(self, width: int) -> list[Strip]:
        if not self.results:
            words = self.say("search.nothing", typed=self.typed) if self.typed else self.say("search.empty")
            return [self.strip([]), *(self.strip([Run("   "), Run(line, "soft")]) for line in wrap(words, width - 5))]
        rows = self._rows()
        shown = range(self._top, min(self._top + rows, len(self.results)))
        self._department = min(max(cell_width(self.results[index].department) for index in shown), width // 3)
        drawn = [self._row(index) for index in shown]
        if len(self.results) > self.size.height:
            left = len(self.results) - self._top - len(drawn)
            words = self.say("search.more", left=left) if left else ""
            drawn.append(self.strip([Run("  "), Run(words, "faint")]))
        return drawn

    def _row(self, index: int) -> Strip:
        result = self.results[index]
        chosen = index == self.index
        department = fit(result.department, self._department)
        look = "row" if chosen else ""
        soft = "row-soft" if chosen else "faint"
        left = [Run(" ▸ " if chosen else "   ", "row-accent" if chosen else "")]
        at = result.name.find(self.typed) if self.typed else -1
        if at >= 0:
            end = at + len(self.typed)
            hit = "row-accent" if chosen else "key"
            left += [Run(result.name[:at], look), Run(result.name[at:end], hit), Run(result.name[end:], look)]
        else:
            left.append(Run(result.name, look))
        if result.kind:
            left.append(Run("  " + result.kind, soft))
        return self.strip(left, [Run(department + " ", soft)], ground=look)

    def on_click(self, event: events.Click) -> None:
        """A click takes the row."""
        index = self._top + event.y
        if index < len(self.results):
            self.index = index
            self.redraw()
            self.post_message(self.Clicked(index))
