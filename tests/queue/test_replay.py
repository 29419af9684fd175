"""A day served again under a policy agrees with what queueing theory and independent simulations say of it."""

import heapq
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_tui.queue.day_file import Arrival
from clerk_tui.queue.policy import Policy, policy_of_yaml
from clerk_tui.queue.replay import replay, serve
from clerk_tui.refusal import Refusal

START = datetime(2026, 11, 24, 9, tzinfo=timezone(timedelta(hours=8)))
CLASSES = ("ordinary", "green", "appointment", "returned")
HEADS = Policy().head_start_minutes


def arrival(n: int, second: int, handle: int, ticket_class: str = "ordinary", matter: str | None = None) -> Arrival:
    return Arrival(f"A{n:03d}", START + timedelta(seconds=second), ticket_class, matter, handle)  # type: ignore[arg-type]


def waits(arrivals: Sequence[Arrival], policy: Policy = Policy(), windows: int | None = None) -> list[float | None]:
    return [s.wait_s for s in serve(arrivals, policy, windows)]


days = st.lists(st.tuples(st.integers(0, 4 * 3600), st.integers(0, 1800)), max_size=60)
mixed = st.lists(
    st.tuples(st.integers(0, 2 * 3600), st.integers(0, 1800), st.sampled_from(CLASSES)), min_size=1, max_size=50
)


@given(days, st.sampled_from(CLASSES))
def test_one_window_follows_lindleys_recursion(day: list[tuple[int, int]], ticket_class: str) -> None:
    """W(n+1) = max(0, W(n) + S(n) − T(n)), whatever the class, when it is that of all."""
    day = sorted(day, key=lambda d: d[0])
    expected: list[float] = []
    for n, (second, _) in enumerate(day):
        gap = second - day[n - 1][0]
        expected.append(max(0, expected[-1] + day[n - 1][1] - gap) if n else 0)
    found = waits([arrival(n, second, handle, ticket_class) for n, (second, handle) in enumerate(day)], windows=1)
    assert found == expected


@given(days, st.integers(1, 6))
def test_several_windows_first_come_first_served(day: list[tuple[int, int]], windows: int) -> None:
    """Kiefer–Wolfowitz: each goes to the window that is free first, kept here in a heap of its own."""
    day = sorted(day, key=lambda d: d[0])
    free = [0] * windows
    expected = []
    for second, handle in day:
        begins = max(second, heapq.heappop(free))
        expected.append(begins - second)
        heapq.heappush(free, begins + handle)
    assert waits([arrival(n, *d) for n, d in enumerate(day)], windows=windows) == expected


def brute_force(day: Sequence[tuple[int, int, str, str]], windows: Sequence[str]) -> list[int]:
    """Instant by instant: who has come and is not called, smallest arrival less head start first, then the number.

    A window is the letters of the skills that it serves; a ticket without one goes to windows for everything (*).
    """
    called: dict[int, int] = {}
    busy_until = [0] * len(windows)
    now = 0
    while len(called) < len(day):
        for w, skills in enumerate(windows):
            while busy_until[w] <= now:
                here = [n for n, d in enumerate(day) if d[0] <= now and n not in called]
                here = [n for n in here if skills == "*" or (day[n][3] and day[n][3] in skills)]
                if not here:
                    break
                n = min(here, key=lambda n: (day[n][0] - 60 * HEADS[day[n][2]], n))  # type: ignore[index]
                called[n] = now
                busy_until[w] = now + day[n][1]
        coming = [d[0] for n, d in enumerate(day) if n not in called and d[0] > now]
        now = min([t for t in (*coming, *busy_until) if t > now], default=now + 1)
    return [called[n] - d[0] for n, d in enumerate(day)]


@given(mixed, st.integers(1, 4))
@settings(deadline=None)
def test_head_starts_agree_with_brute_force(day: list[tuple[int, int, str]], windows: int) -> None:
    ordered = sorted(day, key=lambda d: d[0])
    expected = brute_force([(*d, "") for d in ordered], "*" * windows)
    assert waits([arrival(n, *d) for n, d in enumerate(ordered)], windows=windows) == expected


@given(mixed, st.lists(st.sampled_from(["", "p", "t", "q"]), min_size=50, max_size=50))
@settings(deadline=None)
def test_skills_agree_with_brute_force(day: list[tuple[int, int, str]], skills: list[str]) -> None:
    policy = policy_of_yaml(
        "skills: {p: [sj.], t: [ss.], q: [zr.]}\nwindows: {'1': {skills: [p, q]}, '2': {skills: [t]}, '3': {}}\n"
    )
    matters = {"p": "sj.a", "t": "ss.a", "q": "zr.a", "": None}
    ordered = [(*d, skill) for d, skill in zip(sorted(day, key=lambda d: d[0]), skills, strict=False)]
    arrivals = [arrival(n, *d[:3], matters[d[3]]) for n, d in enumerate(ordered)]
    assert waits(arrivals, policy) == brute_force(ordered, ["pq", "t", "*"])


@given(mixed, st.integers(1, 4))
@settings(deadline=None)
def test_nobody_is_overtaken_by_more_than_the_largest_head_start(day: list[tuple[int, int, str]], windows: int) -> None:
    served = serve([arrival(n, *d) for n, d in enumerate(day)], Policy(), windows)
    bound = timedelta(minutes=max(HEADS.values()))
    for early in served:
        assert early.called_at is not None
        for late in served:
            assert late.called_at is not None
            if late.called_at < early.called_at and late.arrival.taken_at > early.arrival.taken_at:
                assert late.arrival.taken_at - early.arrival.taken_at < bound


@given(mixed, st.randoms())
@settings(deadline=None)
def test_the_order_of_the_file_does_not_matter(day: list[tuple[int, int, str]], random: object) -> None:
    seconds = {second: (second, handle, c) for second, handle, c in day}
    arrivals = [arrival(n, *d) for n, d in enumerate(sorted(seconds.values()))]
    mixed_up = list(arrivals)
    random.shuffle(mixed_up)  # type: ignore[attr-defined]
    assert serve(mixed_up, Policy(), 2) == serve(arrivals, Policy(), 2)


def test_windows_serve_their_skills_only() -> None:
    policy = policy_of_yaml(
        "skills: {permits: [sj.], tax: [ss.]}\nwindows: {'1': {skills: [permits]}, '2': {skills: [tax]}, '3': {}}\n"
    )
    day = [
        arrival(1, 0, 600, matter="sj.licence"),
        arrival(2, 10, 600, matter="sj.licence"),
        arrival(3, 20, 600, matter="sj.licence"),
        arrival(4, 30, 600, matter="ss.invoice"),
        arrival(5, 40, 600),
    ]
    served = serve(day, policy)
    assert [(s.window, s.wait_s) for s in served] == [("1", 0), ("3", 0), ("1", 580), ("2", 0), ("3", 570)]


def test_who_nobody_serves_is_never_called() -> None:
    policy = policy_of_yaml("skills: {permits: [sj.], tax: [ss.]}\nwindows: {'1': {skills: [permits]}}\n")
    found = replay([arrival(1, 0, 60, matter="ss.invoice"), arrival(2, 5, 60, matter="sj.licence")], policy)
    assert (found.tickets, found.called, found.wait_mean_s) == (2, 1, 0)


def test_a_window_keeps_its_hours_and_finishes_what_it_began() -> None:
    policy = policy_of_yaml("windows: {'1': {hours: ['09:30-10:00', '13:00-14:00']}}\n")
    day = [arrival(1, 0, 25 * 60), arrival(2, 60, 60 * 60), arrival(3, 120, 60), arrival(4, 5 * 3600 + 60, 60)]
    served = serve(day, policy)
    begun = [(s.called_at - START).total_seconds() / 60 if s.called_at else None for s in served]
    # The second is called at 9:55 and served until 10:55; the third waits for the afternoon; the last came too late.
    assert begun == [30, 55, 240, None]


def test_hours_may_pass_midnight() -> None:
    policy = policy_of_yaml("windows: {'1': {hours: ['22:00-02:00']}}\n")
    night = [arrival(1, 12 * 3600 + 1800, 600), arrival(2, 16 * 3600, 600), arrival(3, 17 * 3600 + 60, 600)]
    served = serve(night, policy)
    assert [s.wait_s for s in served] == [1800, 0, None]


def test_times_of_other_offsets_are_the_same_instants() -> None:
    there = [arrival(n, 60 * n, 300) for n in range(5)]
    here = [Arrival(a.ticket, a.taken_at.astimezone(UTC), a.ticket_class, None, a.handle_s) for a in there]
    assert waits(here, windows=1) == waits(there, windows=1)


def test_the_figures_by_nearest_rank() -> None:
    found = replay([arrival(n, 0, 60, "green" if n == 10 else "ordinary") for n in range(1, 11)], Policy(), 1)
    assert (found.tickets, found.called) == (10, 10)
    assert (found.wait_mean_s, found.wait_p50_s, found.wait_p90_s, found.wait_p99_s) == (270, 240, 480, 540)
    assert (found.wait_max_s, found.handle_mean_s, found.within_share) == (540, 60, 1.0)
    assert found.per_class["green"].wait_max_s == 0
    assert found.per_class["ordinary"].tickets == 9


def test_within_counts_the_limit_itself() -> None:
    found = replay([arrival(1, 0, 900), arrival(2, 0, 1), arrival(3, 0, 1)], Policy(within_minutes=15), 1)
    assert found.within_share == pytest.approx(2 / 3, abs=1e-4)


def test_a_day_without_tickets_has_no_waits() -> None:
    found = replay([], Policy(), 3)
    assert (found.tickets, found.called, found.wait_mean_s, found.per_class) == (0, 0, None, {})


def test_without_windows_nothing_can_be_served() -> None:
    with pytest.raises(Refusal) as refused:
        replay([arrival(1, 0, 60)], Policy())
    assert refused.value.code == "replay.no_windows"
