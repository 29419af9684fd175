"""Authors are told everything that is wrong: where, what, and how to mend it."""

import pytest

from clerk_tui.catalog.builtin import builtin_texts
from clerk_tui.catalog.parse import CatalogWrong, parse_catalog, read_catalog
from clerk_tui.texts import text

BASE = """\
departments:
  ga: {code: GA, name: 公安局, name_en: Police}
parties:
  applicant: {name: 申请人, name_en: Applicant}
fields:
  person.name: {name: 姓名, name_en: Name, type: name}
  ga.way:
    name: 方式
    name_en: Way
    type: choice
    options:
      - {value: one, name: 甲, name_en: One}
      - {value: two, name: 乙, name_en: Two}
materials:
  ga.card: {name: 身份证}
"""
ITEM = """\
items:
  ga.first:
    name: 第一项
    department: ga
    type: "07"
    promise_days: 1
    questions: [ga.way]
    fields: [applicant.person.name]
    materials:
      - {material: ga.card, of: applicant, when: {ga.way: one}}
"""


def findings(*files: str) -> list[tuple[str, int, str]]:
    """File, line and code of each finding; every sentence must exist in both languages."""
    reading = read_catalog({f"{place}.yaml": content for place, content in enumerate(files)})
    for one in reading.findings:
        assert text(one.code, "zh", **one.details)
        assert text(one.code, "en", **one.details)
    return [(f.place.file, f.place.line, f.code) for f in reading.findings]


def test_the_built_in_catalogue_has_nothing_wrong() -> None:
    assert read_catalog(builtin_texts()).findings == ()


def test_a_small_catalogue_is_read() -> None:
    assert findings(BASE, ITEM) == []
    item = parse_catalog({"a": BASE, "b": ITEM}).items["ga.first"]
    assert (item.name, item.fields[0].of, item.fields[0].field) == ("第一项", "applicant", "person.name")


@pytest.mark.parametrize(
    ("before", "after", "line", "code"),
    [
        ("promise_days: 1", "promise_day: 1", 6, "catalog.unknown_key"),
        ("promise_days: 1", "promise_days: soon", 6, "catalog.not_a_number"),
        ('    type: "07"\n', "", 2, "catalog.missing_key"),
        ('type: "07"', "type: 7", 5, "catalog.not_text"),
        ("{material: ga.card, of", "{material: ga.crad, of", 10, "catalog.no_such"),
        ("{ga.way: one}", "{ga.way: three}", 10, "catalog.when_value"),
        ("{ga.way: one}", "{ga.wya: one}", 10, "catalog.when_key"),
        ("{ga.way: one}", "{ga.way: {age_from: 3}}", 10, "catalog.when_age"),
        ("department: ga", "department: gb", 4, "catalog.no_such"),
        ("    questions", "    legal_days: 0.5\n    questions", 6, "catalog.promise_too_long"),
        (
            "    questions",
            "    conditions: [{key: a, name: 甲, holds: {ga.way: one}}]\n    questions",
            7,
            "catalog.no_basis",
        ),
        ("    questions", "    from: 2026-02-01\n    until: 2026-01-01\n    questions", 8, "catalog.until_before_from"),
        ("    questions", "    clock_rule: licens\n    questions", 7, "catalog.not_one_of"),
        ("questions: [ga.way]", "questions: [person.name, ga.way]", 7, "catalog.question_type"),
        ("of: applicant, when", "of: applicant, value_of: [ga.way], when", 10, "catalog.value_not_asked"),
        ("  ga.first:", "  first:", 2, "catalog.bad_key"),
        ("    name: 第一项", "    name: 第一项\n    name: 又一项", 4, "catalog.duplicate_key"),
        ("items:", "itmes:", 1, "catalog.unknown_key"),
    ],
)
def test_a_mistake_is_named_with_its_line(before: str, after: str, line: int, code: str) -> None:
    assert before in ITEM
    assert ("1.yaml", line, code) in findings(BASE, ITEM.replace(before, after, 1))


@pytest.mark.parametrize(
    ("before", "after", "line", "code"),
    [
        ("    name: 第一项", "    name：第一项", 3, "catalog.yaml_wide_colon"),
        ("    name: 第一项", "    name:第一项", 3, "catalog.yaml_no_blank"),
        ("    name: 第一项", "\tname: 第一项", 3, "catalog.yaml_tab"),
        ("    department: ga", "   department: ga", 4, "catalog.yaml_indent"),
        ("    department: ga", "     department: ga", 4, "catalog.yaml_indent"),
        ("questions: [ga.way]", "questions: [ga.way", 7, "catalog.yaml_bracket"),
        ('type: "07"', 'type: "07', 5, "catalog.yaml_quote"),
        ("applicant, when", "applicant，when", 10, "catalog.yaml_wide_mark"),
        ("promise_days: 1", "promise_days: 1\n    immediate: maybe", 7, "catalog.not_true"),
        ("promise_days: 1", "promise_days: 1\n    from: soon", 7, "catalog.not_a_day"),
        ("questions: [ga.way]", "questions: ga.way", 7, "catalog.not_a_list"),
    ],
)
def test_a_slip_of_the_hand_is_named_where_it_is(before: str, after: str, line: int, code: str) -> None:
    assert before in ITEM
    assert ("1.yaml", line, code) in findings(BASE, ITEM.replace(before, after, 1))


def test_the_nearest_right_key_is_offered() -> None:
    reading = read_catalog({"a": BASE, "b": ITEM.replace("promise_days", "promise_day")})
    wrong = next(f for f in reading.findings if f.code == "catalog.unknown_key")
    assert wrong.details == {"key": "promise_day", "near": "promise_days"}
    assert wrong.place.column == 5


def test_all_findings_of_all_files_come_at_once() -> None:
    found = findings(
        BASE.replace("name_en: Police", "nome_en: x"), ITEM.replace("ga.card, of", "ga.crad, of").replace("gb", "gb")
    )
    assert {file for file, _, _ in found} == {"0.yaml", "1.yaml"}


def test_a_key_is_used_once_in_the_whole_catalogue() -> None:
    assert ("2.yaml", 2, "catalog.defined_twice") in findings(BASE, ITEM, "materials:\n  ga.card: {name: 又一张}\n")
    assert ("2.yaml", 2, "catalog.key_in_two_groups") not in findings(
        BASE, ITEM, "materials:\n  ga.other: {name: 另一张}\n"
    )
    assert "catalog.key_in_two_groups" in {
        c for _, _, c in findings(BASE, ITEM, "materials:\n  ga.first: {name: 又一张}\n")
    }


def test_prerequisites_may_not_form_a_circle() -> None:
    second = ITEM.replace("ga.first", "ga.second").replace("第一项", "第二项")
    package = """\
packages:
  both:
    name: 两项
    name_en: Both
    lead: ga
    items:
      - {item: ga.first, requires: [ga.second]}
      - {item: ga.second, requires: [ga.first]}
"""
    assert "catalog.circle" in {code for _, _, code in findings(BASE, ITEM, second, package)}
    sound = package.replace("requires: [ga.second]", "requires: []")
    assert "catalog.circle" not in {code for _, _, code in findings(BASE, ITEM, second, sound)}
    outside = sound.replace("requires: [ga.first]", "requires: [ga.third]")
    assert ("3.yaml", 8, "catalog.requires_outside") in findings(BASE, ITEM, second, outside)


@pytest.mark.parametrize(
    "broken",
    [
        "items: [",
        "items:\n\tx: 1",
        "a: b: c",
        "items: 3",
        "- 1",
        "items:\n  ga.x: 5",
        "\x00",
        "items:\n  ga.x: {key: ga.x}",
    ],
)
def test_broken_files_get_a_finding_not_a_traceback(broken: str) -> None:
    assert findings(BASE, broken)


def test_parse_raises_with_all_findings() -> None:
    with pytest.raises(CatalogWrong) as wrong:
        parse_catalog({"a": BASE, "b": "itmes: {}\npackges: {}\n"})
    assert len(wrong.value.findings) >= 2


def test_codes_stay_text() -> None:
    read = parse_catalog({"a": BASE, "b": ITEM.replace('"07"', "07")})
    assert read.items["ga.first"].type == "07", "a leading zero is no octal number here"


def test_a_group_of_fields_stands_for_its_members() -> None:
    groups = "groups:\n  person.both: [person.name, {field: ga.note, when: {ga.way: two}}]\n"
    note = "fields:\n  ga.note: {name: 备注, name_en: Note, type: text}\n"
    asked = ITEM.replace(
        "[applicant.person.name]", "[applicant.person.both, {of: applicant, field: person.name, required: false}]"
    )
    item = parse_catalog({"a": BASE, "b": asked, "c": groups, "d": note}).items["ga.first"]
    assert [(a.of, a.field, a.required) for a in item.fields] == [
        ("applicant", "ga.note", True),
        ("applicant", "person.name", False),
    ], "what the item asks by itself stands instead of the group's"
    wrong = groups.replace("ga.note", "ga.nota")
    assert ("1.yaml", 8, "catalog.no_such") in findings(BASE, asked, wrong, note)


def test_what_follows_from_an_item_need_not_be_written() -> None:
    text = ITEM.replace("    department: ga\n", "").replace('"07"', '"01"')
    text = text.replace(
        "    questions", "    assumed: true\n    results: [{name: 登记, collect: false}]\n    questions"
    )
    item = parse_catalog({"a": BASE, "b": text}).items["ga.first"]
    assert (item.department, item.clock_rule, item.promise_assumed, item.form_assumed) == ("ga", "licence", True, True)
    assert "collect" not in item.steps


@pytest.mark.parametrize(
    ("content", "place", "code"),
    [
        ("listed:\n  ga.frist: {promise_days: 1}\n", (2, 3), "catalog.no_such"),
        ("listed:\n  ga.first: {promise_day: 1}\n", (2, 14), "catalog.unknown_key"),
        ("listed:\n  ga.first: {elements: {task_cod: A}}\n", (2, 25), "catalog.unknown_key"),
        ("listed:\n  ga.first: {key: ga.second}\n", (2, 14), "catalog.unknown_key_of"),
        ("listed:\n  ga.first: {promise_days: 900}\n", (2, 14), "catalog.not_in_range"),
        ("listed:\n  ga.first: 3\n", (2, 3), "catalog.not_a_mapping"),
        ("listed: [ga.first]\n", (1, 1), "catalog.not_a_mapping"),
        # What is wrong of the item for what was laid over it is shown there.
        ("listed:\n  ga.first:\n    legal_days: 90\n", (3, 5), "catalog.no_legal_basis"),
    ],
)
def test_what_is_laid_over_an_item_is_checked_where_it_stands(content: str, place: tuple[int, int], code: str) -> None:
    reading = read_catalog({"a.yaml": BASE + ITEM, "listed.yaml": content})
    found = {(f.place.line, f.place.column, f.code) for f in reading.findings if f.place.file == "listed.yaml"}
    assert (*place, code) in found


def test_what_is_laid_over_an_item_takes_the_place_of_its_own() -> None:
    over = "listed:\n  ga.first: {promise_days: 2, elements: {task_code: A1}}\n"
    reading = read_catalog({"a-before.yaml": over, "b.yaml": BASE + ITEM})
    item = reading.catalog.items["ga.first"]
    assert (item.promise_days, item.elements.task_code, item.name) == (2, "A1", "第一项")
    twice = read_catalog({"a.yaml": over, "b.yaml": BASE + ITEM, "c.yaml": over})
    assert "catalog.defined_twice" in [f.code for f in twice.findings if f.place.file == "c.yaml"]
