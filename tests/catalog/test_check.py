"""Each kind of mistake in what a catalogue says is found, and named where it stands."""

from pathlib import Path

import pytest

from clerk_tui.catalog.check_content import cells
from clerk_tui.catalog.parse import read_catalog
from clerk_tui.texts import text

SAMPLE = Path(__file__).with_name("sample.yaml").read_text(encoding="utf-8")

ROWS = next(line for line in SAMPLE.splitlines() if line.startswith("  ga.tall:"))
HEIGHT = "ga.height: {name: 身高, name_en: Height, type: number}"
SECOND = "      - {material: ga.card, of: applicant, given_by: ga.first}\n"


def found(content: str) -> dict[str, tuple[int, str]]:
    """Line and severity by code; every finding has its sentence in both languages."""
    reading = read_catalog({"a.yaml": content})
    for one in reading.findings:
        assert text(one.code, "zh", **one.details)
        assert text(one.code, "en", **one.details)
    return {f.code: (f.place.line, f.severity) for f in reading.findings}


def test_the_sample_is_right() -> None:
    assert found(SAMPLE) == {}


@pytest.mark.parametrize(
    ("before", "after", "code", "severity"),
    [
        ("name: 另外的事项\n    department: mz", "name: 第一个（事项）\n    department: ga", "catalog.same_name", "error"),
        ("  mz.second:\n    name: 另外的事项", "  mz.second:\n    name: 第一个老事项", "catalog.similar_name", "warning"),
        ("ga.height: {name: 身高, name_en: Height, type: number}", "ga.height: {name: 姓名, name_en: N, type: name}", "catalog.same_name", "error"),
        ("bank.no: {name: 账号, name_en: Account, type: bank_account}\n", "bank.no: {name: 账号, name_en: Account, type: bank_account}\n  bank.card: {name: 银行卡号, name_en: Card, type: bank_account}\n", "catalog.one_meaning", "warning"),
        ("yh.account: {name: 银行卡,", "yh.account: {name: 户口本,", "catalog.one_meaning", "warning"),
        ("yh.account: {name: 银行卡,", "yh.account: {name: 户口簿,", "catalog.same_name", "error"),
        (", authority: 公安机关", "", "catalog.nobody_issues", "error"),
        ("{name: 身份证, e_certificate: ec.card}", "{name: 身份证, e_certificate: ec.other}", "catalog.no_such", "error"),
        ("    promise_days: 3\n", "    promise_days: 11\n", "catalog.promise_too_long", "error"),
        ("    promise_days: 3\n    legal_days: 10\n    legal_basis: 《某法》第一条\n", "    promise_days: 21\n", "catalog.promise_too_long", "error"),
        ("legal_days: 10\n    legal_basis: 《某法》第一条", "legal_days: 60", "catalog.legal_too_long", "error"),
        ("    legal_basis: 《某法》第一条\n", "", "catalog.no_legal_basis", "error"),
        ("    legal_days: 10\n", "    legal_days: 4\n    legal_unit: days\n", "catalog.promise_too_long", "error"),
        ("{name: 听证, basis: 《某法》第二条}", "{name: 听证}", "catalog.uncounted_basis", "error"),
        ("material: ga.card}]", "material: ga.card, ways: []}]", "catalog.never_collected", "error"),
        ("material: ga.card}]", "material: ga.card}]\n    steps: [number, hand_in]", "catalog.never_collected", "error"),
        ("e_certificate: ec.card, material: ga.card}]", "ways: [electronic]}]", "catalog.electronic_without", "error"),
        ("{name: 补贴, collect: false}]", "{name: 补贴, collect: false}]\n    steps: [number, collect]", "catalog.collects_nothing", "warning"),
        ("name_en: Applicant}", "}", "catalog.no_english", "error"),
        ("name: 按甲方式, name_en: Way one", "name: 按甲方式", "catalog.no_english", "error"),
        ("name: 两样一件事", "name: " + "很长的名称" * 5, "catalog.too_wide", "warning"),
        ("name_en: Height", "name_en: " + "very long " * 9, "catalog.too_wide", "warning"),
        ("{above: 200}", "{age_from: 3}", "catalog.when_age", "error"),
        (ROWS, ROWS.replace("type: rows", "type: text"), "catalog.rows_type", "error"),
        (HEIGHT, HEIGHT.replace("type: number", "type: rows"), "catalog.rows_type", "error"),
        (ROWS, ROWS.replace("row_en: Person, ", ""), "catalog.no_english", "error"),
        (ROWS, ROWS.replace("max: 3", "min: 4, max: 3"), "catalog.rows_limits", "error"),
        (ROWS, ROWS.replace("[ga.height]", "[ga.height, ga.tall]"), "catalog.row_in_row", "error"),
        (ROWS, ROWS.replace("[ga.height]", "[ga.height, ga.height]"), "catalog.duplicate_key", "error"),
        (ROWS, ROWS.replace("[ga.height]", "[ga.height, ga.wide]"), "catalog.no_such", "error"),
        (ROWS, ROWS.replace("[ga.height]", "[{field: ga.height, when: {person.name: x}}]"), "catalog.when_key", "error"),
        (ROWS, ROWS.replace("{field: ga.height, is", "{field: bank.no, is"), "catalog.sum_field", "error"),
        (ROWS, ROWS.replace("ga.height", "bank.no"), "catalog.sum_number", "error"),
        (ROWS, ROWS.replace("is: 100", "is: 很多"), "catalog.bad_value", "error"),
        (SECOND, SECOND.replace("}\n", ", when: {applicant.ga.tall: x}}\n"), "catalog.when_rows", "error"),
        ("value_of: [bank.no]", "value_of: [ga.tall]", "catalog.value_not_asked", "error"),
        ("{age_from: 16}", "{above: 16}", "catalog.when_number", "error"),
        ("{age_from: 16}", "{}", "catalog.bad_value", "error"),
        ("until: 2030-01-01", "from: 2031-01-01, until: 2030-01-01", "catalog.until_before_from", "error"),
        ("    lead: ga\n", "    lead: ga\n    suspended: {since: 2026-02-01, back: 2026-01-01, reason: 停}\n", "catalog.suspended_back", "error"),
        ("    acting: visit.who\n    promise_days: 2\n", "    promise_days: 2\n    applicant: child\n", "catalog.key_department", None),
        ("applicant.person.both, applicant.ga.height]", "applicant.person.both, applicant.ga.height, applicant.ga.height]", "catalog.asked_twice", "error"),
        ("    type: \"05\"\n", "    type: \"05\"\n    elements: {limit_scene_num: 1, limit_scene_explain: 无}\n", "catalog.scene_reason", "error"),
        ("    type: \"05\"\n", "    type: \"05\"\n    elements: {limit_scene_num: 0, limit_scene_explain: 本人到场}\n", "catalog.scene_reason", "error"),
        ("groups:\n  person.both: [", "groups:\n  person.both: x\n  person.two: [", "catalog.not_a_list", "error"),
        ("items:\n  ga.first", "retired: [ga.first]\nitems:\n  ga.first", "catalog.key_retired", "error"),
        ("    acting: visit.who\n    questions: [ga.way, mz.wanted]", "    questions: [ga.way, mz.wanted]", "catalog.nobody_acts", None),
    ],
)  # fmt: skip
def test_a_mistake_is_found(before: str, after: str, code: str, severity: str | None) -> None:
    assert before in SAMPLE
    content = SAMPLE.replace(before, after, 1)
    if severity is None:
        assert code not in found(content), "this is allowed"
        return
    line, how = found(content)[code]
    assert how == severity
    changed = [
        at
        for at, (old, new) in enumerate(zip(SAMPLE.splitlines(), content.splitlines(), strict=False), 1)
        if old != new
    ]
    assert line >= changed[0] - 12, "it is named near where it stands"


def test_nobody_acts_for_an_applicant_of_its_own() -> None:
    content = SAMPLE.replace(
        "    acting: visit.who\n    promise_days: 2\n", "    promise_days: 2\n    applicant: child\n"
    )
    content = content.replace(
        "    acting: visit.who\n    questions: [ga.way, mz.wanted]", "    questions: [ga.way, mz.wanted]"
    )
    assert found(content)["catalog.nobody_acts"][1] == "error"


def test_cells_of_chinese_and_latin_text() -> None:
    assert [cells(word) for word in ("", "ab", "户口", "ａ户1")] == [0, 2, 4, 5]
