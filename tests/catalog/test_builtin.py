"""What the built-in data must hold."""

from clerk_tui.catalog.build import load_catalog
from clerk_tui.catalog.builtin import builtin_catalog_bytes
from clerk_tui.texts import catalogue_of_texts

CATALOG = load_catalog(builtin_catalog_bytes())


def test_the_newborn_package_has_its_ten_items_of_six_departments() -> None:
    items = [CATALOG.items[part.item] for part in CATALOG.packages["birth"].items]
    assert len(items) == 10
    assert {item.department for item in items} == {"wj", "ga", "yb", "rs", "ss", "yy"}
    assert all(item.promise_assumed and item.form_assumed for item in items), "no hall's guide stands behind them"
    assert CATALOG.packages["birth"].promise_days == 4


def test_27_departments_and_their_partners() -> None:
    assert sum(not d.partner for d in CATALOG.departments.values()) == 27
    assert len({d.code for d in CATALOG.departments.values()}) == len(CATALOG.departments)


def test_each_situation_question_decides_something() -> None:
    package = CATALOG.packages["birth"]
    read = set()
    for part in package.items:
        read |= part.when.keys
        item = CATALOG.items[part.item]
        for use in (*item.fields, *item.materials, *item.applicant):
            read |= use.when.keys
    assert set(package.questions) <= read


def test_a_reason_to_send_a_paper_back_is_one_that_the_window_offers() -> None:
    reasons = {reason for m in CATALOG.materials.values() for reason in m.reasons}
    codes = {code.removeprefix("reason.") for code in catalogue_of_texts() if code.startswith("reason.")}
    assert reasons
    assert reasons <= codes
