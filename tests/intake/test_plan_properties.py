"""What holds of every plan, whatever is chosen, answered and known."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_tui.catalog.build import load_catalog
from clerk_tui.catalog.builtin import builtin_catalog_bytes
from clerk_tui.intake.plan import AnswerFact, Facts, MaterialFact, Plan, SharedFact, plan
from clerk_tui.protocol.calendar_source import state_council_calendar

CATALOG = load_catalog(builtin_catalog_bytes())
CALENDAR = state_council_calendar()
MATTERS = [*CATALOG.packages, *CATALOG.items]
CHOICES = {
    key: [o.value for o in f.options] or ["yes", "no"]
    for key, f in CATALOG.fields.items()
    if f.type in ("choice", "bool")
}
PARTIES = [None, *CATALOG.parties]
ASKS = [f"{p}.{key}" if p else key for p in PARTIES for key in CATALOG.fields]
PAPERS = [f"{p}.{key}" if p else key for p in PARTIES for key in CATALOG.materials]
CERTIFICATES = [
    f"{p}.{m.e_certificate}" for p in CATALOG.parties for m in CATALOG.materials.values() if m.e_certificate
]
VERDICTS = ["original_seen", "copies_kept", "scanned", "from_phone", "later", "not_acceptable", None]


@st.composite
def situations(draw: st.DrawFn) -> tuple[list[str], Facts]:
    """Some matters, and an arbitrary part of what can be known about them."""
    matters = draw(st.lists(st.sampled_from(MATTERS), min_size=1, max_size=4))
    answers = {k: AnswerFact(draw(st.sampled_from(v))) for k, v in CHOICES.items() if draw(st.booleans())}
    typed = draw(st.dictionaries(st.sampled_from(ASKS), st.text(max_size=12), max_size=6))
    shared = draw(st.dictionaries(st.sampled_from(ASKS), st.text(max_size=12), max_size=6))
    papers = draw(st.dictionaries(st.sampled_from(PAPERS), st.sampled_from(VERDICTS), max_size=5))
    return matters, Facts(
        answers={**{k: AnswerFact(v) for k, v in typed.items()}, **answers},
        shared={k: SharedFact(v, "register") for k, v in shared.items()},
        materials={k: MaterialFact(v, draw(st.integers(0, 3))) for k, v in papers.items()},
        certificates=frozenset(draw(st.lists(st.sampled_from(CERTIFICATES), max_size=5))),
        held_results=frozenset(draw(st.lists(st.sampled_from(list(CATALOG.items)), max_size=2))),
    )


DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 12, 31))


def made(situation: tuple[list[str], Facts], day: date = date(2026, 11, 23)) -> Plan:
    return plan(CATALOG, situation[0], situation[1], day, CALENDAR)


@settings(max_examples=60, deadline=None)
@given(situations(), DAYS)
def test_nothing_is_asked_or_wanted_twice_and_everything_has_a_why(
    situation: tuple[list[str], Facts], day: date
) -> None:
    p = made(situation, day)
    keys = [a.key for a in p.asks] + [q.key for q in p.questions]
    assert len(keys) == len(set(keys))
    papers = [m.key for m in p.materials]
    assert len(papers) == len(set(papers))
    items = {i.key for i in p.items}
    for reasons in [a.why for a in p.asks] + [tuple(w.item for w in m.why) for m in p.materials]:
        assert reasons
        assert set(reasons) <= items
    # A question may have taken away the item for whose sake it was asked.
    assert all(q.why and set(q.why) <= set(CATALOG.items) for q in p.questions)
    in_sections = [key for s in p.sections for key in s.asks]
    assert sorted(in_sections) == sorted(a.key for a in p.asks)
    assert p.proof.now.fields_asked <= p.proof.without_prefill.fields_separate
    assert p == made(situation, day), "the same arguments give the same plan"


@settings(max_examples=60, deadline=None)
@given(situations())
def test_the_strictest_rule_wins(situation: tuple[list[str], Facts]) -> None:
    p = made(situation)
    for paper in p.materials:
        for why in paper.why:
            for use in CATALOG.items[why.item].materials:
                if (
                    use.material == paper.material.key
                    and use.basis == why.basis
                    and use.of in (paper.party, "applicant")
                ):
                    assert paper.original or not use.original
                    assert paper.copies >= use.copies or use.of == "applicant"
                    assert not paper.tolerable or use.tolerable


@settings(max_examples=60, deadline=None)
@given(situations(), DAYS)
def test_nothing_is_due_before_what_it_waits_for(situation: tuple[list[str], Facts], day: date) -> None:
    p = made(situation, day)
    by_key = {i.key: i for i in p.items}
    place = {i.key: at for at, i in enumerate(p.items)}
    for item in p.items:
        assert day <= item.start <= item.due.date <= p.due.date
        for before in item.requires:
            first = by_key[before]
            if not first.met and not item.met:
                assert first.stage < item.stage
                assert place[before] < place[item.key]
                assert first.due.date <= item.due.date
    assert p.due.date in {i.due.date for i in p.items} | {day}


@settings(max_examples=25, deadline=None)
@given(situations())
def test_an_open_question_decides_something_and_an_unasked_one_nothing(situation: tuple[list[str], Facts]) -> None:
    p = made(situation)

    def shape(one: Plan) -> object:
        return (
            {a.key for a in one.asks},
            {m.key for m in one.materials},
            {i.key for i in one.items},
            {(i.key, i.applicant, i.ground) for i in one.items},
            {n.code for n in one.notes},
            {f.subject for f in one.failing if f.refuses},
            one.acting,
            {q.key for q in one.questions},
        )

    asked = {q.key for q in p.questions}
    fields = {a.key for a in p.asks}
    for key, options in CHOICES.items():
        if key in asked or key in fields:
            continue
        for value in options:
            answers = {**situation[1].answers, key: AnswerFact(value)}
            other = made((situation[0], replace(situation[1], answers=answers)))
            assert shape(other) == shape(p), f"{key} is not asked, yet it changes the plan"


@settings(max_examples=60, deadline=None)
@given(situations())
def test_an_item_that_an_answer_removes_takes_only_its_own_with_it(situation: tuple[list[str], Facts]) -> None:
    """Dropping 育儿补贴 by its question removes what only it wanted, and leaves the rest as it was."""
    known = {**situation[1].answers, "visit.parent": AnswerFact("mother")}
    facts = replace(situation[1], held_results=frozenset())
    wanted = plan(
        CATALOG,
        ["birth"],
        replace(facts, answers={**known, "wj.subsidy_wanted": AnswerFact("yes")}),
        date(2026, 11, 23),
        CALENDAR,
    )
    dropped = plan(
        CATALOG,
        ["birth"],
        replace(facts, answers={**known, "wj.subsidy_wanted": AnswerFact("no")}),
        date(2026, 11, 23),
        CALENDAR,
    )
    item = "wj.childcare_subsidy"
    assert dropped.item(item) is None
    assert wanted.item(item) is not None
    assert {a.key for a in wanted.asks if set(a.why) != {item}} == {a.key for a in dropped.asks}
    assert {m.key for m in wanted.materials if {w.item for w in m.why} != {item}} == {m.key for m in dropped.materials}


@settings(max_examples=60, deadline=None)
@given(situations())
def test_failing_names_every_gap_once_and_no_value(situation: tuple[list[str], Facts]) -> None:
    p = made(situation)
    subjects = [f.subject for f in p.failing]
    assert len(subjects) == len(set(subjects))
    for ask in p.asks:
        bad = ask.state == "wrong" or (ask.state == "open" and ask.required)
        assert (ask.key in subjects) == bad
        if ask.value and len(ask.value) > 5:
            assert all(ask.value not in str(f) for f in p.failing)
    for paper in p.materials:
        if paper.standing in ("missing", "not_acceptable"):
            assert paper.key in subjects
    assert all(CATALOG.field_of(a.key) == a.field for a in p.asks)
