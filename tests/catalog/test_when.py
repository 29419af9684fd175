"""Conditions have three values: true, false, and not decided yet."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from clerk_tui.catalog.when import When, years

TODAY = date(2026, 11, 23)
KEYS = ("a.x", "a.y", "b.z")
VALUES = ("one", "two")


def conditions(depth: int = 2) -> st.SearchStrategy[dict[str, object]]:
    tests = st.dictionaries(
        st.sampled_from(KEYS), st.lists(st.sampled_from(VALUES), min_size=1, max_size=2), max_size=2
    )
    if depth == 0:
        return tests
    inner = conditions(depth - 1)
    return st.builds(
        lambda t, any_of, no: {**t, **({"any": any_of} if any_of else {}), **({"not": no} if no else {})},
        tests,
        st.lists(inner, max_size=2),
        st.none() | inner,
    )


def test_all_keys_must_match_one_of_their_values() -> None:
    when = When.model_validate({"a.x": ["one", "two"], "a.y": "one"})
    assert when.holds({"a.x": "two", "a.y": "one"}, TODAY) is True
    assert when.holds({"a.x": "two", "a.y": "two"}, TODAY) is False
    assert when.holds({"a.x": "two"}, TODAY) is None
    assert when.holds({"a.y": "two"}, TODAY) is False, "one false test decides it"
    assert when.undecided({"a.x": "two"}, TODAY) == ["a.y"]


def test_any_and_not() -> None:
    when = When.model_validate({"any": [{"a.x": "one"}, {"a.y": "one"}], "not": {"b.z": "two"}})
    assert when.holds({"a.x": "one", "b.z": "one"}, TODAY) is True
    assert when.holds({"a.x": "two", "a.y": "two"}, TODAY) is False
    assert when.holds({"a.x": "one"}, TODAY) is None
    assert when.holds({"a.x": "one", "b.z": "two"}, TODAY) is False


def test_an_age_is_read_from_a_date() -> None:
    when = When.model_validate({"a.x": {"age_from": 60}})
    assert when.holds({"a.x": "1966-11-23"}, TODAY) is True
    assert when.holds({"a.x": "1966-11-24"}, TODAY) is False
    assert when.holds({"a.x": "no date"}, TODAY) is None
    assert years(date(2024, 2, 29), date(2025, 2, 28)) == 0


def test_a_condition_without_codes_is_refused() -> None:
    with pytest.raises(ValidationError):
        When.model_validate({"a.x": []})


@given(conditions(), st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES)))
def test_what_is_decided_stays_decided_whatever_is_answered_next(
    raw: dict[str, object], answers: dict[str, str]
) -> None:
    when = When.model_validate(raw)
    assert When.model_validate(when.model_dump()) == when
    now = when.holds(answers, TODAY)
    open_keys = when.undecided(answers, TODAY)
    assert (now is None) == bool(open_keys)
    assert not set(open_keys) & set(answers)
    assert set(open_keys) <= when.keys
    if now is not None:
        for key in KEYS:
            for value in VALUES:
                assert when.holds({key: value, **answers}, TODAY) is now
