"""The reform's effect: one day at per-department counters, and the same day, same staff, at comprehensive windows.

`python -m bench.reform DAY.csv` writes the day, for `clerk-tui replay DAY.csv --policy bench/reform_departments.yaml` and
`… --policy bench/reform_windows.yaml`.
"""

import csv
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random
from time import perf_counter

from clerk_tui.queue.day_file import COLUMNS, Arrival, arrivals_of_csv
from clerk_tui.queue.policy import Policy, TicketClass, policy_of_yaml
from clerk_tui.queue.replay import Replay, replay

SEED, DAYS, TICKETS = 20261124, 20, 780
PROMISE_S = 2.0
SLOWER = 1.25
"""A clerk who does everything may be slower at what a specialist did all day: how much, nobody has measured."""
MORNING = datetime(2026, 11, 24, 8, 30, tzinfo=timezone(timedelta(hours=8)))
HERE = Path(__file__).parent

# Share of a day's tickets in per cent, and mean minutes of a service, of the 27 departments of a county hall.
DEPARTMENTS = {
    "rs": (15.0, 11),
    "sj": (13.0, 18),
    "yb": (12.0, 9),
    "ga": (11.0, 10),
    "zr": (9.0, 19),
    "ss": (8.0, 13),
    "mz": (5.0, 14),
    "gj": (5.0, 10),
    "wj": (3.5, 11),
    "zj": (3.0, 17),
    "jt": (2.5, 12),
    "jy": (2.0, 9),
    "ty": (1.5, 15),
    "cl": (1.5, 12),
    "ny": (1.2, 16),
    "sf": (1.0, 20),
    "hj": (0.8, 22),
    "xf": (0.8, 18),
    "zf": (0.7, 14),
    "fg": (0.6, 20),
    "yj": (0.6, 16),
    "sw": (0.5, 14),
    "wl": (0.5, 13),
    "jx": (0.4, 16),
    "cz": (0.3, 12),
    "kj": (0.3, 14),
    "sl": (0.3, 18),
}
# Of every hundred who come in a half-hour of the day, from 8:30 on; nobody while the hall is closed at noon.
_CURVE = (9, 13, 14, 13, 10, 7, 3, 0, 0, 0, 6, 8, 8, 5, 3, 1)


def day(seed: int) -> list[Arrival]:
    """A day of arrivals: a mood of its own for each department, and one that everybody comes to."""
    random = Random(seed)
    mood = {name: random.lognormvariate(0, 0.1) for name in DEPARTMENTS}
    rush = random.choice(list(DEPARTMENTS))
    weights = [share * mood[name] * (1.25 if name == rush else 1.0) for name, (share, _) in DEPARTMENTS.items()]
    classes: list[TicketClass] = ["ordinary", "green", "appointment"]
    found = []
    for n in range(1, TICKETS + 1):
        half_hour = random.choices(range(len(_CURVE)), _CURVE)[0]
        taken = MORNING + timedelta(minutes=30 * half_hour, seconds=random.randrange(1800))
        name = random.choices(list(DEPARTMENTS), weights)[0]
        # Services have a long tail: half of them take less than three quarters of the mean.
        minutes = DEPARTMENTS[name][1] * random.lognormvariate(-0.32, 0.8)
        ticket_class = random.choices(classes, (82, 8, 10))[0]
        matter = f"{name}.m{random.randrange(1, 9)}"
        found.append(Arrival(f"A{n:04d}", taken, ticket_class, matter, float(round(60 * min(90, max(1, minutes))))))
    return sorted(found, key=lambda a: a.taken_at)


def both(arrivals: list[Arrival]) -> tuple[Replay, Replay]:
    """The day at per-department counters, and at comprehensive windows."""
    return replay(arrivals, policy("departments")), replay(arrivals, policy("windows"))


def policy(name: str) -> Policy:
    """One of the two policy files beside this module."""
    return policy_of_yaml((HERE / f"reform_{name}.yaml").read_text(encoding="utf-8"))


def rows(arrivals: list[Arrival]) -> Iterator[tuple[object, ...]]:
    """The rows of the day's file."""
    yield COLUMNS
    for a in arrivals:
        yield a.ticket, a.taken_at.isoformat(), a.ticket_class, a.matter, int(a.handle_s)


def run() -> bool:
    """Prints both; whether the comprehensive windows were faster on each of so many days, and the replay quick."""
    arrivals = day(SEED)
    print(f"{len(arrivals)} tickets of {len(DEPARTMENTS)} departments, {len(policy('windows').windows)} windows")
    print(f"{'':28}{'mean':>8}{'P50':>8}{'P90':>8}{'P99':>8}{'longest':>9}{'≤ 15 min':>10}{'called':>8}")
    counters, windows = both(arrivals)
    longer = [replace(a, handle_s=a.handle_s * SLOWER) for a in arrivals]
    slower = replay(longer, policy("windows"))
    names = ("per-department counters", "comprehensive windows", f"… each service {SLOWER - 1:.0%} longer")
    for name, found in zip(names, (counters, windows, slower), strict=True):
        waits = (found.wait_mean_s, found.wait_p50_s, found.wait_p90_s, found.wait_p99_s)
        minutes = "".join(f"{(w or 0) / 60:8.1f}" for w in waits)
        share = 100 * (found.within_share or 0)
        print(f"{name:28}{minutes}{(found.wait_max_s or 0) / 60:9.1f}{share:9.1f}%{found.called:8}")
    ratios = []
    for n in range(DAYS):
        before, after = both(day(SEED + 1 + n))
        ratios.append((after.wait_mean_s or 0) / (before.wait_mean_s or 1))
    ratios.sort()
    print(f"mean wait on {DAYS} further days: {ratios[0]:.0%} to {ratios[-1]:.0%} of the counters', median", end=" ")
    print(f"{ratios[DAYS // 2]:.0%}")
    many = [a for n in range(3) for a in day(SEED + n)][:2_000]
    begun = perf_counter()
    replay(many, Policy(), 30)
    took = perf_counter() - begun
    print(f"2,000 tickets at 30 windows replayed in {took:.2f} s (promise ≤ {PROMISE_S:.0f})")
    return ratios[-1] < 1 and took <= PROMISE_S


def main(path: str) -> None:
    """Writes the day's file."""
    with Path(path).open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows(day(SEED)))
    count = len(arrivals_of_csv(Path(path).read_bytes()))
    print(f"{path}: {count} tickets")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print("python -m bench.reform DAY.csv", file=sys.stderr)
        sys.exit(2)
    main(sys.argv[1])
