"""The figures of a day, to the second: every formula, and what was taken back as if it had never been."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_tui.queue import commands as cmd
from clerk_tui.queue.day import Day, fold
from clerk_tui.queue.day_file import arrivals_of_csv, csv_of_visits
from clerk_tui.queue.decide import decide
from clerk_tui.queue.figures import Figures, nearest_rank
from clerk_tui.queue.measures import DayRecord, record_of
from clerk_tui.queue.policy import Policy
from clerk_tui.queue.totals import figures_of
from clerk_tui.refusal import Refusal
from clerk_tui.rules import CommandBody, Context, EventBody

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 24)


class Hall:
    """A day whose clock stands where a test puts it."""

    def __init__(self, policy: Policy = Policy(), day: date = DAY, opens: str = "09:00") -> None:
        self.policy = policy
        self.day = Day(date=day)
        self.events: list[EventBody] = []
        self.issued = 0
        self.at(opens)

    def at(self, clock: str, days: int = 0) -> None:
        self.now = datetime.combine(self.day.date + timedelta(days=days), time.fromisoformat(clock), ZONE).astimezone(
            UTC
        )

    def on(self, **time: float) -> None:
        self.now += timedelta(**time)

    def do(self, body: CommandBody, target: str | None = None, window: str | None = "3", role: str = "clerk") -> str:
        self.issued += 1
        context = Context(
            f"c{self.issued}", self.now, self.day.date, f"w{window}", role, "s", window, None, ZONE, f"p{self.issued}"
        )
        happened = decide(self.day, body, target, context, self.policy)
        self.events += happened
        self.day = fold(self.day, happened)
        return context.command_id

    def take(self, ticket_class: str = "ordinary", matter: str | None = None) -> str:
        body = {"channel": "kiosk", "class": ticket_class, "matter": matter}
        return self.do(cmd.TakeTicket.model_validate(body), window=None, role="kiosk")

    def open(self, *windows: str) -> None:
        for window in windows or ("3",):
            self.do(cmd.OpenWindow(window=window), window=window)

    def call(self, window: str = "3") -> str:
        return self.do(cmd.CallNext(window=window), window=window)

    def serve(self, ticket: str, minutes: float, outcome: str = "accepted", window: str = "3") -> None:
        self.call(window)
        self.do(cmd.Welcome(), ticket, window)
        self.on(minutes=minutes)
        self.do(cmd.Finish.model_validate({"outcome": outcome}), ticket, window)

    def pass_by(self, ticket: str, window: str = "3") -> None:
        for _ in range(2):
            self.on(seconds=30)
            self.do(cmd.Recall(), ticket, window)
        self.on(seconds=70)
        self.do(cmd.Pass(reason="absent"), ticket, window)

    @property
    def record(self) -> DayRecord:
        return record_of(self.day.date, self.events, ZONE, self.policy)

    @property
    def figures(self) -> Figures:
        day = self.day.date
        return figures_of([self.record], day, day, self.policy.within_minutes * 60)


def test_a_wait_of_65_minutes_is_3900_seconds() -> None:
    hall = Hall()
    hall.open()
    ticket = hall.take()
    hall.on(minutes=65)
    hall.serve(ticket, 10)
    figures = hall.figures
    assert (figures.wait.mean_s, figures.wait.max_s, figures.within_share) == (3900, 3900, 0)
    assert figures.handle.mean_s == 600


def test_a_wait_over_midnight_is_as_long_as_it_was() -> None:
    hall = Hall(opens="23:40")
    hall.open()
    ticket = hall.take()
    hall.at("00:05", days=1)
    hall.serve(ticket, 70)
    figures = hall.figures
    assert (figures.wait.max_s, figures.handle.max_s) == (1500, 4200)
    assert [q.begins for q in figures.curve] == ["23:30", "23:45", "00:00", "00:15", "00:30", "00:45", "01:00", "01:15"]
    assert [q.waiting_max for q in figures.curve[:3]] == [1, 1, 1]


def test_percentiles_are_of_nearest_rank() -> None:
    values = [float(v) for v in range(1, 11)]
    assert [nearest_rank(values, p) for p in (50, 90, 99)] == [5, 9, 10]
    assert nearest_rank([7.0], 1) == 7.0
    assert nearest_rank(values[:3], 50) == 2


def test_time_on_hold_belongs_to_nobody() -> None:
    hall = Hall()
    hall.open()
    ticket = hall.take()
    hall.call()
    hall.on(seconds=40)
    hall.do(cmd.Welcome(), ticket)
    hall.on(minutes=5)
    hall.do(cmd.HoldTicket(hold="papers_stay"), ticket)
    hall.on(minutes=30)
    hall.do(cmd.Resume(), ticket)
    hall.on(minutes=2)
    hall.do(cmd.Finish(outcome="accepted"), ticket)
    figures = hall.figures
    assert figures.handle.mean_s == 7 * 60
    assert figures.acts.holds == {"papers_stay": 1}
    assert figures.windows["3"].busy_s == 40 + 7 * 60
    assert figures.windows["3"].open_s == 40 + 37 * 60


def test_a_transfer_keeps_the_first_call_and_stops_the_clock_on_the_way() -> None:
    hall = Hall()
    hall.open("3", "4")
    ticket = hall.take()
    hall.on(minutes=1)
    hall.call()
    hall.do(cmd.Welcome(), ticket)
    hall.on(minutes=4)
    hall.do(cmd.Transfer(to_window="4", reason="other_matter"), ticket)
    hall.on(minutes=10)
    hall.serve(ticket, 6, window="4")
    figures = hall.figures
    assert (figures.wait.max_s, figures.handle.max_s) == (60, 600)
    assert figures.acts.transfers == {"other_matter": 1}
    assert (figures.windows["3"].busy_s, figures.windows["4"].busy_s) == (240, 360)
    assert (figures.windows["3"].called, figures.windows["4"].called, figures.windows["4"].served) == (1, 1, 1)


def test_a_passed_one_who_returns_is_no_no_show() -> None:
    hall = Hall()
    hall.open()
    stays, returns = hall.take(), hall.take()
    hall.call()
    hall.pass_by(stays)
    hall.call()
    hall.pass_by(returns)
    hall.do(cmd.ReturnPassed(), returns)
    hall.serve(returns, 5)
    figures = hall.figures
    assert (figures.no_show, figures.served, figures.called) == (1, 1, 2)
    assert figures.acts.passes == {"absent": 2}
    assert (figures.acts.returns, figures.acts.recalls, figures.acts.calls) == (1, 4, 3)
    # It was an ordinary number when its wait began.
    assert figures.by_class == {"ordinary": 2}


def test_who_gave_up_is_told_apart() -> None:
    hall = Hall()
    hall.open()
    gone, cancelled, waiting = hall.take(), hall.take(), hall.take()
    hall.on(minutes=20)
    hall.call()
    hall.do(cmd.Abandon(), gone)
    hall.do(cmd.Cancel(), cancelled, role="supervisor")
    figures = hall.figures
    assert (figures.abandoned, figures.cancelled, figures.waiting) == (1, 1, 1)
    assert figures.wait.count == 0
    assert figures.wait_of_abandoned.mean_s == 1200
    hall.do(cmd.EndOfDay(), role="system", window=None)
    figures = hall.figures
    assert (figures.waiting, figures.not_served, figures.no_show) == (0, 1, 0)
    assert waiting


@pytest.mark.parametrize(
    ("outcome", "group"), [("consultation", "handle_consultation"), ("pickup", "handle_pickup"), ("noticed", "handle")]
)
def test_consultation_and_pick_up_are_reported_apart(outcome: str, group: str) -> None:
    hall = Hall()
    hall.open()
    hall.serve(hall.take(), 3, outcome)
    told = {name: getattr(hall.figures, name).mean_s for name in ("handle", "handle_consultation", "handle_pickup")}
    assert told == {**dict.fromkeys(told), group: 180}


def test_a_finish_without_arrival_is_counted_apart() -> None:
    hall = Hall()
    hall.open()
    ticket = hall.take()
    hall.call()
    hall.on(minutes=9)
    hall.do(cmd.Finish(outcome="accepted"), ticket)
    figures = hall.figures
    assert (figures.handle.count, figures.handle_without_arrival.mean_s) == (0, 540)


def test_a_service_left_open_at_the_days_end_has_no_length() -> None:
    hall = Hall()
    hall.open()
    ticket = hall.take()
    hall.call()
    hall.do(cmd.Welcome(), ticket)
    hall.at("04:00", days=1)
    hall.do(cmd.EndOfDay(), role="system", window=None)
    figures = hall.figures
    assert (figures.served, figures.unended, figures.handle.count) == (1, 1, 0)


def test_pauses_are_kept_by_reason() -> None:
    hall = Hall()
    hall.open()
    hall.on(minutes=60)
    hall.do(cmd.PauseWindow(window="3", reason="lunch"))
    hall.on(minutes=30)
    hall.open()
    hall.on(minutes=10)
    hall.do(cmd.PauseWindow(window="3", reason="meeting"))
    hall.on(minutes=5)
    hall.do(cmd.CloseWindow(window="3"))
    hall.on(minutes=45)
    hall.take()
    window = hall.figures.windows["3"]
    assert (window.open_s, window.paused_s) == (70 * 60, {"lunch": 1800, "meeting": 300})


def test_overtime_begins_where_the_hall_closes() -> None:
    hall = Hall(Policy.model_validate({"hours": ["08:30-12:00", "13:30-17:00"]}), opens="16:30")
    hall.open()
    first, second = hall.take(), hall.take()
    hall.at("16:50")
    hall.serve(first, 25)
    hall.serve(second, 5)
    overtime = hall.figures.overtime
    assert (overtime.tickets, overtime.seconds, overtime.begun_after) == (1, 900, 1)


def test_a_booking_waits_from_its_slot_on() -> None:
    policy = Policy.model_validate({"hours": ["09:00-12:00"]})
    hall = Hall(policy)
    other = Day(date=DAY)
    for n in range(3):
        body = cmd.Book.model_validate({"date": DAY, "slot": "09:30"})
        context = Context(
            f"b{n}", hall.now - timedelta(days=1), DAY - timedelta(days=1), "k", "kiosk", zone=ZONE, person=f"q{n}"
        )
        happened = decide(other, body, None, context, policy)
        other = fold(other, happened)
        hall.events += happened
    hall.day = other
    hall.open()
    hall.at("09:10")
    for n in range(2):
        hall.do(cmd.CheckIn(booking=f"b{n}"), window=None, role="kiosk")
    hall.serve("b0", 5)
    hall.at("09:37")
    hall.call()
    hall.at("11:00")
    hall.do(cmd.VoidBookings(), window=None, role="system")
    figures = hall.figures
    assert (figures.taken, figures.by_channel) == (2, {"booking": 2})
    assert figures.bookings.model_dump() == {"booked": 3, "checked_in": 2, "void": 1, "cancelled": 0, "open": 0}
    # The first was called before its slot and so waited for nothing; the second from half past nine on.
    assert (figures.wait.p50_s, figures.wait.max_s) == (0, 420)


def test_days_are_put_together() -> None:
    days = []
    for n, minutes in enumerate((10, 30)):
        hall = Hall(day=DAY + timedelta(days=n))
        hall.open()
        ticket = hall.take("green" if n else "ordinary", "birth")
        hall.on(minutes=minutes)
        hall.serve(ticket, 5)
        days.append(hall.record)
    figures = figures_of(days, DAY, DAY + timedelta(days=1), 900)
    assert (figures.days, figures.taken, figures.wait.mean_s, figures.within_share) == (2, 2, 1200, 0.5)
    assert figures.classes["green"].wait.max_s == 1800
    assert figures.matters["birth"].handle.count == 2
    assert figures.curve[0].taken == 2
    assert figures.windows["3"].open_s == 50 * 60


def test_a_day_comes_out_as_replay_reads_it() -> None:
    hall = Hall()
    hall.open()
    first, second = hall.take(), hall.take("green", "birth")
    hall.take()
    hall.serve(second, 5)
    hall.on(minutes=1)
    hall.call()
    hall.pass_by(first)
    written, count, left_out = csv_of_visits(hall.record.visits, ZONE)
    assert (count, left_out) == (2, 1)
    rows = arrivals_of_csv(written.encode())
    assert [(r.ticket, r.ticket_class, r.matter, r.handle_s) for r in rows] == [
        ("A001", "ordinary", None, 130),
        ("A002", "green", "birth", 300),
    ]
    assert rows[0].taken_at == datetime(2026, 11, 24, 9, tzinfo=ZONE)


PLAIN = (
    *(
        "take",
        "green",
        "call",
        "welcome",
        "finish",
        "hold",
        "resume",
        "pass",
        "recall",
        "return",
        "transfer",
        "promote",
    ),
    *("abandon", "cancel", "number", "reassign", "requeue", "pause", "open"),
)


def step(hall: Hall, what: str, window: str, undo: bool) -> None:
    """Does it where it may be done; with `undo` takes it back at once."""
    here = hall.day.at_window(window)
    states = {str(t.state): t.id for t in hall.day.tickets.values()}
    bodies: dict[str, tuple[CommandBody, str | None]] = {
        "call": (cmd.CallNext(window=window), None),
        "welcome": (cmd.Welcome(), here and here.id),
        "finish": (cmd.Finish(outcome="accepted"), here and here.id),
        "hold": (cmd.HoldTicket(hold="fetch_papers"), here and here.id),
        "resume": (cmd.Resume(), states.get("held")),
        "pass": (cmd.Pass(reason="absent"), here and here.id),
        "recall": (cmd.Recall(), here and here.id),
        "return": (cmd.ReturnPassed(), states.get("passed")),
        "transfer": (cmd.Transfer(to_window="4" if window == "3" else "3", reason="other"), here and here.id),
        "promote": (cmd.Promote(reason="urgent"), states.get("waiting")),
        "abandon": (cmd.Abandon(), here and here.id),
        "cancel": (cmd.Cancel(), states.get("waiting")),
        "number": (cmd.ServeByNumber(window=window, business_day=DAY, number=str(max(1, hall.day.last_number))), None),
        "reassign": (cmd.ReassignWindow(from_window=window, to="pool", reason="ill"), None),
        "pause": (cmd.PauseWindow(window=window, reason="lunch"), None),
        "open": (cmd.OpenWindow(window=window), None),
    }
    try:
        if what in ("take", "green"):
            hall.take("green" if what == "green" else "ordinary")
            return
        if what == "requeue":
            hall.do(cmd.Resume(), states.get("held"), None, "kiosk")
            return
        body, target = bodies[what]
        done = hall.do(body, target, window)
        if undo:
            hall.do(cmd.Undo(command=done), None, window)
    except Refusal:
        return


steps = st.lists(
    st.tuples(st.sampled_from(PLAIN), st.sampled_from(("3", "4")), st.integers(0, 90), st.booleans()), max_size=60
)


@given(steps)
@settings(deadline=None)
def test_every_number_is_in_one_place_and_undone_acts_are_nowhere(done: list[tuple[str, str, int, bool]]) -> None:
    policy = Policy(recalls_min=0, pass_after_seconds=0, pass_after_seconds_green=0)
    hall, clean = Hall(policy), Hall(policy)
    for one in (hall, clean):
        one.open("3", "4")
    for what, window, seconds, undo in done:
        hall.on(seconds=seconds)
        before, was = len(hall.events), hall.issued
        step(hall, what, window, undo and what in ("call", "pass", "finish", "transfer"))
        fresh = hall.events[before:]
        assert hall.issued >= was
        if fresh and fresh[-1].KIND != "act_undone":
            clean.events += fresh
    figures = hall.figures
    ends = (figures.served, figures.not_served, figures.no_show, figures.abandoned, figures.cancelled)
    assert figures.taken == sum(ends) + figures.waiting + figures.at_window + figures.held
    assert sum(q.taken for q in figures.curve) == figures.taken
    assert sum(g.taken for g in figures.classes.values()) == figures.taken
    told, expected = figures.model_dump(), clean.figures.model_dump()
    told["acts"]["undone"] = expected["acts"]["undone"] = {}
    # What stood at a window when the acts ended is measured up to the last event: an undo is one.
    for one in (told, expected):
        del one["as_of"]
        for window in one["windows"].values():
            del window["open_s"], window["busy_s"], window["paused_s"]
        for quarter in one["curve"]:
            del quarter["waiting_max"]
    assert told == expected
