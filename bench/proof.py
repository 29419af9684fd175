"""Writes docs/proof-birth.md: what a birth asks of its parents done one by one and done as one, by DESIGN 5's formula."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from clerk_tui.catalog.adapters import builtin_adapters
from clerk_tui.catalog.build import load_catalog
from clerk_tui.catalog.builtin import builtin_catalog_bytes
from clerk_tui.catalog.model import Catalog, split_ask
from clerk_tui.central.demo import DEMO_FATHER_ID, households
from clerk_tui.intake.copy_sheet import typed_again
from clerk_tui.intake.plan import (
    FREE,
    YARDSTICK,
    AnswerFact,
    Counts,
    Facts,
    Plan,
    PlannedAsk,
    PlannedItem,
    SharedFact,
    plan,
)
from clerk_tui.protocol.calendar_source import state_council_calendar

PAGE = Path(__file__).parents[1] / "docs" / "proof-birth.md"
DAY = date(2026, 11, 24)
FATHER_ID = "father.person.id_no"
ANSWERS = {
    "visit.parent": "father",
    "ga.household_follow": "father",
    "mz.married": "yes",
    "yb.maternity_insured": "mother",
    "wj.subsidy_wanted": "yes",
}
"""The father comes; the child joins his household; the parents are married; the mother is insured; all ten are wanted."""


@cache
def _catalog() -> Catalog:
    return load_catalog(builtin_catalog_bytes())


def bare() -> Plan:
    """The plan with every question answered and nothing known."""
    return _made(Facts(answers={key: AnswerFact(value) for key, value in ANSWERS.items()}))


def prefilled() -> Plan:
    """The same once the father's card is read and the demo hall's register has been asked about the family."""
    known = {key: AnswerFact(value) for key, value in {**ANSWERS, FATHER_ID: DEMO_FATHER_ID}.items()}
    facts = Facts(answers=known)
    everybody = list(households(datetime(DAY.year, DAY.month, DAY.day, 2, tzinfo=UTC)))
    home = next(e.household for e in everybody if e.values.get("person.id_no") == DEMO_FATHER_ID)
    family = {e.role: e for e in everybody if e.household == home}
    held = {f"{role}.{c}" for role, e in family.items() for c in e.certificates}
    held |= {c for e in family.values() for c in e.shared_certificates}
    # What has come may make items fall away and others ask more: asked until nothing is left to ask for.
    for _ in range(3):
        made = _made(facts)
        shared = dict(facts.shared)
        for use in made.sources:
            for key in use.asks:
                party, field = split_ask(key)
                entry = family.get(party) if party else next(iter(family.values()))
                value = entry and (entry.values if party else entry.shared).get(field)
                if value:
                    shared[key] = SharedFact(value, use.source)
        facts = replace(facts, shared=shared, certificates=frozenset(held))
    return _made(facts)


def _made(facts: Facts) -> Plan:
    return plan(_catalog(), ["birth"], facts, DAY, state_council_calendar())


def page() -> str:
    """The whole page."""
    nothing, known = bare(), prefilled()
    lines = [
        "# What a birth takes: ten matters done as one",
        "",
        "Made by `python -m bench proof`; a test holds it to the catalogue. The same sums for any matters and answers:",
        "`clerk-tui plan birth --answers FILE --json`, under `proof`.",
        "",
        "The situation: the father comes to the window, the child joins his household, the parents are married, the",
        "mother is insured, every matter is wanted. *One by one* is what the ten forms ask under these answers, with",
        "nothing prefilled. *Typed* is what a person types now, situation questions included. A paper is *brought*",
        "unless shared data, an e-certificate, a value on the form or an earlier step stands for it. A *step* is one act",
        "that costs the citizen a place or a wait: a number, handing in, paying, signing, collecting.",
        "",
        *_sums(nothing, known),
        "",
        *missed(nothing, known),
        f"{nothing.proof.assumed_share:.0%} of the fields and papers stand on forms for which no published guide was found",
        "(*assumed* below). The sums are exact for this catalogue; how near it is to a given hall's forms is not proved.",
        "",
        "## The ten items",
        "",
    ]
    for number, item in enumerate(nothing.items, 1):
        lines += _item(number, item, nothing)
    return "\n".join([*lines, *_asks(nothing, known), *_papers(nothing, known), *_again(nothing)]) + "\n"


def _sums(nothing: Plan, known: Plan) -> list[str]:
    plain, filled = nothing.proof.now, known.proof.now
    # With a result that is held already the item falls away on both sides: measured against the whole.
    base = (plain.fields_separate, plain.materials_separate, plain.steps_separate)
    return [
        "| | one by one | as one, nothing prefilled | | as one, with the demo hall's register | | the article |",
        "|---|--:|--:|--:|--:|--:|--:|",
        *(
            f"| {name} | {one} | {a} | {_less(one, a)} | {b} | {_less(one, b)} | −{round(100 * wanted)} % |"
            for name, one, a, b, wanted in zip(
                ("fields typed", "papers brought", "steps"),
                base,
                _now(plain),
                _now(filled),
                (YARDSTICK.fields, YARDSTICK.materials, YARDSTICK.steps),
                strict=True,
            )
        ),
        f"| fields only confirmed | | {plain.fields_filled} | | {filled.fields_filled} | | |",
    ]


def _now(counts: Counts) -> tuple[int, int, int]:
    return counts.fields_asked, counts.materials_brought, counts.steps_now


def _less(one: int, now: int) -> str:
    return f"−{100 * (one - now) / one:.0f} %"


def _item(number: int, planned: PlannedItem, made: Plan) -> list[str]:
    catalog, item = _catalog(), planned.item
    fields = [a for a in made.asks if item.key in a.why]
    questions = [q for q in made.questions if item.key in q.why]
    papers = [(m, w.basis or "no basis named") for m in made.materials for w in m.why if w.item == item.key]
    form = "assumed" if item.form_assumed else item.basis or "–"
    days = f"promised in working days: {item.promise_days:g}" + (" (assumed)" if item.promise_assumed else "")
    return [
        f"### {number}. {item.name} ({item.name_en})",
        "",
        f"{catalog.name(item.department, 'en')} · applicant: {catalog.name(planned.applicant or '', 'en')} · {days}",
        f"· basis: {item.basis or 'none named'} · source of the form: {form}",
        "",
        f"- Questions ({len(questions)}): " + ", ".join(q.field.name for q in questions),
        f"- Fields ({len(fields)}): " + ", ".join(catalog.name(a.key) for a in fields),
        f"- Papers ({len(papers)}): " + (", ".join(f"{catalog.name(m.key)} ({why})" for m, why in papers) or "none"),
        f"- Steps ({len(item.steps)}): " + ", ".join(s.replace("_", " ") for s in item.steps),
        "",
    ]


def _asks(nothing: Plan, known: Plan) -> list[str]:
    states = {a.key: a for a in known.asks}
    lines = [
        "## Each field, once",
        "",
        "| field | asked by | nothing prefilled | with the register |",
        "|---|--:|---|---|",
    ]
    lines += [f"| {q.field.name} | {len(q.why)} | typed | typed |" for q in nothing.questions]
    for ask in nothing.asks:
        after = states.get(ask.key)
        lines.append(f"| {_catalog().name(ask.key)} | {len(ask.why)} | {_how(ask)} | {_how(after)} |")
    return [*lines, ""]


def _how(ask: PlannedAsk | None) -> str:
    if ask is None:
        return "not asked"
    if ask.state == "from_step":
        return "from an earlier step"
    return f"confirmed ({ask.source})" if ask.source else "typed"


def _papers(nothing: Plan, known: Plan) -> list[str]:
    after = {m.key: m for m in known.materials}
    lines = [
        "## Each paper, once",
        "",
        "| paper | wanted by | nothing prefilled | with the register |",
        "|---|--:|---|---|",
    ]
    for paper in nothing.materials:
        later = after.get(paper.key)
        lines.append(
            f"| {_catalog().name(paper.key)} | {len(paper.why)} | {_stands(paper.standing)} |"
            f" {_stands(later.standing) if later else 'not wanted'} |"
        )
    return lines


def _again(nothing: Plan) -> list[str]:
    facts = Facts(answers={key: AnswerFact(value) for key, value in ANSWERS.items()})
    boxes = typed_again(builtin_adapters(), _catalog(), facts, nothing.items)
    return [
        "",
        "## Still typed twice",
        "",
        "By the clerk, not by the parents, where a department's system takes no push; a copy sheet puts each value on the",
        "clipboard, and what it took is counted in the case. Other items have no copy sheet yet.",
        "",
        *(f"- {_catalog().name(item)}: {count} boxes" for item, count in boxes.items()),
    ]


def _stands(standing: str) -> str:
    return standing.replace("_", " ") if standing in FREE else "brought"


def missed(nothing: Plan, known: Plan) -> list[str]:
    """What does not reach the article's figure, each as a sentence."""
    plain, filled = nothing.proof.now, known.proof.now
    base = (plain.fields_separate, plain.materials_separate, plain.steps_separate)
    wanted = (YARDSTICK.fields, YARDSTICK.materials, YARDSTICK.steps)
    return [
        f"{name} stay short of the article's −{round(100 * share)} %: {now} of {one} are left."
        for name, one, now, share in zip(("Typed fields", "Papers", "Steps"), base, _now(filled), wanted, strict=True)
        if 1 - now / one < share
    ]


def run() -> bool:
    """Writes the page and prints the sums and what misses the article's figures, which are a yardstick and no promise."""
    PAGE.write_text(page(), encoding="utf-8")
    print(f"written: {PAGE.name}")
    print("\n".join([*_sums(bare(), prefilled()), *missed(bare(), prefilled())]))
    return True


if __name__ == "__main__":
    run()
