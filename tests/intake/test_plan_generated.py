"""The plan and its proof on catalogues that nobody wrote, against a count from the same data by other code."""

from dataclasses import asdict, replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_tui.intake.plan import AnswerFact, Facts, Plan, SharedFact, plan
from clerk_tui.protocol.calendar_source import state_council_calendar
from tests.intake.generated import (
    DROP,
    MATTER,
    OPTIONS,
    WHO,
    Known,
    Raw,
    catalog_of,
    counted,
    knowns,
    raw_catalogs,
    wanted,
)

CALENDAR = state_council_calendar()
DAY = date(2026, 11, 23)
CASES = raw_catalogs().flatmap(lambda raw: st.tuples(st.just(raw), knowns(raw)))


def facts_of(known: Known) -> Facts:
    return Facts(
        answers={k: AnswerFact(v) for k, v in {**known.typed, **known.answers}.items()},
        shared={k: SharedFact(v, "register") for k, v in known.shared.items()},
        certificates=known.certificates,
        held_results=known.held,
    )


def made(raw: Raw, facts: Facts) -> Plan:
    return plan(catalog_of(raw), [MATTER], facts, DAY, CALENDAR)


@settings(max_examples=60, deadline=None)
@given(CASES)
def test_the_proof_counts_by_the_formula_with_and_without_prefill(case: tuple[Raw, Known]) -> None:
    raw, known = case
    proof = made(raw, facts_of(known)).proof
    assert asdict(proof.now) == asdict(counted(raw, known))
    assert asdict(proof.without_prefill) == asdict(counted(raw, known, bare=True))
    if not known.held:
        # Who holds a result already has to show it, and to type its number, which would else come from its step.
        assert proof.now.fields_asked <= proof.without_prefill.fields_asked
        assert proof.now.materials_brought <= proof.without_prefill.materials_brought
    sizes = {
        key: len(one.asks) + len(one.papers) + len(one.questions)
        for key, one in wanted(raw, known)[0].items()
        if not one.met
    }
    assumed = sum(size for key, size in sizes.items() if raw["items"][key]["form_assumed"])
    assert proof.assumed_share == (assumed / sum(sizes.values()) if sizes else 0)


@settings(max_examples=60, deadline=None)
@given(CASES)
def test_each_field_and_paper_is_wanted_once_by_the_strictest_rule_with_its_why(case: tuple[Raw, Known]) -> None:
    raw, known = case
    p = made(raw, facts_of(known))
    found, questions = wanted(raw, known)
    assert len({a.key for a in p.asks}) == len(p.asks)
    assert len({m.key for m in p.materials}) == len(p.materials)
    assert {i.key for i in p.items} == set(found)
    assert {q.key: set(q.why) for q in p.questions} == questions
    assert {a.key: set(a.why) for a in p.asks} == {
        key: {i for i, one in found.items() if key in one.asks} for one in found.values() for key in one.asks
    }
    assert {m.key: {w.item for w in m.why} for m in p.materials} == {
        key: {i for i, one in found.items() if key in one.papers} for one in found.values() for key in one.papers
    }
    for ask in p.asks:
        assert ask.required == any(u["required"] for one in found.values() for u in one.asks.get(ask.key, ()))
    for paper in p.materials:
        uses = [u for one in found.values() for u in one.papers.get(paper.key, ())]
        assert paper.original == any(u["original"] for u in uses)
        assert paper.copies == max(u["copies"] for u in uses)
        assert paper.tolerable == all(u["tolerable"] for u in uses)


@settings(max_examples=40, deadline=None)
@given(CASES)
def test_the_order_keeps_what_must_come_first(case: tuple[Raw, Known]) -> None:
    raw, known = case
    p = made(raw, facts_of(known))
    place = {i.key: at for at, i in enumerate(p.items)}
    stage = {i.key: i.stage for i in p.items}
    met = {i.key for i in p.items if i.met}
    for part in raw["packages"][MATTER]["items"]:
        for before in part["requires"]:
            if part["item"] in place and before in place and not {part["item"], before} & met:
                assert place[before] < place[part["item"]]
                assert stage[before] < stage[part["item"]]


@settings(max_examples=40, deadline=None)
@given(CASES)
def test_an_item_that_falls_away_takes_exactly_what_only_it_needed(case: tuple[Raw, Known]) -> None:
    raw, known = case
    item = max(raw["items"])
    with_it = made(raw, facts_of(replace(known, answers={**known.answers, DROP: "yes"})))
    without = made(raw, facts_of(replace(known, answers={**known.answers, DROP: "no"})))
    assert with_it.item(item) is not None
    assert {i.key for i in without.items} == {i.key for i in with_it.items} - {item}
    assert {a.key: set(a.why) for a in without.asks} == {
        a.key: set(a.why) - {item} for a in with_it.asks if set(a.why) != {item}
    }
    assert {m.key: {w.item for w in m.why} for m in without.materials} == {
        m.key: {w.item for w in m.why} - {item} for m in with_it.materials if {w.item for w in m.why} != {item}
    }
    assert {q.key for q in without.questions} == {q.key for q in with_it.questions if {*q.why} != {item}} | {DROP}


@settings(max_examples=40, deadline=None)
@given(CASES, st.data())
def test_an_answer_more_loses_nothing_that_was_typed(case: tuple[Raw, Known], data: st.DataObject) -> None:
    """With any questions answered or open: what is typed stands wherever it is asked, also after there and back."""
    raw, known = case
    open_ones = data.draw(st.lists(st.sampled_from([WHO, *OPTIONS]), min_size=1, unique=True))
    before = replace(known, answers={k: v for k, v in known.answers.items() if k not in open_ones})
    key = data.draw(st.sampled_from(open_ones))
    after = replace(before, answers={**before.answers, key: known.answers[key]})
    first, second = made(raw, facts_of(before)), made(raw, facts_of(after))
    for p in (first, second):
        for ask in p.asks:
            if ask.key in known.typed:
                assert (ask.value, ask.typed, ask.source) == (known.typed[ask.key], True, None)
                assert ask.state == "answered"
    assert {q.key for q in second.open_questions} <= {q.key for q in first.questions} | {*OPTIONS, WHO} - {key}
    assert made(raw, facts_of(before)) == first
