"""The demo hall lives by itself, and leaves work for the visitor."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from clerk_tui.central.arrivals import AT_ONCE, FEWEST, MOST, OWN_WINDOWS, PLAYER, Arrivals
from clerk_tui.central.problems import ProblemError
from clerk_tui.protocol.envelope import Command
from clerk_tui.protocol.streams import parse_body
from clerk_tui.queue.day import Day, TicketState, fold
from clerk_tui.queue.decide import decide
from clerk_tui.queue.policy import Policy
from clerk_tui.rules import Context

START = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)


class Hall:
    """A hall's day under the real rules, with a clock that only `sleep` moves."""

    def __init__(self) -> None:
        self.day = Day(date(2026, 3, 5))
        self.now = START

    async def submit(self, commands: Sequence[Command]) -> Any:
        for c in commands:
            context = Context(command_id=str(c.id), now=self.now, today=self.day.date, actor=PLAYER, role="system")
            self.day = fold(self.day, decide(self.day, parse_body(c), c.target, context, Policy()))

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        if self.now - START > timedelta(hours=2):
            raise asyncio.CancelledError


async def played(seed: int, hall: Hall) -> Hall:
    arrivals = Arrivals(
        lambda: hall.day, hall.submit, lambda: hall.now, hall.sleep, Random(seed), matters=("birth",), pace=1.0
    )
    try:
        await arrivals.run()
    except asyncio.CancelledError:
        return hall
    raise AssertionError("it never ends by itself")


async def test_two_hours_keep_the_hall_between_its_bounds() -> None:
    hall = await played(7, Hall())
    states = [t.state for t in hall.day.tickets.values()]
    assert states.count(TicketState.DONE) > 30
    assert FEWEST <= len(hall.day.waiting) <= MOST + AT_ONCE
    assert all(hall.day.window(w).state == "open" for w in OWN_WINDOWS)
    assert {t.window for t in hall.day.tickets.values() if t.window} <= set(OWN_WINDOWS)


async def test_the_same_chance_gives_the_same_day() -> None:
    one, other = await played(3, Hall()), await played(3, Hall())
    assert one.day == other.day
    assert one.day != (await played(4, Hall())).day


async def test_a_hub_that_could_not_commit_does_not_end_the_play() -> None:
    hall, left = Hall(), [3]
    really = hall.submit

    async def sometimes(commands: Sequence[Command]) -> Any:
        if left[0]:
            left[0] -= 1
            raise ProblemError(503, "centre.failed")
        return await really(commands)

    hall.submit = sometimes  # type: ignore[method-assign]
    await played(7, hall)
    assert len(hall.day.tickets) > 20


async def test_a_window_where_a_person_works_is_left_alone() -> None:
    hall = Hall()
    person = Context(command_id="a", now=START, today=hall.day.date, actor="1005", role="clerk", window="5")
    opened = Command.model_validate(
        {"id": "00000000-0000-4000-8000-000000000001", "kind": "open_window", "body": {"window": "5"}}
    )
    hall.day = fold(hall.day, decide(hall.day, parse_body(opened), None, person, Policy()))
    await played(1, hall)
    assert hall.day.window("5").clerk == "1005"
    assert all(t.window != "5" for t in hall.day.tickets.values())
