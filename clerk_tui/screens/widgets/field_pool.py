"""The form: rows mounted once and turned to other fields in place, so that nothing typed is lost and nothing blinks."""

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from clerk_tui.screens.intents import AnswerLeft, RowAdded
from clerk_tui.screens.view import FieldView
from clerk_tui.screens.widgets.field_input import FieldInput
from clerk_tui.screens.widgets.field_row import EMPTY, FieldRow

FIRST_ROWS = 24
NEEDS_A_PERSON = ("open", "wrong")


def _in(key: str, of: str) -> bool:
    """Whether the key lies under `of`."""
    return key.startswith(f"{of}.")


class FieldPool(VerticalScroll, can_focus=False):
    """All asked fields. Tab walks the open ones, ↑ ↓ every one, Enter goes on to the next that needs somebody."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("tab", "open_step(1)", show=False, id="field.next_open"),
        Binding("shift+tab", "open_step(-1)", show=False, id="field.previous_open"),
        Binding("pageup", "leap(-1)", show=False),
        Binding("pagedown", "leap(1)", show=False),
    ]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fields: tuple[FieldView, ...] = ()
        self.rows: list[FieldRow] = []
        self.entered = ""
        self._growing: tuple[str, frozenset[str]] | None = None

    def on_mount(self) -> None:
        """Mount the rows once, after the first frame."""
        self.call_after_refresh(self._first_rows)

    def _first_rows(self) -> None:
        self._grow(FIRST_ROWS)
        self.show(self.fields)

    def _grow(self, rows: int) -> None:
        fresh = [FieldRow(even=bool(index % 2)) for index in range(len(self.rows), rows)]
        if fresh:
            self.rows += fresh
            self.mount_all(fresh)

    def show(self, fields: Sequence[FieldView]) -> None:
        """Show these fields; rows that stay the same are not touched."""
        self.fields = tuple(fields)
        if not self.rows:
            return
        self._grow(len(self.fields))
        here = self.current
        waited = here is not None and here.field.state in NEEDS_A_PERSON and not here.dirty
        key = here.field.key if here is not None else ""
        dirty = here is not None and here.dirty
        group = ""
        for index, row in enumerate(self.rows):
            field = self.fields[index] if index < len(self.fields) else EMPTY
            row.show(field, field.group if field.group != group else "")
            group = field.group or group
        if self._focus_new_row():
            return
        # Rows came or went above: the focus goes along with its field, and what is being typed there stays typed.
        if here is not None and key and here.field.key != key:
            moved = next((row for row in self.rows if row.used and row.field.key == key), None)
            if moved is not None:
                moved.dirty = dirty
                moved.target.focus()
        # Filled by somebody else while the caret stood there: on to what still needs a person.
        if here is not None and waited and here.field.key == key and here.field.state not in NEEDS_A_PERSON:
            self._go(1, open_only=True)

    def _focus_new_row(self) -> bool:
        """Into the row that was asked for, once it is there."""
        if self._growing is None:
            return False
        group, had = self._growing
        fresh = next((f for f in self.fields if f.kind == "row" and _in(f.key, group) and f.key not in had), None)
        first = next((f for f in self.fields if fresh and f.kind == "field" and _in(f.key, fresh.key)), None)
        if first is None:
            return False
        self._growing = None
        self.call_after_refresh(self.focus_key, first.key)
        return True

    def on_row_added(self, event: RowAdded) -> None:
        """Remember which rows there are, so that the focus can go into the one that comes."""
        self._growing = (event.group, frozenset(f.key for f in self.fields if f.kind == "row"))

    def back_to_wrong(self) -> None:
        """What was entered last turned out wrong: go back to it, unless somebody types elsewhere already."""
        field = next((one for one in self.fields if one.key == self.entered), None)
        here = self.current
        if field is not None and field.state == "wrong" and here is not None and not here.dirty:
            self.entered = ""
            self.focus_key(field.key)

    def relabel(self) -> None:
        """Draw every row in the language that is now set."""
        for row in self.rows:
            if row.used:
                row.relabel()

    @property
    def current(self) -> FieldRow | None:
        """The row that has the focus."""
        return next((row for row in self.rows if row.target.has_focus), None)

    def focus_first(self) -> bool:
        """Put the focus on the first field that needs somebody, else on the first; False when there is none."""
        used = [row for row in self.rows if row.used and not row.field.locked]
        wanted = next((row for row in used if row.field.state in NEEDS_A_PERSON), used[0] if used else None)
        if wanted is not None:
            self._enter(wanted)
        return wanted is not None

    def _enter(self, row: FieldRow) -> None:
        """Put the focus on a row that may not have its place yet, and show it once it has."""
        row.target.focus()
        self.call_after_refresh(row.scroll_visible, animate=False)

    def focus_key(self, key: str) -> bool:
        """Put the focus on this field; False when it is not shown."""
        for row in self.rows:
            if row.used and row.field.key == key:
                self._enter(row)
                return True
        return False

    def _go(self, by: int, *, open_only: bool) -> bool:
        used = [row for row in self.rows if row.used]
        here = self.current
        start = used.index(here) if here in used else -1
        ahead = used[start + 1 :] if by > 0 else used[:start][::-1] if start > 0 else []
        for row in ahead:
            if row.field.locked:
                continue
            if not open_only or row.field.state in NEEDS_A_PERSON:
                row.target.focus()
                return True
        return False

    def action_step(self, by: int) -> None:
        """To the row above or below; above the first leaves the form."""
        if not self._go(by, open_only=False) and by < 0:
            self.screen.focus_previous()

    def action_open_step(self, by: int) -> None:
        """To the next field that needs somebody, from the top again while one is left above; else leaves the form."""
        if not self._go(by, open_only=True):
            used = [row for row in self.rows if row.used]
            here = self.current
            above = [
                row for row in used if row.field.state in NEEDS_A_PERSON and not row.field.locked and row is not here
            ]
            if by > 0 and above:
                above[0].target.focus()
                return
            edge = used[-1 if by > 0 else 0].target if used else None
            if edge is not None and edge is not self.screen.focused:
                edge.focus()
            elif by > 0:
                self.screen.focus_next()
            else:
                self.screen.focus_previous()

    def action_leap(self, by: int) -> None:
        """A screenful up or down."""
        for _ in range(max(self.size.height - 2, 1)):
            if not self._go(by, open_only=False):
                break

    def on_input_submitted(self, event: FieldInput.Submitted) -> None:
        """Enter means the value and goes on to the next field that needs somebody."""
        event.stop()
        here = self.current
        if here is not None and here.dirty:
            here.dirty = False
            self.entered = here.field.key
            self.post_message(AnswerLeft(here.field.key))
        if not self._go(1, open_only=True):
            self._go(1, open_only=False)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Keep the wheel inside the form."""
        event.stop()
