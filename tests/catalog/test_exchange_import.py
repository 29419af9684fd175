"""Rows of a list become items: what is taken, what is noted, and that nothing ever breaks."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clerk_tui.catalog.build import load_catalog, publish
from clerk_tui.catalog.builtin import builtin_texts
from clerk_tui.catalog.exchange import exporting
from clerk_tui.catalog.exchange.cells import Note
from clerk_tui.catalog.exchange.codes import profile_of
from clerk_tui.catalog.exchange.columns import COLUMNS, find_layout, national_name
from clerk_tui.catalog.exchange.importing import Importer
from clerk_tui.catalog.exchange.keys import Keys
from clerk_tui.catalog.exchange.mapping import ListMapping, Tree, mapping_of_yaml
from clerk_tui.catalog.exchange.tree import layout_of, rows_of
from clerk_tui.catalog.model import Catalog, Item
from clerk_tui.catalog.parse import Reading, read_catalog
from clerk_tui.refusal import Refusal

BASE = read_catalog(builtin_texts()).catalog
UNIT = "11440100007482575H"
HEADER = ["实施主体", "事项名称", "基本编码", "实施编码", "事项类型", "承诺时限", "法定时限", "申请材料"]


class Imported:
    """One import of a table into texts."""

    def __init__(
        self,
        rows: Sequence[Sequence[str]],
        keys: Keys | None = None,
        mapping: ListMapping | None = None,
        *,
        alone: bool = False,
    ) -> None:
        self.keys = Keys.from_json((keys or Keys()).to_json(), "")
        self.texts: dict[str, str] = {}
        mapping = mapping or ListMapping()
        items: dict[str, list[str]] = {}
        importer = Importer(
            BASE,
            self.keys,
            mapping,
            profile_of(mapping.profile),
            lambda d, t: items.setdefault(d, []).append(t),
            alone=alone,
        )
        layout = find_layout(rows, mapping.columns, mapping.header_row)
        assert layout is not None
        importer.begin("")
        self.notes: dict[int, list[Note]] = {}
        for number, row in enumerate(rows[layout.row + 1 :], start=layout.row + 2):
            if found := importer.row(layout, "list.csv", number, row):
                self.notes[number] = found
        importer.finish()
        self.importer = importer
        heads = importer.heads()
        for department in sorted({*items, *heads}):
            inside = "items:\n" + "".join(items[department]) if department in items else ""
            self.texts[f"{department}.yaml"] = heads.get(department, "") + inside
        self.texts["shared.yaml"] = importer.shared()
        self.texts["listed.yaml"] = importer.listed()
        self.alone = alone

    def codes(self, row: int) -> list[str]:
        """The codes of a row's notes."""
        return [n.code.removeprefix("exchange.") for n in self.notes.get(row, [])]

    def reading(self) -> Reading:
        """What `catalog check` reads."""
        base: Mapping[str, str] = {} if self.alone else {f"builtin/{k}": v for k, v in builtin_texts().items()}
        return read_catalog({**self.texts, **base})

    def items(self) -> dict[str, Item]:
        """The imported items by name."""
        reading = self.reading()
        assert [f for f in reading.findings if f.severity == "error"] == []
        new = reading.catalog.items.keys() - (set() if self.alone else BASE.items.keys())
        return {i.name: i for k, i in reading.catalog.items.items() if k in new}


def table(*rows: Sequence[str]) -> list[Sequence[str]]:
    return [HEADER, *rows]


def row(name: str, department: str = "区林业局", **values: str) -> list[str]:
    texts = {"事项名称": name, "实施主体": department, **values}
    return [texts.get(h, "") for h in HEADER]


def test_a_row_becomes_an_item() -> None:
    code = UNIT + "3440164002000"
    done = Imported(
        table(
            row(
                "样例许可",
                实施编码=code,
                承诺时限="5个工作日",
                法定时限="20日",
                申请材料="1.身份证（复印件1份）\n2.采伐申请表",
            )
        )
    )
    item = done.items()["样例许可"]
    assert (item.key, item.type, item.promise_days) == ("lyj.c440164002000", "01", 5)
    assert (item.legal_days, item.legal_unit, item.clock_rule) == (20, "working_days", "licence")
    assert (item.promise_assumed, item.legal_assumed, item.form_assumed) == (False, True, True)
    assert [(m.material, m.original, m.copies) for m in item.materials] == [
        ("ga.id_card", False, 1),
        ("lyj.m0001", True, 0),
    ]
    assert item.elements.task_code == code
    catalog = done.reading().catalog
    assert catalog.departments["lyj"].name == "区林业局"
    assert catalog.materials["lyj.m0001"].kind == "form"
    assert done.importer.new_departments == ["lyj"]


def test_departments_are_carried_down_and_rows_across_name_them() -> None:
    done = Imported(
        table(row("甲类登记"), row("乙类登记", department=""), ["二、区市监局（2项）"], row("丙类登记", department=""))
    )
    assert {n: i.department for n, i in done.items().items()} == {
        "甲类登记": "lyj",
        "乙类登记": "lyj",
        "丙类登记": "sj",
    }
    assert done.importer.totals.carried == 2


def test_papers_of_a_merged_row_belong_to_the_item_above() -> None:
    done = Imported(table(row("甲类登记", 申请材料="申请书"), row("", department="", 申请材料="图纸"), row("乙类登记")))
    assert len(done.items()["甲类登记"].materials) == 2


def test_what_the_list_does_not_say_is_assumed() -> None:
    done = Imported(table(row("甲类登记")))
    item = done.items()["甲类登记"]
    assert item.promise_assumed
    assert item.form_assumed
    assert done.codes(2) == ["no_type"]


def test_errors_are_collected_and_leave_their_rows_out() -> None:
    done = Imported(
        table(
            row("甲类登记"),
            row("", 承诺时限="3"),
            row("乙类登记", 承诺时限="看情况"),
            row("丙类登记", 承诺时限="30个工作日", 法定时限="20个工作日", 事项类型="行政许可"),
            row("丁类登记", 实施编码="1.14401E+30"),
            row("甲类登记"),
            row("戊类登记"),
        )
    )
    assert set(done.items()) == {"甲类登记", "戊类登记"}
    errors = {at: [n.code for n in found if n.severity == "error"] for at, found in done.notes.items()}
    assert {at: codes for at, codes in errors.items() if codes} == {
        3: ["exchange.no_name"],
        4: ["exchange.period"],
        5: ["exchange.promise_above"],
        6: ["exchange.code_rounded"],
        7: ["exchange.double"],
    }


def test_codes_are_made_plain_and_each_change_is_told() -> None:
    code = UNIT + "3440164002000"
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code.lower())
    done = Imported(table(row("样例许可", 实施编码=wide)))
    told = [n for n in done.notes[2] if n.code == "exchange.normalised"]
    assert [(n.column, n.details["old"], n.details["new"]) for n in told] == [("实施编码", wide, code)]
    assert done.items()["样例许可"].elements.task_code == code


def test_a_form_of_code_that_nobody_knows_is_kept() -> None:
    done = Imported(table(row("甲类登记", 实施编码="x-1")))
    assert "code_form" in done.codes(2)
    assert done.items()["甲类登记"].elements.task_code == "X-1"


def test_an_item_of_the_catalogue_is_not_written_again() -> None:
    done = Imported(table(row("出生登记", department="县公安局")))
    assert done.codes(2)[-1] == "existing"
    assert done.items() == {}
    assert not any(done.texts.values())


BIRTH = "ga.birth_registration"
BIRTH_CODE = UNIT + "3440109001000"


def birth(name: str = "出生登记", **values: str) -> list[str]:
    return row(name, department="县公安局", 实施编码=BIRTH_CODE, 事项类型="行政确认", 承诺时限="即办", **values)


def test_what_a_list_says_of_an_item_of_the_catalogue_is_laid_over_it() -> None:
    done = Imported(table(birth(基本编码="440109001000", 法定时限="30日")))
    assert done.codes(2)[-1] == "laid"
    assert done.items() == {}
    assert (done.importer.totals.existing, done.importer.totals.laid) == (1, 1)
    reading = done.reading()
    assert [f for f in reading.findings if f.severity == "error"] == []
    before, item = BASE.items[BIRTH], reading.catalog.items[BIRTH]
    assert item.elements.codes == ("440109001000", BIRTH_CODE)
    assert (item.promise_days, item.promise_assumed, item.immediate) == (0, False, True)
    assert (item.legal_days, item.legal_unit, item.legal_assumed) == (30, "days", True)
    # The rest is the item's own.
    assert (item.fields, item.materials, item.basis, item.name) == (
        before.fields,
        before.materials,
        before.basis,
        before.name,
    )
    again = Imported(table(birth(基本编码="440109001000", 法定时限="30日")), done.keys)
    assert (again.texts, again.keys.to_json()) == (done.texts, done.keys.to_json())


def test_a_promise_of_the_list_is_assumed_no_more_also_when_published() -> None:
    before = BASE.items["ga.dog_permit"]
    assert before.assumed
    done = Imported(table(row(before.name, department="县公安局", 基本编码="440109001009", 承诺时限="2个工作日")))
    reading = done.reading()
    assert [f for f in reading.findings if f.severity == "error"] == []
    for catalog in (reading.catalog, load_catalog(publish(reading.catalog))):
        item = catalog.items[before.key]
        assert (item.promise_days, item.promise_assumed, item.form_assumed, item.assumed) == (2, False, True, False)


def test_an_item_of_the_catalogue_is_known_again_by_its_code() -> None:
    done = Imported(table(birth()))
    again = Imported(table(birth("新生儿落户")), done.keys)
    assert again.codes(2)[-1] == "laid"
    assert (again.items(), again.texts) == ({}, done.texts)


def test_of_two_rows_of_one_item_the_first_counts() -> None:
    other = UNIT + "3440109001999"
    done = Imported(table(birth(), [*birth()[:3], other, *birth()[4:]]))
    assert (done.codes(2)[-1], done.codes(3)[-1]) == ("laid", "listed_twice")
    assert done.reading().catalog.items[BIRTH].elements.task_code == BIRTH_CODE


def test_a_promise_beyond_the_law_of_the_item_is_left_out() -> None:
    key = "rs.injury_recognition"
    item = BASE.items[key]
    assert item.legal_days is not None
    too_long = row(
        item.name, department="县人社局", 基本编码="440114001000", 事项类型="行政确认", 承诺时限="50个工作日"
    )
    done = Imported(table(too_long))
    assert done.codes(2)[-2:] == ["period_kept", "laid"]
    reading = done.reading()
    assert [f for f in reading.findings if f.severity == "error"] == []
    assert reading.catalog.items[key].promise_days == item.promise_days
    assert reading.catalog.items[key].elements.catalog_code == "440114001000"


def test_two_items_of_one_name_are_told_apart_by_their_codes() -> None:
    done = Imported(table(row("甲类登记", 基本编码="440764002001"), row("甲类登记", 基本编码="440764002002")))
    assert set(done.items()) == {"甲类登记", "甲类登记（440764002002）"}
    assert done.codes(3) == ["name_twice"]


def test_the_same_list_gives_the_same_files_and_a_new_name_keeps_its_key() -> None:
    code = UNIT + "3440164002000"
    before = Imported(table(row("样例许可", 实施编码=code), row("样例乙登记"), row("甲类登记", 申请材料="图纸")))
    again = Imported(
        table(row("样例许可", 实施编码=code), row("样例乙登记"), row("甲类登记", 申请材料="图纸")), before.keys
    )
    assert (again.texts, again.keys.to_json()) == (before.texts, before.keys.to_json())
    changed = Imported(table(row("甲类登记", 申请材料="图纸"), row("样例核发", 实施编码=code)), before.keys)
    assert changed.items()["样例核发"].key == before.items()["样例许可"].key
    gone = Imported(table(row("样例乙", 实施编码=UNIT + "3440164002001")), changed.keys)
    assert gone.items()["样例乙"].key not in {i.key for i in before.items().values()}


def test_an_item_that_gets_a_code_keeps_the_key_it_had_by_name() -> None:
    before = Imported(table(row("样例乙登记")))
    after = Imported(table(row("样例乙登记", 实施编码=UNIT + "3440164002000")), before.keys)
    assert after.items()["样例乙登记"].key == before.items()["样例乙登记"].key


def test_periods_are_read_as_the_law_counts() -> None:
    done = Imported(
        table(
            row("甲类许可", 承诺时限="20日", 法定时限="20日", 事项类型="行政许可"),
            row("乙类登记", 承诺时限="20日", 事项类型="公共服务"),
            row("丙类登记", 承诺时限="即办", 事项类型="公共服务"),
            row("丁类许可", 承诺时限="30个工作日", 法定时限="45个工作日", 事项类型="行政许可"),
            row("戊类登记", 承诺时限="20个工作日", 法定时限="20日", 事项类型="公共服务"),
        )
    )
    items = done.items()
    assert (items["甲类许可"].promise_days, items["甲类许可"].legal_unit) == (20, "working_days")
    assert items["乙类登记"].promise_days == 14
    assert items["丙类登记"].immediate
    assert items["丁类许可"].clock_rule == "own"
    assert items["戊类登记"].legal_unit == "working_days"
    assert [done.codes(n) for n in (3, 5, 6)] == [["converted"], ["own_clock"], ["as_working_days"]]


def test_a_mapping_file_names_columns_and_departments() -> None:
    mapping = mapping_of_yaml(
        "columns: {办啥: 事项名称, 几天: promise_day, 经办: ~}\ndepartments: {三科: 公安局}\ndepartment: 三科\nprofile: 广东\n",
        "m.yaml",
    )
    done = Imported([["办啥", "几天", "经办"], ["样例甲登记", "3", "某人"]], mapping=mapping)
    assert [(i.department, i.promise_days) for i in done.items().values()] == [("ga", 3)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("columns: {甲: 什么}", 1),
        ("a: 1", 1),
        ("codes:\n  task_code: '['", 1),
        ("- 1", 1),
        ("columns:\n  甲: [", 2),
        ("sheets: 3", 1),
    ],
)
def test_a_wrong_mapping_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(Refusal) as refused:
        mapping_of_yaml(text, "m.yaml")
    assert refused.value.code == "exchange.mapping_wrong"
    assert refused.value.details["line"] >= line


def test_a_json_list_of_departments_with_nested_items() -> None:
    value = [
        {
            "name": "公安局",
            "children": [
                {
                    "title": "样例甲登记",
                    "code": UNIT + "3440709002000",
                    "limit": "5个工作日",
                    "papers": [{"n": "照片"}, {"n": "申请书"}],
                },
                {"title": "户政", "children": [{"title": "样例丙证明", "limit": "即办", "free": True}]},
            ],
        },
        {"name": "林业局", "children": None},
        7,
    ]
    elements = {"title": "task_name", "code": "task_code", "limit": "承诺时限", "papers": "申请材料"}
    tree = Tree(elements=elements, material="n")
    done = Imported([layout_of(tree).headers, *rows_of(tree, value)], mapping=ListMapping(json=tree))
    items = done.items()
    assert (items["样例甲登记"].promise_days, len(items["样例甲登记"].materials)) == (5, 2)
    assert items["样例丙证明"].immediate
    with pytest.raises(Refusal):
        list(rows_of(Tree(departments="a.b"), {"a": {"b": 3}}))


def same(one: Catalog, other: Catalog) -> None:
    assert other.items.keys() == one.items.keys()
    for key, item in one.items.items():
        back = other.items[key]
        assert back.name == item.name
        assert back.elements.codes == item.elements.codes
        assert back.aliases == item.aliases
        assert back.promise_days == item.promise_days
        assert (back.promise_assumed, back.immediate) == (item.promise_assumed, item.immediate)
        assert (back.legal_days, back.legal_unit) == (item.legal_days, item.legal_unit)
        names = {one.materials[m.material].name for m in item.materials}
        assert {other.materials[m.material].name for m in back.materials} == names
        assert [r.name for r in back.results] == [r.name for r in item.results]
        assert back.type == item.type


def test_the_built_in_catalogue_comes_back_as_it_was_exported() -> None:
    done = Imported([exporting.header(), *exporting.rows(BASE)], alone=True)
    assert [n for found in done.notes.values() for n in found if n.severity == "error"] == []
    reading = done.reading()
    assert [f for f in reading.findings if f.severity == "error"] == []
    same(BASE, reading.catalog)
    again = Imported([exporting.header(), *exporting.rows(BASE)], done.keys, alone=True)
    assert again.texts == done.texts


def test_beside_the_built_in_catalogue_its_own_export_adds_nothing() -> None:
    done = Imported([exporting.header(), *exporting.rows(BASE)])
    assert (done.importer.totals.items, done.importer.totals.existing) == (0, len(BASE.items))


WORDS = [
    "公安局",
    "区林业局",
    "出生登记",
    "甲类登记",
    "5个工作日",
    "20日",
    "即办",
    "行政许可",
    "是",
    "无",
    "身份证；户口簿",
    UNIT + "3440164002000",
    "440164002000",
    "=1+1",
    "3",
    "1.身份证（复印件2份）",
    "（）",
    "的",
    "县级",
    "自然人",
]
CELL = st.one_of(st.just(""), st.sampled_from(WORDS), st.text(max_size=12))


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from([True, True, True, False]))
def test_no_row_breaks_an_import_and_what_it_writes_is_sound(data: st.DataObject, alone: bool) -> None:
    names = data.draw(st.lists(st.sampled_from([e for e in COLUMNS if e != "task_name"]), unique=True, max_size=12))
    header = [national_name(e) for e in ["task_name", "dept_name", *(n for n in names if n != "dept_name")]]
    rows = data.draw(st.lists(st.lists(CELL, max_size=len(header) + 1), max_size=8))
    done = Imported([header, *rows], alone=alone)
    reading = done.reading()
    assert [(f.code, f.details) for f in reading.findings if f.severity == "error"] == []
    again = Imported([header, *rows], done.keys, alone=alone)
    assert (again.texts, again.keys.to_json()) == (done.texts, done.keys.to_json())
    assert {k: [n.code for n in v] for k, v in again.notes.items()} == {
        k: [n.code for n in v] for k, v in done.notes.items()
    }
