"""The open situation question with its labelled answers."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.strip import Strip

from clerk_tui.screens.intents import QuestionAnswered
from clerk_tui.screens.view import QuestionView
from clerk_tui.screens.widgets.labelled import Labelled
from clerk_tui.screens.widgets.painted import Line, Run, width_of

MOST_LINES = 4


class QuestionBar(Labelled):
    """One line where it fits, more where the answers are long; it holds the focus while it is open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "turn(-1)", show=False),
        Binding("right,space", "turn(1)", show=False),
        Binding("down", "leave", show=False),
        Binding("enter", "choose", show=False, id="question.choose"),
    ]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.question: QuestionView | None = None
        self.cursor = 0
        self.can_focus = False

    def show(self, question: QuestionView | None) -> None:
        """Show this question; None folds the bar."""
        if question == self.question:
            return
        if question is None or self.question is None or question.key != self.question.key:
            self.cursor = 0
        self.question = question
        self.can_focus = question is not None
        self.set_class(question is not None, "-open")
        self._measure()
        self.redraw()

    def on_resize(self) -> None:
        """Fit the answers to the new width."""
        self._measure()
        self.redraw()

    def _measure(self) -> None:
        height = min(len(self._rows(self.size.width or 80)) + 1, MOST_LINES + 1)
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height

    def _rows(self, width: int) -> list[tuple[list[Run], Line]]:
        question = self.question
        if question is None:
            return []
        head = self.say("question.count", ordinal=question.ordinal, total=question.total)
        why = [Run(self.say("question.why", why=question.why) + " ", "faint")] if question.why else []
        first: list[Run] = [
            Run(" " + head + "  ", "accent"),
            Run(question.title + "  ", "strong"),
        ]
        answers = [self._answer(index) for index in range(len(question.options))]
        together = [*first, *(run for answer in answers for run in answer)]
        if width_of(together) + width_of(why) < width:
            return [(together, why)]
        rows: list[tuple[list[Run], Line]] = [(first, why)]
        row: list[Run] = [Run("   ")]
        for answer in answers:
            if width_of(row) + width_of(answer) > width and len(row) > 1:
                rows.append((row, ()))
                row = [Run("   ")]
            row += answer
        rows.append((row, ()))
        return rows

    def _answer(self, index: int) -> list[Run]:
        question = self.question
        assert question is not None
        on = index == self.cursor and self.has_focus
        label = question.options[index].label
        number = f" {index + 1} " if self.has_focus and index < 9 else " · "
        return [
            Run(number, "row-accent" if on else "key" if self.has_focus else "faint"),
            Run(label + " ", "row" if on else ""),
            Run(" "),
        ]

    def lines(self, width: int) -> list[Strip]:
        rows = [self.strip(left, right) for left, right in self._rows(width)[:MOST_LINES]]
        return [*rows, self.strip([Run("─" * width, "line")])]

    def digit(self, number: int) -> bool:
        """Take the answer with this label."""
        question = self.question
        if question is None or not 1 <= number <= min(len(question.options), 9):
            return False
        self.cursor = number - 1
        self.action_choose()
        return True

    def action_turn(self, by: int) -> None:
        """Move among the answers."""
        if self.question is not None:
            self.cursor = (self.cursor + by) % len(self.question.options)
            self.redraw()

    def action_choose(self) -> None:
        """Take the answer under the cursor."""
        if self.question is not None:
            self.post_message(QuestionAnswered(self.question.key, self.question.options[self.cursor].code))

    def action_leave(self) -> None:
        """Down to the form."""
        self.screen.focus_next()
