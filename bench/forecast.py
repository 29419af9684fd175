"""Whether forecasts hold: on days whose makers the forecaster does not know, the share of real waits below P50 and P90."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from statistics import median
from time import process_time

from bench.hall_days import DAY_TYPES, ZONE, DayType, HallDay
from clerk_tui.queue.day import TicketState
from clerk_tui.queue.forecast import Forecaster, forecast

SEEDS = tuple(range(20261, 20269))
EACH, OVER_ALL = (0.80, 0.97), (0.85, 0.95)
"""Within which the share of waits below P90 must lie: on each type of day, and over all."""
PROMISE_MS = 50
ASKED_A_DAY = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """One forecast at a take, and what came: seconds; `real` is infinite for who was never called."""

    p50: float
    p90: float
    real: float


def asked_on(kind: DayType, seed: int, every: int | None = None) -> list[Asked]:
    """Plays one day and asks at some of the takes."""
    hall, random = HallDay(kind, seed), Random(seed)
    told: list[tuple[str, tuple[float, float]]] = []
    expected = kind.load * kind.windows * kind.hours * 60 / sum(m.share * m.minutes * m.today for m in kind.matters)
    step = every or max(1, round(expected / ASKED_A_DAY))
    for number, take in enumerate(hall.takes()):
        if number % step:
            take()
            continue
        foreseen = forecast(hall.state.day, hall.state.policy, hall.state.now, ZONE, random.random)
        ticket = take()
        if range_ := foreseen.of_new(ticket.skill, ticket.ticket_class):
            told.append((ticket.id, range_))
    found = []
    for id_, (p50, p90) in told:
        ticket = hall.state.day.tickets[id_]
        if ticket.called_at is None and ticket.state is TicketState.CANCELLED:
            continue
        real = (ticket.called_at - ticket.taken_at).total_seconds() if ticket.called_at else float("inf")
        found.append(Asked(p50, p90, real))
    return found


@dataclass(frozen=True, slots=True)
class Calibration:
    """Of one type of day: shares of real waits below P50 and P90, and how wide P50 to P90 is, over P50."""

    name: str
    count: int
    below_p50: float
    below_p90: float
    width: float
    wait: float

    @property
    def off(self) -> float:
        """How far the share below P90 is from 0.9, over what is allowed on that side."""
        low, high = EACH
        return (0.9 - self.below_p90) / (0.9 - low) if self.below_p90 < 0.9 else (self.below_p90 - 0.9) / (high - 0.9)


def calibration(name: str, asked: Iterable[Asked]) -> Calibration:
    """The figures of some answers."""
    all_ = list(asked)
    return Calibration(
        name,
        len(all_),
        sum(a.real <= a.p50 for a in all_) / len(all_),
        sum(a.real <= a.p90 for a in all_) / len(all_),
        median((a.p90 - a.p50) / max(a.p50, 60.0) for a in all_),
        median(a.real for a in all_),
    )


def cost() -> tuple[int, float]:
    """Futures played, and CPU milliseconds as the median of nine, of a forecast for 200 who wait before 30 windows."""
    hall = HallDay(DayType("full", 30, DAY_TYPES[0].matters, load=1.5), SEEDS[0])
    for take in hall.takes():
        take()
        if len(hall.state.day.waiting) >= 200:
            break
    times, random = [], Random(1)
    for _ in range(9):
        begun = process_time()
        making = Forecaster(hall.state.day, hall.state.policy, hall.state.now, ZONE, random.random)
        for _ in range(making.replications):
            making.replicate()
        making.result()
        times.append((process_time() - begun) * 1000)
    return making.replications, median(times)


def run() -> bool:
    """Prints the calibration, worst day type first; whether it is within its bounds on each and over all."""
    begun, asked = process_time(), {kind.name: [a for s in SEEDS for a in asked_on(kind, s)] for kind in DAY_TYPES}
    spent = process_time() - begun
    rows = sorted((calibration(name, answers) for name, answers in asked.items()), key=lambda row: -row.off)
    total = calibration("over all", [a for answers in asked.values() for a in answers])
    print(f"{'day type':26} {'asked':>6} {'≤ P50':>7} {'≤ P90':>7} {'width':>7} {'median wait':>12}")
    for row in [*rows, total]:
        shares = f"{row.below_p50:7.1%} {row.below_p90:7.1%} {row.width:7.0%} {row.wait / 60:8.1f} min"
        print(f"{row.name:26} {row.count:6} {shares}")
    print(f"{spent:.0f} s of CPU; {len(SEEDS)} days of each type, seeds {SEEDS[0]}–{SEEDS[-1]}")
    futures, spent = cost()
    print(f"200 waiting, 30 windows: {futures} futures in {spent:.0f} ms of CPU (promise ≤ {PROMISE_MS})")
    held = spent <= PROMISE_MS and all(EACH[0] <= row.below_p90 <= EACH[1] for row in rows)
    return held and OVER_ALL[0] <= total.below_p90 <= OVER_ALL[1]
