"""Which page of the case is shown, and what is left on the others."""

from typing import Any

from textual.strip import Strip

from clerk_tui.screens.view import OF_THE_CASE, Page, TabsView
from clerk_tui.screens.widgets.painted import Painted, Run


class PageTabs(Painted):
    """F6 turns the page; the counts say what is missing without turning."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.view = TabsView()
        self.page: Page = "intake"
        self.pages: tuple[Page, ...] = OF_THE_CASE
        self.right = ""

    def show(self, view: TabsView, page: Page, pages: tuple[Page, ...], right: str = "") -> None:
        """Show these counts, the pages that F6 turns, and which of them is in front."""
        if (view, page, pages, right) != (self.view, self.page, self.pages, self.right):
            self.view, self.page, self.pages, self.right = view, page, pages, right
            self.redraw()

    def counts(self, page: Page) -> list[tuple[str, str]]:
        """What stands beside the page's name: words and look."""
        view = self.view
        if page == "materials":
            missing = (
                [(self.say("tabs.missing", count=view.materials_missing), "warn")] if view.materials_missing else []
            )
            bad = [(self.say("tabs.bad", count=view.materials_bad), "bad")] if view.materials_bad else []
            return missing + bad
        if page == "phone":
            return [(view.phone, "soft")] if view.phone else []
        if page == "matters":
            return [(str(view.matters), "soft")] if view.matters else []
        if page == "queue":
            return [(str(view.waiting), "soft")] if view.waiting else []
        return []

    def lines(self, width: int) -> list[Strip]:
        runs = [Run(" ")]
        for page in self.pages:
            name = self.say(f"tabs.{page}")
            runs.append(Run(f" {name} ", "tab" if page == self.page else "soft"))
            runs += [Run(" " + words, look) for words, look in self.counts(page)]
            runs.append(Run("  "))
        return [self.strip(runs, [Run(self.right + " ", "faint")])]
