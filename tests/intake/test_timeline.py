"""A case's story: what a citizen may be shown, and nothing else."""

from datetime import UTC, date, datetime, timedelta

from clerk_tui.intake import events as ev
from clerk_tui.intake.clock import add_working_days
from clerk_tui.intake.timeline import _TOLD, timeline
from clerk_tui.protocol.calendar_source import state_council_calendar
from clerk_tui.protocol.streams import EVENTS
from clerk_tui.rules import EventBody
from clerk_tui.screens.present_lists import day_rows, story_rows
from clerk_tui.texts import catalogue_of_texts
from tests.central.visiting import catalog

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def shared(minutes: int, *fields: str) -> ev.SharedDataReceived:
    return ev.SharedDataReceived(
        source="register",
        party="father",
        purpose="birth",
        consent="spoken",
        grade="A",
        fields=fields,
        read_at=at(minutes),
        at=at(minutes),
        values=dict.fromkeys(fields, "演示甲"),
    )


HAPPENED: list[EventBody] = [
    ev.CaseOpened(case="c", matters=("birth",), catalog="0" * 64, at=at(0)),
    shared(1, "a", "b"),
    shared(2, "c"),
    shared(3),
    ev.MaterialJudged(material="m", verdict="original_seen", by="w3", at=at(4)),
    ev.CaseSubmitted(number="330402202603020001", query_code="1", items=(), window="3", by="w3", on=date(2026, 3, 2), at=at(5)),
    ev.NoticeGiven(missing=(ev.Missing(code="x", subject="y"),), by="w3", at=at(6)),
    ev.CaseAccepted(on=date(2026, 3, 3), due=date(2026, 3, 9), items=(), by="w3", at=at(7)),
]  # fmt: skip


def test_steps_are_told_once_in_order_and_work_is_not() -> None:
    steps = timeline(HAPPENED)
    assert [step.code for step in steps] == ["opened", "shared", "received", "noticed", "accepted"]
    assert steps[1].params == {"count": 3}


def test_a_story_names_nobody_of_the_staff_and_no_value() -> None:
    from zoneinfo import ZoneInfo

    for lang in ("zh", "en"):
        rows = story_rows(timeline(HAPPENED), catalog(), lang, ZoneInfo("Asia/Shanghai"))  # type: ignore[arg-type]
        told = " ".join(row.text for row in rows)
        assert "w3" not in told
        assert "演示甲" not in told
        assert rows[0].time == "03-02 09:00"
    assert "03-09" in " ".join(r.text for r in story_rows(timeline(HAPPENED), None, "zh", ZoneInfo("Asia/Shanghai")))


def test_every_step_has_its_words_and_its_event() -> None:
    known = catalogue_of_texts()
    assert set(_TOLD) <= set(EVENTS)
    for code in ("refused", "not_ours", "not_needed", "deemed", "gaps_in", "item_passed_with_gap", "item_not_passed"):
        assert f"timeline.{code}" in known


def test_why_a_date_lists_every_day() -> None:
    due = add_working_days(date(2026, 9, 24), 3, state_council_calendar())
    rows = [(row.time, row.text) for row in day_rows(due.days, due.date, "zh")]
    assert rows[0] == ("", "为什么是 09-30(周三):从次日起数工作日")
    assert [time for time, _ in rows[1:]] == ["09-25", "09-26", "09-27", "09-28", "09-29", "09-30"]
    assert rows[-1][1] == "第 3 天 · 工作日"
    assert rows[1][1] == "不计 · 法定节假日"
    assert day_rows((), due.date, "zh") == ()
