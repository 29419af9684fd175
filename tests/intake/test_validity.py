"""Rules hold from a day, until a day, here or there; what they lose never loses an answer."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_tui.catalog.build import load_catalog, publish
from clerk_tui.catalog.builtin import builtin_catalog_bytes
from clerk_tui.catalog.model import Catalog, Item, join_key
from clerk_tui.catalog.relief import mended
from clerk_tui.catalog.suspend import resumed, suspended
from clerk_tui.intake import commands as cmd
from clerk_tui.intake import events as ev
from clerk_tui.intake.case import Case, evolve, opened
from clerk_tui.intake.decide import CaseRules, decide, open_case, plan_of, plan_on
from clerk_tui.intake.plan import AnswerFact, Facts, plan
from clerk_tui.protocol.calendar_source import state_council_calendar
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context

CATALOG = load_catalog(builtin_catalog_bytes())
CALENDAR = state_council_calendar()
NOW = datetime(2026, 11, 24, 2, 32, tzinfo=UTC)
TODAY = date(2026, 11, 24)
KEY = next(p.item for p in CATALOG.packages["birth"].items if len(CATALOG.items[p.item].materials) > 1)
ITEM = CATALOG.items[KEY]
DAY = timedelta(days=1)


def with_item(item: Item, catalog: Catalog = CATALOG) -> Catalog:
    return load_catalog(publish(replace(catalog, items={**catalog.items, item.key: item}, hash="", cache={})))


def rules(newest: Catalog, *known: Catalog, region: str | None = "330402") -> CaseRules:
    shelf = {one.hash: one for one in (newest, *known)}
    return CaseRules(shelf.__getitem__, CALENDAR, "330402", 17, newest=lambda: newest, region=region)


def context(day: date = TODAY) -> Context:
    return Context("c", NOW, day, "clerk3", "clerk", "s", "3", NOW)


def begun(catalog: Catalog, by: CaseRules, matters: tuple[str, ...] = ("birth",)) -> Case:
    happened = open_case(cmd.OpenCase(matters=matters, catalog=catalog.hash), context(), by)
    (first, *rest) = happened
    assert isinstance(first, ev.CaseOpened)
    case = opened(first, "clerk3")
    for event in rest:
        case = evolve(case, event)
    return case


DAYS = st.dates(min_value=TODAY - 400 * DAY, max_value=TODAY + 400 * DAY)
PLACES = st.sampled_from([(), ("33",), ("3304", "44"), ("44",)])


@settings(max_examples=50, deadline=None)
@given(st.data(), DAYS)
def test_a_plan_never_asks_what_is_out_of_force_that_day_there(data: st.DataObject, today: date) -> None:
    def valid(one: object) -> dict[str, object]:
        first, last = data.draw(st.none() | DAYS), data.draw(st.none() | DAYS)
        return {"since": first, "until": last, "regions": data.draw(PLACES)}

    fields = tuple(one.model_copy(update=valid(one)) for one in ITEM.fields)
    papers = tuple(one.model_copy(update=valid(one)) for one in ITEM.materials)
    item = ITEM.model_copy(update={"fields": fields, "materials": papers, **valid(ITEM)})
    catalog = replace(CATALOG, items={**CATALOG.items, KEY: item}, cache={})
    made = plan(catalog, [KEY], Facts(), today, CALENDAR, region="330402")

    def holds(since: date | None, until: date | None, regions: tuple[str, ...]) -> bool:
        return (
            (since is None or since <= today)
            and (until is None or today <= until)
            and (not regions or any("330402".startswith(one) for one in regions))
        )

    if not holds(item.since, item.until, item.regions):
        assert made.items == ()
        assert [note.subject for note in made.notes] == [KEY]
        return
    allowed = {one.field for one in fields if holds(one.since, one.until, one.regions)}
    assert {ask.field.key for ask in made.asks if KEY in ask.why} <= allowed | {"visit.parent"}
    wanted = {one.material for one in papers if holds(one.since, one.until, one.regions)}
    mandates = {key for key, one in catalog.materials.items() if one.kind == "mandate"}
    assert {paper.material.key for paper in made.materials} <= wanted | mandates


def test_the_day_of_receipt_counts_and_periods_run_from_today() -> None:
    last = ITEM.materials[-1]
    ending = ITEM.model_copy(update={"materials": (*ITEM.materials[:-1], last.model_copy(update={"until": TODAY}))})
    catalog = replace(CATALOG, items={**CATALOG.items, KEY: ending}, cache={})

    def wanted(today: date, received: date | None) -> bool:
        made = plan(catalog, ["birth"], Facts(), today, CALENDAR, received=received)
        return any(m.key == join_key(last.of, last.material) and KEY in {w.item for w in m.why} for m in made.materials)

    before = plan(CATALOG, ["birth"], Facts(), TODAY, CALENDAR)
    assert [wanted(TODAY, None), wanted(TODAY + DAY, None), wanted(TODAY + DAY, TODAY)] == [True, False, True]
    later = plan(catalog, ["birth"], Facts(), TODAY + 7 * DAY, CALENDAR, received=TODAY)
    assert later.due.date > before.due.date


def test_a_matter_that_is_suspended_or_elsewhere_is_not_begun() -> None:
    gone = load_catalog(publish(suspended(CATALOG, KEY, TODAY, "系统升级", TODAY + 3 * DAY)))
    with pytest.raises(Refusal) as refused:
        begun(gone, rules(gone), (KEY,))
    assert refused.value.code == "plan.suspended_until"
    assert refused.value.details["back"] == "2026-11-27"
    made = plan_of(begun(gone, rules(gone)), rules(gone), context())
    assert KEY not in {item.key for item in made.items}
    assert [(note.code, note.subject) for note in made.notes if note.subject == KEY] == [("plan.suspended_until", KEY)]
    assert publish(resumed(gone, KEY)) == publish(CATALOG)
    with pytest.raises(Refusal) as twice:
        suspended(gone, KEY, TODAY, "again", None)
    assert twice.value.code == "catalog.suspended_already"
    for code, item in (
        ("plan.starts", ITEM.model_copy(update={"since": TODAY + DAY})),
        ("plan.ended", ITEM.model_copy(update={"until": TODAY - DAY})),
        ("plan.other_region", ITEM.model_copy(update={"regions": ("44",)})),
    ):
        other = with_item(item)
        with pytest.raises(Refusal) as why:
            begun(other, rules(other), (KEY,))
        assert why.value.code == code
    told = replace(rules(CATALOG), elsewhere={KEY: "政务中心东楼"}.get)
    with pytest.raises(Refusal) as elsewhere:
        begun(CATALOG, told, (KEY,))
    assert (elsewhere.value.code, elsewhere.value.details["place"]) == ("case.taken_elsewhere", "政务中心东楼")


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_draft_follows_and_loses_no_answer(data: st.DataObject) -> None:
    kept_fields = tuple(one for one in ITEM.fields if data.draw(st.booleans()))
    kept_papers = tuple(one for one in ITEM.materials if data.draw(st.booleans()))
    newer = with_item(ITEM.model_copy(update={"fields": kept_fields, "materials": kept_papers}))
    old = rules(CATALOG)
    case = begun(CATALOG, old)
    for _ in range(data.draw(st.integers(0, 8))):
        made = plan_of(case, old, context())
        question = next(iter(made.open_questions), None)
        asks = [question.key] if question else [ask.key for ask in made.asks if not ask.value]
        if not asks:
            break
        key = data.draw(st.sampled_from(asks))
        field = CATALOG.fields[key] if key in CATALOG.fields else CATALOG.fields[key.partition(".")[2]]
        value = data.draw(st.sampled_from([o.value for o in field.options] or ["yes"]))
        change = cmd.PatchAnswers(changes=(cmd.Change(field=key, value=value),))
        for event in decide(case, change, context(), old):
            case = evolve(case, event)
    new = rules(newer, CATALOG)
    before = plan_of(case, new, context())
    after_case = case
    for event in decide(case, cmd.FollowCatalog(), context(), new):
        after_case = evolve(after_case, event)
    assert after_case.answers == case.answers
    assert after_case.papers == case.papers
    after = plan_of(after_case, new, context())
    if newer.hash == CATALOG.hash:
        assert after_case == case
        return
    assert after_case.catalog == newer.hash
    assert after_case.followed is not None
    assert after_case.followed.materials == len(after.materials) - len(before.materials)
    assert decide(after_case, cmd.FollowCatalog(), context(), new) == []
    # And back: everything stands as it stood.
    back = rules(CATALOG, newer)
    for event in decide(after_case, cmd.FollowCatalog(), context(), back):
        after_case = evolve(after_case, event)
    assert plan_of(after_case, back, context()) == before


def test_a_received_case_is_freed_by_relief_alone() -> None:
    received = replace(begun(CATALOG, rules(CATALOG)), received_on=TODAY)
    last = ITEM.materials[-1]

    def papers(newest: Catalog, day: date = TODAY + DAY) -> set[str]:
        made = plan_on(received, rules(newest, CATALOG), day)
        return {m.key for m in made.materials if KEY in {w.item for w in m.why}}

    full = papers(CATALOG)
    assert papers(with_item(ITEM.model_copy(update={"materials": ITEM.materials[:-1]}))) == full
    ended = last.model_copy(update={"until": TODAY})
    assert papers(with_item(ITEM.model_copy(update={"materials": (*ITEM.materials[:-1], ended)}))) == full
    relief = with_item(
        ITEM.model_copy(update={"materials": (*ITEM.materials[:-1], ended.model_copy(update={"applies": "open_too"}))})
    )
    assert papers(relief, TODAY) == full
    assert len(papers(relief)) == len(full) - 1
    whole = with_item(ITEM.model_copy(update={"materials": ITEM.materials[:-1], "applies": "open_too"}))
    assert papers(whole) == papers(relief)
    abolished = with_item(ITEM.model_copy(update={"until": TODAY, "applies": "open_too"}))
    assert papers(abolished) == set()


def test_relief_makes_milder_and_never_stricter() -> None:
    use = ITEM.materials[0].model_copy(update={"copies": 2, "tolerable": False, "original": True})
    milder = use.model_copy(update={"copies": 1, "tolerable": True, "applies": "open_too"})
    was = ITEM.model_copy(update={"materials": (use,)})
    (mild,) = mended(was, ITEM.model_copy(update={"materials": (milder,)}), TODAY).materials
    assert (mild.copies, mild.tolerable, mild.original) == (1, True, True)
    stricter = use.model_copy(update={"copies": 5, "applies": "open_too"})
    (same,) = mended(was, ITEM.model_copy(update={"materials": (stricter, *ITEM.materials[1:])}), TODAY).materials
    assert same.copies == 2


def test_an_answer_more_never_takes_one_away() -> None:
    facts = Facts(answers={"visit.parent": AnswerFact("father")})
    made = plan(CATALOG, ["birth"], facts, TODAY, CALENDAR)
    key = made.open_questions[0].key
    option = CATALOG.fields[key].options[0].value
    more = plan(CATALOG, ["birth"], Facts(answers={**facts.answers, key: AnswerFact(option)}), TODAY, CALENDAR)
    assert {q.key for q in more.questions if q.value} >= {q.key for q in made.questions if q.value}
