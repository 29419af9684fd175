"""The ticket machine (取号机): by touch and by keys; thirty seconds without either, and it belongs to the next person."""

import threading
import time
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.screen import Screen

from clerk_tui.data.reader import Reading, Source, follow
from clerk_tui.data.wedge import FAST_S, Wedge
from clerk_tui.papers.thermal import Roll
from clerk_tui.screens.actions import Where, bindings_of
from clerk_tui.screens.kiosk_flow import KioskFlow
from clerk_tui.screens.kiosk_line import Line, Print
from clerk_tui.screens.kiosk_present import present
from clerk_tui.screens.kiosk_visit import TYPING
from clerk_tui.screens.theme import DARK, LIGHT
from clerk_tui.screens.typed import digit_of
from clerk_tui.screens.widgets.kiosk_pane import KioskPane
from clerk_tui.texts import Lang

IDLE = timedelta(seconds=30)
"""So long after the last touch everything that a person said is forgotten."""
TICK_SECONDS = 1.0


class KioskScreen(Screen[None]):
    """One machine's. `line` is given by `connect` after the first frame; a refusal of the hub stands until Enter."""

    WHERE: ClassVar[Where] = "kiosk"
    CSS_PATH = ["app.tcss", "kiosk.tcss"]
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_of("kiosk"),
        Binding("escape", "back", show=False, id="kiosk.back"),
        Binding("up", "move(0, -1)", show=False),
        Binding("down", "move(0, 1)", show=False),
        Binding("left", "move(-1, 0)", show=False),
        Binding("right", "move(1, 0)", show=False),
        Binding("backspace", "delete", show=False),
        Binding("enter", "enter", show=False, id="kiosk.enter"),
    ]

    def __init__(
        self,
        line: Line,
        printer: Print | None,
        sources: list[Source],
        *,
        roll: Roll = 80,
        run: Callable[[], Coroutine[Any, Any, None]] | None = None,
        clock: Callable[[], datetime],
        ticks: Callable[[], float] | None = None,
    ) -> None:
        super().__init__()
        self.pane = KioskPane(id="kiosk")
        self.flow = KioskFlow(line, printer, lang=lambda: self.lang, spawn=self._spawn, changed=self.draw, roll=roll)
        self._run, self._sources, self._clock, self._ticks = run, sources, clock, ticks
        self._first_lang: Lang | None = None
        self._touched_at = clock()
        self._wedge = Wedge()
        self._held: tuple[int, float] | None = None
        self._key_at = 0.0
        self._ended = threading.Event()

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return "en" if getattr(self.app, "lang", "zh") == "en" else "zh"

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        """Paint first, then ask the hub and listen to the readers."""
        self._first_lang = self.lang
        self.draw()
        self.call_after_refresh(self._begin)
        self.set_interval(TICK_SECONDS, self.tick)

    def on_unmount(self) -> None:
        """The readers' threads end."""
        self._ended.set()

    def _begin(self) -> None:
        if self._run is not None:
            self._spawn(self._run())
        app = self.app
        for source in self._sources:
            follow(source, lambda reading: _hand_over(app, self._read, reading), self._ended)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self.run_worker(work, group="kiosk", exit_on_error=False)

    def draw(self) -> None:
        """Show the page of this moment."""
        if self._first_lang is None:
            return
        self.pane.show(present(self.flow, self.lang))
        self.call_after_refresh(self._place_cursor)

    def _place_cursor(self) -> None:
        if self.pane.caret is not None:
            self.app.cursor_position = Offset(*self.pane.caret)

    def relabel(self) -> None:
        """Draw in the language that is now set."""
        self.draw()
        self.pane.redraw()

    # Time

    def tick(self) -> None:
        """Once a second: forgets whoever has gone; shows the clock and how old the data is."""
        # An order under way is waited for, not for ever: it is cleared up behind whoever goes.
        patience = IDLE if self.flow.visit.page != "busy" else 2 * IDLE
        if self._clock() - self._touched_at >= patience:
            self.forget()
        self.draw()

    def forget(self) -> None:
        """The next person finds the first page, in the language of the house."""
        self.flow.wipe()
        self._held = None
        self._wedge = Wedge()
        if self._first_lang is not None and self.lang != self._first_lang:
            setattr(self.app, "lang", self._first_lang)  # noqa: B010 - the app is typed as any App
        self._touched_at = self._clock()

    def _touch(self) -> None:
        self._touched_at = self._clock()

    # Hands

    @on(KioskPane.Touched)
    def _take_touch(self, event: KioskPane.Touched) -> None:
        self._press(event.code)

    def _press(self, code: str) -> None:
        self._touch()
        if code == "language":
            self.do_language()
        else:
            self.flow.press(code)

    def _read(self, reading: Reading) -> None:
        self._touch()
        self.flow.read(reading)

    def on_key(self, event: events.Key) -> None:
        """Characters: typed where something is typed; else a digit chooses, unless it is the first of a burst."""
        # When the key came, not when it is looked at: a stalled machine must not take a burst apart.
        self._key_at = self._ticks() if self._ticks else event.time
        if event.character is None or not event.is_printable:
            return
        event.stop()
        self._touch()
        burst = self._wedge.hear(event.character, self._key_at)
        if self.flow.visit.page in TYPING:
            self.flow.type(event.character)
            return
        digit = None if burst else digit_of(event)
        self._held = None if digit is None else (digit, self._key_at)
        if digit is not None:
            self.set_timer(FAST_S, self._release)

    def on_paste(self, event: events.Paste) -> None:
        """An input method's commit may come as one."""
        event.stop()
        self._touch()
        self.flow.type("".join(sign for sign in event.text if sign.isprintable())[:40])

    def _release(self) -> None:
        """No second character came as fast as a reader's: the digit is a person's."""
        if self._held is None:
            return
        if (self._ticks() if self._ticks else time.monotonic()) - self._held[1] < FAST_S:
            self.set_timer(FAST_S, self._release)
            return
        self._take_held()

    def _take_held(self) -> None:
        if self._held is None:
            return
        (digit, _), self._held = self._held, None
        view = self.pane.view
        code = next((choice.code for choice in view.choices if choice.key == str(digit)), None)
        if code is not None:
            self._press(code)

    def action_enter(self) -> None:
        """Enter: a scan is over, or what is chosen is taken."""
        self._touch()
        if self.flow.line.refusal is not None:
            self.flow.line.mend()
            return
        reading = self._wedge.enter(self._key_at)
        if reading is not None:
            self._held = None
            self.flow.visit.typed = ""
            self.flow.read(reading)
            return
        if self._held is not None:
            self._take_held()
            return
        choices = self.pane.view.choices
        if choices:
            self._press(choices[min(self.flow.visit.chosen, len(choices) - 1)].code)
        elif self.flow.visit.page != "home":
            self._press("home")

    def action_move(self, across: int, down: int) -> None:
        """Arrows: along a row, or to the row above or below."""
        self._touch()
        view, at = self.pane.view, self.flow.visit.chosen
        rows = [1] * len(view.results) + [len(row) for row in view.rows]
        starts = [sum(rows[:n]) for n in range(len(rows))]
        if not rows:
            return
        row = max(n for n, start in enumerate(starts) if start <= at)
        column = at - starts[row]
        if down:
            row = min(max(row + down, 0), len(rows) - 1)
        column = min(max(column + across, 0), rows[row] - 1)
        self.flow.visit.chosen = starts[row] + column
        self.draw()

    def action_delete(self) -> None:
        """Backspace."""
        self._touch()
        self.flow.delete()

    def action_back(self) -> None:
        """Esc."""
        self._touch()
        self.flow.back()

    # The registry's verbs

    def action_do(self, action: str) -> None:
        """Run an action of the registry."""
        self._touch()
        getattr(self, f"do_{action}")()

    def do_language(self) -> None:
        """The other language, at once, until the next person."""
        setattr(self.app, "lang", "zh" if self.lang == "en" else "en")  # noqa: B010 - the app is typed as any App

    def do_theme(self) -> None:
        """The other theme, at once."""
        self.app.theme = LIGHT if self.app.theme == DARK else DARK

    def do_quit(self) -> None:
        """Leave."""
        self.app.exit()


def _hand_over(app: Any, take: Callable[[Reading], None], reading: Reading) -> None:
    """From the reader's thread to the screen; a screen that is gone takes nothing."""
    try:
        app.call_from_thread(take, reading)
    except RuntimeError:
        return
