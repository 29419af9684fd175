"""One asked field on its row: label, value, where it comes from and how it stands; what is wrong on the line below."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Spacing
from textual.strip import Strip

from clerk_tui.screens.intents import AnswerLeft, AnswerTyped, RowAdded, RowDropped
from clerk_tui.screens.typed import digit_of
from clerk_tui.screens.view import FieldView
from clerk_tui.screens.widgets.field_input import FieldInput
from clerk_tui.screens.widgets.painted import Painted, Run, width_of
from clerk_tui.screens.wrap import wrap
from clerk_tui.texts.cells import fit

EMPTY = FieldView("", "")
MARKS = {"open": ("*", "warn"), "wrong": ("✗", "bad"), "typing": ("…", "accent"), "confirmed": ("✓", "good")}
MOST_ERROR_LINES = 3
WIDE = 64
WELLS = ("open", "wrong", "typing")


class FieldRow(Painted, can_focus=False):
    """A row of the pool; `show` turns it to another field in place.

    A field with options is a row of labelled answers: digits choose while it has the focus, there is no caret.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", show=False, id="field.choose"),
        Binding("left", "turn(-1)", show=False),
        Binding("right,space", "turn(1)", show=False),
        Binding("delete", "drop", show=False, id="field.drop_row"),
    ]

    def __init__(self, *, even: bool = False) -> None:
        super().__init__()
        self._measured_for = 0
        self.field = EMPTY
        self.heading = ""
        self.dirty = False
        # Neighbouring wells differ a little, so that they never melt into one block.
        self.input = FieldInput(select_on_focus=False, classes="-even" if even else None)
        self._cursor = 0
        self._sent = ""
        self.display = False

    def compose(self) -> ComposeResult:
        yield self.input

    @property
    def target(self) -> "FieldInput | FieldRow":
        """What takes the focus on this row."""
        return self if self._whole else self.input

    @property
    def _whole(self) -> bool:
        """Whether the row itself takes the focus: there is nothing to type on it."""
        return bool(self.field.options) or self.field.kind != "field"

    @property
    def used(self) -> bool:
        """Whether a field is shown here."""
        return bool(self.field.key)

    def show(self, field: FieldView, heading: str = "") -> None:
        """Show this field, redrawing only what differs; what is being typed here is never overwritten."""
        was, self.field = self.field, field
        if (was, self.heading) == (field, heading):
            return
        same_field = was.key == field.key
        self.heading = heading
        if not same_field:
            self.dirty = False
        self.input.max_length = field.max_length
        self.input.scan = field.scan
        if not (same_field and self.dirty and self.input.has_focus):
            self.dirty = False
            self._sent = field.value
            self.input.show_value(field.value, masked=field.masked)
        self.can_focus = self._whole and not field.locked
        self.input.can_focus = not field.locked
        self.input.display = bool(field.key) and not self._whole
        self.input.set_class((field.state in WELLS or not field.value) and not field.locked, "-well")
        self.display = bool(field.key)
        if not same_field or was.options != field.options:
            codes = [option.code for option in field.options]
            self._cursor = codes.index(field.value) if field.value in codes else 0
        self._measure()
        self.redraw()

    @property
    def label_width(self) -> int:
        """Cells before the value: a mark, the label, a blank."""
        wide = (self.size.width or WIDE) >= WIDE
        return (19 if wide else 15) if self.lang == "zh" else (21 if wide else 18)

    @property
    def tail_width(self) -> int:
        """Cells after the value for source and state."""
        if (self.size.width or WIDE) < WIDE:
            return 15
        return 20 if self.lang == "zh" else 22

    def _measure(self) -> None:
        self._measured_for = self.size.width
        rows = len(self._answer_lines(self.size.width or 80)) if self.field.options and self.has_focus else 1
        height = (1 if self.heading else 0) + rows + len(self._error_lines())
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height
        margin = Spacing(1 if self.heading else 0, self.tail_width + 1, 0, self.label_width)
        if self.input.styles.margin != margin:
            self.input.styles.margin = margin

    def _error_lines(self) -> list[str]:
        room = max((self.size.width or 80) - self.label_width - 3, 20)
        return wrap(self.field.error, room)[:MOST_ERROR_LINES] if self.field.error else []

    def on_resize(self) -> None:
        """Keep the value between label and tail."""
        self._measure()
        self.redraw()

    def relabel(self) -> None:
        """Draw in the language that is now set."""
        self.on_resize()

    def lines(self, width: int) -> list[Strip]:
        if not self.field.key:
            return []
        if self._measured_for != self.size.width:
            # On a busy machine a row may be drawn at a width of which no event has told it.
            self.call_after_refresh(self.on_resize)
        field = self.field
        focused = self.target.has_focus
        drawn: list[Strip] = []
        if self.heading:
            head = [Run(f" {self.heading} ", "accent")]
            if field.group_note:
                head.append(Run(f" {field.group_note} ", "bad"))
            drawn.append(self.strip([*head, Run("─" * max(width - width_of(head) - 1, 0), "line")]))
        if field.kind != "field":
            drawn.append(self._row_line(focused))
            return drawn
        mark = Run("▸" if focused else " ", "accent")
        label = Run(fit(field.label, self.label_width - 2), "strong" if focused else "soft")
        left = [mark, label, Run(" ")]
        if field.options and focused:
            first, *more = self._answer_lines(width)
            drawn.append(self.strip([*left, *first]))
            drawn += [self.strip([Run(" " * self.label_width), *line]) for line in more]
        else:
            if field.options:
                left += self._answer(width)
            drawn.append(self.strip(left, self._tail()))
        for index, words in enumerate(self._error_lines()):
            drawn.append(self.strip([Run(" " * self.label_width), Run(("  " if index else "✗ ") + words, "bad")]))
        return drawn

    def _row_line(self, focused: bool) -> Strip:
        """The head of a row of a repeating group, or what adds one."""
        field = self.field
        mark = Run("▸" if focused else " ", "accent")
        if field.kind == "add":
            words = self.say("field.full" if field.locked else "field.add")
            ink = "faint" if field.locked else "row-accent" if focused else "accent"
            return self.strip(
                [mark, Run(f" {field.label} ", ink)], [Run(words + " ", "faint")] if focused or field.locked else []
            )
        who = [Run(field.value, "soft")] if field.value else []
        head = Run(f" {field.label} ", "row" if focused else "strong")
        return self.strip([mark, head, Run(" "), *who], [Run(self.say("field.row") + " ", "faint")] if focused else [])

    def _answer(self, width: int) -> list[Run]:
        """The chosen answer; or all of them where they fit, else how many there are."""
        chosen = next((one.label for one in self.field.options if one.code == self.field.value), "")
        if chosen:
            return [Run(" " + chosen)]
        runs = [Run(f" ○ {option.label} ", "faint") for option in self.field.options]
        if width_of(runs) > width - self.label_width - self.tail_width - 1:
            return [Run(" " + self.say("field.choose", count=len(self.field.options)), "faint")]
        return runs

    def _answer_lines(self, width: int) -> list[list[Run]]:
        """Every answer with its digit, on as many lines as they need: what can be chosen has to be seen."""
        lines: list[list[Run]] = [[]]
        for number, option in enumerate(self.field.options, 1):
            on = number - 1 == self._cursor
            ink = "row" if on else "strong" if option.code == self.field.value else ""
            answer = [
                Run(f" {number} " if number <= 9 else "   ", "row-accent" if on else "key"),
                Run(option.label + " ", ink),
            ]
            if lines[-1] and width_of(lines[-1]) + width_of(answer) > width - self.label_width:
                lines.append([])
            lines[-1] += answer
        return lines

    def _tail(self) -> list[Run]:
        field = self.field
        if field.locked:
            return [Run(fit(field.source, self.tail_width), "faint")]
        mark, look = MARKS.get(field.state, ("", "soft"))
        words = field.state_text or (self.say("field.open") if field.state == "open" and not field.source else "")
        state = f"{mark} {words}".strip() if words else mark
        if not field.source:
            return [Run(fit(state, self.tail_width), look)]
        source = self.tail_width - (3 if self.tail_width < 20 else 7)
        return [Run(fit(field.source, source), "faint"), Run(fit(state, self.tail_width - source), look)]

    def on_key(self, event: events.Key) -> None:
        """A digit chooses among labelled answers; under a caret digits belong to the input method."""
        digit = digit_of(event)
        if self.has_focus and digit and digit <= len(self.field.options):
            event.stop()
            self._cursor = digit - 1
            self.action_choose()

    def action_turn(self, by: int) -> None:
        """Move among the answers."""
        if self.has_focus and self.field.options:
            self._cursor = (self._cursor + by) % len(self.field.options)
            self.redraw()

    def action_choose(self) -> None:
        """Take the answer under the cursor; on the row that adds one, add it."""
        if self.has_focus and self.field.kind == "add":
            self.post_message(RowAdded(self.field.key))
        if self.has_focus and self.field.options:
            self.post_message(AnswerTyped(self.field.key, self.field.options[self._cursor].code))
            self.post_message(AnswerLeft(self.field.key))

    def action_drop(self) -> None:
        """Drop the row whose head this is; asked once more in the line."""
        if self.has_focus and self.field.kind == "row":
            self.post_message(RowDropped(self.field.key))

    def on_input_changed(self, event: FieldInput.Changed) -> None:
        """Tell what stands there now; a masked value was not typed and is never sent."""
        event.stop()
        if self.input.masked or event.value == self._sent:
            return
        self._sent = event.value
        self.dirty = True
        self.post_message(AnswerTyped(self.field.key, event.value))

    def on_descendant_blur(self) -> None:
        """Leaving the field says that what was typed is meant."""
        if self.dirty:
            self.dirty = False
            self.post_message(AnswerLeft(self.field.key))
        self.redraw()

    def on_descendant_focus(self) -> None:
        """Mark the row."""
        self.redraw()

    def on_focus(self) -> None:
        """Mark the row and show every answer."""
        self.call_later(self.on_resize)

    def on_blur(self) -> None:
        """Unmark the row and fold the answers."""
        self.call_later(self.on_resize)
