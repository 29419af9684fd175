"""The queue beside the work: the present number in large and why it came, who is next, who passed, who is held."""

from typing import Any

from textual.strip import Strip

from clerk_tui.screens.view import QueueRow, QueueView
from clerk_tui.screens.widgets.big import big
from clerk_tui.screens.widgets.painted import Painted, Run
from clerk_tui.screens.wrap import wrap
from clerk_tui.texts.cells import fit

NOTE_CELLS = 7


class QueuePane(Painted):
    """Shown from 120 columns on; below that the strip says the same in a line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.view = QueueView()

    def show(self, view: QueueView) -> None:
        """Show this queue."""
        if view != self.view:
            self.view = view
            self.redraw()

    def lines(self, width: int) -> list[Strip]:
        view = self.view
        drawn = [self.strip([])]
        if view.number:
            drawn += [self.strip([Run(" " + row, "accent")]) for row in big(view.number)]
            drawn += [self.strip([]), self.strip([Run(" " + view.ticket_class, "strong")])]
            drawn += [self.strip([Run(" " + line, "soft")]) for line in wrap(view.why, width - 2)]
        else:
            drawn += [self.strip([Run(" " + line, "soft")]) for line in wrap(self.say("queue.nobody"), width - 2)]
        for code, rows in (("queue.next", view.next), ("queue.passed", view.passed), ("queue.held", view.held)):
            if rows:
                drawn += [self.strip([]), self._head(self.say(code), len(rows), width)]
                drawn += [self._row(row, first=code == "queue.next" and row is rows[0], width=width) for row in rows]
        return drawn

    def _head(self, words: str, count: int, width: int) -> Strip:
        return self.strip([Run(" " + words, "soft")], [Run(f"{count} ", "faint")])

    def _row(self, row: QueueRow, *, first: bool, width: int) -> Strip:
        left = [Run(" " + fit(row.number, 6), "strong" if first else ""), Run(row.ticket_class, "soft")]
        return self.strip(left, [Run(row.note + " ", "" if first else "soft")])
