"""The page on the second monitor in a real browser: opened by the link, following the row, turned, enlarged, blank."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from clerk_tui.texts import text
from tests.central.visiting import HALL, Running, Staff, running
from tests.data.scans import pdf, picture
from tests.e2e.test_phone import BROWSER, FLAGS, PATIENCE_MS, saw, until

CARD, BOOK = "father.ga.id_card", "mother.ga.household_book"

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("hub")) as hub:
        yield hub


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
    yield launched
    launched.close()


@pytest.fixture
def monitor(browser: Browser) -> Iterator[Page]:
    """The second monitor; it complains about whatever the page's policy or script complains about."""
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1600, "height": 900}, locale="zh-CN")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.on("pageerror", lambda wrong: complaints.append(str(wrong)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    yield page
    context.close()
    assert complaints == []


def attach(clerk: Staff, case: str, material: str, content: bytes, kind: str, pages: int) -> None:
    sha256 = hashlib.sha256(content).hexdigest()
    path = f"/v1/halls/{HALL}/cases/{case}/files/{sha256}"
    assert clerk.http.put(path, content=content, headers={"Content-Type": kind}).status_code == 201
    clerk.on_case(case, "attach_material", {"material": material, "sha256": sha256, "pages": pages})


def look(clerk: Staff, case: str, material: str) -> bool:
    body = {"case": case, "material": material}
    return bool(clerk.http.post(f"/v1/halls/{HALL}/windows/3/viewer", json=body).json()["watched"])


def drawn(page: Page) -> None:
    """Returns once every picture of the page is there and laid out."""
    script = "document.images.length && [...document.images].every(i => i.naturalWidth && i.style.width)"
    until(lambda: page.evaluate(script))


def size(page: Page, at: int = 0) -> tuple[float, float]:
    box = page.locator("figure").nth(at).bounding_box()
    assert box is not None
    return box["width"], box["height"]


def test_it_follows_turns_zooms_lays_side_by_side_and_goes_blank(here: Running, monitor: Page, tmp_path: Path) -> None:
    clerk = here.sign_in(window="3")
    case, ticket = clerk.begin(here.sign_in("kiosk"))
    attach(clerk, case, CARD, pdf(3), "application/pdf", 3)
    attach(clerk, case, BOOK, picture("户口簿", (1600, 1100)), "image/jpeg", 1)
    told = clerk.http.post(f"/v1/halls/{HALL}/windows/3/viewer/code").json()

    monitor.goto(f"{here.url}/w/3#{told['code']}")
    expect(monitor).to_have_url(re.compile(r"/w/3$"))
    expect(monitor.locator("#stage")).to_be_empty()
    expect(monitor.locator("#bar")).to_be_hidden()
    assert monitor.evaluate("document.cookie") == ""

    # The row in focus, by itself.
    look(clerk, case, CARD)
    expect(monitor.locator("#of")).to_have_text(text("viewer.page.of", "zh", page=1, pages=3))
    expect(monitor.locator("#number")).to_have_text("A001")
    assert look(clerk, case, CARD), "the window knows that a page follows"
    drawn(monitor)
    saw(monitor, tmp_path, "1-paper")

    # Turned: what stood upright lies.
    upright = size(monitor)
    assert upright[0] < upright[1]
    monitor.keyboard.press("r")
    lying = size(monitor)
    assert lying[0] > lying[1]
    monitor.keyboard.press("l")
    assert size(monitor) == upright

    # Larger, and the whole page again.
    monitor.get_by_role("button", name=text("viewer.page.in", "zh")).click()
    assert size(monitor)[1] == pytest.approx(upright[1] * 1.25, rel=0.01)
    monitor.keyboard.press("0")
    assert size(monitor) == upright

    # Two side by side, and on to the last.
    monitor.get_by_role("button", name=text("viewer.page.two", "zh")).click()
    expect(monitor.locator("figure")).to_have_count(2)
    expect(monitor.locator("#of")).to_have_text(text("viewer.page.of", "zh", page="1–2", pages=3))
    drawn(monitor)
    saw(monitor, tmp_path, "2-two")
    monitor.keyboard.press("ArrowRight")
    expect(monitor.locator("figure")).to_have_count(1)

    # Another row, then one without a scan.
    look(clerk, case, BOOK)
    expect(monitor.locator("#of")).to_have_text(text("viewer.page.of", "zh", page=1, pages=1))
    drawn(monitor)
    saw(monitor, tmp_path, "3-other")
    look(clerk, case, "signed_form")
    expect(monitor.locator("#say")).to_have_text(text("viewer.page.none", "zh"))

    # A page that is scanned while it is looked at comes up by itself.
    attach(clerk, case, "signed_form", picture("签字", (800, 1100)), "image/jpeg", 1)
    expect(monitor.locator("figure")).to_have_count(1)

    # The next ticket wipes it.
    clerk.do("finish", {"outcome": "other"}, target=ticket["ticket"])
    expect(monitor.locator("#stage")).to_be_empty()
    expect(monitor.locator("#bar")).to_be_hidden()
    saw(monitor, tmp_path, "4-blank")


def test_the_digits_are_typed_where_the_link_can_not_be_opened(here: Running, monitor: Page, tmp_path: Path) -> None:
    clerk = here.sign_in(window="3")
    told = clerk.http.post(f"/v1/halls/{HALL}/windows/3/viewer/code").json()
    monitor.goto(f"{here.url}/w/3")
    saw(monitor, tmp_path, "5-door")
    monitor.locator("#code").fill("12")
    monitor.get_by_role("button", name=text("viewer.page.open", "zh")).click()
    expect(monitor.locator(".wrong")).to_have_text(text("viewer.code_unknown", "zh"))
    monitor.locator("#code").fill(f"{told['digits'][:3]} {told['digits'][3:]}")
    monitor.get_by_role("button", name=text("viewer.page.open", "zh")).click()
    expect(monitor.locator("#stage")).to_be_attached()
    clerk.http.delete("/v1/sessions/current")
    expect(monitor.locator("#code")).to_be_visible(timeout=15_000)
