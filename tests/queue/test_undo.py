"""Taking back an act whose ticket has moved on since would put one ticket in two places."""

from datetime import UTC, date, datetime, timedelta

import pytest

from clerk_tui.queue import commands as cmd
from clerk_tui.queue.day import Day, fold
from clerk_tui.queue.decide import decide
from clerk_tui.queue.policy import Policy
from clerk_tui.refusal import Refusal
from clerk_tui.rules import CommandBody, Context

POLICY = Policy(recalls_min=0, pass_after_seconds=0)
START = datetime(2026, 11, 24, 1, tzinfo=UTC)


class Hall:
    def __init__(self) -> None:
        self.day = Day(date=date(2026, 11, 24))
        self.now = START
        self.count = 0

    def do(self, command: CommandBody, target: str | None = None, window: str = "1") -> str:
        self.count += 1
        self.now += timedelta(seconds=1)
        own = f"c{self.count}"
        context = Context(own, self.now, self.day.date, "clerk", "clerk", window=window)
        self.day = fold(self.day, decide(self.day, command, target, context, POLICY))
        return own


@pytest.mark.parametrize("moved_on", ["returned", "called elsewhere", "abandoned"])
def test_an_act_is_not_taken_back_once_its_ticket_moved_on(moved_on: str) -> None:
    hall = Hall()
    for window in ("1", "2"):
        hall.do(cmd.OpenWindow(window=window), window=window)
    ticket = hall.do(cmd.TakeTicket(channel="kiosk"))
    act = hall.do(cmd.CallNext(window="1"))
    if moved_on == "abandoned":
        hall.do(cmd.Abandon(), ticket)
    else:
        act = hall.do(cmd.Pass(reason="absent"), ticket)
    if moved_on == "returned":
        hall.do(cmd.ReturnPassed(), ticket)
    if moved_on == "called elsewhere":
        hall.do(cmd.CallTicket(window="2"), ticket, window="2")
    before = hall.day
    with pytest.raises(Refusal, match=r"queue\.nothing_to_undo"):
        hall.do(cmd.Undo(command=act))
    assert hall.day == before
