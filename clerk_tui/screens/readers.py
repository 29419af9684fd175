"""The readers at a window: their threads, and keys that come so fast that a reader types them outside any input."""

import threading
from collections.abc import Callable
from typing import Any

from textual import events
from textual.timer import Timer
from textual.widgets import Input

from clerk_tui.data.reader import Reading, follow, sources_of
from clerk_tui.data.wedge import FAST_S, Wedge
from clerk_tui.devices import WEDGE


class Readers:
    """`named` as in the settings (devices.READER); what is read goes to `take`, on the screen's loop."""

    def __init__(self, screen: Any, named: str, take: Callable[[Reading], None]) -> None:
        self._screen = screen
        self._named = named
        self._take = take
        self._ended = threading.Event()
        self._wedge = Wedge() if WEDGE in named.split(",") else None
        self._held: events.Key | None = None
        self._timer: Timer | None = None

    def begin(self) -> None:
        """Listens to each device, in a thread of its own."""
        app = self._screen.app

        def hand_over(reading: Reading) -> None:
            try:
                app.call_from_thread(self._take, reading)
            except RuntimeError:
                return  # the screen is gone

        for source in sources_of(self._named):
            follow(source, hand_over, self._ended)

    def end(self) -> None:
        """The threads end."""
        self._ended.set()

    def keeps(self, event: events.Key) -> bool:
        """Whether this key is a reader's, or may be one's first: then it goes no further now.

        Only outside inputs, and only where a reader types like a keyboard: a digit there chooses something at once.
        """
        if self._wedge is None or isinstance(self._screen.focused, Input):
            return False
        if event.key == "enter":
            reading = self._wedge.enter(event.time)
            if reading is not None:
                self._forget()
                self._take(reading)
                return True
            self._let_go()
            return False
        if event.character is None or not event.is_printable:
            self._let_go()
            return False
        if self._wedge.hear(event.character, event.time):
            self._forget()
            return True
        self._let_go()
        self._held = event
        self._timer = self._screen.set_timer(FAST_S, self._let_go)
        return True

    def _forget(self) -> None:
        self._held = None
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _let_go(self) -> None:
        """Nothing came so soon after it: a person pressed it."""
        held = self._held
        self._forget()
        if held is not None:
            self._screen.app.press_held(held)
