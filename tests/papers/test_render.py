"""What the printed papers say, read back from the PDF."""

import dataclasses
import io
import threading
from datetime import date, datetime, timedelta, timezone

import pytest
from pypdf import PdfReader

from clerk_tui.papers import (
    AcceptanceNotice,
    ApplicationForm,
    Contact,
    FormRow,
    FormSection,
    HandOver,
    HandOverRow,
    NoticeItem,
    Paper,
    Party,
    Receipt,
    ReceiptMaterial,
    Reprint,
    Seal,
    Signature,
    TicketSlip,
    missing_glyphs,
    render_pdf,
)
from clerk_tui.refusal import Refusal
from clerk_tui.texts import text

HALL_TIME = timezone(timedelta(hours=8))
SEAL = Seal(authority="示范区政务服务中心", on=date(2026, 3, 5))
CONTACT = Contact(name="综合受理三号窗口", phone="0573-00000000", place="一楼 A 区")

NOTICE = AcceptanceNotice(
    hall="示范区政务服务中心",
    case_no="330499202603050012",
    matter="新生儿出生一件事",
    applicant=Party(name="张演示", id_no="330***********1234"),
    agent=Party(name="王样本", ground="法定代理人（监护人）", shown_by="出生医学证明"),
    received_on=date(2026, 3, 4),
    accepted_on=date(2026, 3, 5),
    promised_on=date(2026, 3, 11),
    items=(
        NoticeItem(name="出生登记", authority="示范区公安局", item_no="GA0001", promised_on=date(2026, 3, 6)),
        NoticeItem(name="社会保障卡申领", authority="示范区人社局", item_no="RS0002", note="前一事项办结后启动"),
    ),
    query_code="7K4M9P",
    query_url="HTTPS://HALL.EXAMPLE/P/7K4M9PQ2",
    contact=CONTACT,
    seals=(SEAL,),
    window="3 号窗口",
    clerk="李示范",
)
RECEIPT = Receipt(
    hall="示范区政务服务中心",
    case_no="330499202603050012",
    matter="新生儿出生一件事",
    applicant=Party(name="张演示"),
    received_at=datetime(2026, 3, 5, 10, 32, tzinfo=HALL_TIME),
    materials=tuple(
        ReceiptMaterial(name=f"示范材料{n:02d}", originals=1, copies=2, how="收复印件") for n in range(1, 31)
    ),
    window="3 号窗口",
    clerk="李示范",
    contact=CONTACT,
    seals=(SEAL,),
)
FORM = ApplicationForm(
    hall="示范区政务服务中心",
    matter="新生儿出生一件事",
    applicant=Party(name="张演示"),
    items=("出生登记", "社会保障卡申领"),
    sections=(
        FormSection(
            title="母亲", rows=(FormRow(label="姓名", value="王样本", source="身份证读取"), FormRow(label="住址"))
        ),
    ),
    declarations=("以上内容真实。",),
    signatures=(
        Signature(capacity="母亲", name="王样本"),
        Signature(capacity="父亲", name="张演示", done="2026年3月5日 在手机上签名"),
    ),
    printed_at=datetime(2026, 3, 5, 10, 33, tzinfo=HALL_TIME),
)
SLIP = TicketSlip(
    hall="示范区政务服务中心",
    number="A023",
    code="23",
    matter="新生儿出生一件事",
    taken_at=datetime(2026, 3, 5, 9, 58, tzinfo=HALL_TIME),
    ahead=6,
    wait_p50=12,
    wait_p90=25,
    url="HTTPS://HALL.EXAMPLE/P/7K4M9PQ2",
)
ALL = (NOTICE, RECEIPT, FORM, SLIP)


def pages(pdf: bytes) -> list[str]:
    """Each page's text without white space and without break opportunities, which a reader does not see."""
    found = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return ["".join(page.replace("\u200b", "").split()) for page in found]


def said(paper: Paper, **how: object) -> str:
    return "".join(pages(render_pdf(paper, **how)))  # type: ignore[arg-type]


def test_notice_says_what_an_acceptance_notice_must() -> None:
    words = said(NOTICE)
    for expected in (
        "受理通知书",
        "330499202603050012",
        "2026年3月5日（星期四）",
        "承诺于2026年3月11日（星期三）前",
        "7K4M9P",
        "综合受理三号窗口",
        "0573-00000000",
        "王样本·法定代理人（监护人）",
        "凭出生医学证明",
        "GA0001",
        "示范区公安局",
        "2026年3月6日",
        "前一事项办结后启动",
        "示范区政务服务中心（盖章）2026年3月5日",
        "第1页共1页",
    ):
        assert expected in words, expected
    assert "暂定" not in words
    assert "补打" not in words


def test_provisional_promise_is_marked_and_explained() -> None:
    words = said(dataclasses.replace(NOTICE, provisional=True))
    assert "2026年3月11日（星期三）（暂定）" in words
    assert "放假安排" in words


def test_notice_in_english_names_days_in_english() -> None:
    words = said(NOTICE, lang="en")
    assert "NoticeofAcceptance" in words
    assert "Wednesday,11March2026" in words
    assert "受理通知书" not in words


@pytest.mark.parametrize("paper", ALL, ids=lambda paper: type(paper).__name__)
def test_second_print_bears_the_mark_and_its_time(paper: Paper) -> None:
    again = dataclasses.replace(paper, reprint=Reprint(number=2, at=datetime(2026, 3, 6, 9, 5, tzinfo=HALL_TIME)))
    for page in pages(render_pdf(again)):
        assert "补打·第2次打印·2026年3月6日09:05" in page


def test_thirty_materials_break_over_pages_under_the_same_head() -> None:
    sheets = pages(render_pdf(RECEIPT))
    assert len(sheets) >= 2
    words = "".join(sheets)
    for n in range(1, 31):
        assert f"示范材料{n:02d}" in words
    assert "合计3060" in words
    assert "2026年3月5日10:32" in words
    for number, sheet in enumerate(sheets, start=1):
        assert f"第{number}页共{len(sheets)}页" in sheet
        assert ("示范材料" in sheet) == ("材料名称原件复印件收取方式" in sheet)
    assert sum("材料名称" in sheet for sheet in sheets) >= 2


def test_receipt_does_not_say_accepted() -> None:
    words = said(RECEIPT)
    assert "予以受理" not in words
    assert "是否受理另行告知" in words


def test_form_shows_answers_sources_and_how_each_signed() -> None:
    words = said(FORM)
    for expected in (
        "新生儿出生一件事申请表",
        "草稿",
        "姓名王样本身份证读取",
        "住址（未填）",
        "以上内容真实。",
        "在手机上签名",
    ):
        assert expected in words, expected
    assert "草稿" not in said(dataclasses.replace(FORM, case_no="330499202603050012"))


def test_large_type_is_larger_and_says_the_same() -> None:
    def largest(pdf: bytes) -> float:
        sizes: list[float] = []
        for page in PdfReader(io.BytesIO(pdf)).pages:
            page.extract_text(visitor_text=lambda _t, cm, tm, _f, size: sizes.append(size * abs(tm[0]) * abs(cm[0])))
        return max(sizes)

    usual, big = render_pdf(FORM), render_pdf(FORM, large=True)
    assert largest(big) > 1.3 * largest(usual)
    assert "姓名王样本身份证读取" in "".join(pages(big))


def test_ticket_slip_is_eighty_millimetres_wide_with_number_and_wait() -> None:
    pdf = render_pdf(SLIP)
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    assert float(page.mediabox.width) / 72 * 25.4 == pytest.approx(80, abs=0.1)
    words = said(SLIP)
    for expected in ("A023", "数字码23", "前面等候6人", "预计等候12至25分钟", "09:58"):
        assert expected in words, expected
    assert "预计等候" not in said(dataclasses.replace(SLIP, wait_p50=None, wait_p90=None))


@pytest.mark.parametrize(
    "name",
    [
        "张三[/]#$*",
        '#panic("x")',
        "*粗*_斜_`码`$x^2$",
        "@ref<label>",
        "{matter}{name}",
        "\\u{41}\\",
        "// 注释 /* */",
        "= 标题",
        "a--b...c~d",
        "\"双\"'单'",
        "#{sys.inputs}",
        "]]}}</svg>",
    ],
)
def test_markup_characters_are_printed_as_they_are(name: str) -> None:
    expected = "".join(name.split())
    # Once in the facts and once in the salutation; then in a table and as an authority.
    assert said(dataclasses.replace(NOTICE, applicant=Party(name=name))).count(expected) >= 2
    item = NoticeItem(name=name, authority=name, promised_on=date(2026, 3, 6))
    seal = Seal(authority=name, on=date(2026, 3, 5))
    assert said(dataclasses.replace(NOTICE, items=(item,), seals=(seal,))).count(expected) == 3


def test_long_run_without_a_space_is_broken_over_lines() -> None:
    number = "1133040000255012" * 8
    section = FormSection(title="母亲", rows=(FormRow(label="号码", value=number),))
    pdf = render_pdf(dataclasses.replace(FORM, sections=(section,)))
    assert number in "".join(pages(pdf))
    lines = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\u200b", "").split()
    assert max(map(len, lines)) < 40


def test_missing_glyph_is_named_before_printing() -> None:
    paper = dataclasses.replace(NOTICE, applicant=Party(name="张\U000312b3示范😀张😀"))
    assert missing_glyphs(paper) == ["\U000312b3", "😀"]
    with pytest.raises(Refusal) as refused:
        render_pdf(paper)
    assert refused.value.code == "papers.missing_glyph"
    sentence = text(refused.value.code, "zh", **refused.value.details)
    assert "😀(U+1F600)" in sentence
    assert "\U000312b3(U+312B3)" in sentence


@pytest.mark.parametrize("paper", ALL, ids=lambda paper: type(paper).__name__)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_papers_own_words_have_glyphs_and_parameters(paper: Paper, lang: str) -> None:
    words = said(paper, lang=lang, large=True)
    assert words
    assert "{" not in words
    assert missing_glyphs(paper) == []


def test_same_paper_same_bytes_also_from_threads() -> None:
    wanted = [render_pdf(paper) for paper in ALL]
    got: list[list[bytes]] = []
    workers = [threading.Thread(target=lambda: got.append([render_pdf(paper) for paper in ALL])) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert got == [wanted] * 4


def test_naive_time_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="aware"):
        render_pdf(dataclasses.replace(SLIP, taken_at=datetime(2026, 3, 5, 9, 58)))  # noqa: DTZ001


@pytest.mark.parametrize("rows", [0, 45])
def test_a_hand_over_lists_everything_and_has_two_places_to_sign(rows: int) -> None:
    paper = HandOver(
        hall="示范区政务服务中心",
        from_window="3号窗",
        to="待办池",
        reason="下班关窗",
        at=datetime(2026, 3, 5, 17, 2, tzinfo=HALL_TIME),
        rows=tuple(HandOverRow(what=f"A{n:03d}", about="出生登记", stands="挂起 · 留材料") for n in range(1, rows + 1)),
        clerk="演示员三",
    )
    found = said(paper)
    assert "3号窗" in found
    assert "17:02" in found
    assert all(f"A{n:03d}" in found for n in range(1, rows + 1))
    for code in ("papers.handover.gave", "papers.handover.took"):
        assert text(code, "zh") in found
    assert (text("papers.handover.nothing", "zh") in found) is (rows == 0)
