"""The catalogue by departments: each one's matters, filtered by what is typed; a panel over the work."""

from collections.abc import Callable, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip

from clerk_tui.screens.intents import GuideAsked
from clerk_tui.screens.view import ResultView
from clerk_tui.screens.widgets.matter_search import MatterSearch
from clerk_tui.screens.widgets.painted import Painted, Run
from clerk_tui.screens.widgets.result_list import ResultList

Browse = Callable[[str, str], Sequence[ResultView]]
"""The departments ("" as first argument), or the matters of one, that fit what was typed."""


class BrowseHead(Painted):
    """Where one is: all departments, or in which."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.department = ""

    def lines(self, width: int) -> list[Strip]:
        words = self.department or self.say("browse.departments")
        hint = self.say("browse.hint_items" if self.department else "browse.hint")
        return [self.strip([Run("   "), Run(words, "strong")], [Run(hint + "   ", "faint")])]


class BrowsePanel(Vertical):
    """Two levels under one box: Enter goes in, Esc comes back, → or Enter on a matter opens its guide."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.browse: Browse = lambda _department, _typed: ()
        self.department = ""
        self.results = ResultList()
        self.box = MatterSearch(self.results)
        self.head = BrowseHead()
        self.display = False

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.box
        yield self.results

    def on_mount(self) -> None:
        """The same box as everywhere."""
        self.box.search = self._found
        self.box.silence_s = 3600.0
        self.box.opens_guides = True

    def _found(self, typed: str) -> Sequence[ResultView]:
        return self.browse(self.department, typed)

    def open(self, placeholder: str) -> None:
        """Begin with the departments."""
        self.box.placeholder = placeholder
        self._enter("", "")

    def up(self) -> bool:
        """Back to the departments; False when they are shown already."""
        if not self.department:
            return False
        self._enter("", "")
        return True

    def _enter(self, department: str, name: str) -> None:
        self.department, self.head.department = department, name
        self.head.redraw()
        self.box.show_value("")
        self.box.renew()
        self.box.focus()

    def take(self, result: ResultView) -> None:
        """Into a department, or to a matter's guide."""
        if result.key.startswith(DEPARTMENT):
            self._enter(result.key.removeprefix(DEPARTMENT), result.name)
        else:
            self.post_message(GuideAsked(result.key))

    def on_matter_search_taken(self, event: MatterSearch.Taken) -> None:
        """Enter on a row."""
        event.stop()
        self.take(event.result)

    def on_matter_search_guide_wanted(self, event: MatterSearch.GuideWanted) -> None:
        """→ on a row."""
        event.stop()
        self.take(event.result)

    def on_result_list_clicked(self, event: ResultList.Clicked) -> None:
        """A click on a row."""
        event.stop()
        if self.results.chosen is not None:
            self.take(self.results.chosen)

    def on_input_changed(self, event: MatterSearch.Changed) -> None:
        """Letters in the box concern nobody else."""
        event.stop()


DEPARTMENT = "department:"
"""How the key of a row begins that is a department."""
