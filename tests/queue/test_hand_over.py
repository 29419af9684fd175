"""Work that changes hands: transfer, promotion, a window that gives up, the hold that queues again, service by number."""

from datetime import timedelta

import pytest

from clerk_tui.queue import commands as cmd
from clerk_tui.queue.day import TicketState
from clerk_tui.queue.elsewhere import Elsewhere
from clerk_tui.queue.policy import Policy, WindowPolicy
from clerk_tui.refusal import Refusal
from tests.queue.hall import TODAY, Hall

SKILLED = Policy(skills={"permits": ("sj.",)}, windows={"1": WindowPolicy(skills=("permits",))})


def test_a_window_calls_only_what_it_can_serve_and_says_why() -> None:
    hall = Hall(SKILLED)
    hall.open("1", "3")
    anything, permit = hall.take(), hall.take(matter="sj.licence")
    hall.call("1")
    assert hall.last["ticket"] == permit
    assert hall.last["why"] == {"code": "why.only_skill", "params": {"skill": ""}}
    hall.call("3")
    assert hall.last["ticket"] == anything


def test_a_transferred_ticket_keeps_its_place_and_waits_for_that_window_alone() -> None:
    hall = Hall()
    hall.open("2", "3")
    first = hall.take()
    hall.now += timedelta(minutes=1)
    second = hall.take()
    hall.serve(first, "3")
    hall.now += timedelta(minutes=5)
    hall.do(cmd.Transfer(to_window="2", reason="wrong_window"), first, "3")
    assert hall.day.ahead_of(hall.ticket(first)) == 0
    hall.call("3")
    assert hall.last["ticket"] == second
    with pytest.raises(Refusal, match=r"queue\.sent_elsewhere"):
        hall.do(cmd.CallTicket(window="3"), first, "3")
    hall.now += timedelta(minutes=2)
    hall.call("2")
    assert hall.last == {
        "ticket": first,
        "number": "A001",
        "why": {"code": "why.transferred", "params": {"window": "2"}},
    }
    hall.do(cmd.Welcome(), first, "2")
    assert hall.ticket(first).held_seconds == 120


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (cmd.Transfer(reason="x"), "queue.transfer_where"),
        (cmd.Transfer(to_window="1", to_skill="permits", reason="x"), "queue.transfer_where"),
        (cmd.Transfer(to_window="3", reason="x"), "queue.same_window"),
        (cmd.Transfer(to_window="8", reason="x"), "queue.window_closed"),
        (cmd.Transfer(to_skill="flying", reason="x"), "queue.no_window_for"),
    ],
)
def test_a_transfer_goes_somewhere_that_exists(body: cmd.Transfer, code: str) -> None:
    hall = Hall(SKILLED)
    hall.open("1", "3")
    ticket = hall.take()
    hall.call("3")
    with pytest.raises(Refusal) as refused:
        hall.do(body, ticket, "3")
    assert refused.value.code == code


def test_a_promoted_ticket_is_next_and_its_reason_is_told() -> None:
    hall = Hall()
    hall.open()
    hall.take()
    late = hall.take()
    hall.do(cmd.Promote(reason="unwell"), late, "3")
    hall.call()
    assert hall.last == {
        "ticket": late,
        "number": "A002",
        "why": {"code": "why.promoted", "params": {"reason": "unwell"}},
    }


def test_a_colleague_falls_ill_and_everything_goes_on_elsewhere() -> None:
    hall = Hall()
    hall.open("2", "3")
    called, stays, fetching, waiting = (hall.take() for _ in range(4))
    hall.serve(stays, "3")
    hall.do(cmd.HoldTicket(hold="papers_stay"), stays, "3")
    hall.serve(fetching, "3")
    hall.do(cmd.HoldTicket(hold="fetch_papers"), fetching, "3")
    hall.do(cmd.CallTicket(window="3"), called, "3")
    with pytest.raises(Refusal, match=r"queue\.window_holds"):
        hall.do(cmd.CloseWindow(window="3"), window="3")
    hall.do(cmd.ReassignWindow(from_window="3", to="2", reason="ill"), role="supervisor")
    assert hall.last == {"tickets": ["A001", "A002"], "cases": []}
    assert hall.day.waiting[0][2] == called
    assert hall.ticket(stays).window == "2"
    assert hall.ticket(fetching).window == "3"
    hall.do(cmd.CloseWindow(window="3"), window="3")
    hall.call("2")
    assert hall.last["ticket"] == called
    hall.do(cmd.Finish(outcome="other"), called, "2")
    hall.do(cmd.Resume(), stays, "2")
    assert hall.ticket(waiting).state is TicketState.WAITING


def test_who_was_called_goes_to_the_front_of_the_pool_and_is_announced_anew() -> None:
    hall = Hall()
    hall.open("2", "3")
    earlier = hall.take()
    hall.do(cmd.CallTicket(window="2"), earlier, "2")
    hall.now += timedelta(minutes=5)
    green = hall.take("green")
    called = hall.take()
    hall.serve(called, "3")
    hall.do(cmd.ReassignWindow(from_window="3", to="pool", reason="ill"), window="3")
    assert [t for _, _, t in hall.day.waiting] == [called, green]
    hall.do(cmd.Finish(outcome="other"), earlier, "2")
    hall.call("2")
    assert hall.last["why"] == {"code": "why.reassigned", "params": {}}


def test_a_window_with_cases_does_not_close_and_hands_over_to_an_open_one() -> None:
    hall = Hall()
    hall.open("3")
    with pytest.raises(Refusal) as refused:
        hall.do(cmd.CloseWindow(window="3"), window="3", elsewhere=Elsewhere(cases=("k1", "k2")))
    assert refused.value == Refusal("queue.window_has_cases", window="3", count=2)
    with pytest.raises(Refusal, match=r"queue\.window_closed"):
        hall.do(cmd.ReassignWindow(from_window="3", to="2", reason="ill"), window="3")


def test_a_tickets_sent_to_a_window_keeps_that_window_open() -> None:
    hall = Hall()
    hall.open("2", "3")
    ticket = hall.take()
    hall.call("3")
    hall.do(cmd.Transfer(to_window="2", reason="wrong_window"), ticket, "3")
    with pytest.raises(Refusal, match=r"queue\.window_holds"):
        hall.do(cmd.CloseWindow(window="2"), window="2")
    hall.do(cmd.ReassignWindow(from_window="2", to="pool", reason="lunch"), window="2")
    hall.do(cmd.CloseWindow(window="2"), window="2")
    hall.call("3")
    assert hall.last["ticket"] == ticket


def test_who_fetched_papers_waits_again_at_the_old_place_when_back_at_the_kiosk() -> None:
    hall = Hall()
    hall.open()
    first = hall.take()
    hall.now += timedelta(minutes=1)
    hall.take()
    hall.serve(first)
    hall.do(cmd.HoldTicket(hold="fetch_papers"), first, "3")
    hall.now += timedelta(minutes=30)
    hall.do(cmd.Resume(), first, role="kiosk")
    assert hall.day.waiting[0][2] == first
    hall.now += timedelta(minutes=1)
    hall.call()
    assert hall.last["ticket"] == first
    hall.do(cmd.Welcome(), first, "3")
    assert hall.ticket(first).held_seconds == 31 * 60


def test_papers_that_stay_are_not_taken_up_at_a_kiosk() -> None:
    hall = Hall()
    hall.open()
    ticket = hall.take()
    hall.serve(ticket)
    hall.do(cmd.HoldTicket(hold="papers_stay"), ticket, "3")
    with pytest.raises(Refusal, match=r"queue\.other_window"):
        hall.do(cmd.Resume(), ticket, role="kiosk")


def test_behind_so_many_others_is_the_other_rule_for_a_passed_ticket() -> None:
    hall = Hall(Policy(return_rule="behind", return_behind=2, recalls_min=0, pass_after_seconds=0))
    hall.open()
    passed = hall.take()
    hall.call()
    hall.do(cmd.Pass(reason="absent"), passed, "3")
    others = []
    for _ in range(3):
        hall.now += timedelta(minutes=1)
        others.append(hall.take())
    hall.do(cmd.ReturnPassed(), passed, "3")
    assert [t for _, _, t in hall.day.waiting] == [others[0], others[1], passed, others[2]]


def test_who_is_called_anew_has_the_whole_time_again() -> None:
    hall = Hall(Policy(recalls_min=0))
    hall.open()
    ticket = hall.take()
    hall.call()
    hall.now += timedelta(seconds=61)
    hall.do(cmd.Pass(reason="absent"), ticket, "3")
    hall.do(cmd.ReturnPassed(), ticket, "3")
    hall.now += timedelta(minutes=5)
    hall.call()
    again = hall.now
    hall.now += timedelta(seconds=59)
    with pytest.raises(Refusal, match=r"queue\.pass_too_early"):
        hall.do(cmd.Pass(reason="absent"), ticket, "3")
    hall.do(cmd.Finish(outcome="other"), ticket, "3")
    assert hall.ticket(ticket).welcomed_at == again


def serve_number(hall: Hall, number: str, window: str, minutes_ago: int = 0) -> None:
    body = cmd.ServeByNumber(window=window, business_day=TODAY, number=number)
    hall.do(body, window=window, captured_at=hall.now - timedelta(minutes=minutes_ago))


def test_a_service_given_while_cut_off_stands_at_its_own_time() -> None:
    hall = Hall()
    hall.open("3")
    first, second = hall.take(), hall.take()
    hall.now += timedelta(minutes=30)
    serve_number(hall, "1", "3", 20)
    serve_number(hall, "A002", "3", 5)
    assert hall.ticket(first).state is TicketState.DONE
    assert hall.ticket(first).finished_at == hall.now - timedelta(minutes=5)
    assert hall.day.at_window("3") == hall.ticket(second)
    assert hall.ticket(second).called_at == hall.now - timedelta(minutes=5)


def test_a_double_service_is_shown_and_loses_nothing() -> None:
    hall = Hall()
    hall.open("2", "3")
    ticket = hall.take()
    hall.call("2")
    serve_number(hall, "1", "3")
    assert hall.last == {"ticket": ticket, "number": "A001", "twice": True}
    assert hall.ticket(ticket).window == "2"
    assert hall.ticket(ticket).twice
    with pytest.raises(Refusal, match=r"queue\.unknown_number"):
        serve_number(hall, "77", "3")


def test_a_visit_is_rated_once_and_a_bad_grade_says_why() -> None:
    hall = Hall()
    hall.open()
    ticket = hall.take()
    hall.serve(ticket)
    with pytest.raises(Refusal, match=r"queue\.is_serving"):
        hall.do(cmd.InviteRating(means="face"), ticket, "3")
    hall.do(cmd.Finish(outcome="accepted"), ticket, "3")
    hall.do(cmd.InviteRating(means="face"), ticket, "3")
    before = len(hall.events)
    hall.do(cmd.InviteRating(means="slip"), ticket, "3")
    assert len(hall.events) == before
    with pytest.raises(Refusal, match=r"queue\.rating_reason"):
        hall.do(cmd.Rate(grade=2), ticket, role="citizen")
    hall.do(cmd.Rate(grade=2, words="等了很久"), ticket, role="citizen")
    assert hall.events[-1].open_part()["grade"] == 2
    assert "words" not in hall.events[-1].open_part()
    with pytest.raises(Refusal, match=r"queue\.rated_already"):
        hall.do(cmd.Rate(grade=5), ticket, role="citizen")


def test_numbers_are_given_in_the_halls_hours_and_once_a_person() -> None:
    hall = Hall(Policy.model_validate({"hours": ["09:00-17:00"], "phone_tickets": False}))
    with pytest.raises(Refusal) as closed:
        hall.take()
    assert closed.value == Refusal("queue.hall_closed", opens="09:00")
    hall.do(cmd.TakeTicket(channel="window"), window="3")
    hall.now += timedelta(hours=1)
    hall.take(person="p1")
    with pytest.raises(Refusal) as again:
        hall.take(person="p1")
    assert again.value == Refusal("queue.already_has_ticket", number="A002")
    with pytest.raises(Refusal, match=r"queue\.no_phone_tickets"):
        hall.do(cmd.TakeTicket(channel="phone"), role="system")


def test_the_end_of_the_day_ends_everything_and_blames_nobody() -> None:
    hall = Hall()
    hall.open("2", "3")
    waiting, called, held, served = (hall.take() for _ in range(4))
    hall.do(cmd.CallTicket(window="2"), called, "2")
    hall.serve(held, "3")
    hall.do(cmd.HoldTicket(hold="papers_stay"), held, "3")
    hall.serve(served, "3")
    hall.do(cmd.EndOfDay(), role="system")
    states = {t: hall.ticket(t).state for t in (waiting, called, held, served)}
    assert states == {
        waiting: TicketState.NOT_SERVED,
        called: TicketState.NOT_SERVED,
        held: TicketState.NOT_SERVED,
        served: TicketState.DONE,
    }
    assert {w.state for w in hall.day.windows.values()} == {"closed"}
