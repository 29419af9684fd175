"""Days of a hall, played command by command with the real rules: what a forecast is measured against.

Nothing here is known to the forecaster: it sees the day's events and the hall's policy, as the centre does. Chance comes
from a seed; times are seconds after the hall opens.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from heapq import heappop, heappush
from random import Random

from clerk_tui.queue import commands as cmd
from clerk_tui.queue.day import Day, Ticket, TicketState, fold
from clerk_tui.queue.decide import decide
from clerk_tui.queue.policy import Policy
from clerk_tui.refusal import Refusal
from clerk_tui.rules import CommandBody, Context

ZONE = timezone(timedelta(hours=8))
OPENS = datetime(2026, 11, 24, 8, 30, tzinfo=ZONE).astimezone(UTC)
HOUR = 3600.0
Draw = Callable[[Random, float], float]
"""A service in seconds, from chance and its mean."""


def lognormal(sigma: float) -> Draw:
    """Mean kept, spread by `sigma`."""
    return lambda random, mean: mean * random.lognormvariate(-sigma * sigma / 2, sigma)


def pareto(alpha: float) -> Draw:
    """Mean kept, a heavy tail."""
    return lambda random, mean: mean * (alpha - 1) / alpha * random.paretovariate(alpha)


def two_kinds(quick: float, share: float) -> Draw:
    """Some need `quick` of the mean only, the others make up for it."""
    slow = (1 - share * quick) / (1 - share)
    return lambda random, mean: mean * (quick if random.random() < share else slow) * random.lognormvariate(-0.03, 0.25)


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter: its share of visits, yesterday's mean in minutes, and by what today's is longer."""

    key: str
    share: float
    minutes: float
    today: float = 1.0
    draw: Draw = field(default_factory=lambda: lognormal(0.6))


@dataclass(frozen=True, slots=True)
class DayType:
    """One kind of day. `load` is arrivals' work over the windows' at the average; `rate` bends it over the day."""

    name: str
    windows: int
    matters: tuple[Matter, ...]
    load: float = 0.88
    hours: float = 7.0
    rate: Callable[[float], float] = lambda _: 1.0
    pace: Callable[[float], float] = lambda _: 1.0
    clerk: Callable[[int, Random], float] = lambda _, random: random.lognormvariate(0, 0.15)
    no_show: float = 0.04
    impatient: float = 0.02
    green: float = 0.06
    pauses_per_hour: float = 0.15
    closings: tuple[tuple[float, int], ...] = ()
    skills: dict[str, tuple[str, ...]] = field(default_factory=dict)
    window_skills: dict[str, tuple[str, ...]] = field(default_factory=dict)
    opening: tuple[str, ...] | None = None

    def policy(self) -> Policy:
        """The hall's file, with yesterday's service times."""
        told = {
            "skills": self.skills,
            "expected_minutes": {"default": 12.0, **{m.key: m.minutes for m in self.matters}},
        }
        windows = {window: {"skills": skills} for window, skills in self.window_skills.items()}
        return Policy.model_validate({**told, "windows": windows, "hours": self.opening})


@dataclass(slots=True)
class Played:
    """A day that is being played: its state and the time."""

    day: Day
    now: datetime
    policy: Policy


class HallDay:
    """One day of one type."""

    def __init__(self, kind: DayType, seed: int) -> None:
        self.kind, self.random = kind, Random(f"{kind.name} {seed}")
        self.state = Played(Day(date=date(2026, 11, 24)), OPENS, kind.policy())
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self._at = 0.0
        self._idle: set[str] = set()
        self._gone: set[str] = set()
        self._factor = {str(w + 1): kind.clerk(w, self.random) for w in range(kind.windows)}
        self._taken: list[str] = []

    # Rules

    def _do(self, body: CommandBody, target: str | None = None, window: str | None = None) -> str:
        self._count += 1
        played = self.state
        context = Context(
            f"c{self._count}", played.now, played.day.date, f"clerk{window}", "clerk", "s", window, zone=ZONE
        )
        happened = decide(played.day, body, target, context, played.policy)
        played.day = fold(played.day, happened)
        return context.command_id

    def _later(self, seconds: float, act: Callable[[], None]) -> None:
        self._count += 1
        heappush(self._agenda, (self._at + seconds, self._count, act))

    def _ticket(self, id_: str) -> Ticket:
        return self.state.day.tickets[id_]

    # The day

    def takes(self) -> Iterator[Callable[[], Ticket]]:
        """Plays the day; halts before each ticket is taken: call what is given to have it taken."""
        for window in self._factor:
            self._later(self.random.uniform(0, 240), self._opener(window))
        for at, window_number in self.kind.closings:
            self._later(at, self._closer(str(window_number)))
        arrivals = self._arrivals()
        arrival = next(arrivals, None)
        while self._agenda or arrival is not None:
            if arrival is not None and (not self._agenda or arrival <= self._agenda[0][0]):
                self._move(arrival)
                yield self._take
                arrival = next(arrivals, None)
            else:
                at, _, act = heappop(self._agenda)
                self._move(at)
                act()

    def _move(self, at: float) -> None:
        self._at = at
        self.state.now = OPENS + timedelta(seconds=at)

    def _arrivals(self) -> Iterator[float]:
        kind, random = self.kind, self.random
        mean = sum(m.share * m.minutes * m.today for m in kind.matters) * 60 + 35
        full = kind.load * kind.windows / mean
        peak = max(kind.rate(x * 300.0) for x in range(int(kind.hours * 12)))
        at = 0.0
        while (at := at + random.expovariate(full * peak)) < kind.hours * HOUR:
            if random.random() < kind.rate(at) / peak and self._open(at):
                yield at

    def _open(self, at: float) -> bool:
        return self.state.policy.open_at((OPENS + timedelta(seconds=at)).astimezone(ZONE))

    def _take(self) -> Ticket:
        random = self.random
        matter = random.choices(self.kind.matters, [m.share for m in self.kind.matters])[0]
        draw = random.random()
        ticket_class = (
            "green" if draw < self.kind.green else "appointment" if draw < self.kind.green * 1.5 else "ordinary"
        )
        body = cmd.TakeTicket.model_validate({"channel": "kiosk", "class": ticket_class, "matter": matter.key})
        id_ = self._do(body)
        self._taken.append(id_)
        if random.random() < self.kind.impatient:
            self._later(random.uniform(300, 2400), lambda: self._give_up(id_))
        for window in sorted(self._idle):
            self._idle.discard(window)
            self._later(self._reaction(), lambda w=window: self._call(w))  # type: ignore[misc]
        return self._ticket(id_)

    def _give_up(self, id_: str) -> None:
        if self._ticket(id_).state is TicketState.WAITING:
            self._do(cmd.Cancel(), id_)

    def _reaction(self) -> float:
        return 2.0 + self.random.lognormvariate(2.2, 0.8)

    # A window

    def _opener(self, window: str) -> Callable[[], None]:
        def act() -> None:
            self._do(cmd.OpenWindow(window=window), window=window)
            self._call(window)

        return act

    def _closer(self, window: str) -> Callable[[], None]:
        return lambda: self._gone.add(window)

    def _call(self, window: str) -> None:
        state, random = self.state, self.random
        if state.day.at_window(window) or state.day.window(window).state != "open":
            return
        if window in self._gone:
            self._do(cmd.CloseWindow(window=window), window=window)
            return
        local = state.now.astimezone(ZONE)
        if not state.policy.window_open_at(window, local) and self._at < self.kind.hours * HOUR:
            self._do(cmd.PauseWindow(window=window, reason="lunch"), window=window)
            self._later(self._until_open(window), self._opener(window))
            return
        if random.random() < self.kind.pauses_per_hour / 5:
            self._do(cmd.PauseWindow(window=window, reason="away"), window=window)
            self._later(random.uniform(180, 900), self._opener(window))
            return
        self._do(cmd.CallNext(window=window), window=window)
        ticket = state.day.at_window(window)
        if ticket is None:
            self._idle.add(window)
        elif random.random() < self.kind.no_show:
            self._later(15, lambda: self._try(cmd.Recall(), ticket.id, window))
            self._later(35, lambda: self._try(cmd.Recall(), ticket.id, window))
            patience = state.policy.pass_after_seconds_green if ticket.ticket_class == "green" else 60
            self._later(patience + random.uniform(2, 40), lambda: self._missed(ticket.id, window))
        else:
            self._later(random.uniform(8, 45), lambda: self._welcome(ticket, window))

    def _until_open(self, window: str) -> float:
        for minutes in range(1, 24 * 60):
            if self.state.policy.window_open_at(window, (self.state.now + timedelta(minutes=minutes)).astimezone(ZONE)):
                return minutes * 60 + self.random.uniform(-20, 200)
        return 60.0

    def _try(self, body: CommandBody, id_: str, window: str) -> None:
        try:
            self._do(body, id_, window)
        except Refusal:
            return

    def _missed(self, id_: str, window: str) -> None:
        self._do(cmd.Pass(reason="nobody_came"), id_, window)
        self._later(self._reaction(), lambda: self._call(window))

    def _welcome(self, ticket: Ticket, window: str) -> None:
        self._do(cmd.Welcome(), ticket.id, window)
        matter = next(m for m in self.kind.matters if m.key == ticket.matter)
        mean = matter.minutes * 60 * matter.today * self._factor[window] * self.kind.pace(self._at)
        self._later(max(20.0, matter.draw(self.random, mean)), lambda: self._finish(ticket.id, window))

    def _finish(self, id_: str, window: str) -> None:
        self._do(cmd.Finish(outcome="accepted"), id_, window)
        self._later(self._reaction(), lambda: self._call(window))


def _between(low: float, high: float, then: float) -> Callable[[float], float]:
    return lambda at: then if low * HOUR <= at < high * HOUR else 1.0


_MIX = (
    Matter("sj.pension", 0.35, 14.0),
    Matter("ga.register", 0.4, 8.0, draw=lognormal(0.5)),
    Matter("gt.estate", 0.25, 22.0, draw=two_kinds(0.3, 0.4)),
)
_BY_SKILL = {"estate": ("gt.",), "common": ("sj.", "ga.")}

DAY_TYPES = (
    DayType("ordinary", 8, _MIX),
    DayType("large hall", 24, _MIX, load=0.93, hours=4.0),
    DayType("one window", 1, _MIX[:2], load=0.85),
    DayType("rush at ten", 6, _MIX, load=0.7, rate=_between(1.5, 2.25, 3.5)),
    DayType("window closed at noon", 4, _MIX, load=0.92, closings=((3.5 * HOUR, 2),)),
    DayType("matter twice as long", 6, (Matter("sj.pension", 0.35, 14.0, 2.0), *_MIX[1:]), load=0.9),
    DayType(
        "everything 40 % quicker", 5, tuple(Matter(m.key, m.share, m.minutes, 0.6, m.draw) for m in _MIX), load=1.0
    ),
    DayType("many no-shows", 5, _MIX, load=1.05, no_show=0.25, impatient=0.15),
    DayType("slow clerk", 4, _MIX, clerk=lambda w, _: 2.3 if w == 1 else 1.0, load=0.8),
    DayType("heavy tails", 6, tuple(Matter(m.key, m.share, m.minutes, 1.0, pareto(1.7)) for m in _MIX), load=0.85),
    DayType(
        "few windows with skills",
        5,
        _MIX,
        skills=_BY_SKILL,
        window_skills={"1": ("estate",), "2": ("estate",), "3": ("common",), "4": ("common",)},
        load=0.85,
    ),
    DayType("many with a head start", 5, _MIX, green=0.3, load=0.95),
    DayType("slower after three", 5, _MIX, pace=lambda at: 1.6 if at > 5 * HOUR else 1.0, load=0.85),
    DayType("lunch break", 5, _MIX, hours=8.5, opening=("08:30-12:00", "13:30-17:00"), load=0.95),
)
"""Each breaks something that a forecaster would like to assume."""
