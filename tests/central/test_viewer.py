"""Papers on the second monitor over a real hub: what the page is told, for whom, and how long."""

import hashlib
import io
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from clerk_tui.protocol.files import MAX_PAGES
from tests.central.visiting import HALL, Running, Staff, running
from tests.data.scans import pdf, picture

CARD = "father.ga.id_card"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("hub")) as hub:
        yield hub


@pytest.fixture
def clerk(here: Running) -> Staff:
    return here.sign_in(window="3")


@pytest.fixture
def case(here: Running, clerk: Staff) -> Iterator[str]:
    yield clerk.begin(here.sign_in("kiosk"))[0]
    if ticket := here.hub.snapshot(HALL)[1].at_window("3"):
        here.sign_in(window="3").do("finish", {"outcome": "other"}, target=ticket.id)


def put(clerk: Staff, case: str, content: bytes, kind: str) -> httpx.Response:
    sha256 = hashlib.sha256(content).hexdigest()
    path = f"/v1/halls/{HALL}/cases/{case}/files/{sha256}"
    return clerk.http.put(path, content=content, headers={"Content-Type": kind})


def attach(clerk: Staff, case: str, material: str, content: bytes, kind: str, pages: int = 1) -> str:
    told = put(clerk, case, content, kind)
    assert told.status_code == 201, told.text
    sha256 = str(told.json()["sha256"])
    clerk.on_case(case, "attach_material", {"material": material, "sha256": sha256, "pages": pages})
    return sha256


def look(clerk: Staff, case: str | None, material: str | None) -> dict[str, Any]:
    body = {"case": case, "material": material} if case else {}
    answer = clerk.http.post(f"/v1/halls/{HALL}/windows/3/viewer", json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def page_of(here: Running, clerk: Staff) -> httpx.Client:
    """A browser's page, opened with the code that the clerk's screen tells."""
    told = clerk.http.post(f"/v1/halls/{HALL}/windows/3/viewer/code").json()
    browser = here.client()
    assert browser.post("/w/3", data={"code": told["code"]}).status_code == 303
    return browser


def test_a_scanned_pdf_is_kept_as_pictures_of_its_pages(clerk: Staff, case: str) -> None:
    written = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(2))))
    written.add_metadata({"/Author": "演示"})
    written.add_attachment("hidden.txt", b"not a picture")
    out = io.BytesIO()
    written.write(out)
    sha256 = attach(clerk, case, CARD, out.getvalue(), "application/pdf", 2)
    kept = clerk.http.get(f"/v1/halls/{HALL}/cases/{case}/files/{sha256}")
    assert kept.headers["content-type"] == "application/pdf"
    read = PdfReader(io.BytesIO(kept.content))
    assert len(read.pages) == 2
    assert not read.attachments
    assert "/Author" not in (read.metadata or {})
    assert [len(page.images) for page in read.pages] == [1, 1]


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"%PDF-1.7 and nothing more", 415, "phone.file_kind"),
        (b"plain words", 415, "phone.file_kind"),
        (pdf(MAX_PAGES + 1), 413, "scan.too_many_pages"),
    ],
    ids=("begun", "words", "thick"),
)
def test_what_is_no_scan_is_refused(clerk: Staff, case: str, content: bytes, status: int, code: str) -> None:
    told = put(clerk, case, content, "application/pdf")
    assert (told.status_code, told.json()["code"]) == (status, code)


def test_a_file_is_read_by_who_may_read_its_case(here: Running, clerk: Staff, case: str) -> None:
    sha256 = attach(clerk, case, CARD, picture("read"), "image/jpeg")
    path = f"/v1/halls/{HALL}/cases/{case}/files/{sha256}"
    assert Image.open(io.BytesIO(clerk.http.get(path).content)).format == "JPEG"
    assert here.sign_in(window="4").http.get(path).status_code == 403
    assert clerk.http.get(f"/v1/halls/{HALL}/cases/{case}/files/{'0' * 64}").json()["code"] == "file.unknown"


def test_the_page_follows_the_row_and_goes_blank_with_the_ticket(here: Running, clerk: Staff, case: str) -> None:
    sha256 = attach(clerk, case, CARD, pdf(2), "application/pdf", 2)
    browser = page_of(here, clerk)
    assert browser.get("/w/3/view").json() == {"state": "blank"}
    assert look(clerk, case, CARD) == {"watched": False}
    shown = browser.get("/w/3/view").json()
    assert shown["state"] == "paper"
    assert shown["pages"] == [f"/w/3/pages/{sha256}/1", f"/w/3/pages/{sha256}/2"]
    drawn = browser.get(shown["pages"][1])
    assert drawn.headers["content-type"] == "image/jpeg"
    assert drawn.headers["cache-control"] == "no-store"
    assert Image.open(io.BytesIO(drawn.content)).format == "JPEG"
    assert browser.get(f"/w/3/pages/{sha256}/3").status_code == 404

    look(clerk, case, "signed_form")
    assert browser.get("/w/3/view").json()["state"] == "none"
    assert browser.get(shown["pages"][0]).status_code == 404, "only what is in focus is shown"

    look(clerk, case, CARD)
    ticket = here.hub.snapshot(HALL)[1].at_window("3")
    assert ticket is not None
    clerk.do("finish", {"outcome": "other"}, target=ticket.id)
    assert browser.get("/w/3/view").json() == {"state": "blank"}
    assert browser.get(shown["pages"][0]).status_code == 404
    clerk.begin(here.sign_in("kiosk"))
    assert browser.get("/w/3/view").json() == {"state": "blank"}


def test_the_window_learns_whether_a_page_follows(here: Running, clerk: Staff, case: str) -> None:
    browser = page_of(here, clerk)
    with browser.stream("GET", "/w/3/feed") as feed:
        lines = feed.iter_lines()
        assert next(lines) == "event: view"
        assert look(clerk, case, CARD) == {"watched": True}
        assert any('"name"' in line for line in lines if line.startswith("data:"))


def test_the_page_ends_with_the_clerks_session(here: Running, clerk: Staff, case: str) -> None:
    browser = page_of(here, clerk)
    look(clerk, case, CARD)
    assert browser.get("/w/3/view").status_code == 200
    clerk.http.delete("/v1/sessions/current")
    assert browser.get("/w/3/view").status_code == 401
    assert "viewer.css" not in browser.get("/w/3").text


def test_codes_are_guessed_only_so_often(here: Running, clerk: Staff) -> None:
    browser = here.client()
    answers = [browser.post("/w/3", data={"code": "000000"}).status_code for _ in range(7)]
    assert answers[0] == 404
    assert answers[-1] == 429
    told = clerk.http.post(f"/v1/halls/{HALL}/windows/3/viewer/code").json()
    assert browser.post("/w/3", data={"code": told["code"]}).status_code == 303, "the opened link still works"
