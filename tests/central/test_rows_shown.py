"""Rows of a repeating group on the form, on a phone and on the citizen's screen."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from immutables import Map

from clerk_tui.central import paper_facts as facts
from clerk_tui.central.phone.render import filing_parts
from clerk_tui.central.phone.view import filing_view
from clerk_tui.filing.filing import Filing
from clerk_tui.papers.model import Contact
from clerk_tui.protocol.streams import CaseFile
from clerk_tui.texts import Lang
from tests.intake.test_plan_rows import AMOUNT, CATALOG, HOLDERS, KIND, NOW, RATIO, Desk

PERSON, ENTERPRISE = "330402199203140014", "91330402MA2AB1CD05"


def two_shareholders() -> Desk:
    """A person and an enterprise, in the first and the third row; the second was dropped."""
    desk = Desk()
    desk.patch(("visit.company", "legal_rep"), ("sj.corp_type", "limited"), ("rs.hires_now", "no"))
    desk.patch(*((f"{HOLDERS}.{n}", "yes") for n in (1, 2, 3)))
    desk.patch((f"{HOLDERS}.2", None), (f"{HOLDERS}.1.{KIND}", "person"), (f"{HOLDERS}.3.{KIND}", "enterprise"))
    desk.patch((f"{HOLDERS}.1.person.id_no", PERSON), (f"{HOLDERS}.1.person.name", "演示甲"))
    desk.patch((f"{HOLDERS}.3.corp.uscc", ENTERPRISE), (f"{HOLDERS}.3.corp.name", "演示公司"))
    desk.patch((f"{HOLDERS}.1.{RATIO}", "66"), (f"{HOLDERS}.3.{RATIO}", "33"), (f"{HOLDERS}.1.{AMOUNT}", "660"))
    return desk


def form(lang: Lang = "zh") -> dict[str, object]:
    desk = two_shareholders()
    at = facts.Desk("演示大厅", ZoneInfo("Asia/Shanghai"), "3", "1003", Contact(name="演示"))
    made = facts.application_form(facts.Facts(desk.case, desk.plan, CATALOG, at, lang, NOW))
    return {section.title: section.table or section.rows for section in made.sections}


def test_the_form_holds_a_group_as_one_table_and_its_sum() -> None:
    table = form()["股东及出资"]
    assert isinstance(table, facts.paper.FormTable)
    # A person's number and name, an enterprise's code and name: no row has both, so they share their columns.
    assert table.head == (
        "序号",
        "股东类型",
        "身份证号／统一社会信用代码",
        "姓名／单位名称",
        "出资比例",
        "认缴（万元）",
    )
    assert table.lines == (
        ("1", "自然人", PERSON, "演示甲", "66", "660"),
        ("2", "企业", ENTERPRISE, "演示公司", "33", ""),
    )
    assert table.total == ("合计", "", "", "", "99%", "")
    assert len(table.weights) == len(table.head)
    english = form("en")["Shareholders and contributions"]
    assert isinstance(english, facts.paper.FormTable)
    assert english.total[0] == "Total"


def test_a_phone_shows_each_row_under_its_head_and_nobody_elses() -> None:
    desk = two_shareholders()
    plan = desk.plan
    file = CaseFile(desk.case, Map())
    mine = Filing("f", "legal_rep", "self", "fill", NOW, "clerk3", NOW + timedelta(minutes=9), state="joined")
    view = filing_view(file, mine, plan, CATALOG, "zh", NOW)
    assert view.rows == {f"{HOLDERS}.1": "股东 1", f"{HOLDERS}.3": "股东 2"}
    order = [part for part in view.order if HOLDERS in part]
    assert order[0] == f"row:{HOLDERS}.1"
    assert order[1:6] == [f"field:{key}" for key in plan.groups[0].rows[0].asks]
    assert order[6] == f"row:{HOLDERS}.3"
    assert len(order) == 12
    parts = filing_parts(view, "zh")
    assert "股东 2" in parts[f"row:{HOLDERS}.3"]
    assert PERSON in parts[f"field:{HOLDERS}.1.person.id_no"]
    other = Filing("g", "agent", "self", "fill", NOW, "clerk3", NOW + timedelta(minutes=9), state="joined")
    assert filing_view(file, other, plan, CATALOG, "zh", NOW).rows == {}
