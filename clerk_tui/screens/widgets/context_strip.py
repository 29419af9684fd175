"""The two lines that are always there: who is at the window and for whom; how the hall stands, what is saved."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.strip import Strip

from clerk_tui.screens.intents import Welcome
from clerk_tui.screens.view import StripView
from clerk_tui.screens.widgets.labelled import Labelled
from clerk_tui.screens.widgets.painted import Run

BAR = Run(" │ ", "line")
STATE_LOOKS = {"idle": "soft", "calling": "accent", "called": "accent", "serving": "good", "paused": "warn"}


class ContextStrip(Labelled):
    """After a call the focus rests here: Enter says that the person came."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "welcome", show=False, id="ticket.welcome")]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.view = StripView()
        self.can_focus = False

    def show(self, view: StripView) -> None:
        """Show this state; the strip can hold the focus while somebody is called."""
        if view != self.view:
            self.view = view
            self.can_focus = view.state == "called"
            self.redraw()

    def lines(self, width: int) -> list[Strip]:
        return [self.strip(self._ticket(), self._link()), self.strip(self._hall(width), self._saved())]

    def _ticket(self) -> list[Run]:
        view = self.view
        runs = [Run(" " + self.say("strip.window", window=view.window), "strong"), BAR]
        if view.number:
            runs.append(Run(f" {view.number} " if self.has_focus else view.number, "tab" if self.has_focus else "key"))
            if view.ticket_class:
                runs.append(Run(" " + view.ticket_class, "soft"))
        runs.append(Run((" " if view.number else "") + self.say(f"strip.{view.state}"), STATE_LOOKS[view.state]))
        if view.elapsed:
            runs.append(Run(" " + view.elapsed))
        if view.present:
            runs += [BAR, Run(view.present, "strong")]
        return runs

    def _link(self) -> list[Run]:
        view = self.view
        if view.link == "off":
            return [Run(self.say("strip.off", since=view.off_since) + "  ", "bad"), Run(view.clock + " ", "soft")]
        look, mark = ("good", "●") if view.link == "on" else ("accent", "◌")
        return [Run(mark + " ", look), Run(view.clock + " ", "soft")]

    def _hall(self, width: int) -> list[Run]:
        view = self.view
        waits = self.say("strip.waiting", waiting=view.waiting, longest=view.longest_minutes)
        runs = [Run(" " + waits, "soft")]
        if view.next_number:
            runs += [
                BAR,
                Run(self.say("strip.next") + " ", "soft"),
                Run(view.next_number),
                Run(f" {view.next_class} " + self.say("strip.minutes", minutes=view.next_minutes), "soft"),
            ]
        if view.passed or view.held or view.mine:
            runs.append(BAR)
        if view.mine:
            runs.append(Run(self.say("strip.mine", mine=view.mine) + " ", "accent"))
        if view.passed or view.held:
            runs.append(Run(self.say("strip.aside", passed=view.passed, held=view.held), "soft"))
        return runs

    def _saved(self) -> list[Run]:
        view = self.view
        runs: list[Run] = []
        if view.saved:
            look = {"saved": "soft", "saving": "accent", "unsent": "warn"}[view.saved]
            runs.append(Run(self.say(f"strip.{view.saved}", unsent=view.unsent), look))
        return [*runs, Run(("  " if runs else "") + self.say("strip.language") + " ", "faint")]

    def action_welcome(self) -> None:
        """The called person stands here."""
        self.post_message(Welcome())
