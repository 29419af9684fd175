"""The phone's half of a visit in a real browser: scanned, filled, live in both directions, cut off, confirmed, signed."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from clerk_tui.central.demo import DEMO_FATHER_ID
from clerk_tui.texts import text
from tests.central.visiting import Running, Staff, running

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 8_000

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
def phone(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Phones that complain about whatever the page's policy or script complains about."""
    contexts, complaints = [], []

    def make() -> Page:
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, device_scale_factor=2, has_touch=True, locale="zh-CN"
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda wrong: complaints.append(str(wrong)))
        page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def clerk(here: Running) -> Staff:
    return here.sign_in(window="3")


@pytest.fixture
def case(here: Running, clerk: Staff) -> Iterator[str]:
    """A birth case at the window, the family known from the register."""
    opened, ticket = clerk.begin(here.sign_in("kiosk"))
    clerk.patch(opened, father__person__id_no=DEMO_FATHER_ID)
    for party in ("father", "mother", "baby"):
        clerk.look_up(opened, party)
    yield opened
    clerk.do("finish", {"outcome": "other"}, target=ticket["ticket"])


def until(what: Callable[[], Any], seconds: float = PATIENCE_MS / 1000) -> Any:
    """What `what` gives once it gives something."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)
    return found


def enter(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("button", name=text("phone.enter.filing.button", "zh")).click()
    expect(page).to_have_url(re.compile(r"/f$"))
    expect(page.locator("#status")).to_have_attribute("data-state", "saved")


def box(page: Page, key: str) -> Any:
    return page.locator(f'[data-key="{key}"] input, [data-key="{key}"] textarea')


def value_at_hub(clerk: Staff, case: str, key: str) -> str | None:
    answer = clerk.case(case).case.answers.get(key)
    return answer.value if answer else None


def saw(page: Page, folder: Path, name: str) -> None:
    page.screenshot(path=folder / f"{name}.png", full_page=True)


def test_scanned_filled_confirmed_signed_and_submitted(
    clerk: Staff, case: str, phone: Callable[[], Page], tmp_path: Path
) -> None:
    page = phone()
    page.goto(clerk.invite(case, "father")["url"])
    saw(page, tmp_path, "1-door")
    enter(page, page.url)
    assert page.context.cookies()[0]["httpOnly"]
    assert page.evaluate("document.cookie") == ""
    saw(page, tmp_path, "2-form")
    made = clerk.plan(case)
    words = {"name": "演示宝", "bank_account": "6222020000000000001"}
    for ask in (a for a in made.asks if a.state == "open" and made.answerer(a.key) == "father"):
        if ask.field.options:
            option = ask.field.options[0]
            page.locator(f'[data-key="{ask.key}"]').get_by_label(option.name, exact=True).check()
        else:
            box(page, ask.key).fill(words.get(ask.field.type, ask.field.example or "演示内容1号"))
    box(page, "baby.person.name").blur()
    expect(page.locator(".field .need")).to_have_count(0)
    until(lambda: value_at_hub(clerk, case, "baby.person.name") == "演示宝")
    sign = page.locator("[data-act=sign]")
    expect(sign).to_be_disabled()
    sections = [s.key for s in made.sections if s.owner == "father"]
    for key in sections:
        page.locator(f'[data-part="foot:{key}"] [data-act=confirm]').click()
        expect(page.locator(f'[data-part="foot:{key}"] .confirmed')).to_be_visible()
    saw(page, tmp_path, "3-confirmed")
    sign.click()
    expect(page.get_by_text(text("phone.end.signed", "zh"))).to_be_visible()
    assert clerk.case(case).case.signatures["father"].means == "phone"
    number = clerk.on_case(case, "submit_case", {"only_receive": True})["number"]
    expect(page.locator(".number")).to_have_text(number)
    saw(page, tmp_path, "4-submitted")


def test_what_either_side_types_is_seen_by_the_other(clerk: Staff, case: str, phone: Callable[[], Page]) -> None:
    page = phone()
    enter(page, clerk.invite(case, "father")["url"])
    key = "father.bank.name"
    box(page, key).fill("演示银行一支行")
    until(lambda: value_at_hub(clerk, case, key) == "演示银行一支行")
    clerk.http.post("/v1/halls/demo/typing", json={"case": case, "field": key})
    expect(page.get_by_text(text("phone.js.window_types", "zh"))).to_be_visible()
    clerk.patch(case, father__bank__name="演示银行二支行")
    expect(box(page, key)).to_have_value("演示银行二支行")
    bar = page.locator(f'[data-key="{key}"] .takeback')
    expect(bar).to_contain_text("演示银行二支行")
    expect(bar).to_contain_text("演示银行一支行")
    bar.get_by_role("button", name=text("phone.js.take_back", "zh")).click()
    until(lambda: value_at_hub(clerk, case, key) == "演示银行一支行")
    expect(box(page, key)).to_have_value("演示银行一支行")
    expect(page.locator(".takeback")).to_have_count(0)


def test_a_thumb_on_a_field_is_not_disturbed_by_what_happens_elsewhere(
    clerk: Staff, case: str, phone: Callable[[], Page]
) -> None:
    page = phone()
    enter(page, clerk.invite(case, "father")["url"])
    field = box(page, "father.bank.name")
    field.click()
    field.press_sequentially("半")
    page.evaluate("window.kept = document.activeElement")
    clerk.patch(case, father__bank__account_name="演示父一")
    expect(box(page, "father.bank.account_name")).to_have_value("演示父一")
    field.press_sequentially("行")
    assert page.evaluate("window.kept === document.activeElement")
    expect(field).to_have_value("半行")
    until(lambda: value_at_hub(clerk, case, "father.bank.name") == "半行")


def test_cut_off_it_keeps_what_is_typed_and_sends_it_later(clerk: Staff, case: str, phone: Callable[[], Page]) -> None:
    page = phone()
    enter(page, clerk.invite(case, "father")["url"])
    page.context.set_offline(True)
    box(page, "father.bank.name").fill("断线时填的")
    box(page, "father.bank.account_name").fill("演示父一")
    status = page.locator("#status")
    expect(status).to_have_attribute("data-state", "offline")
    assert value_at_hub(clerk, case, "father.bank.name") is None
    page.context.set_offline(False)
    until(lambda: value_at_hub(clerk, case, "father.bank.name") == "断线时填的", 20)
    until(lambda: value_at_hub(clerk, case, "father.bank.account_name") == "演示父一", 20)
    expect(status).to_have_attribute("data-state", "saved")


def test_what_the_window_changed_meanwhile_stands_until_the_person_chooses(
    here: Running, clerk: Staff, case: str, phone: Callable[[], Page]
) -> None:
    page = phone()
    enter(page, clerk.invite(case, "father")["url"])
    key = "father.bank.name"
    page.context.set_offline(True)
    box(page, key).fill("断线时填的")
    expect(page.locator("#status")).to_have_attribute("data-state", "offline")
    clerk.patch(case, father__bank__name="窗口填的")
    here.clock.ahead += timedelta(seconds=40)
    page.context.set_offline(False)
    bar = page.locator(f'[data-key="{key}"] .takeback')
    expect(bar).to_contain_text("窗口填的", timeout=20_000)
    expect(bar).to_contain_text("断线时填的")
    assert value_at_hub(clerk, case, key) == "窗口填的"
    bar.get_by_role("button", name=text("phone.js.take_back", "zh")).click()
    until(lambda: value_at_hub(clerk, case, key) == "断线时填的")


def test_what_was_confirmed_opens_again_when_the_person_changes_it(
    clerk: Staff, case: str, phone: Callable[[], Page]
) -> None:
    page = phone()
    enter(page, clerk.invite(case, "mother")["url"])
    for key, value in (("name", "演示银行"), ("account_name", "演示母一"), ("account_no", "6222020000000000001")):
        box(page, f"mother.bank.{key}").fill(value)
    box(page, "mother.mandate.until").fill("2099-12-31")
    named = page.locator('[data-key="mother.mandate.item.yb.maternity_claim"]')
    named.get_by_label(text("bool.yes", "zh"), exact=True).check()
    foot = page.locator('[data-part="foot:mother"]')
    foot.locator("[data-act=confirm]").click()
    expect(foot.locator(".confirmed")).to_be_visible()
    expect(page.get_by_text(text("phone.end.confirmed", "zh"))).to_be_visible()
    field = page.locator('[data-key="mother.bank.name"]')
    field.locator("[data-edit]").click()
    box(page, "mother.bank.name").fill("演示银行二支行")
    until(lambda: value_at_hub(clerk, case, "mother.bank.name") == "演示银行二支行")
    expect(foot.locator("[data-act=confirm]")).to_be_visible()
    assert "mother" not in clerk.case(case).case.sections


def test_a_wrong_value_is_said_at_the_field_and_mended(clerk: Staff, case: str, phone: Callable[[], Page]) -> None:
    page = phone()
    enter(page, clerk.invite(case, "father")["url"])
    number = box(page, "father.bank.account_no")
    number.fill("12")
    number.blur()
    error = page.locator('[data-key="father.bank.account_no"] .error')
    expect(error).to_have_text(text("value.bad_account", "zh"))
    number.fill("6222 0200 0000 0000 001")
    number.blur()
    expect(error).to_have_count(0)
    expect(number).to_have_value("6222020000000000001")


def test_what_is_known_is_a_line_to_read_until_it_is_to_be_changed(
    clerk: Staff, case: str, phone: Callable[[], Page]
) -> None:
    page = phone()
    enter(page, clerk.invite(case, "father")["url"])
    field = page.locator('[data-key="father.person.name"]')
    expect(field.locator(".words")).to_have_text("演示父一")
    expect(box(page, "father.person.name")).to_be_hidden()
    field.locator("[data-edit]").click()
    expect(box(page, "father.person.name")).to_be_focused()
    box(page, "father.person.name").fill("演示父壹")
    until(lambda: value_at_hub(clerk, case, "father.person.name") == "演示父壹")
    expect(field.locator(".meta")).to_contain_text(text("phone.from.me", "zh"))
    expect(box(page, "father.person.name")).to_have_value("演示父壹")


def test_a_paper_is_photographed(clerk: Staff, case: str, phone: Callable[[], Page], tmp_path: Path) -> None:
    page = phone()
    enter(page, clerk.invite(case, "mother")["url"])
    key = "mother.yb.discharge_record"
    paper = page.locator(f'[data-paper="{key}"]')
    photo = tmp_path / "photo.png"
    Image.new("RGB", (3000, 2000), (240, 240, 230)).save(photo)
    paper.locator(".camera").set_input_files(photo)
    expect(paper).to_contain_text(text("standing.from_phone", "zh"))
    expect(paper.locator(".shoot")).to_have_text(text("phone.papers.again", "zh"))
    kept = clerk.case(case).case.papers[key]
    assert (kept.verdict, len(kept.files)) == ("from_phone", 1)
    saw(page, tmp_path, "papers")
    (tmp_path / "no.png").write_bytes(b"no picture at all")
    paper.locator(".camera").set_input_files(tmp_path / "no.png")
    expect(paper.locator(".error")).to_have_text(text("phone.file_kind", "zh"))
    assert clerk.case(case).case.papers[key].files == kept.files


def test_a_renewed_code_sends_the_old_phone_out_and_a_second_phone_is_refused(
    clerk: Staff, case: str, phone: Callable[[], Page]
) -> None:
    told = clerk.invite(case, "father")
    first, second = phone(), phone()
    enter(first, told["url"])
    second.goto(told["url"])
    expect(second.get_by_text(text("phone.code_spent", "zh"))).to_be_visible()
    clerk.on_case(case, "renew_code", target=told["filing"])
    expect(first.locator("#status")).to_have_attribute("data-state", "over")
    expect(box(first, "father.bank.name")).to_be_disabled()


def test_the_ticket_turns_into_the_form_without_a_second_scan(
    here: Running, phone: Callable[[], Page], tmp_path: Path
) -> None:
    clerk, kiosk = here.sign_in(window="4"), here.sign_in("kiosk")
    page = phone()
    ticket = kiosk.do("take_ticket", {"channel": "kiosk"})
    page.goto(ticket["url"])
    page.get_by_role("button", name=text("phone.enter.ticket.button", "zh")).click()
    expect(page.locator(".call")).to_have_text(ticket["number"])
    saw(page, tmp_path, "ticket-waiting")
    clerk.send("open_window", {"window": "4"})
    clerk.do("call_ticket", {"window": "4"}, target=ticket["ticket"])
    expect(page.locator(".loud")).to_have_text(text("ticket_page.called", "zh", window="4"))
    saw(page, tmp_path, "ticket-called")
    clerk.do("welcome", target=ticket["ticket"])
    catalog = clerk.http.get("/v1/catalogs/current").headers["etag"].strip('W/"')
    case = clerk.do("open_case", {"matters": ["birth"], "catalog": catalog, "ticket": ticket["ticket"]})["case"]
    clerk.patch(case, visit__parent="father")
    clerk.invite(case, "father")
    page.get_by_role("button", name=text("ticket_page.begin", "zh")).click()
    expect(page).to_have_url(re.compile(r"/f$"))
    expect(box(page, "father.person.name")).to_be_visible()
    clerk.do("finish", {"outcome": "other"}, target=ticket["ticket"])


def test_the_page_fits_a_phone_in_large_type_and_in_english(
    clerk: Staff, case: str, phone: Callable[[], Page], tmp_path: Path
) -> None:
    page = phone()
    enter(page, clerk.invite(case, "father")["url"])
    for name in ("zh", "en"):
        page.goto(f"{page.url.split('?')[0]}?lang={name}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        smallest = page.evaluate(
            "Math.min(...[...document.querySelectorAll('input:not([type=radio]),textarea,label')]"
            ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
        )
        assert smallest >= 18
        heights = page.evaluate(
            "[...document.querySelectorAll('button, .options label, input:not([type=radio]):not([type=file])')]"
            ".filter(e => e.offsetParent).map(e => e.getBoundingClientRect().height)"
        )
        assert min(heights) >= 44
        saw(page, tmp_path, f"form-{name}")
    expect(page.get_by_text(text("phone.end.hand_over", "en"))).to_be_visible()
