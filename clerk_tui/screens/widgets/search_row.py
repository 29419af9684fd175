"""The search box on its row: a label before it, a hint below it."""

from typing import Any

from textual.app import ComposeResult
from textual.strip import Strip

from clerk_tui.screens.widgets.matter_search import MatterSearch
from clerk_tui.screens.widgets.painted import Painted, Run
from clerk_tui.texts.cells import cell_width


class SearchRow(Painted):
    """Three rows: air, the box, what can be typed."""

    def __init__(self, box: MatterSearch, **options: Any) -> None:
        super().__init__(**options)
        self.box = box

    def compose(self) -> ComposeResult:
        yield self.box

    def on_mount(self) -> None:
        """Leave room for the label."""
        self._place()

    def _place(self) -> None:
        self.box.styles.margin = (1, 3, 0, cell_width(self.say("search.label")) + 5)

    def redraw(self) -> None:
        """The label's width changes with the language."""
        self._place()
        super().redraw()

    def lines(self, width: int) -> list[Strip]:
        label = self.say("search.label")
        key = Run(" F3 ", "key")
        indent = " " * (cell_width(label) + 5)
        return [
            self.strip([]),
            self.strip([key, Run(label, "strong" if self.box.has_focus else "soft")]),
            self.strip([Run(indent + self.say("search.hint"), "faint")]),
        ]

    def on_descendant_focus(self) -> None:
        """Mark the label."""
        super().redraw()

    def on_descendant_blur(self) -> None:
        """Unmark the label."""
        super().redraw()
