"""The head of the case and the line that counts what is left."""

from typing import Any

from textual.strip import Strip

from clerk_tui.screens.view import CaseView
from clerk_tui.screens.widgets.painted import Painted, Run


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
            runs.append(Run("  " + view.number, "accent"))
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
        return [self.strip(runs, [Run(self.say("case.walk") + " ", "faint")])]
