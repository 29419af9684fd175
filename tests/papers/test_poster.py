"""The poster at the hall's door: what it says, and that its code opens the right page."""

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
import typst
from pypdf import PdfReader
from typer.testing import CliRunner

from clerk_tui.cli import app
from clerk_tui.papers.poster import render_poster
from clerk_tui.refusal import Refusal
from clerk_tui.texts import text

URL = "https://hall.example/t/demo"


def test_it_is_one_sheet_in_both_languages_and_the_same_each_time() -> None:
    pdf = render_poster("一窗演示大厅", URL, "pdf")
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    said = "".join(page.extract_text().split())
    for word in ("一窗演示大厅", text("poster.title", "zh"), text("poster.other", "en")):
        assert "".join(word.split()) in said
    assert pdf == render_poster("一窗演示大厅", URL, "pdf")


def test_its_code_is_read_by_a_camera(tmp_path: Path) -> None:
    (tmp_path / "poster.svg").write_bytes(render_poster("", URL, "svg"))
    sheet = '#set page(width: 210mm, height: 297mm, margin: 0pt)\n#image("poster.svg", width: 100%)'
    (tmp_path / "sheet.typ").write_text(sheet, "utf-8")
    picture = typst.compile(tmp_path / "sheet.typ", format="png", ppi=100.0)
    seen, *_ = cv2.QRCodeDetector().detectAndDecode(
        cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    )
    assert seen == URL


def test_a_name_that_cannot_be_printed_is_refused() -> None:
    with pytest.raises(Refusal, match=r"papers\.missing_glyph"):
        render_poster("厅\U0001f600", URL, "pdf")


def test_the_command_writes_it_and_says_where_it_leads(tmp_path: Path) -> None:
    file = tmp_path / "door.pdf"
    done = CliRunner().invoke(app, ["poster", "--hub-url", "http://hub:8765/", "--hall", "二厅/a", "-o", str(file)])
    assert done.exit_code == 0, done.output
    assert "http://hub:8765/t/%E4%BA%8C%E5%8E%85%2Fa" in done.output
    assert file.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("hub", "a.pdf"),
        ("ftp://hub", "a.pdf"),
        ("http://[", "a.pdf"),
        ("http://hub", "a.png"),
        ("http://hub", "no/a.pdf"),
    ],
)
def test_wrong_use_gets_a_sentence(tmp_path: Path, address: str, name: str) -> None:
    done = CliRunner().invoke(app, ["poster", "--hub-url", address, "-o", str(tmp_path / name)])
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert done.stderr.strip()
