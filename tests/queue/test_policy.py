"""A hall's policy file: read, refused with the line at fault, and what follows from its hours and skills."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from clerk_tui.queue.policy import Policy, policy_of_yaml
from clerk_tui.refusal import Refusal
from clerk_tui.texts import text

ZONE = ZoneInfo("Asia/Shanghai")


def at(clock: str, day: int = 24) -> datetime:
    return datetime.combine(date(2026, 11, day), time.fromisoformat(clock), ZONE)


def test_what_a_file_says_is_what_the_policy_holds_and_tells_again() -> None:
    policy = policy_of_yaml(
        """
head_start_minutes: {ordinary: 0, green: 20}
hours: ["08:30-12:00", "13:30-17:00"]
skills: {permits: ["sj.", "jt.road"], people: [ga.]}
windows:
  "1": {skills: [permits]}
  "2": {hours: ["09:00-12:00"]}
expected_minutes: {default: 10, "sj.": 25}
"""
    )
    assert policy.head_start("green") == 20
    assert policy.skill_of("sj.licence") == "permits"
    assert policy.skill_of("jt.water") is None
    assert policy.skill_of(None) is None
    assert [policy.serves(w, "people") for w in ("1", "2", "9")] == [False, True, True]
    assert not policy.serves("1", None)
    assert policy.expected("sj.licence") == 25
    assert policy.expected(None) == 10
    assert Policy.model_validate_json(policy.model_dump_json()) == policy


@pytest.mark.parametrize(
    ("told", "line", "path"),
    [
        ("recalls_min: 2\nrecalls_maxx: 3\n", 2, "recalls_maxx"),
        ("\nhours:\n  - '08:30-12:00'\n  - 'noon'\n", 4, "hours.1"),
        ("windows:\n  '1':\n    skill: [a]\n", 3, "windows.1.skill"),
        ("letter: Z\n", 1, "letter"),
        ("- a\n", 1, ""),
        ("a: [\n", 2, ""),
        ("recalls_min: -1\n", 1, "recalls_min"),
        ("skills: {permits: [sj.]}\nwindows:\n  1: {skills: [permit]}\n", 3, "windows.1.skills"),
    ],
)
def test_a_wrong_file_is_refused_at_its_line(told: str, line: int, path: str) -> None:
    with pytest.raises(Refusal) as refused:
        policy_of_yaml(told)
    assert refused.value.code == "queue.policy_invalid"
    assert (refused.value.details["line"], refused.value.details["path"]) == (line, path)
    assert str(line) in text(refused.value.code, "zh", **refused.value.details)


def test_windows_may_be_bare_numbers_without_limits() -> None:
    policy = policy_of_yaml("skills: {permits: [sj.]}\nwindows:\n  1: {skills: [permits]}\n  2:\n")
    assert list(policy.windows) == ["1", "2"]
    assert [policy.serves(window, None) for window in policy.windows] == [False, True]


def test_a_head_start_that_is_not_named_stays() -> None:
    policy = policy_of_yaml("head_start_minutes: {green: 45}\n")
    assert [policy.head_start(c) for c in ("ordinary", "returned", "appointment", "green")] == [0, 10, 15, 45]


def test_an_empty_file_is_the_default() -> None:
    assert policy_of_yaml("") == Policy()


def test_hours_with_a_break() -> None:
    policy = Policy.model_validate({"hours": ["08:30-12:00", "13:30-17:00"]})
    assert [policy.open_at(at(c)) for c in ("08:29", "08:30", "11:59", "12:00", "13:30", "17:00")] == [
        False,
        True,
        True,
        False,
        True,
        False,
    ]
    assert policy.closes_at(at("09:00")) == at("17:00")
    assert policy.opens_next(at("12:10")) == "13:30"
    assert policy.opens_next(at("18:00")) == "08:30"


def test_a_hall_may_stay_open_over_midnight() -> None:
    policy = Policy.model_validate({"hours": ["20:00-02:00"]})
    assert [policy.open_at(at(c)) for c in ("19:59", "23:59", "00:30", "01:59", "02:00")] == [
        False,
        True,
        True,
        True,
        False,
    ]
    assert policy.closes_at(at("21:00", 24)) == at("02:00", 25)
    assert policy.closes_at(at("01:00", 25)) == at("02:00", 25)


def test_a_hall_without_hours_never_closes() -> None:
    assert Policy().open_at(at("03:00"))
    assert Policy().closes_at(at("03:00")) is None


def test_slots_are_whole_and_inside_the_hours() -> None:
    policy = Policy.model_validate({"hours": ["08:30-09:45"], "booking": {"slot_minutes": 30}})
    assert policy.slots(date(2026, 11, 25)) == [(time(8, 30), time(9, 0)), (time(9, 0), time(9, 30))]


def test_a_hall_whose_windows_are_all_listed_knows_what_nobody_serves() -> None:
    policy = policy_of_yaml("windows_all_listed: true\nskills: {a: [a.], b: [b.]}\nwindows: {'1': {skills: [a]}}\n")
    assert policy.ever_served("a")
    assert not policy.ever_served("b")
    assert not policy.serves("2", "a")


def test_a_hall_says_what_it_takes_and_where_the_rest_is_done() -> None:
    policy = policy_of_yaml(
        """
region: "330402"
items:
  taken: [ga., sw.tax_, birth]
  elsewhere: {"ga.passport": 出入境大厅, "sw.": 税务大厅}
skills: {people: [ga.]}
windows: {"1": {skills: [people]}, "2": {skills: []}, "3": {}}
"""
    )
    assert policy.region == "330402"
    said = {key: policy.elsewhere(key) for key in ("ga.id_card", "ga.passport_issue", "sw.tax_a", "sw.b", "birth")}
    assert said == {
        "ga.id_card": None,
        "ga.passport_issue": "出入境大厅",
        "sw.tax_a": None,
        "sw.b": "税务大厅",
        "birth": None,
    }
    assert policy.elsewhere("zj.permit") == ""
    assert policy.windows_of("ga.id_card") == ("1", "3")
    assert policy.windows_of("birth") is None
    assert Policy.model_validate(policy.model_dump(mode="json")) == policy
    assert Policy().elsewhere("anything") is None
    assert policy_of_yaml("items: {elsewhere: {sw.: 税务大厅}}").elsewhere("ga.id_card") is None


def test_a_region_is_written_in_digits() -> None:
    with pytest.raises(Refusal) as refused:
        policy_of_yaml("hours: ['08:00-12:00']\nregion: 嘉兴\n")
    assert (refused.value.code, refused.value.details["line"]) == ("queue.policy_invalid", 2)
