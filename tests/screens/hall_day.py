"""A hall's day made of events, as a display folds it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from clerk_tui.queue import events as ev
from clerk_tui.queue.day import Day, evolve

NOW = datetime(2026, 11, 23, 2, 32, tzinfo=UTC)
"""10:32 at the hall."""


class HallDay:
    """Events one after the other; tickets are named by their number."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now
        self.day = Day(date=date(2026, 11, 23))

    def happen(self, event: Any) -> None:
        self.day = evolve(self.day, event)

    def take(self, number: int, ticket_class: str = "ordinary", letter: str = "A") -> None:
        at = self.now - timedelta(minutes=30) + timedelta(seconds=number)
        self.happen(
            ev.TicketTaken(
                ticket=f"t{number}",
                at=at,
                number=number,
                letter=letter,
                channel="kiosk",
                ticket_class=ticket_class,  # type: ignore[arg-type]
                effective_arrival=at,
            )
        )

    def open(self, *windows: str) -> None:
        for window in windows:
            self.happen(ev.WindowOpened(window=window, clerk="", at=self.now))

    def pause(self, window: str) -> None:
        self.happen(ev.WindowPaused(window=window, reason="lunch", at=self.now))

    def call(self, number: int, window: str, ago: float = 0.0) -> None:
        at = self.now - timedelta(seconds=ago)
        self.happen(
            ev.TicketCalled(
                ticket=f"t{number}",
                at=at,
                window=window,
                why=ev.Why(code="why.earliest"),
                command=f"call-{number}-{window}-{at:%H%M%S}",
            )
        )

    def undo_call(self, number: int, window: str, ago: float = 0.0) -> None:
        at = self.now - timedelta(seconds=ago)
        command = f"call-{number}-{window}-{at:%H%M%S}"
        self.happen(ev.ActUndone(window=window, ticket=f"t{number}", command=command, at=self.now))

    def reassign(self, number: int, window: str) -> None:
        """The window gives up; its ticket waits at the front."""
        first = self.now - timedelta(hours=2)
        self.happen(ev.TicketReassigned(ticket=f"t{number}", at=self.now, from_window=window, effective_arrival=first))
        self.happen(ev.WindowReassigned(from_window=window, to="pool", reason="ill", clerk="", at=self.now))

    def recall(self, number: int) -> None:
        self.happen(ev.TicketRecalled(ticket=f"t{number}", at=self.now))

    def welcome(self, number: int) -> None:
        self.happen(ev.TicketWelcomed(ticket=f"t{number}", at=self.now))

    def serve(self, number: int, window: str) -> None:
        self.call(number, window, 300)
        self.welcome(number)

    def pass_by(self, number: int) -> None:
        self.happen(ev.TicketPassed(ticket=f"t{number}", at=self.now, reason="absent", command=f"pass-{number}"))

    def undo_pass(self, number: int, window: str) -> None:
        self.happen(ev.ActUndone(window=window, ticket=f"t{number}", command=f"pass-{number}", at=self.now))

    def finish(self, number: int) -> None:
        self.happen(
            ev.TicketFinished(
                ticket=f"t{number}", at=self.now, outcomes=(), outcome="other", command=f"finish-{number}"
            )
        )


def quiet(windows: int = 9) -> HallDay:
    """Some served, two paused, nobody called."""
    hall = HallDay()
    hall.open(*(str(n) for n in range(1, windows + 1)))
    for number in range(1, 33):
        hall.take(number)
    for number in (3, 7):
        hall.call(number, "2", 900)
        hall.pass_by(number)
    for number, window in ((11, "1"), (12, "3"), (13, "4"), (14, "6"), (15, "7")):
        hall.serve(number, window)
    hall.pause("5")
    hall.pause("8")
    return hall


def busy(windows: int = 9) -> HallDay:
    """The same with three called, the latest just now."""
    hall = quiet(windows)
    hall.call(16, "9", 40)
    hall.call(17, "2", 20)
    hall.finish(12)
    hall.call(18, "3")
    return hall


def crowded() -> HallDay:
    """The same with sixty-four windows, somebody at most of them."""
    hall = busy(64)
    for number in range(33, 80):
        hall.take(number)
        hall.serve(number, str(number - 20))
    return hall
