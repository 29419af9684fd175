"""A day told as JSON is the same day again, wherever in its course it is told."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import orjson

from clerk_tui.protocol.snapshot import day_from_json, day_to_json
from clerk_tui.queue import commands as cmd
from clerk_tui.queue.day import Day, fold
from clerk_tui.queue.decide import decide
from clerk_tui.queue.policy import Policy
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context

WINDOWS = ("1", "2", "3")


def test_a_day_told_at_any_moment_is_rebuilt_and_goes_on_alike() -> None:
    kinds = set[str]().union(*(walk(Random(seed)) for seed in range(4)))
    assert {"ticket_passed", "ticket_returned", "act_undone", "ticket_held", "case_numbers_leased"} <= kinds


def walk(random: Random) -> set[str]:
    """A day of random acts, told and rebuilt before each; the kinds of events that happened."""
    policy = Policy(
        undo_seconds=60, recall_gap_seconds=0, pass_after_seconds=0, pass_after_seconds_green=0, recalls_min=0
    )
    day = Day(date=date(2026, 11, 24))
    now = datetime(2026, 11, 24, 1, tzinfo=UTC)
    kinds: set[str] = set()
    for _ in range(1_000):
        now += timedelta(milliseconds=random.randrange(1, 3_000))
        window = random.choice(WINDOWS)
        at_window = day.at_window(window)
        target = at_window.id if at_window and random.random() < 0.7 else random.choice([*sorted(day.tickets), "none"])
        last = day.window(window).last_act
        command = random.choice(
            [
                cmd.TakeTicket.model_validate({"channel": "kiosk", "class": random.choice(["ordinary", "green"])}),
                cmd.OpenWindow(window=window),
                cmd.CallNext(window=window),
                cmd.CallTicket(window=window),
                cmd.Recall(),
                cmd.Welcome(),
                cmd.HoldTicket(hold="wait"),
                cmd.Resume(),
                cmd.Pass(reason="absent"),
                cmd.ReturnPassed(),
                cmd.Finish(outcome="other"),
                cmd.Cancel(),
                cmd.LeaseCaseNumbers(window=window),
            ]
        )
        if last and random.random() < 0.15:
            command = cmd.Undo(command=last.command)
        context = Context(
            command_id=str(UUID(int=random.getrandbits(128))),
            now=now,
            today=day.date,
            actor=f"w{window}",
            role="clerk",
            window=window,
        )
        try:
            happened = decide(day, command, target, context, policy)
        except Refusal:
            continue
        rebuilt = day_from_json(orjson.loads(orjson.dumps(day_to_json(day))))
        assert rebuilt == day
        day = fold(day, happened)
        assert fold(rebuilt, happened) == day
        kinds.update(event.KIND for event in happened)
    return kinds
