"""The one line above the keys: notices, undo, questions with labelled answers, and hints when nothing else speaks.

A sentence that is longer than the line takes a second or third one, so that nobody has to guess its end.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from clerk_tui.screens.view import NoticeView, OptionView, PromptView
from clerk_tui.screens.widgets.field_input import FieldInput
from clerk_tui.screens.widgets.labelled import Labelled
from clerk_tui.screens.widgets.painted import Run, width_of
from clerk_tui.screens.wrap import wrap
from clerk_tui.texts.cells import cell_width

MOST_LINES = 3
MOST_ANSWERS = 4
"""Lines of a question with its answers: none may be left out."""
MARKS = {"info": ("·", "soft"), "done": ("✓", "good"), "warn": ("!", "warn"), "error": ("✗", "bad")}


def _digit(index: int, option: OptionView) -> int | None:
    """The digit that takes this answer: its own, else its place; none for those behind the ninth."""
    if option.digit is not None:
        return option.digit if option.digit >= 0 else None
    return index + 1 if index < 9 else None


class NoticeLine(Labelled):
    """A prompt takes the focus and gives it back where it was; nothing pops up."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False),
        Binding("right,space,tab", "turn(1)", show=False),
        Binding("enter", "choose", show=False),
        Binding("escape", "give_up", show=False),
    ]

    @dataclass
    class Answered(Message):
        """The open prompt was answered; option "" for Esc, `typed` what an entry holds."""

        prompt: PromptView
        option: str
        typed: str
        own: bool

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.notice: NoticeView | None = None
        self.passing: NoticeView | None = None
        self.prompt: PromptView | None = None
        self.hint = ""
        self.cursor = 0
        self.own = False
        self._rows = 1
        self.entry = FieldInput(max_length=60)
        self.entry.display = False
        self.can_focus = False
        self._back_to: Widget | None = None
        self._hint_of: Callable[[], str] | None = None

    def compose(self) -> ComposeResult:
        yield self.entry

    def show(self, notice: NoticeView | None, prompt: PromptView | None) -> None:
        """What the view says; a prompt of the screen's own stays until it is answered."""
        if notice != self.notice:
            self.notice = notice
            self.passing = None
            self.redraw()
        if self.own and prompt is None:
            return
        if prompt != self.prompt:
            if prompt is None:
                self._close()
            else:
                self.ask(prompt, own=False)

    def tell(self, words: str, kind: str = "warn") -> None:
        """Say something until the next key that has something to say."""
        self.passing = NoticeView(words, "warn" if kind == "warn" else "info")
        self.redraw()

    def hush(self) -> None:
        """Forget what was said in passing."""
        if self.passing is not None:
            self.passing = None
            self.redraw()

    def show_hint(self, hint: str) -> None:
        """What is said when nothing else speaks."""
        if hint != self.hint:
            self.hint = hint
            self.redraw()

    def ask(self, prompt: PromptView, *, own: bool = True) -> None:
        """Put a question in the line and the focus on it."""
        if self.prompt is None:
            self._back_to = self.screen.focused
        self.prompt = prompt
        self.own = own
        self.cursor = 0
        self.passing = None
        self.entry.display = prompt.entry
        if prompt.entry:
            self.entry.show_value("")
            self._place_entry()
            self.can_focus = False
            self.entry.focus()
        else:
            self.can_focus = True
            self.focus()
        self.redraw()

    def _close(self) -> None:
        back, self._back_to = self._back_to, None
        held = self.has_focus or self.entry.has_focus
        self.prompt = None
        self.own = False
        self.can_focus = False
        self.entry.display = False
        if held and back is not None and back.focusable:
            back.focus()
        elif held:
            self.screen.set_focus(None)
        self.redraw()

    def lines(self, width: int) -> list[Strip]:
        if self.prompt is not None:
            return self._asked(self.prompt, width)
        said = self.passing or self.notice
        if said is not None:
            mark, look = MARKS[said.kind]
            runs = [Run(f" {mark} ", look), Run(said.text, look if said.kind in ("warn", "error") else "")]
            # The hint keeps its place at the right as long as it takes nothing from the notice.
            spare = width - cell_width(said.text) - 6
            if spare >= -2:
                return [self.strip(runs, [Run(self.hint + " ", "faint")] if cell_width(self.hint) < spare else [])]
            first, *rest = wrap(said.text, width - 4)[:MOST_LINES]
            runs[1] = Run(first, runs[1].look)
            return [self.strip(runs), *(self.strip([Run("   "), Run(line, runs[1].look)]) for line in rest)]
        return [self.strip([Run("   "), Run(self.hint, "faint")])]

    def _asked(self, prompt: PromptView, width: int) -> list[Strip]:
        """The question and every answer: beside each other where they fit, else the answers below it."""
        head = [Run(" ▸ ", "accent"), Run(prompt.text + " ", "strong")]
        if prompt.entry or not prompt.options:
            return [self.strip(head)]
        answers = [self._option(index, option) for index, option in enumerate(prompt.options)]
        line = [*head, Run("› ", "faint")]
        if width_of(line) + sum(width_of(one) for one in answers) <= width:
            return [self.strip([*line, *(run for one in answers for run in one)])]
        lines: list[list[Run]] = [head, [Run("   ")]]
        for one in answers:
            if width_of(lines[-1]) + width_of(one) > width and len(lines) < MOST_ANSWERS:
                lines.append([Run("   ")])
            lines[-1] += one
        return [self.strip(runs) for runs in lines]

    def _option(self, index: int, option: OptionView) -> list[Run]:
        on = index == self.cursor and self.has_focus
        digit = _digit(index, option)
        label = f" {digit} " if digit is not None else " "
        return [Run(label, "row-accent" if on else "key"), Run(option.label + " ", "row" if on else "")]

    def redraw(self) -> None:
        """Draw anew; the height changes only when a sentence needs another line or one less."""
        super().redraw()
        rows = len(self.lines(self.size.width)) if self.size.width else 1
        if rows != self._rows:
            self._rows = rows
            self.styles.height = rows

    def on_resize(self) -> None:
        """Another width, other lines."""
        self._place_entry()
        self.redraw()

    def _place_entry(self) -> None:
        """The box begins behind its question, which keeps its words."""
        if self.prompt is not None and self.prompt.entry and self.size.width:
            self.entry.styles.margin = (0, 2, 0, min(cell_width(self.prompt.text) + 5, self.size.width - 16))

    def digit(self, number: int) -> bool:
        """Take the answer with this label."""
        for index, option in enumerate(self.prompt.options if self.prompt is not None else ()):
            if _digit(index, option) == number:
                self.cursor = index
                self.action_choose()
                return True
        return False

    def action_turn(self, by: int) -> None:
        """Move among the answers."""
        if self.prompt is not None and self.prompt.options:
            self.cursor = (self.cursor + by) % len(self.prompt.options)
            self.redraw()

    def action_choose(self) -> None:
        """Take the answer under the cursor."""
        if self.prompt is not None and self.prompt.options:
            self._answer(self.prompt.options[self.cursor].code, "")

    def action_give_up(self) -> None:
        """Leave the question without an answer."""
        self._answer("", "")

    def on_input_submitted(self, event: FieldInput.Submitted) -> None:
        """What was typed into the line is the answer."""
        event.stop()
        self._answer("", self.entry.normal_value)

    def on_input_changed(self, event: FieldInput.Changed) -> None:
        """Letters in the line concern nobody else."""
        event.stop()

    def _answer(self, option: str, typed: str) -> None:
        if self.prompt is not None:
            answered = self.Answered(self.prompt, option, typed, self.own)
            self._close()
            self.post_message(answered)
