"""The ticket's list of matters: what the citizen came for, each with its outcome so far."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.strip import Strip

from clerk_tui.screens.intents import CopyAsked, MatterDropped
from clerk_tui.screens.view import HistoryRow, MatterView
from clerk_tui.screens.widgets.labelled import Labelled
from clerk_tui.screens.widgets.painted import Run
from clerk_tui.texts.cells import cell_width, fit


class MatterList(Labelled):
    """One row a matter; Del drops it and only what it alone needed. Below it, what happened so far."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("delete", "drop", show=False, id="matter.drop"),
        Binding("enter", "hand_over", show=False, id="matter.hand_over"),
    ]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.matters: tuple[MatterView, ...] = ()
        self.history: tuple[HistoryRow, ...] = ()
        self.index = 0

    @property
    def chosen(self) -> MatterView | None:
        """The matter under the cursor."""
        return self.matters[self.index] if self.index < len(self.matters) else None

    def show(self, matters: tuple[MatterView, ...], history: tuple[HistoryRow, ...] = ()) -> None:
        """Show these matters and what happened."""
        self.matters, self.history = matters, history
        self.index = min(self.index, max(len(matters) - 1, 0))
        self.redraw()

    def lines(self, width: int) -> list[Strip]:
        if not self.matters:
            drawn = [self.strip([]), self.strip([Run("  "), Run(self.say("matters.none"), "soft")])]
        else:
            drawn = []
            for index in range(len(self.matters)):
                drawn.append(self._row(index, width))
                if index == self.index:
                    drawn += self._items(self.matters[index], width)
            if self.has_focus:
                drawn.append(self.strip([Run(" Del ", "key"), Run(self.say("matters.drop"), "soft")]))
        if self.history:
            drawn += [
                self.strip([Run("─" * width, "line")]),
                self.strip([Run(" " + self.say("history.title"), "soft")]),
            ]
            drawn += [self.strip([Run(f" {row.time} ", "faint"), Run(row.text)]) for row in self.history]
        return drawn

    def _row(self, index: int, width: int) -> Strip:
        matter = self.matters[index]
        on = index == self.index and self.has_focus
        name = min(max(cell_width(one.name) for one in self.matters), width // 2)
        ink, soft, mark = ("row", "row-soft", "row-accent") if on else ("", "faint", "accent")
        left = [Run("▸ " if index == self.index else "  ", mark), Run(fit(matter.name, name) + "  ", ink)]
        left += [Run(matter.department + "  ", soft), Run(matter.note, soft)]
        return self.strip(left, [Run(matter.state_text + " ", soft)], ground=ink)

    def _items(self, matter: MatterView, width: int) -> list[Strip]:
        """The items of the matter under the cursor: who acts for whom, and why that may be."""
        # Who it is has to be read whole; an item is known by its beginning.
        most = max((cell_width(words) for _, words in matter.who), default=0)
        name = min(max((cell_width(item) for item, _ in matter.who), default=0), max(width - most - 6, 10))
        return [
            self.strip([Run("    " + fit(item, name) + "  ", "soft"), Run(words, "faint")])
            for item, words in matter.who
        ]

    def action_move(self, by: int) -> None:
        """Move among the matters."""
        self.index = min(max(self.index + by, 0), max(len(self.matters) - 1, 0))
        self.redraw()

    def action_hand_over(self) -> None:
        """How its items reach their departments' systems."""
        if self.chosen is not None:
            self.post_message(CopyAsked())

    def action_drop(self) -> None:
        """Drop the chosen matter."""
        if self.chosen is not None:
            self.post_message(MatterDropped(self.chosen.key))
