"""Who acts for whom in one visit, on what ground, and what a mandate has to say."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from clerk_tui.catalog.build import load_catalog
from clerk_tui.catalog.builtin import builtin_catalog_bytes
from clerk_tui.intake.deciding.receiving import numbered
from clerk_tui.intake.plan import AnswerFact, Facts, Plan, plan
from clerk_tui.protocol.calendar_source import state_council_calendar
from clerk_tui.rules import Context
from clerk_tui.texts import text

CATALOG = load_catalog(builtin_catalog_bytes())
CALENDAR = state_council_calendar()
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
BIRTH = {
    "visit.parent": "father",
    "ga.household_follow": "father",
    "mz.married": "yes",
    "yb.maternity_insured": "mother",
    "wj.subsidy_wanted": "yes",
}
CLAIM = "mother.mandate.item.yb.maternity_claim"


def made(matters: list[str], answers: dict[str, str], received: date | None = None) -> Plan:
    facts = Facts(answers={key: AnswerFact(value) for key, value in answers.items()})
    return plan(CATALOG, matters, facts, TODAY, CALENDAR, received=received)


def grounds(of: Plan) -> dict[str, str | None]:
    return {item.key: item.ground for item in of.items}


def asked(of: Plan) -> list[str]:
    return [ask.key for ask in of.asks if "mandate." in ask.key]


def test_the_father_is_guardian_himself_and_the_mothers_agent_in_one_visit() -> None:
    visit = made(["birth"], BIRTH)
    found = grounds(visit)
    assert (found["ga.birth_registration"], found["wj.childcare_subsidy"], found["yb.maternity_claim"]) == (
        "guardian",
        "self",
        "mandate",
    )
    assert asked(visit) == ["mother.mandate.until", CLAIM]
    assert made(["birth"], {**BIRTH, "visit.parent": "mother"}).ask(CLAIM) is None
    claim = visit.ask(CLAIM)
    assert claim is not None
    assert claim.field.label("zh") == CATALOG.fields["mandate.item"].name + CATALOG.name("yb.maternity_claim")
    assert CATALOG.name(CLAIM).endswith(CATALOG.name("yb.maternity_claim"))


@pytest.mark.parametrize(("until", "state"), [("2026-11-22", "wrong"), ("2026-11-23", "answered"), ("11月", "wrong")])
def test_a_mandate_that_is_over_fails_at_its_date(until: str, state: str) -> None:
    visit = made(["birth"], {**BIRTH, "mother.mandate.until": until})
    ask = visit.ask("mother.mandate.until")
    assert ask is not None
    assert ask.state == state
    section = visit.section("mother")
    assert section is not None
    assert section.wrong == (state == "wrong")
    failing = [f for f in visit.failing if f.subject == ask.key]
    assert bool(failing) == (state == "wrong")
    if failing:
        assert failing[0].items == ("yb.maternity_claim",)
        assert text(failing[0].code, "zh", **failing[0].details)
        assert text(failing[0].code, "en", **failing[0].details)


def test_the_day_of_receipt_decides_whether_a_mandate_still_held() -> None:
    answers = {**BIRTH, "mother.mandate.until": "2026-11-20"}
    for received, state in ((date(2026, 11, 20), "answered"), (None, "wrong")):
        ask = made(["birth"], answers, received).ask("mother.mandate.until")
        assert ask is not None
        assert ask.state == state


def test_an_item_that_the_mandate_does_not_name_fails_at_the_place() -> None:
    visit = made(["birth"], {**BIRTH, CLAIM: "no"})
    (failing,) = [f for f in visit.failing if f.code == "mandate.not_covering"]
    assert (failing.subject, failing.items) == (CLAIM, ("yb.maternity_claim",))
    assert CATALOG.name("yb.maternity_claim") in text(failing.code, "zh", **failing.details)
    assert not [f for f in made(["birth"], {**BIRTH, CLAIM: "yes"}).failing if f.subject == CLAIM]


def test_of_a_mandate_for_many_items_one_answer_is_enough_unless_it_names_only_some() -> None:
    agent = {**BIRTH, "visit.parent": "agent"}
    assert asked(made(["birth"], agent)) == ["mother.mandate.until", "mother.mandate.scope"]
    assert asked(made(["birth"], {**agent, "mother.mandate.scope": "all"})) == asked(made(["birth"], agent))
    part = made(["birth"], {**agent, "mother.mandate.scope": "part"})
    by_mandate = [item.key for item in part.items if item.ground == "mandate"]
    assert len(by_mandate) > 5
    assert {f"mother.mandate.item.{key}" for key in by_mandate} < set(asked(part))


def test_a_relative_needs_a_mandate_only_where_the_item_takes_none() -> None:
    visit = made(["rs.card_replacement", "gj.withdrawal"], {"visit.person": "relative"})
    assert grounds(visit) == {"rs.card_replacement": "relative", "gj.withdrawal": "mandate"}
    assert asked(visit) == ["applicant.mandate.until", "applicant.mandate.item.gj.withdrawal"]
    assert visit.ask("agent.visit.relation") is not None
    card = visit.material("agent.ga.id_card")
    assert card is not None
    assert {why.item for why in card.why} == {"rs.card_replacement", "gj.withdrawal"}
    alone = made(["rs.card_replacement"], {"visit.person": "relative"})
    assert alone.material("applicant.sf.mandate") is None
    assert asked(alone) == []


def test_an_enterprise_is_represented_by_its_head_or_by_an_officer_with_its_own_mandate() -> None:
    head = made(["start_biz"], {"visit.company": "legal_rep"})
    assert "legal_rep" in set(grounds(head).values())
    officer = made(["start_biz"], {"visit.company": "agent"})
    assert "officer" in set(grounds(officer).values())
    assert officer.material("company.sf.mandate") is not None
    assert "company.mandate.until" in asked(officer)
    assert officer.material("legal_rep.sf.mandate") is None


def test_a_received_item_keeps_who_acted_for_whom_and_who_took_it() -> None:
    visit = made(["birth"], BIRTH)
    context = Context("c", NOW, TODAY, "clerk3", "clerk", "s", "3", NOW)
    items = {one.item: one for one in numbered("N", visit, (), context)}
    claim, registration = items["yb.maternity_claim"], items["ga.birth_registration"]
    assert (claim.applicant, claim.acting, claim.ground) == ("mother", ("father",), "mandate")
    assert (registration.applicant, registration.ground) == ("baby", "guardian")
    assert {(one.by, one.window) for one in items.values()} == {("clerk3", "3")}
    later = replace(context, actor="clerk5", window="5")
    assert {one.by for one in numbered("N", visit, tuple(items.values()), later)} == {"clerk3"}


def test_the_officer_of_a_foreigners_employer_is_no_private_agent() -> None:
    visit = made(["foreign_worker"], {"visit.foreigner": "agent"})
    assert set(grounds(visit).values()) <= {"officer", None}
