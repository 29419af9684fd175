"""What the built-in data must hold."""

from datetime import date

import pytest
import yaml

from clerk_tui.catalog.build import load_catalog
from clerk_tui.catalog.builtin import builtin_catalog_bytes, builtin_texts
from clerk_tui.intake.plan import AnswerFact, Facts, plan
from clerk_tui.protocol.calendar_source import state_council_calendar
from clerk_tui.texts import catalogue_of_texts

CATALOG = load_catalog(builtin_catalog_bytes())
DAY = date(2026, 11, 23)


def test_the_newborn_package_has_its_ten_items_of_six_departments() -> None:
    items = [CATALOG.items[part.item] for part in CATALOG.packages["birth"].items]
    assert len(items) == 10
    assert {item.department for item in items} == {"wj", "ga", "yb", "rs", "ss", "yy"}
    assert all(item.promise_assumed and item.form_assumed for item in items), "no hall's guide stands behind them"
    assert CATALOG.packages["birth"].promise_days == 4


@pytest.mark.parametrize("name", sorted(builtin_texts()))
def test_a_file_reads_where_the_parser_in_c_is_missing(name: str) -> None:
    assert yaml.safe_load(builtin_texts()[name])


def test_27_departments_and_their_partners() -> None:
    assert sum(not d.partner for d in CATALOG.departments.values()) == 27
    assert len({d.code for d in CATALOG.departments.values()}) == len(CATALOG.departments)


def test_the_packages_of_the_field_and_what_a_county_hall_offers_besides() -> None:
    inside = {part.item for package in CATALOG.packages.values() for part in package.items}
    assert len(CATALOG.packages) >= 20
    assert len(set(CATALOG.items) - inside) >= 600
    departments = {item.department for item in CATALOG.items.values()}
    assert departments == set(CATALOG.departments), "every department and partner has matters"


@pytest.mark.parametrize("key", sorted(CATALOG.packages))
def test_a_package_is_whole(key: str) -> None:
    package = CATALOG.packages[key]
    assert package.aliases, "everyday words lead to it"
    assert {line.at for line in package.script} >= {"open", "close"}, "the helper knows what to say"
    assert all(line.say_en for line in package.script)
    for part in package.items:
        item = CATALOG.items[part.item]
        assert item.results, item.key
        assert item.fields, item.key
        assert item.promise_assumed or item.assumed or package.basis, "nothing is promised without a source"


@pytest.mark.parametrize("key", sorted(CATALOG.packages))
def test_each_situation_question_decides_something(key: str) -> None:
    package = CATALOG.packages[key]
    read = set()
    for part in package.items:
        read |= part.when.keys
        item = CATALOG.items[part.item]
        for use in (*item.fields, *item.materials, *item.applicant, *item.reminders, *item.conditions):
            read |= use.when.keys
        for condition in item.conditions:
            read |= condition.holds.keys
    assert set(package.questions) <= read


@pytest.mark.parametrize("key", sorted(CATALOG.packages))
def test_every_answer_leads_to_a_plan_in_which_somebody_acts(key: str) -> None:
    calendar = state_council_calendar()
    seen: set[str] = set()
    for pick in range(7):
        answers: dict[str, AnswerFact] = {}
        while asked := plan(CATALOG, [key], Facts(answers=answers), DAY, calendar).open_questions:
            codes = [option.value for option in asked[0].field.options] or ["yes", "no"]
            answers[asked[0].key] = AnswerFact(codes[pick % len(codes)])
        made = plan(CATALOG, [key], Facts(answers=answers), DAY, calendar)
        seen |= {item.key for item in made.items}
        assert all(item.applicant and item.acting for item in made.items), answers
        assert "deceased" not in made.parties, "nobody asks the dead"
        assert made.proof.now.steps_now <= made.proof.now.steps_separate
    assert seen == {part.item for part in CATALOG.packages[key].items}, "no item is out of reach"


def test_the_same_conditions_never_refuse_without_a_basis() -> None:
    for item in CATALOG.items.values():
        assert all(condition.basis for condition in item.conditions), item.key


def test_a_reason_to_send_a_paper_back_is_one_that_the_window_offers() -> None:
    reasons = {reason for m in CATALOG.materials.values() for reason in m.reasons}
    codes = {code.removeprefix("reason.") for code in catalogue_of_texts() if code.startswith("reason.")}
    assert reasons
    assert reasons <= codes
