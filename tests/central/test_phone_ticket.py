"""A ticket on a phone over HTTP: taken at the hall's door, followed, called, given back, rated; and who may not."""

import gzip
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from clerk_tui.central.phone.estimates import Estimate
from clerk_tui.central.tries import Tries
from clerk_tui.queue.policy import Policy
from clerk_tui.texts import text
from tests.central.conftest import fresh
from tests.central.test_phone import events
from tests.central.visiting import Running, Staff, new_id, running

DOOR = "/t/demo"
ADDRESSES = (f"127.1.{n // 200}.{n % 200 + 2}" for n in range(20_000))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def here(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("hub")
    with running(folder, fresh(request, request.param, folder)) as hub:
        yield hub


@pytest.fixture
def clerk(here: Running) -> Iterator[Staff]:
    """A clerk at window 3; nobody waits before and after a test."""
    signed_in = here.sign_in(window="3")
    signed_in.send("open_window", {"window": "3"})
    empty(here, signed_in)
    yield signed_in
    empty(here, signed_in)


def empty(here: Running, clerk: Staff) -> None:
    for ticket in here.hub.snapshot("demo")[1].tickets.values():
        if ticket.state == "waiting":
            clerk.do("cancel", target=ticket.id)
        elif ticket.state in ("called", "serving", "held"):
            own = clerk if ticket.window == clerk.window else here.sign_in(window=ticket.window)
            own.do("abandon", target=ticket.id)


def phone(here: Running, address: str | None = None, **headers: str) -> httpx.Client:
    transport = httpx.HTTPTransport(local_address=address or next(ADDRESSES))
    return here.client(headers={"Accept-Language": "zh", **headers}, transport=transport)


def form_in(page: str) -> str:
    found = re.search(r'name="form" value="([0-9a-f]{24})"', page)
    assert found, page
    return found[1]


def take(client: httpx.Client, **fields: str) -> str:
    """Takes a number as a person does; the label on the page that follows."""
    fields = {"form": form_in(client.get(DOOR).text), "act": "take", **fields}
    answer = client.post(DOOR, data=fields)
    assert (answer.status_code, answer.headers["location"]) == (303, "/t"), answer.text
    return label(client)


def label(client: httpx.Client) -> str:
    found = re.search(r'class="call">([A-Z]\d+)<', client.get("/t").text)
    assert found
    return found[1]


def ticket_of(here: Running, number: str) -> Any:
    return next(t for t in here.hub.snapshot("demo")[1].tickets.values() if t.label == number)


def call(clerk: Staff, here: Running, number: str) -> str:
    command = new_id()
    clerk.do("call_ticket", {"window": "3"}, target=ticket_of(here, number).id, id=command)
    return command


# The hall's door


def test_looking_at_the_door_changes_nothing(here: Running, clerk: Staff) -> None:
    before = here.hub.snapshot("demo")[0]
    for _ in range(3):
        page = phone(here).get(DOOR)
        assert page.status_code == 200
        assert text("ticket_page.take.button", "zh") in page.text
        cookie = page.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert "path=/t" in cookie
    assert here.hub.snapshot("demo")[0] == before


def test_a_phone_takes_a_number_and_a_second_tap_shows_the_same(here: Running, clerk: Staff) -> None:
    client = phone(here)
    number = take(client, **{"class": "green", "matter": "birth"})
    ticket = ticket_of(here, number)
    assert (ticket.channel, ticket.ticket_class, ticket.matter) == ("phone", "green", "birth")
    again = client.get(DOOR)
    assert (again.status_code, again.headers["location"]) == (303, "/t")
    assert client.post(DOOR, data={"form": "0" * 24, "act": "take"}).headers["location"] == "/t"
    assert label(client) == number
    assert len(here.hub.snapshot("demo")[1].waiting) == 1


def test_an_answer_that_was_lost_is_asked_for_again(here: Running, clerk: Staff) -> None:
    client = phone(here)
    form = form_in(client.get(DOOR).text)
    client.post(DOOR, data={"form": form, "act": "take"})
    number = label(client)
    session = next(c for c in client.cookies.jar if c.name == "citizen")
    client.cookies.jar.clear(session.domain, session.path, session.name)
    assert text("ticket_page.take.has", "zh", number=number) in client.get(DOOR).text
    client.post(DOOR, data={"form": form, "act": "take"})
    assert label(client) == number
    clerk.do("cancel", target=ticket_of(here, number).id)
    client.cookies.jar.clear(session.domain, session.path, session.name)
    client.post(DOOR, data={"form": form, "act": "take", "class": "green"})
    assert label(client) == number, "the same form never takes a second number"
    other = take(client)
    assert other != number


def test_two_taps_at_once_take_one_number(here: Running, clerk: Staff) -> None:
    first = phone(here)
    first.get(DOOR)
    mark = {"phone": first.cookies["phone"]}
    forms = [form_in(here.client(cookies=mark).get(DOOR).text) for _ in range(6)]
    phones = [here.client(cookies=mark) for _ in forms]
    with ThreadPoolExecutor(6) as pool:
        tapped = pool.map(lambda one, form: one.post(DOOR, data={"form": form, "act": "take"}), phones, forms)
        assert {answer.status_code for answer in tapped} == {303}
    assert {label(client) for client in phones} == {label(phones[0])}
    assert len(here.hub.snapshot("demo")[1].waiting) == 1


def test_a_made_up_mark_and_a_phone_without_cookies_take_nothing(here: Running, clerk: Staff) -> None:
    other = take(phone(here))
    for cookies in ({}, {"phone": "P0000000000000000.0"}, {"phone": ""}, {"phone": "P."}):
        client = phone(here)
        client.cookies.update(cookies)
        answer = client.post(DOOR, data={"form": "0" * 24, "act": "take"})
        assert answer.status_code == 400
        assert text("phone.no_cookies", "zh") in answer.text
    waiting = here.hub.snapshot("demo")[1].waiting
    assert [here.hub.snapshot("demo")[1].tickets[w[2]].label for w in waiting] == [other]


def test_a_matter_is_found_by_its_name_and_chosen(here: Running, clerk: Staff) -> None:
    client = phone(here)
    form = form_in(client.get(DOOR).text)
    found = client.post(DOOR, data={"form": form, "act": "find", "q": "xinsheng", "class": "green"})
    assert 'value="birth"' in found.text
    assert 'value="green" checked' in found.text
    nothing = client.post(DOOR, data={"form": form, "act": "find", "q": "qqqqqqqq"})
    assert text("ticket_page.take.none", "zh") in nothing.text
    assert len(here.hub.snapshot("demo")[1].waiting) == 0
    wrong = client.post(DOOR, data={"form": form, "act": "take", "matter": "no.such.matter", "class": "vip"})
    assert wrong.status_code == 303
    ticket = ticket_of(here, label(client))
    assert (ticket.matter, ticket.ticket_class) == (None, "ordinary")


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"form=%00", b"x" * 9_000, b"&" * 3_000, b"form=" + b"<b>" * 90])
def test_what_is_no_form_gets_a_sentence(here: Running, clerk: Staff, body: bytes) -> None:
    client = phone(here)
    client.get(DOOR)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    for path in (DOOR, "/t/cancel", "/t/rate"):
        answer = client.post(path, content=body, headers=kind)
        assert answer.status_code in (303, 400, 401, 409, 410, 413)
        assert "<b>" not in answer.text


def test_an_unknown_hall_and_a_form_from_elsewhere_are_refused(here: Running) -> None:
    client = phone(here)
    assert client.get("/t/nowhere").status_code == 404
    assert client.post("/t/nowhere", data={"act": "take"}).status_code == 404
    for path in (DOOR, "/t/cancel", "/t/rate", "/t/begin"):
        assert client.post(path, headers={"Origin": "https://elsewhere.example"}).status_code == 403


def phone_takes(client: httpx.Client) -> httpx.Response:
    return client.post(DOOR, data={"form": form_in(client.get(DOOR).text), "act": "take"})


def test_numbers_are_limited_by_address_and_over_all(tmp_path: Path) -> None:
    with running(tmp_path) as here:
        here.hub.guesses["numbers"] = Tries(here.clock, each=2, together=3, span=timedelta(minutes=10))
        address = next(ADDRESSES)
        statuses = [phone_takes(phone(here, address)).status_code for _ in range(2)]
        third = phone(here, address)
        refused = phone_takes(third)
        statuses += [refused.status_code, phone_takes(phone(here)).status_code, phone_takes(phone(here)).status_code]
        assert statuses == [303, 303, 429, 303, 429]
        assert text("phone.many_numbers", "zh", minutes=10) in refused.text
        assert refused.headers["retry-after"] == "600"
        here.clock.ahead += timedelta(minutes=11)
        assert phone_takes(third).status_code == 303


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (Policy(hours=((13 * 60, 17 * 60),)), text("ticket_page.take.closed", "zh", opens="13:00")),
        (Policy(phone_tickets=False), text("queue.no_phone_tickets", "zh")),
    ],
)
def test_a_closed_hall_and_one_without_phone_numbers_say_so(tmp_path: Path, policy: Policy, said: str) -> None:
    with running(tmp_path, policy=policy) as here:
        client = phone(here)
        page = client.get(DOOR)
        assert said in page.text
        assert 'value="take"' not in page.text
        if policy.hours:
            assert "13:00-17:00" in page.text
        refused = client.post(DOOR, data={"form": "0" * 24, "act": "take"})
        assert refused.status_code == 409
        assert 'role="alert"' in refused.text
        assert not here.hub.snapshot("demo")[1].tickets


# The ticket


def test_the_page_follows_a_ticket_through_its_life(here: Running, clerk: Staff) -> None:
    other, client = take(phone(here)), phone(here)
    number = take(client)
    page = client.get("/t").text
    assert text("ticket_page.ahead", "zh", count=1) in page
    assert '<meta http-equiv="refresh" content="8;url=/t">' in page
    call(clerk, here, other)
    page = client.get("/t").text
    assert text("ticket_page.next", "zh") in page
    assert text("ticket_page.now_one", "zh", number=other, window="3") in page
    clerk.do("finish", {"outcome": "consultation"}, target=ticket_of(here, other).id)
    clerk.do("undo", {"command": call(clerk, here, number)})
    page = client.get("/t").text
    assert text("ticket_page.undone", "zh") in page
    assert text("ticket_page.next", "zh") in page
    here.clock.ahead += timedelta(minutes=6)
    assert text("ticket_page.undone", "zh") not in client.get("/t").text
    call(clerk, here, number)
    view = client.get("/t/view").json()
    assert view["state"] == "called"
    assert view["title"] == f"{text('ticket_page.called', 'zh', window='3')} · {number}"
    assert text("ticket_page.called", "zh", window="3") in view["now"]
    assert text("ticket_page.cancel", "zh") not in view["acts"]
    ticket = ticket_of(here, number).id
    clerk.do("welcome", target=ticket)
    assert text("ticket_page.serving", "zh", window="3") in client.get("/t").text
    for hold in ("fetch_papers", "papers_stay", "wait"):
        clerk.do("hold", {"hold": hold}, target=ticket)
        assert text(f"ticket_page.held.{hold}", "zh", window="3") in client.get("/t").text
        clerk.do("resume", target=ticket)
    colleague = here.sign_in(window="5")
    colleague.send("open_window", {"window": "5"})
    clerk.do("transfer", {"to_window": "5", "reason": "other_matter"}, target=ticket)
    assert text("ticket_page.transferred", "zh", window="5") in client.get("/t").text
    colleague.do("call_next", {"window": "5"})
    assert text("ticket_page.called", "zh", window="5") in client.get("/t").text
    for _ in range(2):
        here.clock.ahead += timedelta(seconds=31)
        colleague.do("recall", target=ticket)
    assert client.get("/t/view").json()["calls"] == 2
    colleague.do("pass", {"reason": "no_show"}, target=ticket)
    page = client.get("/t").text
    assert text("ticket_page.passed", "zh") in page
    assert text("ticket_page.passed.last", "zh", window="5", count=3) in page
    assert text("ticket_page.again", "zh") in page
    colleague.do("return_passed", target=ticket)
    assert text("ticket_page.in_line", "zh") in client.get("/t").text


def test_one_number_is_given_back_once(here: Running, clerk: Staff) -> None:
    client = phone(here)
    number = take(client)
    assert text("ticket_page.cancel.sure", "zh", number=number) in client.get("/t").text
    for _ in range(2):
        assert client.post("/t/cancel").headers["location"] == "/t"
    assert ticket_of(here, number).state == "cancelled"
    assert text("ticket_page.cancelled", "zh") in client.get("/t").text
    assert take(client) != number


def test_a_called_number_is_not_given_back_and_the_page_says_why(here: Running, clerk: Staff) -> None:
    client = phone(here)
    number = take(client)
    call(clerk, here, number)
    answer = client.post("/t/cancel")
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert text("ticket_page.called", "zh", window="3") in answer.text
    assert ticket_of(here, number).state == "called"


def served(clerk: Staff, here: Running) -> tuple[httpx.Client, str]:
    client = phone(here)
    number = take(client)
    call(clerk, here, number)
    clerk.do("finish", {"outcome": "consultation"}, target=ticket_of(here, number).id)
    return client, number


def test_a_visit_is_rated_once_and_the_window_is_told_nothing(here: Running, clerk: Staff) -> None:
    client, number = served(clerk, here)
    page = client.get("/t").text
    assert text("ticket_page.rate", "zh") in page
    assert 'http-equiv="refresh"' not in page
    assert client.post("/t/rate", data={"words": "演示意见"}).status_code == 400
    refused = client.post("/t/rate", data={"grade": "2", "reason": "113", "words": " "})
    assert refused.status_code == 409
    assert text("queue.rating_reason", "zh") in refused.text
    assert 'value="2" required checked' in refused.text
    seq = here.hub.snapshot("demo")[0]
    told = client.post("/t/rate", data={"grade": "2", "reason": ["213", "113"], "words": "演示意见<b>"})
    assert told.status_code == 303
    assert ticket_of(here, number).rated
    for _ in range(2):
        assert client.post("/t/rate", data={"grade": "5"}).status_code == 303
    page = client.get("/t").text
    assert text("ticket_page.rated", "zh") in page
    assert 'name="grade"' not in page
    rated = [e for e in here.hub.hall("demo").feed.newest("ticket_rated") if e.seq > seq]
    assert len(rated) == 1
    assert '"reasons":["213"]' in rated[0].body
    assert "演示意见" not in rated[0].body
    snapshot = clerk.http.get("/v1/halls/demo/snapshot").text
    assert "演示意见" not in snapshot
    assert '"grade"' not in snapshot
    kept = here.hub.database.file
    if kept is not None:
        assert all("演示意见".encode() not in path.read_bytes() for path in kept.parent.iterdir())


def test_nobody_rates_what_has_not_ended(here: Running, clerk: Staff) -> None:
    client = phone(here)
    number = take(client)
    assert client.post("/t/rate", data={"grade": "5"}).status_code == 409
    assert not ticket_of(here, number).rated


def test_another_phone_sees_and_does_nothing(here: Running, clerk: Staff) -> None:
    number = take(phone(here))
    stranger = phone(here)
    for method, path in (("GET", "/t"), ("GET", "/t/view"), ("POST", "/t/cancel"), ("POST", "/t/rate")):
        answer = stranger.request(method, path)
        assert answer.status_code == 401
        assert number not in answer.text
    assert ticket_of(here, number).state == "waiting"


@pytest.mark.parametrize(
    ("p50", "p90", "told"),
    [
        (0, 0, ("10:00", "10:01", 0, 1)),
        (125, 130, ("10:02", "10:03", 2, 3)),
        (14 * 60, 16 * 60, ("10:14", "10:20", 14, 20)),
        (33 * 60, 61 * 60, ("10:30", "11:05", 30, 65)),
    ],
)
def test_an_estimate_is_told_by_the_halls_clock_and_rounded_outwards(
    p50: float, p90: float, told: tuple[str, str, int, int]
) -> None:
    made = Estimate(p50, p90, datetime(2026, 3, 5, 2, 0, 40, tzinfo=UTC)).told(ZoneInfo("Asia/Shanghai"))
    assert (made["begin"], made["end"], made["low"], made["high"], made["at"]) == (*told, "10:00")


# The page itself


def test_the_page_speaks_the_phones_language_and_keeps_the_choice(here: Running, clerk: Staff) -> None:
    client = phone(here, **{"Accept-Language": "en-GB,en;q=0.9"})
    assert text("ticket_page.take.button", "en") in client.get(DOOR).text
    take(client)
    page = client.get("/t").text
    assert '<html lang="en">' in page
    assert text("ticket_page.next", "en") in page
    assert 'aria-live="assertive"' in page
    assert '<html lang="zh-CN">' in client.get("/t?lang=zh").text
    assert text("ticket_page.next", "zh") in client.get("/t").text


def test_the_whole_page_is_small_and_strict(here: Running, clerk: Staff) -> None:
    client = phone(here)
    door = client.get(DOOR)
    take(client)
    page = client.get("/t")
    whole = [page.content, *(client.get(file).content for file in re.findall(r"/phone/[\w.]+", page.text))]
    assert len(whole) == 3
    assert sum(map(len, whole)) < 30_000
    assert sum(len(gzip.compress(part)) for part in whole) < 12_000
    for answer in (door, page):
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert not re.search(r"https?://|style=|\son\w+=", answer.text)


def test_no_number_stands_in_an_address(here: Running, clerk: Staff) -> None:
    client = phone(here)
    number = take(client)
    page = client.get("/t").text
    addresses = re.findall(r'(?:href|action|src|url)="?=?([^"\s>]+)', page)
    assert addresses
    for address in addresses:
        assert number not in address
        assert ticket_of(here, number).id not in address


def test_the_feed_tells_each_change_and_nothing_twice(here: Running, clerk: Staff) -> None:
    others = [take(phone(here)) for _ in range(3)]
    client = phone(here)
    number = take(client)
    feed = (e for e in events(client, "/t/feed") if e[0] != "heartbeat")
    assert text("ticket_page.ahead", "zh", count=3) in next(feed)[1]["now"]
    clerk.do("cancel", target=ticket_of(here, others[0]).id)
    assert text("ticket_page.ahead", "zh", count=2) in next(feed)[1]["now"]
    command = call(clerk, here, number)
    assert next(feed)[1]["state"] == "called"
    clerk.do("undo", {"command": command})
    back = next(feed)[1]
    assert back["state"] == "waiting"
    assert text("ticket_page.undone", "zh") in back["now"]
    assert back["may"] == "cancel"


def test_the_page_tells_the_wait_and_follows_it(here: Running, clerk: Staff) -> None:
    for _ in range(6):
        take(phone(here))
    client = phone(here)
    take(client)
    feed = (e for e in events(client, "/t/feed") if e[0] == "ticket")
    wait = r"约 \d\d:\d\d–\d\d:\d\d 轮到您（还要 \d+–\d+ 分钟，\d\d:\d\d 估算）"
    assert next(found for _, told in feed if (found := re.search(wait, told["now"])))
    assert re.search(wait, client.get("/t").text)
    assert re.search(r"现在取号，约 \d\d:\d\d", phone(here).get(DOOR).text)
    call(clerk, here, label(client))
    assert not re.search(wait, next(told["now"] for _, told in feed if told["state"] == "called"))
