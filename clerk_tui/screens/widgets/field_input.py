"""The one-line input under an input method: right caret, undo, a sentence for whatever it will not take."""

from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.message import Message
from textual.widgets import Input
from textual.widgets.input import Selection

from clerk_tui.data.reader import Card, Mutilated, Reading
from clerk_tui.data.wedge import Wedge
from clerk_tui.screens.typed import normal, plain

SHORTEST_CUT = 8
"""So much of an 18-character number, and less than all, is a scan that was cut; what is shorter was typed in haste."""
SHOW_CURSOR = "\x1b[?25h"
HIDE_CURSOR = "\x1b[?25l"
WIDE_BLANK = "\u3000"


class FieldInput(Input):
    """An Input that a Chinese input method can live with.

    The terminal's own cursor stands on the caret while it has the focus: there the method opens its window.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+z", "undo_typing", show=False, id="field.undo")]

    @dataclass
    class Declined(Message):
        """The input did not take what came; `code` is the sentence's text code."""

        code: str
        params: dict[str, Any]

    @dataclass
    class Scanned(Message):
        """A reader that types like a keyboard was heard; what it typed was taken out of the input again."""

        reading: Reading

    @dataclass
    class NothingToUndo(Message):
        """Ctrl+Z in a field in which nothing was typed."""

    def __init__(self, *, max_length: int = 120, masked: bool = False, **options: Any) -> None:
        super().__init__(max_length=max_length, compact=True, **options)
        self.cursor_blink = False
        self.masked = masked
        self._past: list[tuple[str, int, bool]] = []
        self._typed_on = -1
        self.scan = ""
        """What a burst of keys may be here: `id_no` or `uscc` of this field, `text` of any other; "" hears none."""
        self._wedge = Wedge()
        self._before_burst = ""

    @property
    def normal_value(self) -> str:
        """The value as checks see it (NFKC, stripped)."""
        return normal(self.value)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the caret's cell is on the screen; at the end of the text it is the first free cell, not the one after."""
        x, y, width, _height = self.content_region
        scroll_x, _ = self.scroll_offset
        return Offset(x + min(self._position_to_cell(self.cursor_position) - scroll_x, max(width - 1, 0)), y)

    def _watch_value(self, value: str) -> None:
        # The width of what was typed never moves a pane; as a reactive it would lay out the screen at every key.
        self.set_reactive(Input.virtual_size, Size(self.content_width, 1))
        super()._watch_value(value)

    def show_value(self, value: str, *, masked: bool = False) -> None:
        """Put a value there that nobody typed: no message, no step to undo."""
        self.masked = masked
        self._past.clear()
        self._typed_on = -1
        if value != self.value:
            with self.prevent(Input.Changed):
                self.value = value
            # Where nobody types, the beginning of a long value is what tells something.
            self.cursor_position = len(value) if self.has_focus else 0

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace a part, remembering what stood there; consecutive typing is one step to undo."""
        text = plain(text)
        before = self.value
        if self.masked and (text or start != end):
            start, end = 0, len(before)
        start, end = sorted((max(0, start), min(len(before), end)))
        length = len(before) - (end - start) + len(text)
        if self.max_length and length > self.max_length:
            self.post_message(self.Declined("field.too_long", {"length": length, "most": self.max_length}))
            return
        goes_on = start == end == self._typed_on and bool(text) and not text.isspace()
        if not goes_on:
            self._past.append((before, self.cursor_position, self.masked))
        self.masked = False
        super().replace(text, start, end)
        self._typed_on = start + len(text) if text else -1

    def action_undo_typing(self) -> None:
        """Take back the last stretch of typing."""
        if not self._past:
            self.post_message(self.NothingToUndo())
            return
        value, position, self.masked = self._past.pop()
        self._typed_on = -1
        self.value = value
        self.selection = Selection.cursor(position)

    def action_paste(self) -> None:
        """Paste what was copied here; what other programs copied only the terminal can paste."""
        if not self.app.clipboard:
            self.post_message(self.Declined("field.paste_from_outside", {}))
            return
        super().action_paste()

    def on_key(self, event: events.Key) -> None:
        """The wide blank of an input method is a blank; Input would pass it on as a command key."""
        if event.character == WIDE_BLANK:
            event.stop()
            event.prevent_default()
            self.replace(" ", *self.selection)
        elif not self.scan:
            return
        elif event.key == "enter":
            reading = self._wedge.enter(event.time)
            apart = self._apart(reading) if reading is not None else None
            if apart is not None:
                event.stop()
                event.prevent_default()
                self.value = self._before_burst
                self.post_message(self.Scanned(apart))
        elif event.character is not None and event.is_printable and not self._wedge.hear(event.character, event.time):
            self._before_burst = self.value

    def _apart(self, reading: Reading) -> Reading | None:
        """What of a burst is looked at apart: a card elsewhere than in its field, a number that lost characters."""
        if isinstance(reading, Card):
            return reading if reading.guessed or self.scan != "id_no" else None
        typed = self.value.removeprefix(self._before_burst)
        return Mutilated() if self.scan in ("id_no", "uscc") and SHORTEST_CUT <= len(typed) < 18 else None

    def on_paste(self, event: events.Paste) -> None:
        """Take all of what the terminal pasted on one line, or none of it."""
        # Input's own handler would keep the first line and drop the rest without a word.
        event.stop()
        event.prevent_default()
        if event.text:
            self.replace(event.text.strip(), *self.selection)

    def on_focus(self) -> None:
        """Show the terminal's cursor, at the end of the text: the input method opens its window there."""
        if not self.select_on_focus:
            self.cursor_position = len(self.value)
        self._write(SHOW_CURSOR)

    def on_blur(self) -> None:
        """Hide the terminal's cursor."""
        self._typed_on = -1
        self.cursor_position = 0
        self._write(HIDE_CURSOR)

    def _write(self, sequence: str) -> None:
        driver = self.app._driver
        if driver is not None:
            driver.write(sequence)
