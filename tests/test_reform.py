"""The documented example of the reform, and the supervisor's page about the policy file."""

from pathlib import Path

import pytest

from bench.reform import DEPARTMENTS, SEED, both, day, policy
from clerk_tui.queue.policy import BookingPolicy, Policy

DOCS = Path(__file__).parents[1] / "docs"


def test_both_files_have_the_same_staff_and_hours() -> None:
    counters, windows = policy("departments"), policy("windows")
    assert list(counters.windows) == list(windows.windows)
    assert counters.hours == windows.hours
    served = {skill for window in counters.windows.values() for skill in window.skills or ()}
    assert served == set(DEPARTMENTS) == {counters.skill_of(f"{name}.m1") for name in DEPARTMENTS}


def test_a_day_is_the_same_whenever_it_is_made_and_windows_for_everything_are_faster() -> None:
    arrivals = day(SEED)
    assert arrivals == day(SEED)
    counters, windows = both(arrivals)
    assert counters.tickets == windows.tickets == windows.called
    assert (windows.wait_p90_s or 0) < (counters.wait_p90_s or 0) / 2
    assert (windows.within_share or 0) > (counters.within_share or 0)


@pytest.mark.parametrize("page", ["supervisor.md", "supervisor.zh-CN.md"])
def test_every_key_of_the_policy_file_is_explained(page: str) -> None:
    told = (DOCS / page).read_text(encoding="utf-8")
    silent = [key for model in (Policy, BookingPolicy) for key in model.model_fields if f"`{key}`" not in told]
    assert silent == []
