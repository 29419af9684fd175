"""Taking back an act whose ticket has moved on since would put one ticket in two places."""

import pytest

from clerk_tui.queue import commands as cmd
from clerk_tui.queue.policy import Policy
from clerk_tui.refusal import Refusal
from tests.queue.hall import Hall

POLICY = Policy(recalls_min=0, pass_after_seconds=0)


@pytest.mark.parametrize(
    "moved_on", ["returned", "called elsewhere", "abandoned", "transferred and called", "transferred and promoted"]
)
def test_an_act_is_not_taken_back_once_its_ticket_moved_on(moved_on: str) -> None:
    hall = Hall(POLICY)
    hall.open("1", "2")
    ticket = hall.take()
    act = hall.call("1")
    if moved_on == "abandoned":
        hall.do(cmd.Abandon(), ticket, "1")
    elif moved_on == "transferred and called":
        act = hall.do(cmd.Transfer(to_window="2", reason="wrong_window"), ticket, "1")
        hall.call("2")
    elif moved_on == "transferred and promoted":
        hall.take("green")
        act = hall.do(cmd.Transfer(to_window="2", reason="wrong_window"), ticket, "1")
        hall.do(cmd.Promote(reason="urgent"), ticket, "2")
    else:
        act = hall.do(cmd.Pass(reason="absent"), ticket, "1")
    if moved_on == "returned":
        hall.do(cmd.ReturnPassed(), ticket, "1")
    if moved_on == "called elsewhere":
        hall.do(cmd.CallTicket(window="2"), ticket, "2")
    before = hall.day
    with pytest.raises(Refusal, match=r"queue\.nothing_to_undo"):
        hall.do(cmd.Undo(command=act), window="1")
    assert hall.day == before


def test_a_transfer_taken_back_puts_the_person_before_the_window_again() -> None:
    hall = Hall(POLICY)
    hall.open("1", "2")
    ticket = hall.take()
    hall.serve(ticket, "1")
    served = hall.ticket(ticket)
    act = hall.do(cmd.Transfer(to_window="2", reason="wrong_window"), ticket, "1")
    hall.do(cmd.Undo(command=act), window="1")
    assert hall.ticket(ticket) == served
    assert hall.day.at_window("1") == served
    assert hall.day.waiting == ()
