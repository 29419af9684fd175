"""The exact text of an adopted proposal: what it takes away, what it leaves as the author wrote it."""

import pytest

from clerk_tui.catalog.amend import Credit, amend
from clerk_tui.catalog.builtin import builtin_texts
from clerk_tui.catalog.model import Catalog, Item, join_key
from clerk_tui.catalog.parse import read_catalog
from clerk_tui.catalog.proposals import KINDS, Saving, saving
from clerk_tui.refusal import Refusal
from tests.catalog.passenger_vehicle import FILE, ITEM, texts

CREDIT = Credit("一号大厅", "1f0c", "drop_field")


def catalog_of(files: dict[str, str]) -> Catalog:
    reading = read_catalog(files)
    assert reading.sound, [f for f in reading.findings if f.severity == "error"]
    return reading.catalog


def item_of(files: dict[str, str], key: str = ITEM) -> Item:
    return catalog_of(files).items[key]


def amended(files: dict[str, str], kind: str, subject: str | None, key: str = ITEM, **more: str) -> dict[str, str]:
    made = amend(files, item_of(files, key), kind, subject, CREDIT, **more)
    return {**files, **made.texts}


def test_a_field_goes_and_nothing_else_moves() -> None:
    files = texts()
    made = amend(files, item_of(files), "drop_field", "jt.v_vin", CREDIT)
    assert made.file == FILE
    assert files[FILE].splitlines()[made.line - 1] == "      - jt.v_vin"
    gone = [line for line in made.diff.splitlines() if line.startswith("-") and not line.startswith("---")]
    come = [line for line in made.diff.splitlines() if line.startswith("+") and not line.startswith("+++")]
    assert gone == ["-      - jt.v_vin"]
    assert come == ["+    credits:", "+      - {hall: 一号大厅, proposal: 1f0c, kind: drop_field}"]
    after = item_of({**files, **made.texts})
    assert [ask.field for ask in after.fields] == [a.field for a in item_of(files).fields if a.field != "jt.v_vin"]
    assert [(c.hall, c.proposal) for c in after.credits] == [("一号大厅", "1f0c")]
    assert "# 35 proposals were made for it." in made.texts[FILE]


def test_a_paper_written_over_several_lines_goes_whole() -> None:
    files = texts()
    after = amended(files, "drop_material", "applicant.jt.v_registration")
    assert "jt.v_registration" not in after[FILE].partition("items:")[2]
    assert len(item_of(after).materials) == 9


def test_steps_written_or_not() -> None:
    files = texts()
    assert item_of(amended(files, "merge_steps", "number")).steps.count("number") == 3
    key = "ga.birth_registration"
    assert item_of(amended(files, "merge_steps", "sign", key), key).steps == ("number", "hand_in", "collect")


def test_an_e_certificate_is_written_to_the_paper() -> None:
    files = texts()
    subject = "applicant.jt.v_operator_licence"
    after = amended(files, "e_certificate", subject, certificate="ec.business_licence")
    assert catalog_of(after).materials["jt.v_operator_licence"].e_certificate == "ec.business_licence"
    with pytest.raises(Refusal, match=r"amend\.certificate"):
        amend(files, item_of(files), "e_certificate", subject, CREDIT)


def test_credits_add_up_and_other_changes_are_credited_too() -> None:
    files = texts()
    for subject in ("jt.v_vin", "jt.v_fuel"):
        files = amended(files, "drop_field", subject)
    files = amended(files, "other", None)
    assert len(item_of(files).credits) == 3


def test_what_is_not_there_is_refused() -> None:
    files = texts()
    with pytest.raises(Refusal, match=r"amend\.not_found"):
        amend(files, item_of(files), "drop_field", "jt.v_none", CREDIT)
    with pytest.raises(Refusal, match=r"amend\.not_found"):
        amend(builtin_texts(), item_of(files), "drop_field", "jt.v_vin", CREDIT)


def test_uses_of_built_in_items_can_be_dropped_however_they_are_written() -> None:
    """Eight items over all departments: short and long entries, lists in one line, groups of fields."""
    files = builtin_texts()
    items = catalog_of(files).items
    with_both = sorted(key for key, item in items.items() if item.fields and item.materials)
    for key in with_both[:: max(len(with_both) // 8, 1)]:
        item = items[key]
        ask, use = item.fields[0], item.materials[-1]
        for kind, subject in (
            ("drop_field", join_key(ask.of, ask.field)),
            ("drop_material", join_key(use.of, use.material)),
        ):
            after = read_catalog({**files, **amend(files, item, kind, subject, CREDIT).texts}).catalog.items[key]
            assert saving(after, kind, subject) == Saving()
            spared = saving(item, kind, subject)
            assert len(item.fields) - len(after.fields) == spared.fields
            assert len(item.materials) - len(after.materials) == spared.materials


def test_a_group_of_fields_is_written_out_without_the_dropped_one() -> None:
    files = {
        **texts(),
        "more.yaml": """\
groups:
  jt.g: [jt.v_vin, {field: jt.v_fuel, when: {jt.v_kind: x}}, jt.v_mass]
items:
  jt.grouped:
    name: 客车信息变更备案
    type: "20"
    promise_days: 1
    assumed: true
    results: [备案回执]
    fields: [applicant.jt.g, jt.v_seats]  # as one writes it
    materials: [applicant.ga.id_card]
""",
    }
    item = read_catalog(files).catalog.items["jt.grouped"]
    made = amend(files, item, "drop_field", "applicant.jt.v_mass", CREDIT)
    want = "    fields: [applicant.jt.v_vin, {field: jt.v_fuel, when: {jt.v_kind: x}, of: applicant}, jt.v_seats]  # as one writes it"
    assert want in made.texts["more.yaml"].splitlines()


def test_savings_count_what_one_case_is_spared() -> None:
    item = item_of(texts())
    assert saving(item, "drop_field", "jt.v_vin") == Saving(fields=1)
    assert saving(item, "drop_material", "jt.v_vehicle_photo") == Saving(materials=1)
    assert saving(item, "e_certificate", "jt.v_vehicle_photo") == Saving(materials=1)
    assert saving(item, "merge_steps", "pay") == Saving(steps=1)
    assert saving(item, "other", None) == Saving()
    assert set(KINDS) == {"drop_field", "drop_material", "e_certificate", "merge_steps", "other"}
