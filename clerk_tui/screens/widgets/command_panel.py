"""The palette: every command by its words, its pinyin initials or its key; a panel over the work, not a dialog."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from clerk_tui.screens.actions import Where, actions_of, matches
from clerk_tui.screens.view import OptionView, ResultView
from clerk_tui.screens.widgets.matter_search import MatterSearch
from clerk_tui.screens.widgets.result_list import ResultList
from clerk_tui.texts import Lang, text


class CommandPanel(Vertical):
    """A box and its rows. Papers of the open case stand first, so that Ctrl+P Enter prints."""

    @dataclass
    class Chosen(Message):
        """A command was taken; `id` is an action's or a paper's."""

        id: str

    def __init__(self, where: Where, **options: Any) -> None:
        super().__init__(**options)
        self.where = where
        self.lang: Lang = "zh"
        self.papers: tuple[OptionView, ...] = ()
        self.results = ResultList()
        self.box = MatterSearch(self.results)
        self.display = False

    def compose(self) -> ComposeResult:
        yield self.box
        yield self.results

    def on_mount(self) -> None:
        """Search commands in the same box that finds matters."""
        self.box.search = self.found
        self.box.silence_s = 3600.0

    def found(self, typed: str) -> Sequence[ResultView]:
        """Papers first, then actions, each with its key."""
        first = [
            ResultView(f"paper:{paper.code}", paper.label) for paper in self.papers if typed in paper.label.casefold()
        ]
        return first + [
            ResultView(
                action.id, text(action.label_code, self.lang), text(action.sentence_code, self.lang), action.key_display
            )
            for action in actions_of(self.where)
            if action.id not in ("back", "palette") and matches(action, typed, self.lang)
        ]

    def open(self, lang: Lang, papers: tuple[OptionView, ...] = ()) -> None:
        """Show all commands and take the focus."""
        self.lang, self.papers = lang, papers
        self.box.show_value("")
        self.box.placeholder = text("palette.placeholder", lang)
        self.box.renew()
        self.display = True
        self.box.focus()

    def on_matter_search_taken(self, event: MatterSearch.Taken) -> None:
        """Run what was taken."""
        event.stop()
        self.post_message(self.Chosen(event.result.key))

    def on_input_changed(self, event: MatterSearch.Changed) -> None:
        """Letters in the box concern nobody else."""
        event.stop()
