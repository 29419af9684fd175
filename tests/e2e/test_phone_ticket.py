"""A number taken by a phone at the hall's door, in a real browser on a slow line: followed, called, given back, rated."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, Playwright, expect, sync_playwright

from clerk_tui.texts import text
from tests.central.visiting import Clock, Running, Staff, new_id, running
from tests.e2e.test_phone import BROWSER, FLAGS, saw

PATIENCE_MS = 15_000
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 50_000, "uploadThroughput": 20_000}
"""A weak mobile line: bytes a second, and milliseconds there and back."""

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
expect.set_options(timeout=PATIENCE_MS)


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


Make = Callable[..., Page]


@pytest.fixture
def lines() -> dict[Page, CDPSession]:
    """Each phone's line, on which conditions are set."""
    return {}


@pytest.fixture
def phone(browser: Browser, lines: dict[Page, CDPSession]) -> Iterator[Make]:
    """Phones on a slow line, each with its line; what the page's policy or script complains about fails the test."""
    contexts, complaints = [], []

    def make(**how: Any) -> Page:
        given = {
            "viewport": {"width": 360, "height": 740},
            "device_scale_factor": 2,
            "has_touch": True,
            "locale": "zh-CN",
        }
        context = browser.new_context(**{**given, **how})
        context.set_default_timeout(PATIENCE_MS)
        # What the page asks of the motor is written down: a desk has none.
        context.add_init_script("window.felt = []; navigator.vibrate = p => { window.felt.push(p); return true; };")
        contexts.append(context)
        page = context.new_page()
        line = lines[page] = context.new_cdp_session(page)
        line.send("Network.emulateNetworkConditions", SLOW)
        page.on("pageerror", lambda wrong: complaints.append(str(wrong)))
        page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def clerk(here: Running) -> Iterator[Staff]:
    signed_in = here.sign_in(window="3")
    signed_in.send("open_window", {"window": "3"})
    yield signed_in
    for ticket in here.hub.snapshot("demo")[1].tickets.values():
        if ticket.state == "waiting":
            signed_in.do("cancel", target=ticket.id)
        elif ticket.state in ("called", "serving"):
            signed_in.do("abandon", target=ticket.id)


def take(page: Page, here: Running, lang: str = "zh") -> str:
    """Takes a number as a person does at the poster; its label."""
    page.goto(f"{here.url}/t/demo")
    page.get_by_role("button", name=text("ticket_page.take.button", lang), exact=True).click()
    expect(page).to_have_url(re.compile(r"/t$"))
    return page.locator(".call").inner_text()


def ticket_of(here: Running, number: str) -> str:
    return next(t.id for t in here.hub.snapshot("demo")[1].tickets.values() if t.label == number)


def call(clerk: Staff, here: Running, number: str) -> str:
    command = new_id()
    clerk.do("call_ticket", {"window": "3"}, target=ticket_of(here, number), id=command)
    return command


def others(here: Running, count: int) -> list[str]:
    kiosk = here.sign_in("kiosk")
    return [kiosk.do("take_ticket", {"channel": "kiosk"})["number"] for _ in range(count)]


def test_from_the_poster_to_the_window(here: Running, clerk: Staff, phone: Make, tmp_path: Path) -> None:
    first, second = others(here, 2)
    page = phone()
    page.goto(f"{here.url}/t/demo")
    saw(page, tmp_path, "zh-1-door")
    number = take(page, here)
    place = page.locator(".place")
    expect(place).to_have_text(text("ticket_page.ahead", "zh", count=2))
    expect(page.locator(".note")).to_have_text(re.compile(r"约 \d\d:\d\d–\d\d:\d\d 轮到您"))
    saw(page, tmp_path, "zh-2-waiting")
    call(clerk, here, first)
    expect(place).to_have_text(text("ticket_page.ahead", "zh", count=1))
    expect(page.locator(".calling")).to_contain_text(text("ticket_page.now_one", "zh", number=first, window="3"))
    clerk.do("finish", {"outcome": "consultation"}, target=ticket_of(here, first))
    clerk.do("cancel", target=ticket_of(here, second))
    expect(place).to_have_text(text("ticket_page.next", "zh"))
    saw(page, tmp_path, "zh-3-next")
    quiet = page.evaluate("getComputedStyle(document.body).backgroundColor")
    command = call(clerk, here, number)
    called = text("ticket_page.called", "zh", window="3")
    expect(page.locator(".loud")).to_have_text(called)
    expect(page).to_have_title(f"{called} · {number}")
    expect(page.locator("#say")).to_have_text(called)
    assert page.evaluate("window.felt.length") == 1
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != quiet
    saw(page, tmp_path, "zh-4-called")
    clerk.do("undo", {"command": command})
    expect(page.locator(".note").first).to_have_text(text("ticket_page.undone", "zh"))
    saw(page, tmp_path, "zh-5-undone")
    call(clerk, here, number)
    expect(page.locator(".loud")).to_be_visible()
    assert page.evaluate("window.felt.length") == 2
    clerk.do("welcome", target=ticket_of(here, number))
    expect(place).to_have_text(text("ticket_page.serving", "zh", window="3"))
    clerk.do("finish", {"outcome": "consultation"}, target=ticket_of(here, number))
    expect(page.get_by_text(text("ticket_page.rate", "zh"), exact=True)).to_be_visible()
    page.get_by_text(text("rating.grade.2", "zh"), exact=True).click()
    expect(page.get_by_text(text("rating.reason.213", "zh"))).to_be_visible()
    expect(page.get_by_text(text("rating.reason.113", "zh"))).to_be_hidden()
    saw(page, tmp_path, "zh-6-rating")
    page.get_by_text(text("rating.reason.213", "zh")).click()
    page.get_by_role("button", name=text("ticket_page.rate.button", "zh")).click()
    expect(page.get_by_text(text("ticket_page.rated", "zh"))).to_be_visible()
    saw(page, tmp_path, "zh-7-rated")


def test_one_tap_and_a_second_look_give_the_number_back(
    here: Running, clerk: Staff, phone: Make, tmp_path: Path
) -> None:
    page = phone(locale="en-GB", color_scheme="dark")
    page.goto(f"{here.url}/t/demo")
    saw(page, tmp_path, "en-dark-1-door")
    ahead = others(here, 1)
    number = take(page, here, "en")
    page.locator(".leave summary").click()
    button = page.get_by_role("button", name=text("ticket_page.cancel.button", "en", number=number))
    expect(button).to_be_visible()
    clerk.do("cancel", target=ticket_of(here, ahead[0]))
    expect(page.locator(".place")).to_have_text(text("ticket_page.next", "en"))
    expect(button).to_be_visible()
    saw(page, tmp_path, "en-dark-2-cancel")
    button.click()
    expect(page.locator(".place")).to_have_text(text("ticket_page.cancelled", "en"))
    saw(page, tmp_path, "en-dark-3-cancelled")
    page.get_by_role("link", name=text("ticket_page.again", "en")).click()
    page.get_by_role("button", name=text("ticket_page.take.button", "en"), exact=True).click()
    again = page.locator(".call").inner_text()
    assert again != number
    call(clerk, here, again)
    expect(page.locator(".loud")).to_have_text(text("ticket_page.called", "en", window="3"))
    saw(page, tmp_path, "en-dark-4-called")


def test_without_script_it_follows_by_loading_again(here: Running, clerk: Staff, phone: Make, tmp_path: Path) -> None:
    page = phone(java_script_enabled=False)
    number = take(page, here)
    expect(page.locator(".place")).to_have_text(text("ticket_page.next", "zh"))
    saw(page, tmp_path, "nojs-waiting")
    command = call(clerk, here, number)
    expect(page.locator(".loud")).to_have_text(text("ticket_page.called", "zh", window="3"))
    clerk.do("undo", {"command": command})
    page.get_by_role("link", name=text("ticket_page.reload", "zh")).click()
    expect(page.locator(".note").first).to_have_text(text("ticket_page.undone", "zh"))
    page.locator(".leave summary").click()
    page.get_by_role("button", name=text("ticket_page.cancel.button", "zh", number=number)).click()
    expect(page.locator(".place")).to_have_text(text("ticket_page.cancelled", "zh"))


def test_a_cut_line_is_said_with_its_age_and_mends_by_itself(
    here: Running, clerk: Staff, phone: Make, lines: dict[Page, CDPSession], tmp_path: Path
) -> None:
    ahead = others(here, 1)
    page = phone()
    number = take(page, here)
    expect(page.locator(".place")).to_have_text(text("ticket_page.ahead", "zh", count=1))
    lines[page].send("Network.emulateNetworkConditions", {**SLOW, "offline": True})
    age = page.locator("#age")
    expect(age).to_have_class("age cut")
    expect(age).to_have_text(re.compile(r"\d\d:\d\d:\d\d"))
    saw(page, tmp_path, "cut")
    clerk.do("cancel", target=ticket_of(here, ahead[0]))
    call(clerk, here, number)
    lines[page].send("Network.emulateNetworkConditions", SLOW)
    expect(page.locator(".loud")).to_have_text(text("ticket_page.called", "zh", window="3"))
    expect(age).to_have_class("age")


def test_with_the_feed_barred_it_asks_instead(here: Running, clerk: Staff, phone: Make) -> None:
    page = phone()
    page.route("**/t/feed", lambda route: route.fulfill(status=503))
    number = take(page, here)
    call(clerk, here, number)
    expect(page.locator(".loud")).to_have_text(text("ticket_page.called", "zh", window="3"))
    expect(page.locator("#age")).to_have_class("age")


def test_a_phone_that_slept_catches_up_when_it_wakes(here: Running, clerk: Staff, phone: Make) -> None:
    page = phone()
    number = take(page, here)
    expect(page.locator(".place")).to_be_visible()
    # A sleeping phone: nothing runs, its feed is gone without a word; then the page is shown again.
    session = page.context.new_cdp_session(page)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    call(clerk, here, number)
    session.send("Page.setWebLifecycleState", {"state": "active"})
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".loud")).to_have_text(text("ticket_page.called", "zh", window="3"), timeout=5_000)


def test_after_the_hub_starts_again_the_page_goes_on(phone: Make, tmp_path: Path) -> None:
    clock = Clock()
    page = phone()
    with running(tmp_path, clock=clock) as here:
        number = take(page, here)
        port = int(here.url.rpartition(":")[2])
        expect(page.locator(".place")).to_have_text(text("ticket_page.next", "zh"))
    expect(page.locator("#age")).to_have_class("age cut")
    saw(page, tmp_path, "hub-away")
    with running(tmp_path, clock=clock, port=port) as again:
        clerk = again.sign_in(window="3")
        clerk.send("open_window", {"window": "3"})
        call(clerk, again, number)
        expect(page.locator(".loud")).to_have_text(text("ticket_page.called", "zh", window="3"), timeout=30_000)
        expect(page.locator("#age")).to_have_class("age")


def test_it_is_read_and_tapped_without_glasses(here: Running, clerk: Staff, phone: Make) -> None:
    page = phone(viewport={"width": 320, "height": 640})
    for lang in ("zh", "en"):
        page.goto(f"{here.url}/t/demo?lang={lang}")
        fits(page)
        take(page, here, lang)
        fits(page)
        assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.call')).fontSize)") >= 64
        page.locator(".leave summary").click()
        page.locator(".leave button").click()
        expect(page.locator(".leave")).to_have_count(0)


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('main p, main li, main label')]"
        ".filter(e => e.offsetParent && !e.classList.contains('unseen')).map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert smallest >= 16
    heights = page.evaluate(
        "[...document.querySelectorAll('button, summary, .options label')]"
        ".filter(e => e.offsetParent).map(e => e.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44
