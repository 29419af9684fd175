"""Every notice and sheet with the longest and the shortest of what a case can hold, read back from PDF and roll."""

import dataclasses
import io
from datetime import date, datetime, timedelta, timezone

import cv2
import numpy
import pytest
from PIL import Image
from pypdf import PdfReader

from clerk_tui.papers import (
    Checklist,
    Contact,
    Fact,
    Line,
    Notice,
    Party,
    Passage,
    Reprint,
    Seal,
    Signature,
    Table,
    missing_glyphs,
    render_pdf,
)
from clerk_tui.papers.render import render_png
from clerk_tui.papers.thermal import ticket_bytes
from clerk_tui.refusal import Refusal
from clerk_tui.texts import Lang, catalogue_of_texts, text
from clerk_tui.texts.sheet import Sheet, SheetPart, SheetRow
from tests.papers.test_render import pages
from tests.papers.test_thermal import pictured

HALL_TIME = timezone(timedelta(hours=8))
KINDS = sorted(
    code.removeprefix("papers.").removesuffix(".title")
    for code in catalogue_of_texts()
    if code.startswith("papers.")
    and code.endswith(".title")
    and code.split(".")[1] not in ("form", "handover", "guide", "ticket", "checklist")
)
LONG = "阿不都热依木·买买提艾力江" * 4
AUTHORITY = "示范市示范新区人力资源和社会保障局（高层次人才服务中心）"
THIRTY = Table(
    head=("材料名称", "形式", "事项"),
    rows=tuple((f"示范材料{n:02d}{LONG}", "原件、复印件 2 份", f"事项{n:02d}（{AUTHORITY}）") for n in range(1, 31)),
    widths=(4, 2, 3),
    total=("合计", "30", ""),
    centred=(1,),
)


def notice(kind: str, **more: object) -> Notice:
    """Everything that a notice can hold, each of it long."""
    given: dict[str, object] = {
        "hall": "示范市示范新区行政审批和政务服务中心",
        "case_no": "330499202603050012",
        "matter": "新生儿出生一件事、社会保障卡补换、居住证申领、公积金提取",
        "applicant": Party(name=LONG, id_no="330***********1234"),
        "agent": Party(name="王样本", ground="法定代理人（监护人）", shown_by="出生医学证明"),
        "facts": (Fact(label="收件时间", value="2026年3月5日 10:32"), Fact(label="空的", value="")),
        "to": LONG,
        "passages": (
            Passage(paragraphs=("您提出的申请，现告知如下：",), table=THIRTY),
            Passage(heading="理由", paragraphs=("甲" * 400,), lines=(Line(words="第一件", notes=("说明",)),)),
            Passage(paragraphs=("重要的一句。",), strong=True, after=("最后一句。",)),
        ),
        "query_code": "62046766",
        "contact": Contact(name="3 号窗口", place="一楼"),
        "window": "3 号窗口",
        "clerk": "李示范",
        "signatures": (Signature(capacity="申请人（签名或盖章）", name=LONG),),
        "seals": tuple(Seal(authority=f"{AUTHORITY}{n}", on=date(2026, 3, 5)) for n in range(1, 6)),
        "answer": (Signature(capacity="收到人"),),
        "foot": ("一式两份。",),
    }
    return Notice(kind=kind, **{**given, **more})  # type: ignore[arg-type]


def short(kind: str) -> Notice:
    """The least that a notice can hold."""
    passages = (Passage(paragraphs=("知悉。",)),)
    return Notice(kind=kind, hall="大厅", case_no="1", matter="补卡", passages=passages, query_code="1")


@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_is_whole_and_its_table_goes_on_under_the_same_head(kind: str) -> None:
    sheets = pages(render_pdf(notice(kind)))
    words = "".join(sheets)
    assert text(f"papers.{kind}.title", "zh").replace(" ", "") in words
    for n in range(1, 31):
        assert f"示范材料{n:02d}{LONG}" in words
    for n in range(1, 6):
        assert f"{AUTHORITY}{n}" in words
    assert "甲" * 400 in words
    for expected in ("合计30", "重要的一句。", "最后一句。", "收到人", "一式两份。", "62046766", "凭出生医学证明"):
        assert expected in words, expected
    assert "空的" not in words
    for number, sheet in enumerate(sheets, start=1):
        assert f"第{number}页共{len(sheets)}页" in sheet
        assert "330499202603050012" in sheet
        if "示范材料" in sheet:
            assert "序号材料名称形式事项" in sheet
    assert sum("材料名称形式事项" in sheet for sheet in sheets) >= 2


@pytest.mark.parametrize("kind", KINDS)
def test_the_shortest_is_one_page_also_in_large_type(kind: str) -> None:
    both: tuple[tuple[Lang, bool], ...] = (("zh", False), ("en", True))
    for lang, large in both:
        (sheet,) = pages(render_pdf(short(kind), lang, large))
        assert text(f"papers.{kind}.title", lang).replace(" ", "") in sheet
        assert "{" not in sheet


def test_a_second_print_says_so_on_every_page_and_on_the_roll() -> None:
    again = notice("gap_notice", reprint=Reprint(number=2, at=datetime(2026, 3, 6, 9, 5, tzinfo=HALL_TIME)))
    for sheet in pages(render_pdf(again)):
        assert "补打·第2次打印·2026年3月6日09:05" in sheet
    first, second = ticket_bytes(dataclasses.replace(again, reprint=None)), ticket_bytes(again)
    assert pictured(second).height > pictured(first).height


@pytest.mark.parametrize("roll", [80, 58])
@pytest.mark.parametrize("kind", ["gap_notice", "refusal_notice", "supplement_notice"])
def test_on_a_roll_the_code_is_read_and_nothing_is_wider_than_the_head(kind: str, roll: int) -> None:
    paper = Image.open(io.BytesIO(render_png(notice(kind), "zh", roll, 8))).convert("L")
    inked = numpy.flatnonzero((numpy.array(paper) < 150).any(axis=0))
    margin = (paper.width - (576 if roll == 80 else 384)) // 2
    assert inked[0] >= margin
    assert inked[-1] < paper.width - margin
    found, *_rest = cv2.QRCodeDetector().detectAndDecode(numpy.array(paper))
    assert found == "330499202603050012"


def test_a_character_that_the_font_lacks_is_named_before_anything_is_printed() -> None:
    paper = notice("mandate", signatures=(Signature(capacity="委托人", name="张\U000312b3"),))
    assert missing_glyphs(paper) == ["\U000312b3"]
    for make in (render_pdf, ticket_bytes):
        with pytest.raises(Refusal, match="missing_glyph") as refused:
            make(paper)
        assert "U+312B3" in text(refused.value.code, "zh", **refused.value.details)


def test_a_name_that_looks_like_markup_is_printed_as_it_is() -> None:
    name = '#panic("x")[/]{matter}'
    table = Table(head=("甲",), rows=((name,),), widths=(1,))
    made = notice(
        "refusal_notice", to=name, passages=(Passage(paragraphs=(name,), lines=(Line(words=name),), table=table),)
    )
    assert "".join(pages(render_pdf(made))).count(name) == 4
    assert render_png(made, "zh", 80, 8)


def test_a_checklist_says_what_it_is_on_both_papers() -> None:
    rows = tuple(SheetRow(f"示范材料{n:02d}", ("带原件核对",)) for n in range(1, 31))
    sheet = Sheet("birth", "XYZ", "zh", "新生儿出生一件事", "共 9 个事项", (SheetPart("bring", "请带来", rows),))
    made = Checklist(hall="大厅", sheet=sheet, printed_on=date(2026, 3, 5), url="HTTPS://HALL.EXAMPLE/G/XYZ")
    words = "".join(pages(render_pdf(made)))
    assert "办事清单" in words
    assert all(f"示范材料{n:02d}" in words for n in range(1, 31))
    assert "申报号" not in words
    with_case = "".join(pages(render_pdf(dataclasses.replace(made, case_no="330499202603050012"))))
    assert "330499202603050012" in with_case
    found, *_rest = cv2.QRCodeDetector().detectAndDecode(numpy.array(pictured(ticket_bytes(made))))
    assert found == "HTTPS://HALL.EXAMPLE/G/XYZ"


def test_nothing_in_a_notice_is_metadata() -> None:
    """A reader's file list shows the title of the paper, never a person's name."""
    about = PdfReader(io.BytesIO(render_pdf(notice("mandate")))).metadata
    assert about is not None
    assert about.title == text("papers.mandate.title", "zh")
    assert about.author is None
