"""What the notices of a case's life say, filled in from the events that brought them and read back from their PDF."""

import pytest

from clerk_tui.catalog.model import Catalog
from clerk_tui.central.notices import MADE, Told
from clerk_tui.central.notices.base import Happened
from clerk_tui.central.paper_facts import Desk, Facts, acceptance_notice
from clerk_tui.central.problems import ProblemError
from clerk_tui.intake import commands as cmd
from clerk_tui.intake import events as ev
from clerk_tui.intake.case import evolve
from clerk_tui.intake.decide import plan_of
from clerk_tui.intake.papers import KINDS, about, handed, kind_of, printable
from clerk_tui.intake.plan import Plan
from clerk_tui.papers import Contact, render_pdf
from clerk_tui.refusal import Refusal
from clerk_tui.rules import EventBody
from clerk_tui.texts import Lang, catalogue_of_texts
from tests.intake.life_desk import CALENDAR, CARD, CATALOG, PLAN, RULES, ZONE, LifeDesk, at_midnight_after, day
from tests.papers.test_render import pages

HALL = Desk("示范大厅", ZONE, "3 号窗口", "李示范", Contact(name="3 号窗口"))


def facts(desk: LifeDesk, lang: Lang = "zh", catalog: Catalog = CATALOG) -> Facts:
    deemed = any(isinstance(event, ev.CaseDeemedAccepted) for event in desk.log)
    return Facts(desk.case, desk.plan(), catalog, HALL, lang, desk.now, deemed=deemed)


def told(desk: LifeDesk, paper: str, lang: Lang = "zh") -> str:
    """The words of a paper that the case has now."""
    assert paper in printable(desk.case, desk.plan()), printable(desk.case, desk.plan())
    first = LifeDesk(*desk.case.matters).case

    def plan_before(event: EventBody) -> Plan:
        case = first
        for one in desk.log[: desk.log.index(event)]:
            case = evolve(case, one)
        return plan_of(case, RULES, desk.context())

    history = tuple(Happened(event, getattr(event, "at", desk.now)) for event in desk.log)
    made = MADE[kind_of(paper)](Told(facts(desk, lang), about(paper), history, CALENDAR, plan_before))
    return "".join(pages(render_pdf(made, lang)))


def holds(words: str, *expected: str) -> None:
    for one in expected:
        assert one in words, (one, words)


def test_every_kind_is_made_somewhere_and_has_a_name() -> None:
    assert MADE.keys() | {"acceptance_notice", "application_form", "receipt"} == KINDS
    for kind in KINDS:
        assert f"paper.{kind}" in catalogue_of_texts()


def test_a_special_procedure_says_which_how_long_and_why_each_time_anew() -> None:
    desk = LifeDesk("all").accepted()
    desk.pass_to("2026-11-24")
    desk.do(cmd.PauseClock(item="ga.licence", basis="现场核查", days=2, note="周四上门"))
    first = told(desk, "special_procedure.ga.licence.1")
    holds(
        first,
        "特别程序告知书",
        "某许可",
        "现场核查2",
        "2026年11月24日2026年11月26日",
        "《某法》第二条",
        "周四上门",
        "甲局（盖章）",
    )
    desk.pass_to("2026-11-26")
    desk.do(cmd.ResumeClock(item="ga.licence"))
    desk.do(cmd.PauseClock(item="ga.licence", basis="hearing", days=20))
    assert printable(desk.case, desk.plan())[:2] == ("special_procedure.ga.licence.2", "special_procedure.ga.licence.1")
    holds(told(desk, "special_procedure.ga.licence.2"), "听证20", "行政许可法》第四十五条")
    assert told(desk, "special_procedure.ga.licence.1") == first
    holds(told(desk, "special_procedure.ga.licence.2", "en"), "NoticeofaSpecialProcedure", "hearing")


def test_an_extension_says_the_new_day_the_reason_and_the_remedy() -> None:
    desk = LifeDesk("ga.licence").accepted()
    desk.do(cmd.ExtendClock(item="ga.licence", days=10, reason="要向外省核对"))
    assert not any(kind_of(name) == "extension" for name in printable(desk.case, desk.plan()))
    desk.do(cmd.ApproveExtension(item="ga.licence"), "boss")
    due = desk.due("ga.licence").promised
    assert due is not None
    words = told(desk, "extension.ga.licence")
    holds(
        words,
        "延期告知书",
        "延长10个工作日",
        f"{due.year}年{due.month}月{due.day}日",
        "要向外省核对",
        "第四十二条",
        "六十日内",
    )


def test_what_a_department_sent_back_is_told_with_its_reason() -> None:
    desk = LifeDesk("all").accepted()
    desk.do(cmd.ReturnItem(item="ga.licence", reason="方案与现场不一致"), "boss")
    holds(told(desk, "return_notice.ga.licence"), "退件通知书", "某许可", "甲局审查后退回", "方案与现场不一致")


def test_withdrawal_and_termination_end_with_a_notice() -> None:
    desk = LifeDesk("all").accepted()
    other = desk.copy()
    desk.do(cmd.WithdrawCase(reason="以后再办"))
    assert handed(desk.case) == ("withdrawal",)
    holds(told(desk, "withdrawal"), "撤回通知书", "以后再办", "某许可", "乙局", "可以重新申请")
    other.do(cmd.TerminateCase(reason="申请人主体已注销"), "boss")
    assert handed(other.case) == ("termination",)
    holds(told(other, "termination"), "终止办理通知书", "申请人主体已注销", "2026年11月23日", "六十日内")


def test_a_gap_that_was_not_closed_ends_with_its_papers_and_its_day() -> None:
    desk = LifeDesk("ga.licence").received(CARD)
    holds(told(desk, "gap_promise"), "容缺受理承诺书", "方案", "2026年11月30日", "演示甲", "终止办理")
    desk.do(cmd.AcceptCase(gaps=(PLAN,), until=day("2026-11-26"), promise=True))
    assert handed(desk.case) == ("gap_notice", "acceptance_notice")
    holds(told(desk, "gap_notice"), "容缺受理通知书", "方案", "请于2026年11月26日（星期四）前", "不发给办理结果")
    accepted = "".join(pages(render_pdf(acceptance_notice(facts(desk)))))
    holds(accepted, "容缺受理", "见《容缺受理通知书》")
    desk.pass_to("2026-11-27")
    desk.do(cmd.LapseGap(effective_at=at_midnight_after("2026-11-26")), "centre")
    holds(
        told(desk, "termination"),
        "容缺受理的材料没有在承诺的期限（2026年11月26日）内补齐",
        "方案",
        "自2026年11月27日起",
    )


def test_silence_is_said_as_what_it_is() -> None:
    desk = LifeDesk("ga.licence").received(CARD)
    desk.pass_to("2026-12-01")
    desk.do(cmd.DeemAccepted(effective_at=at_midnight_after("2026-11-30")), "centre")
    words = "".join(pages(render_pdf(acceptance_notice(facts(desk)))))
    holds(words, "五个工作日内没有告知", "第三十二条", "2026年11月23日", "2026年11月30日")


def test_a_commitment_tells_the_item_before_and_who_signed_after() -> None:
    desk = LifeDesk("mz.now").received(CARD)
    before = told(desk, "commitment.mz.now")
    holds(before, "告知承诺书", "乙局", "依法撤销办理结果", "签名")
    desk.do(cmd.CommitToNotice(item="mz.now", party="applicant", means="paper"))
    holds(told(desk, "commitment.mz.now"), "纸质签名")


def test_a_refusal_names_the_condition_its_basis_and_the_way_against_it() -> None:
    desk = LifeDesk("ga.licence").received(CARD, PLAN, whole="yes")
    desk.do(cmd.RefuseCase(kind="refused", reason="货物可以分载"))
    words = told(desk, "refusal_notice")
    holds(words, "不予受理通知书", "不可分载", "《某法》第三条", "某许可", "货物可以分载", "六个月内", "甲局（盖章）")
    holds(told(desk, "refusal_notice", "en"), "NoticeofRefusaltoAccept", "Notdivisible")


@pytest.mark.parametrize(("kind", "paper"), [("not_ours", "不属于本机关职权范围"), ("not_needed", "无需行政许可")])
def test_the_two_other_ways_of_not_accepting_have_their_own_paper(kind: str, paper: str) -> None:
    desk = LifeDesk("ga.licence").received(CARD, PLAN)
    where = "示范市某局" if kind == "not_ours" else ""
    desk.do(cmd.RefuseCase.model_validate({"kind": kind, "reason": "见说明", "where": where or None}))
    words = told(desk, f"{kind}_notice")
    holds(words, paper, "见说明", where, "第三十二条第一款", "甲局")


def test_a_second_notice_says_which_it_is_and_why() -> None:
    desk = LifeDesk("ga.licence").received(PLAN)
    desk.do(cmd.GiveNotice())
    holds(told(desk, "supplement_notice"), "共1处", "缺「申请人身份证」", "某许可（甲局）", "第三十二条第一款第四项")


def test_nothing_is_made_or_counted_before_the_case_has_come_to_it() -> None:
    desk = LifeDesk("all").received(CARD)
    for paper in ("acceptance_notice", "termination", "extension.ga.licence", "special_procedure.ga.licence.1", "x"):
        with pytest.raises(Refusal, match=r"paper\.not_now"):
            desk.do(cmd.PrintPaper(paper=paper))
    desk.do(cmd.PrintPaper(paper="receipt"))
    assert desk.case.printed.get("receipt") == 1
    with pytest.raises(ProblemError, match="not_now"):
        MADE["withdrawal"](Told(facts(desk)))


def test_what_was_handed_over_stands_on_the_certificate_of_service() -> None:
    desk = LifeDesk("ga.licence").accepted()
    desk.reply("ga.licence")
    holds(told(desk, "delivery"), "许可证", "□窗口领取", "领取人（签名，注明证件号码）")
    desk.do(cmd.Deliver(items=("ga.licence",), channel="proxy", taken_by="演示乙"))
    holds(told(desk, "delivery"), "许可证", "送达方式：代领", "领取人：演示乙", "2026年11月23日10:00")
