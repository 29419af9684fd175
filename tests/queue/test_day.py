"""The queue room as a state machine: whatever is asked, in any order, its promises hold."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from clerk_tui.queue import commands as cmd
from clerk_tui.queue.day import ENDED, TicketState
from clerk_tui.queue.policy import Policy, WindowPolicy
from clerk_tui.refusal import Refusal
from clerk_tui.rules import CommandBody
from clerk_tui.texts import text
from tests.queue.hall import Hall

POLICY = Policy()
WINDOWS = ("1", "2", "3")
CLASSES = ("ordinary", "green", "appointment")


def test_the_earliest_arrival_is_called_and_the_answer_says_why() -> None:
    hall = Hall()
    hall.open()
    first = hall.take()
    hall.now += timedelta(minutes=1)
    hall.take()
    hall.call()
    assert hall.last == {"ticket": first, "number": "A001", "why": {"code": "why.earliest", "params": {}}}


def test_a_green_ticket_goes_before_those_within_its_head_start_only() -> None:
    hall = Hall()
    hall.open()
    early = hall.take()
    hall.now += timedelta(minutes=31)
    late = hall.take()
    hall.now += timedelta(minutes=2)
    green = hall.take("green")
    hall.call()
    assert hall.last["ticket"] == early
    hall.do(cmd.Finish(outcome="consultation"), early, "3")
    hall.call()
    assert hall.last["ticket"] == green
    assert hall.last["why"] == {"code": "why.head_start", "params": {"ticket_class": "green", "minutes": 30}}
    assert hall.day.tickets[late].state is TicketState.WAITING


def test_an_empty_queue_answers_no_ticket() -> None:
    hall = Hall()
    hall.open()
    hall.call()
    assert hall.last == {"ticket": None}


def test_a_window_with_a_ticket_in_hand_calls_no_other() -> None:
    hall = Hall()
    hall.open()
    hall.take()
    hall.take()
    hall.call()
    with pytest.raises(Refusal) as refused:
        hall.call()
    assert refused.value == Refusal("queue.window_busy", window="3", number="A001")


@pytest.mark.parametrize(
    ("recalls", "seconds", "code"),
    [(0, 600, "queue.recall_first"), (2, 30, "queue.pass_too_early"), (2, 61, None)],
)
def test_nobody_is_passed_before_two_recalls_and_a_minute(recalls: int, seconds: int, code: str | None) -> None:
    hall = Hall()
    hall.open()
    ticket = hall.take()
    hall.call()
    called = hall.now
    for _ in range(recalls):
        hall.now += timedelta(seconds=11)
        hall.do(cmd.Recall(), ticket, "3")
    hall.now = called + timedelta(seconds=seconds)
    if code is None:
        hall.do(cmd.Pass(reason="absent"), ticket, "3")
        assert hall.day.tickets[ticket].state is TicketState.PASSED
        return
    with pytest.raises(Refusal) as refused:
        hall.do(cmd.Pass(reason="absent"), ticket, "3")
    assert refused.value.code == code


def test_a_second_recall_within_ten_seconds_is_swallowed() -> None:
    hall = Hall()
    hall.open()
    ticket = hall.take()
    hall.call()
    hall.now += timedelta(seconds=11)
    hall.do(cmd.Recall(), ticket, "3")
    hall.now += timedelta(seconds=5)
    hall.do(cmd.Recall(), ticket, "3")
    assert hall.day.tickets[ticket].recalls == 1


def test_a_call_taken_back_puts_the_ticket_where_it_was() -> None:
    hall = Hall()
    hall.open()
    hall.take()
    hall.take()
    before = hall.day.waiting
    call = hall.call()
    hall.now += timedelta(seconds=9)
    hall.do(cmd.Undo(command=call), window="3")
    assert hall.day.waiting == before
    assert hall.day.at_window("3") is None


def test_a_call_is_not_taken_back_after_the_arrival_nor_after_ten_seconds() -> None:
    hall = Hall()
    hall.open()
    ticket = hall.take()
    call = hall.call()
    hall.now += timedelta(seconds=11)
    with pytest.raises(Refusal, match="undo_too_late"):
        hall.do(cmd.Undo(command=call), window="3")
    hall.do(cmd.Welcome(), ticket, "3")
    with pytest.raises(Refusal, match="nothing_to_undo"):
        hall.do(cmd.Undo(command=call), window="3")


def test_time_on_hold_is_kept_apart_and_any_window_may_resume_who_fetched_papers() -> None:
    hall = Hall()
    hall.open("3")
    hall.open("2")
    ticket = hall.take()
    hall.call("3")
    hall.do(cmd.Welcome(), ticket, "3")
    hall.do(cmd.HoldTicket(hold="fetch_papers"), ticket, "3")
    hall.now += timedelta(minutes=20)
    hall.do(cmd.Resume(), ticket, "2")
    assert hall.day.tickets[ticket].held_seconds == 1200
    assert hall.day.at_window("2") == hall.day.tickets[ticket]


def test_papers_that_stay_bind_the_ticket_to_its_window() -> None:
    hall = Hall()
    hall.open("3")
    hall.open("2")
    ticket = hall.take()
    hall.call("3")
    hall.do(cmd.HoldTicket(hold="papers_stay"), ticket, "3")
    with pytest.raises(Refusal, match="other_window"):
        hall.do(cmd.Resume(), ticket, "2")
    with pytest.raises(Refusal, match="window_holds"):
        hall.do(cmd.CloseWindow(window="3"), window="3")


def test_a_ticket_finished_without_arrival_was_welcomed_when_called() -> None:
    hall = Hall()
    hall.open()
    ticket = hall.take()
    hall.call()
    called = hall.now
    hall.now += timedelta(minutes=3)
    hall.do(cmd.Finish(outcome="other"), ticket, "3")
    assert hall.day.tickets[ticket].welcomed_at == called


def test_who_waits_at_closing_is_not_served_never_a_no_show() -> None:
    hall = Hall()
    ticket = hall.take()
    hall.do(cmd.EndOfDay(), role="system")
    assert hall.day.tickets[ticket].state is TicketState.NOT_SERVED
    assert hall.day.waiting == ()


def test_blocks_of_case_numbers_never_overlap() -> None:
    hall = Hall()
    for window in WINDOWS:
        hall.do(cmd.LeaseCaseNumbers(window=window), window=window)
    blocks = sorted(lease for w in WINDOWS for lease in hall.day.window(w).leases)
    assert blocks == [(1, 50), (51, 100), (101, 150)]


@given(st.lists(st.tuples(st.sampled_from(CLASSES), st.integers(0, 900)), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_nobody_is_overtaken_by_tickets_taken_later_than_the_largest_head_start(
    arrivals: list[tuple[str, int]],
) -> None:
    hall = Hall()
    hall.open()
    for ticket_class, gap in arrivals:
        hall.now += timedelta(seconds=gap)
        hall.take(ticket_class)
    order = []
    while hall.day.waiting:
        hall.call()
        ticket = hall.day.at_window("3")
        assert ticket is not None
        order.append(ticket)
        hall.do(cmd.Finish(outcome="other"), ticket.id, "3")
    bound = timedelta(minutes=max(POLICY.head_start_minutes.values()))
    for place, ticket in enumerate(order):
        for overtaker in order[:place]:
            assert overtaker.taken_at - ticket.taken_at <= bound


@pytest.mark.parametrize("state", list(TicketState))
def test_every_state_has_its_own_sentence_against_what_it_forbids(state: TicketState) -> None:
    for lang in ("zh", "en"):
        assert "A001" in text(f"queue.is_{state}", lang, number="A001")
        assert text(f"ticket_state.{state}", lang)


ANY_POLICY = Policy(
    skills={"permits": ("sj.",)},
    windows={"1": WindowPolicy(skills=("permits",))},
    recalls_min=1,
    pass_after_seconds=20,
    pass_after_seconds_green=30,
)
MATTERS = (None, "sj.licence", "ga.hukou")


class AnyDay(RuleBasedStateMachine):
    """Three windows, a kiosk and a guide do anything at any time, on a hall with skills; then the day ends."""

    def __init__(self) -> None:
        super().__init__()
        self.hall = Hall(ANY_POLICY)
        self.hall.open(*WINDOWS)
        for ticket_class in CLASSES:
            self.hall.take(ticket_class, "sj.licence")
            self.hall.take(ticket_class)
        for window in WINDOWS:
            self.hall.call(window)

    def attempt(self, body: CommandBody, target: str | None, window: str | None, role: str = "clerk") -> None:
        before = self.hall.day
        try:
            self.hall.do(body, target, window, role)
        except Refusal:
            assert self.hall.day is before

    @rule(
        ticket_class=st.sampled_from(CLASSES),
        matter=st.sampled_from(MATTERS),
        person=st.sampled_from([None, "p1", "p2"]),
        seconds=st.integers(0, 600),
    )
    def take(self, ticket_class: str, matter: str | None, person: str | None, seconds: int) -> None:
        self.hall.now += timedelta(seconds=seconds)
        holds = any(
            t.person == person and t.state not in (*ENDED, TicketState.PASSED) for t in self.hall.day.tickets.values()
        )
        if person and holds:
            with pytest.raises(Refusal, match=r"queue\.already_has_ticket"):
                self.hall.take(ticket_class, matter, person)
        else:
            self.hall.take(ticket_class, matter, person)

    @rule(data=st.data())
    def come_back_at_the_kiosk(self, data: st.DataObject) -> None:
        target = data.draw(st.sampled_from([*self.hall.day.tickets, "nobody"]))
        self.attempt(cmd.Resume(), target, None, "kiosk")

    @rule(window=st.sampled_from(WINDOWS), seconds=st.integers(0, 90))
    def call(self, window: str, seconds: int) -> None:
        self.hall.now += timedelta(seconds=seconds)
        if self.hall.day.window(window).state != "open":
            self.attempt(cmd.OpenWindow(window=window), None, window)
        self.attempt(cmd.CallNext(window=window), None, window)

    @rule(
        window=st.sampled_from(WINDOWS),
        other=st.sampled_from(WINDOWS),
        seconds=st.sampled_from([1, 5, 15, 70]),
        what=st.sampled_from(
            ["recall", "welcome", "wait", "papers", "fetch", "pass", "to_window", "to_skill", "finish", "abandon"]
        ),
    )
    def act_on_who_is_in_hand(self, window: str, other: str, seconds: int, what: str) -> None:
        self.hall.now += timedelta(seconds=seconds)
        ticket = self.hall.day.at_window(window)
        body = {
            "recall": cmd.Recall(),
            "welcome": cmd.Welcome(),
            "wait": cmd.HoldTicket(hold="wait"),
            "papers": cmd.HoldTicket(hold="papers_stay"),
            "fetch": cmd.HoldTicket(hold="fetch_papers"),
            "pass": cmd.Pass(reason="absent"),
            "to_window": cmd.Transfer(to_window=other, reason="wrong_window"),
            "to_skill": cmd.Transfer(to_skill="permits", reason="wrong_window"),
            "finish": cmd.Finish(outcome="other"),
            "abandon": cmd.Abandon(),
        }[what]
        self.attempt(body, ticket.id if ticket else "nobody", window)

    @rule(window=st.sampled_from(WINDOWS), seconds=st.sampled_from([1, 20]))
    def take_the_last_act_back(self, window: str, seconds: int) -> None:
        self.hall.now += timedelta(seconds=seconds)
        act = self.hall.day.window(window).last_act
        self.attempt(cmd.Undo(command=act.command if act else "none"), None, window)

    @rule(
        window=st.sampled_from(WINDOWS),
        state=st.sampled_from(list(TicketState)),
        data=st.data(),
        what=st.sampled_from(["call", "resume", "return", "promote", "cancel", "invite", "rate", "number"]),
    )
    def act_on_one_of_a_state(self, window: str, state: TicketState, data: st.DataObject, what: str) -> None:
        tickets = self.hall.day.tickets
        target = data.draw(st.sampled_from([t for t in tickets if tickets[t].state is state] or ["nobody"]))
        number = tickets[target].label if target in tickets else "9"
        body = {
            "call": cmd.CallTicket(window=window),
            "resume": cmd.Resume(),
            "return": cmd.ReturnPassed(),
            "promote": cmd.Promote(reason="urgent"),
            "cancel": cmd.Cancel(),
            "invite": cmd.InviteRating(means="face"),
            "rate": cmd.Rate(grade=5),
            "number": cmd.ServeByNumber(window=window, business_day=date(2026, 11, 24), number=number),
        }[what]
        self.attempt(body, target, window)

    @rule(
        window=st.sampled_from(WINDOWS),
        to=st.sampled_from([*WINDOWS, "pool"]),
        what=st.sampled_from(["pause", "close", "reassign"]),
    )
    def manage_a_window(self, window: str, to: str, what: str) -> None:
        body = {
            "pause": cmd.PauseWindow(window=window, reason="lunch"),
            "close": cmd.CloseWindow(window=window),
            "reassign": cmd.ReassignWindow(from_window=window, to=to, reason="ill"),
        }[what]
        self.attempt(body, None, window)

    @invariant()
    def a_ticket_is_at_one_window_and_says_so(self) -> None:
        day = self.hall.day
        seated = [w.ticket for w in day.windows.values() if w.ticket]
        assert len(seated) == len(set(seated))
        for window in day.windows.values():
            if window.ticket:
                ticket = day.tickets[window.ticket]
                assert ticket.window == window.id
                assert ticket.state in (TicketState.CALLED, TicketState.SERVING)
        busy = {t.id for t in day.tickets.values() if t.state in (TicketState.CALLED, TicketState.SERVING)}
        assert busy == set(seated)

    @invariant()
    def the_queue_is_sorted_and_holds_exactly_who_waits(self) -> None:
        day = self.hall.day
        assert list(day.waiting) == sorted(day.waiting)
        assert {t for _, _, t in day.waiting} == {t.id for t in day.tickets.values() if t.state is TicketState.WAITING}
        assert len(day.waiting) == len({t for _, _, t in day.waiting})
        assert all(day.tickets[t].place == (at, number, t) for at, number, t in day.waiting)

    @invariant()
    def no_number_is_given_twice(self) -> None:
        numbers = [t.number for t in self.hall.day.tickets.values()]
        assert len(numbers) == len(set(numbers))

    @invariant()
    def a_person_holds_one_number_at_a_time(self) -> None:
        leading = [t.person for t in self.hall.day.tickets.values() if t.person and t.state is TicketState.WAITING]
        assert len(leading) == len(set(leading))

    @invariant()
    def stamps_stand_in_order_and_no_time_is_negative(self) -> None:
        for t in self.hall.day.tickets.values():
            stamps = [at for at in (t.taken_at, t.called_at, t.welcomed_at, t.finished_at) if at]
            assert stamps == sorted(stamps), t
            assert t.held_seconds >= 0
            if t.welcomed_at and t.finished_at:
                assert t.held_seconds <= (t.finished_at - t.welcomed_at).total_seconds() + 1e-6

    @invariant()
    def who_waits_has_no_window_but_one_it_was_sent_to(self) -> None:
        for _, _, ticket in self.hall.day.waiting:
            assert self.hall.day.tickets[ticket].hold is None

    def teardown(self) -> None:
        self.hall.do(cmd.EndOfDay(), role="system")
        left = {t.state for t in self.hall.day.tickets.values()}
        assert left <= {*ENDED, TicketState.PASSED}
        assert all(w.state == "closed" and w.ticket is None for w in self.hall.day.windows.values())
        assert self.hall.day.waiting == ()


AnyDay.TestCase.settings = settings(max_examples=300, stateful_step_count=50, deadline=None)
TestAnyDay = AnyDay.TestCase
