"""The one box: a matter by name, pinyin or initials; or a number that was scanned or typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer

from clerk_tui.screens.intents import LookUp
from clerk_tui.screens.typed import normal
from clerk_tui.screens.view import TICKET, ResultView
from clerk_tui.screens.widgets.field_input import FieldInput
from clerk_tui.screens.widgets.result_list import ResultList

Search = Callable[[str], Sequence[ResultView]]
SILENCE_S = 2.0
NUMBER_DIGITS = 3
CREDIT_CODE = 18


def found_nothing(_typed: str) -> Sequence[ResultView]:
    """The search before a catalogue is there."""
    return ()


def is_number(typed: str) -> bool:
    """Whether this is a number to look up: a ticket, a case, an identity number; never a matter's name."""
    bare = typed.replace("-", "").replace(" ", "")
    digits = sum(character.isdigit() for character in bare)
    # A ticket has a letter, an identity number may end in X; a credit code is 18 letters and digits.
    letters_of_a_number = len(bare) - digits <= 2 or len(bare) == CREDIT_CODE
    return digits >= NUMBER_DIGITS and bare.isascii() and bare.isalnum() and letters_of_a_number


class MatterSearch(FieldInput):
    """Searches in the watcher and draws in the same frame: a message would come one or two frames late."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move(-10)", show=False),
        Binding("pagedown", "move(10)", show=False),
        Binding("right", "guide", show=False, id="search.guide"),
    ]

    @dataclass
    class Taken(Message):
        """Enter on a result."""

        result: ResultView

    @dataclass
    class Silent(Message):
        """The box has the focus and nothing came: the input method may be holding the letters."""

    @dataclass
    class GuideWanted(Message):
        """→ behind the last letter: read about the chosen row first."""

        result: ResultView

    def __init__(self, results: ResultList, **options: Any) -> None:
        super().__init__(max_length=60, **options)
        self.results = results
        self.search: Search = found_nothing
        self.opens_guides = False
        self.silence_s = SILENCE_S
        self._silence: Timer | None = None
        self._listens = True

    def watch_value(self, value: str) -> None:
        """Search now; the rows are drawn with the same frame as the letters."""
        self._hush()
        self.renew(value)

    def renew(self, value: str | None = None) -> None:
        """Search again for what stands in the box."""
        typed = normal(self.value if value is None else value).casefold()
        self.results.show(self.search(typed), typed)

    def swap(self) -> None:
        """Another catalogue is behind the search: what was typed stays, and the chosen row where it is still found."""
        chosen = self.results.chosen
        self.renew()
        if chosen is not None:
            self.results.choose(chosen.key)

    def on_focus(self) -> None:
        """Select the old text, and listen for silence."""
        self.select_all()
        self._hush()
        if self._listens:
            self._silence = self.set_timer(self.silence_s, self._notice_silence)
        self._listens = True

    def on_blur(self) -> None:
        """Stop listening."""
        self._hush()

    def hush(self) -> None:
        """Listen for silence no more, also when the focus is still on its way here."""
        self._hush()
        self._listens = False

    def _hush(self) -> None:
        if self._silence is not None:
            self._silence.stop()
            self._silence = None

    def _notice_silence(self) -> None:
        if self.has_focus:
            self.post_message(self.Silent())

    def action_move(self, by: int) -> None:
        """Move among the results."""
        self.results.move(by)

    def action_guide(self) -> None:
        """Behind the last letter the guide of the chosen row; elsewhere the caret moves."""
        chosen = self.results.chosen
        selected = not self.selection.is_empty
        at_end = self.cursor_position == len(self.value) and (not selected or self.selection.end == len(self.value))
        if self.opens_guides and at_end and chosen is not None and not chosen.key.startswith(TICKET):
            self.post_message(self.GuideWanted(chosen))
        else:
            self.action_cursor_right()

    async def action_submit(self) -> None:
        """Enter takes the chosen row; a number goes to the look-up."""
        typed = self.normal_value
        chosen = self.results.chosen
        if chosen is not None and chosen.key.startswith(TICKET):
            self.post_message(LookUp(chosen.name))
        elif is_number(typed):
            self.post_message(LookUp(typed))
        elif self.results.chosen is not None:
            self.post_message(self.Taken(self.results.chosen))
