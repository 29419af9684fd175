"""A visit takes no more keys than its budget."""

import pytest

from bench.keystrokes import KINDS, Kind, count


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
async def test_a_visit_stays_within_its_budget_of_keys(kind: Kind) -> None:
    assert await count(kind) <= kind.budget
