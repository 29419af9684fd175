"""The head of the case and the line that counts what is left."""

from typing import Any

from textual.strip import Strip

from clerk_tui.screens.view import CaseView
from clerk_tui.screens.widgets.painted import Painted, Run, width_of
from clerk_tui.screens.wrap import wrap

MOST_LINES = 4
"""Lines of what stands in the way; the form keeps the rest of a small screen."""


class CaseHead(Painted):
    """What is handled here and when it will be done, in working days and a date; and what keeps it from being done."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.view: CaseView | None = None

    def show(self, view: CaseView | None) -> None:
        """Show this case."""
        if view != self.view:
            self.view = view
            self._measure()
            self.redraw()

    def on_resize(self) -> None:
        """Fit the verdicts to the new width."""
        self._measure()
        self.redraw()

    def _measure(self) -> None:
        height = 2 + len(self._verdicts(self.size.width or 80))
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height

    def _verdicts(self, width: int) -> list[Run]:
        if self.view is None:
            return []
        told = [("✗ ", words, "bad") for words in self.view.refuses] + [
            ("! ", words, "warn") for words in self.view.apart
        ]
        lines = [
            Run(f" {mark if not place else '  '}{line}", look)
            for mark, words, look in told
            for place, line in enumerate(wrap(words, max(width - 4, 20)))
        ]
        return lines[:MOST_LINES]

    def lines(self, width: int) -> list[Strip]:
        view = self.view
        if view is None:
            return []
        runs = [Run(" " + view.title, "strong"), Run("  " + self.say("case.items", items=view.items), "soft")]
        code = "case.due" if view.working_days else "case.due_now"
        due = [Run(self.say(code, days=view.working_days, due=view.due) + " ", "soft")] if view.due else []
        if view.number:
            # The number is what everybody asks for from now on; the date gives way where there is no room.
            number = [Run(view.number + " ", "accent")]
            runs = runs[:1]
            spare = width - width_of(runs) - width_of(number) - 2
            due = [*due, Run(" "), *number] if width_of(due) <= spare else number
        verdicts = [self.strip([run]) for run in self._verdicts(width)]
        return [self.strip(runs, due), *verdicts, self.strip([Run("─" * width, "line")])]


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
