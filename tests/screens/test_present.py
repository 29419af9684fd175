"""The picture of a moment: the same moment gives the same picture, personal values masked, reasons in words."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from clerk_tui.catalog.build import load_catalog
from clerk_tui.catalog.builtin import builtin_catalog_bytes
from clerk_tui.catalog.model import Catalog
from clerk_tui.intake import commands as cmd
from clerk_tui.intake import decide as intake
from clerk_tui.intake import events as ev
from clerk_tui.intake.case import Case, evolve, opened
from clerk_tui.intake.decide import CaseRules, plan_of
from clerk_tui.protocol.calendar_source import state_council_calendar
from clerk_tui.protocol.streams import CaseFile
from clerk_tui.queue import commands as queue
from clerk_tui.queue import decide as decide_room
from clerk_tui.queue.day import Day, TicketState, fold
from clerk_tui.queue.decide import decide
from clerk_tui.queue.events import Why
from clerk_tui.queue.policy import Policy
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context
from clerk_tui.screens.present import elapsed, present
from clerk_tui.screens.present_queue import why_sentence
from clerk_tui.screens.seen import Seen
from clerk_tui.screens.submitting import lawful
from clerk_tui.texts import Lang, catalogue_of_texts, text

NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
WINDOW = "3"
FATHER = "330402199203140014"


@cache
def catalog() -> Catalog:
    return load_catalog(builtin_catalog_bytes())


def rules() -> CaseRules:
    return CaseRules(catalog={catalog().hash: catalog()}.__getitem__, calendar=state_council_calendar())


def context(at: datetime, number: int = 0) -> Context:
    return Context(
        command_id=f"0193-{number}",
        now=at,
        today=at.date(),
        actor="1003",
        role="clerk",
        session="s",
        window=WINDOW,
        captured_at=at,
    )


def day(*, called: bool = False) -> Day:
    made = Day(date=NOW.date())
    for number, kind in enumerate(("ordinary", "green"), 1):
        take = queue.TakeTicket.model_validate({"channel": "kiosk", "class": kind})
        at = NOW - timedelta(minutes=20 - 5 * number)
        made = fold(made, decide(made, take, None, context(at, number), Policy()))
    made = fold(made, decide(made, queue.OpenWindow(window=WINDOW), None, context(NOW, 8), Policy()))
    if called:
        made = fold(made, decide(made, queue.CallNext(window=WINDOW), None, context(NOW, 9), Policy()))
    return made


def draft(**answers: str) -> Case:
    at = context(NOW, 20)
    begun = intake.open_case(cmd.OpenCase(matters=("birth",), catalog=catalog().hash), at, rules())
    assert isinstance(begun[0], ev.CaseOpened)
    case = opened(begun[0], "1003")
    for key, value in answers.items():
        patch = cmd.PatchAnswers(changes=(cmd.Change(field=key.replace("__", "."), value=value),))
        for event in intake.decide(case, patch, at, rules()):
            case = evolve(case, event)
    return case


def answered() -> Case:
    case = draft()
    while (open_questions := plan_of(case, rules(), context(NOW)).open_questions) != ():
        field = open_questions[0].field
        value = (
            "father"
            if any(o.value == "father" for o in field.options)
            else (field.options[0].value if field.options else "yes")
        )
        patch = cmd.PatchAnswers(changes=(cmd.Change(field=open_questions[0].key, value=value),))
        for event in intake.decide(case, patch, context(NOW), rules()):
            case = evolve(case, event)
    return case


def seen(of_day: Day, case: Case | None = None, lang: Lang = "zh") -> Seen:
    return Seen(
        lang=lang,
        now=NOW,
        zone=ZoneInfo("Asia/Shanghai"),
        window=WINDOW,
        day=of_day,
        seat=of_day.window(WINDOW),
        policy=Policy(),
        ticket=of_day.at_window(WINDOW),
        file=CaseFile(case) if case else None,
        plan=plan_of(case, rules(), context(NOW)) if case else None,
        catalog=catalog(),
    )


def test_the_queue_says_who_is_next_and_why() -> None:
    free = present(seen(day()))
    assert (free.strip.state, free.strip.waiting, free.strip.longest_minutes) == ("idle", 2, 15)
    assert [row.number for row in free.queue.next] == ["A002", "A001"]
    called = present(seen(day(called=True)))
    assert (called.strip.state, called.strip.number) == ("called", "A002")
    assert called.queue.why == "绿色提前 30 分,等了 10 分"
    assert called.strip.clock == "10:30"


def test_a_pass_before_enough_recalls_is_blocked_with_the_number_left() -> None:
    view = present(seen(day(called=True)))
    assert view.why_blocked("pass") == text("why.recall_first", "zh", left=2)
    assert view.why_blocked("recall") == ""


def test_what_is_foreseen_is_told_in_minutes_rounded_outwards_and_wears_off() -> None:
    moment = seen(day())
    ids = {one.label: one.id for one in moment.day.tickets.values()}
    told = {ids["A002"]: (125.0, 190.0), ids["A001"]: (33 * 60.0, 61 * 60.0)}
    view = present(replace(moment, forecast=told, foreseen_at=NOW))
    assert [row.estimate for row in view.queue.next] == ["2–4", "30–65"]
    later = present(replace(moment, forecast=told, foreseen_at=NOW - timedelta(minutes=2)))
    assert later.queue.next[0].estimate == "0–2"
    assert [row.estimate for row in present(moment).queue.next] == ["", ""]


def test_every_reason_of_a_call_is_a_sentence_in_both_languages() -> None:
    codes = {
        "why.earliest": {},
        "why.head_start": {"ticket_class": "green", "minutes": 30},
        "why.promoted": {"reason": "urgent"},
        "why.transferred": {"window": "3"},
        "why.reassigned": {},
        "why.only_skill": {"skill": "permits"},
        "why.chosen": {},
        "why.returned": {},
    }
    ticket = next(iter(day().tickets.values()))
    langs: tuple[Lang, ...] = ("zh", "en")
    for lang in langs:
        for code, params in codes.items():
            words = why_sentence(seen(day(), lang=lang), replace(ticket, why=Why(code=code, params=params)))
            waited = text("queue.waited", lang, minutes=int((NOW - ticket.taken_at).total_seconds() // 60))
            assert words.endswith(waited)
            assert len(words) > len(waited)


def test_every_refusal_of_the_queue_room_has_a_sentence() -> None:
    room = Path(decide_room.__file__).parent
    codes = {
        code.replace("{ticket.state}", str(state))
        for file in room.glob("*.py")
        for code in re.findall(r'Refusal\(f?"([^"]+)"', file.read_text("utf-8"))
        for state in TicketState
    }
    assert len(codes) > 30
    missing = sorted(code for code in codes if code not in catalogue_of_texts())
    assert missing == []


def test_off_line_blocks_the_queue_and_says_since_when() -> None:
    view = present(replace(seen(day()), online=False, since=NOW - timedelta(minutes=3), unsent=2))
    assert (view.strip.link, view.strip.off_since, view.strip.saved) == ("off", "10:27", "unsent")
    assert view.why_blocked("recall") == text("why.off_line", "zh")
    assert view.why_blocked("next") == ""
    assert view.queue.off_since == "10:27"
    assert view.why_blocked("submit") == ""
    assert view.notice is not None
    assert view.notice.text == text("notice.off_line", "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_questions_come_one_by_one_with_their_reason(lang: Lang) -> None:
    view = present(seen(day(called=True), draft(), lang))
    assert view.question is not None
    assert (view.question.key, view.question.ordinal) == ("visit.parent", 1)
    assert view.question.why
    assert view.why_blocked("submit") == text("case.questions_open", lang, count=view.question.total)


def test_who_is_here_comes_first_and_the_identity_number_before_all() -> None:
    view = present(seen(day(called=True), answered()))
    assert view.question is None
    assert view.fields[0].key == "father.person.id_no"
    assert view.fields[0].hint == text("hint.id_card", "zh")
    assert view.fields[-1].group == text("form.situation", "zh")
    assert view.strip.present == "父亲 代 孩子(监护人)"
    hers = cmd.PatchAnswers(changes=(cmd.Change(field="yb.maternity_insured", value="mother"),))
    case = answered()
    for event in intake.decide(case, hers, context(NOW), rules()):
        case = evolve(case, event)
    view = present(seen(day(called=True), case))
    assert view.strip.present == "父亲 代 孩子(监护人)、母亲(委托)"
    assert ("生育医疗费用报销", "父亲 代 母亲(委托)") in view.matters[0].who


def test_an_identity_number_is_masked_once_it_is_right_and_readable_while_it_is_wrong() -> None:
    key = "father.person.id_no"

    def shown(value: str) -> tuple[str, str, bool, str]:
        patch = cmd.PatchAnswers(changes=(cmd.Change(field=key, value=value),))
        case = answered()
        for event in intake.decide(case, patch, context(NOW), rules()):
            case = evolve(case, event)
        field = present(seen(day(called=True), case)).fields[0]
        return field.value, field.state, field.masked, field.error

    assert shown(FATHER) == ("330402***********4", "answered", True, "")
    wrong = FATHER[:-1] + "5"
    assert shown(wrong) == (wrong, "wrong", False, text("value.id_checksum", "zh"))


def test_what_is_being_typed_stands_above_what_was_sent() -> None:
    key = "father.person.phone"
    base = seen(day(called=True), answered())
    typed = present(replace(base, drafts={key: "139"}))
    assert next(f.value for f in typed.fields if f.key == key) == "139"
    refused = present(replace(base, drafts={key: "1"}, refused={key: Refusal("value.bad_phone")}))
    field = next(f for f in refused.fields if f.key == key)
    assert (field.state, field.error) == ("wrong", text("value.bad_phone", "zh"))


def test_another_party_that_types_is_named_in_its_field() -> None:
    view = present(replace(seen(day(called=True), answered()), typing={"mother.person.phone": "母亲"}))
    field = next(f for f in view.fields if f.key == "mother.person.phone")
    assert (field.state, field.state_text) == ("typing", "母亲填写中")


def test_papers_say_how_they_stand_and_for_whom() -> None:
    case = answered()
    paper = plan_of(case, rules(), context(NOW)).materials[0]
    judged = cmd.JudgeMaterial(material=paper.key, verdict="not_acceptable", reason="expired")
    for event in intake.decide(case, judged, context(NOW), rules()):
        case = evolve(case, event)
    shown = present(seen(day(called=True), case))
    first = shown.materials[0]
    assert (first.state, first.note) == ("bad", "过期")
    assert first.why
    assert shown.tabs.materials_bad == 1


def test_the_law_offers_no_acceptance_while_anything_is_missing() -> None:
    case = answered()
    assert lawful(draft(), plan_of(draft(), rules(), context(NOW))) == ()
    assert lawful(case, plan_of(case, rules(), context(NOW))) == ("notice", "receive", "not_ours", "not_needed")


def test_the_same_moment_gives_the_same_picture() -> None:
    moment = seen(day(called=True), answered())
    assert present(moment) == present(moment)


@pytest.mark.parametrize(("seconds", "words"), [(0, "0:00"), (72, "1:12"), (3723, "1:02:03"), (-5, "0:00")])
def test_elapsed(seconds: int, words: str) -> None:
    assert elapsed(NOW - timedelta(seconds=seconds), NOW) == words
