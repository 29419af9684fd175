"""A day of a large hall over the real API: 2,000 numbers, 30 windows, every command of the queue (tests/sim)."""

import asyncio
import tempfile
from pathlib import Path
from time import perf_counter

from tests.sim.hall_hub import hall_hub
from tests.sim.hall_people import POLICY, HallDay
from tests.sim.sim_time import SimTime
from tests.sim.test_hall_day import DAY, STEP, THE_DAY_BEFORE, TICKETS, WINDOWS

PROMISE_SECONDS = 60.0


def run() -> bool:
    """Prints how long the day takes; whether the promise holds."""
    time = SimTime(THE_DAY_BEFORE, STEP)
    with tempfile.TemporaryDirectory() as folder, hall_hub(Path(folder), time, POLICY, WINDOWS) as hub:
        began = perf_counter()
        asyncio.run(HallDay(hub, time, DAY, tickets=TICKETS, windows=WINDOWS, seed=2_000).run())
        seconds = perf_counter() - began
    print(f"a day of {TICKETS} numbers at {WINDOWS} windows: {seconds:.1f} s (promise ≤ {PROMISE_SECONDS:.0f})")
    return seconds <= PROMISE_SECONDS
