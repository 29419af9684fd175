"""The head of the case and the line that counts what is left."""

from typing import Any

from textual.strip import Strip

from clerk_tui.screens.view import CaseView
from clerk_tui.screens.widgets.painted import Painted, Run, width_of


class CaseHead(Painted):
    """What is handled here and when it will be done: working days and a date."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.view: CaseView | None = None

    def show(self, view: CaseView | None) -> None:
        """Show this case."""
        if view != self.view:
            self.view = view
            self.redraw()

    def lines(self, width: int) -> list[Strip]:
        view = self.view
        if view is None:
            return []
        runs = [Run(" " + view.title, "strong"), Run("  " + self.say("case.items", items=view.items), "soft")]
        due = [Run(self.say("case.due", days=view.working_days, due=view.due) + " ", "soft")] if view.due else []
        if view.number:
            # The number is what everybody asks for from now on; the date gives way where there is no room.
            number = [Run(view.number + " ", "accent")]
            runs = runs[:1]
            spare = width - width_of(runs) - width_of(number) - 2
            due = [*due, Run(" "), *number] if width_of(due) <= spare else number
        return [self.strip(runs, due), self.strip([Run("─" * width, "line")])]


class CountLine(Painted):
    """How many fields wait for a person, how many are filled, how many nobody is asked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.view: CaseView | None = None

    def show(self, view: CaseView | None) -> None:
        """Show this case's counts."""
        if view != self.view:
            self.view = view
            self.redraw()

    def lines(self, width: int) -> list[Strip]:
        view = self.view
        if view is None:
            return []
        left = self.say("case.left", left=view.left)
        rest = self.say("case.rest", filled=view.filled, spared=view.spared)
        runs = [Run(" " + left, "warn" if view.left else "good"), Run(" · " + rest, "soft")]
        return [self.strip(runs, [Run((view.step or self.say("case.walk")) + " ", "accent" if view.step else "faint")])]
