"""Rows with labelled keys outside inputs: full-width digits count, and so does the wide blank."""

from textual import events

from clerk_tui.screens.typed import digit_of
from clerk_tui.screens.widgets.painted import Painted


class Labelled(Painted, can_focus=True):
    """A focusable painted widget that answers to digits."""

    def digit(self, number: int) -> bool:
        """Act on the digit; True when it meant something here."""
        return False

    def on_key(self, event: events.Key) -> None:
        """Digits in any width."""
        number = digit_of(event)
        if number is not None and self.digit(number):
            event.stop()

    def on_focus(self) -> None:
        """Labels are drawn only where the digits work now."""
        self.redraw()

    def on_blur(self) -> None:
        """Labels go with the focus."""
        self.redraw()
