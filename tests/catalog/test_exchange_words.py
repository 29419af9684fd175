"""Lists in national element names: headers, periods, codes, papers, departments, one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_tui.catalog.exchange.cells import clean, split_outside, yes_no
from clerk_tui.catalog.exchange.codes import look_at, only_basic, plain_code, profile_of, profiles, type_in
from clerk_tui.catalog.exchange.columns import COLUMNS, find_layout
from clerk_tui.catalog.exchange.departments import DepartmentNames
from clerk_tui.catalog.exchange.keys import Keys
from clerk_tui.catalog.exchange.papers import MOST_COPIES, Paper, read_papers, write_papers
from clerk_tui.catalog.exchange.periods import Period, in_words, read_period, working_days
from clerk_tui.catalog.exchange.write import flow
from clerk_tui.catalog.model import Department
from clerk_tui.catalog.source import SourceFile
from clerk_tui.refusal import Refusal

TASK = "11440100007482575H3440118009000"


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("即办", Period(0, "working")),
        ("当场办结", Period(0, "working")),
        ("5个工作日", Period(5, "working")),
        ("５ 个工作日内", Period(5, "working")),
        ("5（工作日）", Period(5, "working")),
        ("五个工作日", Period(5, "working")),
        ("20日", Period(20, "plain")),
        ("二十日", Period(20, "plain")),
        ("自受理之日起15个工作日内办结", Period(15, "working")),
        ("半个工作日", Period(0.5, "working")),
        ("一个半工作日", Period(1.5, "working")),
        ("0.5个工作日", Period(0.5, "working")),
        ("1个月", Period(30, "natural")),
        ("30自然日", Period(30, "natural")),
        ("4小时", Period(0.5, "working")),
        ("30分钟", Period(0, "working")),
        ("7", Period(7, "working")),
        ("一百二十天", Period(120, "plain")),
        ("无", None),
        ("——", None),
    ],
)
def test_periods_in_words(words: str, period: Period | None) -> None:
    assert read_period(words) == period


def test_a_bare_number_counts_in_the_unit_of_its_header() -> None:
    assert read_period("20", "natural") == Period(20, "natural")


@pytest.mark.parametrize("words", ["5-10个工作日", "按规定办理", "五天半多", "工作日"])
def test_words_that_are_no_period(words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_period(words)


def test_days_by_the_calendar_become_working_days() -> None:
    assert working_days(Period(20, "natural"), licence=True) == (14, True)
    assert working_days(Period(20, "plain"), licence=True) == (20, False)
    assert working_days(Period(1, "plain"), licence=False) == (0.5, True)


@given(st.integers(1, 730).map(lambda n: n / 2), st.sampled_from(["working_days", "days"]))
def test_a_period_is_read_as_it_was_written(days: float, unit: str) -> None:
    assert read_period(in_words(days, unit)) == Period(days, "working" if unit == "working_days" else "natural")


def test_the_header_is_found_below_a_title_by_synonyms() -> None:
    rows = [
        ["某区政务服务事项目录", "", "", "", "", ""],
        ["", "", "", "", "", ""],
        ["序号", "*事 项 名 称", "责任单位（盖章）", "承诺办结时限\n（自然日）", "实施编码（必填）", "窗口"],
        ["1", "出生登记", "公安局", "3", "", ""],
    ]
    layout = find_layout(rows, {})
    assert layout is not None
    assert layout.row == 2
    assert dict(layout.at) == {1: "task_name", 2: "dept_name", 3: "promise_day", 4: "task_code"}
    assert layout.units == {"promise_day": "natural"}
    assert layout.unknown == ("窗口",)


def test_a_header_of_two_rows() -> None:
    rows = [
        ["事项名称", "实施主体", "办理期限情况", ""],
        ["", "", "法定时限", "承诺时限"],
        ["出生登记", "公安局", "20", "5"],
    ]
    layout = find_layout(rows, {})
    assert layout is not None
    assert layout.row == 1
    assert dict(layout.at) == {0: "task_name", 1: "dept_name", 2: "anticipate_day", 3: "promise_day"}


def test_every_national_name_is_its_own_synonym_alone() -> None:
    words = [word for names in COLUMNS.values() for word in dict.fromkeys(names)]
    assert len(set(words)) == len(words)


def test_codes_are_made_plain() -> None:
    assert plain_code(" １１４４０１０００07482575h3440118009000　") == TASK
    assert plain_code("511a0138000000－511602000000—000") == "511A0138000000-511602000000-000"


def notes(profile: str, element: str, code: str, **values: str) -> list[str]:
    return [n.code for n in look_at(profile_of(profile), element, code, "编码", values)]


def test_codes_are_looked_at_by_the_profile_of_the_province() -> None:
    assert notes("guangdong", "task_code", TASK, catalog_code="440118009000") == []
    assert notes("广东", "task_code", TASK, catalog_code="440118009001") == ["exchange.code_basic"]
    assert notes("guangdong", "task_code", TASK.replace("5H", "5J")) == ["exchange.code_uscc"]
    assert notes("guangdong", "task_code", TASK + "202401310001") == ["exchange.code_is_case"]
    assert notes("guangdong", "task_code", "ABC") == ["exchange.code_form"]
    sichuan = f"511A0138000000-511602000000-000-{TASK[:18]}-1-00"
    assert notes("sichuan", "task_code", sichuan) == []
    assert notes("default", "task_code", sichuan) == ["exchange.code_form"]
    assert notes("liaoning", "catalog_code", "000118009000") == []
    assert notes("liaoning", "catalog_code", "440118009000") == ["exchange.code_form"]
    assert type_in(profile_of("liaoning"), {"catalog_code": "000718009000"}) == "07"
    assert type_in(profile_of(None), {"task_code": TASK}) == "01"
    assert only_basic(profile_of(None), "440118009000")


def test_an_unknown_profile_names_those_that_there_are() -> None:
    with pytest.raises(Refusal) as refused:
        profile_of("atlantis")
    assert all(name in refused.value.details["known"] for name in profiles())


@given(st.text(max_size=60), st.sampled_from(sorted(profiles())))
def test_no_code_breaks_a_profile(code: str, profile: str) -> None:
    plain = plain_code(code)
    assert plain_code(plain) == plain
    assert all(n.severity == "hint" for n in look_at(profile_of(profile), "task_code", plain, "", {}))


def test_papers_with_how_they_are_handed_in() -> None:
    cell = "1.居民身份证（原件及复印件各1份）；2、申请表（一式两份）\n③营业执照（复印件2份，加盖公章）；（4）房产证明（可容缺）"
    assert read_papers(cell, lambda _: False) == [
        Paper("居民身份证", True, 1),
        Paper("申请表（一式两份）".removesuffix("（一式两份）")),
        Paper("营业执照", False, 2),
        Paper("房产证明", tolerable=True),
    ]


def test_a_comma_parts_only_papers_that_are_known() -> None:
    known = {"身份证", "户口簿"}
    assert [p.name for p in read_papers("身份证、户口簿", known.__contains__)] == ["身份证", "户口簿"]
    one = "就业、住所或就读证明"
    assert [p.name for p in read_papers(one, known.__contains__)] == [one]


PAPERS = st.lists(
    st.builds(
        Paper,
        st.sampled_from(["身份证", "户口簿（首页）", "就业、住所或就读证明", "申请表A1"]),
        st.booleans(),
        st.integers(0, MOST_COPIES),
        st.booleans(),
    ).filter(lambda p: p.original or p.copies),
    unique_by=lambda p: p.name,
)


@given(PAPERS)
def test_papers_are_read_as_they_were_written(papers: list[Paper]) -> None:
    assert read_papers(write_papers(papers), lambda _: False) == papers


@given(st.text(alphabet="（）()；;、\n1.①份原件复印 a", max_size=40))
def test_no_cell_breaks_the_papers(cell: str) -> None:
    assert all(p.name for p in read_papers(cell, lambda _: True))
    assert all(split_outside(cell, "；"))


DEPARTMENTS = [
    Department(key="sj", code="SJ", name="市场监督管理局", name_en="M"),
    Department(key="rs", code="RS", name="人力资源和社会保障局", name_en="H"),
    Department(key="ga", code="GA", name="公安局", name_en="P", aliases=("派出所",)),
    Department(key="ss", code="SS", name="税务局", name_en="T"),
]


@pytest.mark.parametrize(
    ("name", "key", "how"),
    [
        ("市场监督管理局", "sj", "name"),
        ("市监局", "sj", "name"),
        ("区市场监管局", "sj", "short"),
        ("南山区市场监督管理局（知识产权局）", "sj", "short"),
        ("某某市某某区人力资源社会保障局", "rs", "short"),
        ("国家税务总局某某县税务局", "ss", "short"),
        ("某某县公安局交通警察大队", "ga", "above"),
        ("派出所", "ga", "name"),
        ("便民中心", "ga", "mapping"),
        ("林业局", None, "new"),
    ],
)
def test_departments_by_name_alias_and_short_form(name: str, key: str | None, how: str) -> None:
    match = DepartmentNames(DEPARTMENTS, {"便民中心": "公安局"}).match(name)
    assert (match.key, match.how) == (key, how)


def test_keys_are_never_given_twice() -> None:
    keys = Keys()
    first = keys.item("task:A", "ga", ("440118009000",))
    assert first == "ga.c440118009000"
    assert keys.item("task:B", "ga", ("440118009000",)) == "ga.c440118009000_2"
    assert keys.item("name:ga/出生登记", "ga", ("", "出生登记")) == "ga.csdj"
    assert keys.department("林业局", "南山区林业局") == "lyj"
    assert keys.department("老干局", "老鸭局") == "lyjb"
    moved = keys.item("task:A", "sj", ("440118009000",))
    again = Keys.from_json(keys.to_json(), "x")
    assert moved == "sj.c440118009000"
    assert again.to_json() == keys.to_json()
    assert again.item("task:C", "ga", ("440118009000",)) == "ga.c440118009000_3"


@pytest.mark.parametrize("broken", ["", "[]", "{}", '{"format": 2}', '{"base": "x", "items": []}', "[" * 9999])
def test_broken_keys_are_refused(broken: str) -> None:
    with pytest.raises(Refusal):
        Keys.from_json(broken, "import.json")


@given(st.text(max_size=30).map(clean))
def test_what_is_written_is_read_as_text(value: str) -> None:
    read = SourceFile("x", f"a: {flow([value, {'k': value}])}\n")
    assert read.findings == []
    assert read.value == {"a": [value, {"k": value}]}


def test_yes_and_no() -> None:
    assert [yes_no(w) for w in ("是", "否", "√", "１", "也许")] == [1, 0, 1, 1, None]
