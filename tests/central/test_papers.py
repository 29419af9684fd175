"""A case's papers over HTTP, read back from their PDF; and the one visit that leads to them, without any phone."""

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from pypdf import PdfReader

from clerk_tui.central.demo import DEMO_FATHER_ID
from clerk_tui.cli_refusals import run_refusals
from tests.central.visiting import HALL, Running, Staff, running


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("hub")) as hub:
        yield hub


@pytest.fixture(scope="module")
def accepted(here: Running) -> tuple[Staff, str, str]:
    """A birth case, filled, signed on paper and accepted; the clerk, the case and its number."""
    clerk = here.sign_in(window="3")
    case, ticket = clerk.begin(here.sign_in("kiosk"))
    clerk.fill_by_register(case)
    early = clerk.http.get(f"/v1/halls/{HALL}/cases/{case}/papers/acceptance_notice")
    assert (early.status_code, early.json()["code"]) == (409, "paper.not_accepted")
    result = clerk.hand_in_on_paper(case)
    clerk.do("finish", {"outcome": "accepted"}, target=ticket["ticket"])
    return clerk, case, result["number"]


def said(clerk: Staff, case: str, paper: str, **how: object) -> str:
    answer = clerk.http.get(f"/v1/halls/{HALL}/cases/{case}/papers/{paper}", params=how)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    return "".join("".join(pages).replace("\u200b", "").split())


def test_the_notice_of_acceptance_names_case_items_and_dates(accepted: tuple[Staff, str, str]) -> None:
    clerk, case, number = accepted
    words = said(clerk, case, "acceptance_notice")
    file = clerk.case(case).case
    assert file.due is not None
    for expected in (
        "受理通知书",
        number,
        "新生儿出生一件事",
        "演示宝",
        "法定代理人（监护人）",
        "出生医学证明",
        "一窗演示大厅",
        "3号窗口",
        file.query_code or "?",
        f"{file.due.year}年{file.due.month}月{file.due.day}日",
        *(item.number for item in file.items),
    ):
        assert expected in words, expected
    assert DEMO_FATHER_ID not in words
    assert "补打" not in words


def test_the_form_holds_every_answer_and_who_signed(accepted: tuple[Staff, str, str]) -> None:
    clerk, case, _ = accepted
    words = said(clerk, case, "application_form")
    for expected in (DEMO_FATHER_ID, "演示母一", "随母", "6222020000000000001", "纸质签名", "共享数据", "窗口录入"):
        assert expected in words, expected
    large = said(clerk, case, "application_form", large="true")
    assert DEMO_FATHER_ID in large
    assert "Application" in said(clerk, case, "application_form", lang="en")


def test_the_receipt_lists_what_was_handed_in(accepted: tuple[Staff, str, str]) -> None:
    clerk, case, number = accepted
    words = said(clerk, case, "receipt")
    for expected in ("收件凭证", number, "出院记录", "收复印件", "电子证照，免交"):
        assert expected in words, expected


def test_from_the_second_print_on_it_says_so(accepted: tuple[Staff, str, str]) -> None:
    clerk, case, _ = accepted
    assert clerk.on_case(case, "print_paper", {"paper": "receipt"})["copy_no"] == 1
    assert "补打" not in said(clerk, case, "receipt")
    assert clerk.on_case(case, "print_paper", {"paper": "receipt"})["copy_no"] == 2
    assert "补打" in said(clerk, case, "receipt")


def test_papers_are_for_who_may_read_the_case(here: Running, accepted: tuple[Staff, str, str]) -> None:
    _, case, _ = accepted
    path = f"/v1/halls/{HALL}/cases/{case}/papers/acceptance_notice"
    assert here.sign_in(window="9").http.get(path).status_code == 403
    assert here.client().get(path).status_code == 401
    clerk = here.sign_in(window="3")
    assert clerk.http.get(path.replace("acceptance_notice", "nothing")).status_code == 400


@pytest.fixture(scope="module")
def refused(here: Running) -> tuple[Staff, str, str]:
    """A birth case received with two papers missing, told of them, then refused; each paper was looked at on the way."""
    clerk = here.sign_in(window="5")
    case, _ = clerk.begin(here.sign_in("kiosk"))
    clerk.fill_by_register(case)
    before = said(clerk, case, "checklist")
    assert "办事清单" in before
    for expected in ("孩子落户：随母", "请带来", "出院记录", "不用带", "结婚证", "多久办好", "公安局"):
        assert expected in before, expected
    assert DEMO_FATHER_ID not in before
    promise = said(clerk, case, "gap_promise")
    for expected in ("容缺受理承诺书", "演示父一", "出院记录", "生育医疗费用报销", "医疗保障局", "终止办理", "失信"):
        assert expected in promise, expected
    mandate = said(clerk, case, "mandate.mother")
    for expected in ("委托人演示母一", "受托人演示父一", DEMO_FATHER_ID, "生育医疗费用报销", "代理权限", "委托期限"):
        assert expected in mandate, expected
    assert "出生登记" not in mandate
    told = clerk.on_case(case, "submit_case", {"only_receive": True})
    return clerk, case, told["number"]


def test_the_one_time_notice_names_everything_also_after_it_was_mended(refused: tuple[Staff, str, str]) -> None:
    clerk, case, number = refused
    wanted = [f.subject for f in clerk.plan(case).failing]
    assert len(wanted) >= 2
    clerk.on_case(case, "give_notice")
    first = said(clerk, case, "supplement_notice")
    for expected in (
        "补正（一次性）告知书",
        number,
        f"共{len(wanted)}处",
        "缺「母亲授权委托书」",
        "缺「母亲出院记录」",
        "收到人",
    ):
        assert expected in first, expected
    clerk.on_case(case, "judge_material", {"material": wanted[0], "verdict": "original_seen"})
    assert "缺「母亲授权委托书」" in said(clerk, case, "supplement_notice")
    assert "One-TimeNotice" in said(clerk, case, "supplement_notice", lang="en")


def test_a_notice_for_the_ticket_printer_is_escpos(refused: tuple[Staff, str, str]) -> None:
    clerk, case, _ = refused
    path = f"/v1/halls/{HALL}/cases/{case}/papers/receipt"
    answer = clerk.http.get(path, params={"form": "roll80"})
    assert answer.content.startswith(b"\x1b@\x1dv0")
    form = clerk.http.get(path.replace("receipt", "application_form"), params={"form": "roll58"})
    assert (form.status_code, form.json()["code"]) == (409, "paper.no_roll")


@pytest.mark.parametrize(
    "paper", ["gap_notice", "mandate.father", "transfer_sheet.ga", "refusal_notice", "checklist.x"]
)
def test_what_the_case_has_not_come_to_is_neither_made_nor_counted(refused: tuple[Staff, str, str], paper: str) -> None:
    clerk, case, _ = refused
    answer = clerk.http.get(f"/v1/halls/{HALL}/cases/{case}/papers/{paper}")
    assert (answer.status_code, answer.json()["code"]) == (409, "paper.not_now")
    verdict = clerk.send("print_paper", {"paper": paper}, target=case, base_version=clerk.case(case).version)
    assert (verdict["status"], verdict["error"]["code"]) == ("rejected", "paper.not_now")


def test_sheets_for_departments_count_what_they_get(here: Running, accepted: tuple[Staff, str, str]) -> None:
    _, case, number = accepted
    clerk = here.sign_in(window="3")
    words = said(clerk, case, "transfer_sheet.yb")
    for expected in (
        "材料交接单",
        number,
        "医疗保障局",
        "申请表（已签名）",
        "出院记录",
        "移交人（窗口）",
        "接收人（医疗保障局）",
    ):
        assert expected in words, expected
    assert "社会保障卡申领" not in words
    service = said(clerk, case, "delivery")
    for expected in ("送达回证", "社会保障卡", "□邮寄", "领取人（签名，注明证件号码）"):
        assert expected in service, expected


def test_a_refusal_without_its_paper_is_on_the_list_until_it_is_printed(
    here: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk = here.sign_in(window="6")
    case, _ = clerk.begin(here.sign_in("kiosk"))
    clerk.fill_by_register(case)
    number = clerk.on_case(case, "submit_case", {"only_receive": True})["number"]
    where = "示范市卫生健康委员会"
    reason = "不属于本区职权范围"
    clerk.on_case(case, "refuse_case", {"kind": "not_ours", "reason": reason, "where": where})
    path = f"/v1/halls/{HALL}/refusals"

    def owed(role: str, **how: str) -> list[dict[str, object]]:
        answer = here.sign_in(role).http.get(path, params=how)
        assert answer.status_code == 200, answer.text
        return [one for one in answer.json()["refusals"] if one["case"] == case]

    (one,) = owed("supervisor")
    assert (one["number"], one["paper"], one["window"], one["copies"]) == (number, "not_ours_notice", "6", 0)
    assert one["by"]
    assert clerk.http.get(path).status_code == 403
    words = said(clerk, case, "not_ours_notice")
    for expected in ("不属于本机关职权范围告知书", number, where, reason, "公安局", "六十日内", "收到人"):
        assert expected in words, expected
    assert len(owed("auditor")) == 1, "a paper that was only looked at is not a printed one"
    db = here.hub.database.engine.url.render_as_string(hide_password=False)
    assert run_refusals(db, HALL, everything=False, as_json=False) == 1
    assert number in capsys.readouterr().out
    clerk.on_case(case, "print_paper", {"paper": "not_ours_notice"})
    assert owed("auditor") == []
    (printed,) = owed("auditor", printed="true")
    assert printed["copies"] == 1


def test_a_gap_is_promised_and_told_with_its_day(here: Running) -> None:
    clerk = here.sign_in(window="7")
    case, _ = clerk.begin(here.sign_in("kiosk"))
    clerk.fill_by_register(case)
    for paper in (m for m in clerk.plan(case).materials if m.standing == "missing" and not m.tolerable):
        verdict = "copies_kept" if paper.copies else "original_seen"
        clerk.on_case(case, "judge_material", {"material": paper.key, "verdict": verdict})
    for section in clerk.plan(case).sections:
        body = {"section": section.key, "party": section.confirmers[0], "means": "paper", "witness": "7"}
        clerk.on_case(case, "confirm_section", body)
    for party in clerk.plan(case).signers:
        clerk.on_case(case, "sign", {"party": party, "means": "paper", "witness": "7"})
    gaps = [f.subject for f in clerk.plan(case).failing]
    assert gaps
    clerk.on_case(case, "submit_case", {"only_receive": True})
    until = (clerk.clock() + timedelta(hours=8)).date()
    body = {"gaps": gaps, "until": until.isoformat(), "promise": True}
    clerk.on_case(case, "accept_case", body)
    day = f"{until.year}年{until.month}月{until.day}日"
    notice = said(clerk, case, "gap_notice")
    for expected in (
        "容缺受理通知书",
        f"请于{day}",
        "出院记录",
        "复印件1份",
        "终止办理",
        "生育医疗费用报销（医疗保障局）",
    ):
        assert expected in notice, expected
    assert day in said(clerk, case, "gap_promise")
    accepted = said(clerk, case, "acceptance_notice")
    assert "容缺受理" in accepted
    assert "材料齐全、符合法定形式，自" in accepted
