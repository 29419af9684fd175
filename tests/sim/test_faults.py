"""The fault simulation: one seeded run in every test run, many in the long ones."""

from pathlib import Path

import pytest

from tests.data.samples import NOON, Clock
from tests.sim.ledger_hub import LedgerHub
from tests.sim.world import World, check, check_settled

STEPS = 500


def run(seed: int, steps: int, folder: Path) -> World:
    """One seeded run; on failure its last line names the seed and the step, which is all that is needed to repeat it."""
    clock = Clock(NOON)
    hub = LedgerHub(folder / "hub", clock, seed)
    world = World(seed, hub, folder, clock)
    done = "start"
    try:
        for number in range(steps):
            done = f"step {number}: {world.step()}"
            check(world)
        done = "settling"
        world.settle()
        check(world)
        check_settled(world)
    except BaseException as wrong:
        wrong.add_note(f"seed {seed}, {done}")
        raise
    finally:
        world.close()
        hub.close()
    return world


@pytest.mark.parametrize("seed", [20261124])
def test_two_windows_and_a_dying_hub_lose_and_double_nothing(seed: int, tmp_path: Path) -> None:
    world = run(seed, STEPS, tmp_path)
    frames = world.hub.all_frames()
    # A run in which little happens proves little.
    assert len(frames) > 60
    assert {"lost", "answer_lost", "twice", "late", "late_too"} <= world.counts.keys()
    assert {"kill_hub", "kill_window"} <= world.counts.keys()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100))
def test_many_seeds(seed: int, tmp_path: Path) -> None:
    run(seed, STEPS, tmp_path)
