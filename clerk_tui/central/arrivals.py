"""A demo hall that lives: citizens take tickets, and a few windows beside the visitor's own serve them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import structlog

from clerk_tui.central.problems import ProblemError
from clerk_tui.protocol.envelope import Command
from clerk_tui.queue.day import Day, Ticket, TicketState

log = structlog.get_logger("demo")

PLAYER = "system"
"""Who stands in the ledger as the author of the play."""

OWN_WINDOWS = ("4", "5", "6", "7", "8")
AT_ONCE = 9
"""Citizens who wait already when the hall is first looked at."""

FEWEST, MOST = 4, 22
"""The other windows leave so many waiting, and nobody new comes above the higher number."""

TICK_SECONDS = 2.0
COMES_EVERY = timedelta(seconds=35)
ARRIVES_AFTER = timedelta(seconds=8)
SHORTEST, LONGEST = timedelta(seconds=50), timedelta(seconds=240)
CLASSES = ("ordinary",) * 8 + ("green", "appointment")
OUTCOMES = ("accepted",) * 5 + ("consultation",) * 3 + ("pickup", "other")


@dataclass(frozen=True, slots=True)
class Wish:
    """One act of the play: a command without its id."""

    kind: str
    body: dict[str, Any]
    target: str | None = None


class Arrivals:
    """Plays the citizens and the other windows; time, sleep and chance are handed in.

    `submit` sends commands as the system; `pace` 2.0 is twice as fast.
    """

    def __init__(
        self,
        day: Callable[[], Day],
        submit: Callable[[Sequence[Command]], Awaitable[Any]],
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
        random: Random,
        matters: Sequence[str] = (),
        pace: float = 1.0,
    ) -> None:
        self._day = day
        self._submit = submit
        self._now = now
        self._sleep = sleep
        self._random = random
        self._matters = tuple(matters)
        self._pace = pace
        self._next_comes: datetime | None = None
        self._ends: dict[str, datetime] = {}

    async def run(self) -> None:
        """Plays until cancelled."""
        while True:
            try:
                if wishes := self.step():
                    await self._submit([self._command(w) for w in wishes])
            except ProblemError:
                # The hub folds its memory anew, or could not commit: the play goes on with the next step.
                log.info("arrivals wait")
            await self._sleep(TICK_SECONDS / self._pace)

    def step(self) -> list[Wish]:
        """What happens now."""
        day, now = self._day(), self._now()
        wishes = [Wish("open_window", {"window": w}) for w in OWN_WINDOWS if day.window(w).state == "closed"]
        wishes += self._comers(day, now)
        left = len(day.waiting)
        for window in OWN_WINDOWS:
            seat = day.window(window)
            if seat.state != "open" or seat.clerk != PLAYER:
                continue  # a person works there
            if seat.ticket:
                wishes += self._serve(day.tickets[seat.ticket], now)
            elif left > FEWEST and self._random.random() < 0.4:
                left -= 1
                wishes.append(Wish("call_next", {"window": window}))
        return wishes

    def _comers(self, day: Day, now: datetime) -> list[Wish]:
        if self._next_comes is None:
            self._next_comes = now + self._span(COMES_EVERY)
            return [self._ticket() for _ in range(AT_ONCE - len(day.waiting))]
        if now < self._next_comes:
            return []
        self._next_comes = now + self._span(COMES_EVERY)
        return [self._ticket()] if len(day.waiting) < MOST else []

    def _ticket(self) -> Wish:
        body = {"channel": "kiosk", "class": self._random.choice(CLASSES)}
        if self._matters and self._random.random() < 0.7:
            body["matter"] = self._random.choice(self._matters)
        return Wish("take_ticket", body)

    def _serve(self, ticket: Ticket, now: datetime) -> list[Wish]:
        if ticket.state is TicketState.CALLED:
            called = ticket.last_called_at or now
            return [Wish("welcome", {}, ticket.id)] if now - called >= ARRIVES_AFTER / self._pace else []
        if ticket.state is not TicketState.SERVING:
            return []
        end = self._ends.get(ticket.id)
        if end is None:
            took = SHORTEST + (LONGEST - SHORTEST) * self._random.random()
            self._ends[ticket.id] = now + took / self._pace
            return []
        if now < end:
            return []
        del self._ends[ticket.id]
        return [Wish("finish", {"outcome": self._random.choice(OUTCOMES)}, ticket.id)]

    def _span(self, mean: timedelta) -> timedelta:
        return mean * self._random.expovariate(1.0) / self._pace

    def _command(self, wish: Wish) -> Command:
        own = UUID(int=self._random.getrandbits(128), version=4)
        return Command(id=own, kind=wish.kind, target=wish.target, body=wish.body)
