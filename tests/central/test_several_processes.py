"""Two hubs over one PostgreSQL: what one commits, the other's readers, sessions and rules know."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk_tui.central import hub as hub_module
from clerk_tui.central.audit import verify
from clerk_tui.central.bell import Bell
from tests.central.conftest import fresh
from tests.central.serving import HALL, Caller, Serving, command, serving
from tests.central.test_live_feed import reading

NEVER = 3_600.0


@pytest.fixture
def no_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what processes tell each other brings news."""
    monkeypatch.setattr(hub_module, "LOOK_SECONDS", NEVER)


@pytest.fixture
def no_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only looks bring news: each message is lost."""
    monkeypatch.setattr(Bell, "tell", lambda *_: True)
    monkeypatch.setattr(Bell, "committed", lambda *_: None)


@pytest.fixture
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Serving, Serving]]:
    url = fresh(request, "postgresql", tmp_path)
    with serving(url, tmp_path) as one, serving(url, tmp_path) as other:
        # Opening the second one gave the devices new tokens.
        one.device_tokens.update(other.device_tokens)
        yield one, other


def in_order(two: tuple[Serving, Serving]) -> None:
    """What both commit in turn, a reader at the other one has in order, each frame naming the one before."""
    one, other = two
    clerk = one.clerk("3")
    elsewhere = Caller(other.client(clerk.token), clerk.token, clerk.session)
    start = clerk.http.get(f"/v1/halls/{HALL}/snapshot").json()["seq"]
    with reading(elsewhere, after=start) as feed:
        tickets = [clerk.take()]
        frames = feed.frames(1)
        tickets += [(clerk if n % 2 else elsewhere).take() for n in range(9)]
        frames += feed.frames(9)
    assert [f["body"]["ticket"] for f in frames] == tickets
    assert [f["prev"] for f in frames] == [start, *(f["seq"] for f in frames[:-1])]


@pytest.mark.usefixtures("no_look")
def test_a_reader_of_one_is_told_at_once_what_the_other_commits(two: tuple[Serving, Serving]) -> None:
    in_order(two)


@pytest.mark.usefixtures("no_bell")
def test_a_lost_message_costs_only_the_next_look(two: tuple[Serving, Serving]) -> None:
    in_order(two)


def test_what_is_typed_at_one_shows_at_the_other(two: tuple[Serving, Serving]) -> None:
    one, other = two
    clerk = one.clerk("3")
    case = clerk.do("open_case", {"matters": ["birth"], "catalog": one.catalog})["case"]
    elsewhere = Caller(other.client(clerk.token), clerk.token, clerk.session)
    for value, shown in (("演示", "演示"), ("长" * 2_000, "")):
        with reading(elsewhere, case=case) as feed:
            feed.next()  # the first heartbeat: the subscription stands
            told = {"case": case, "field": "mother.person.name", "value": value}
            assert clerk.http.post(f"/v1/halls/{HALL}/typing", json=told).status_code == 204
            name, data = next(got for got in iter(feed.next, None) if got[0] == "typing")
        assert (name, data["field"], data["value"]) == ("typing", "mother.person.name", shown)


def test_wrong_codes_are_counted_over_both(two: tuple[Serving, Serving]) -> None:
    one, other = two
    for n in range(5):
        assert (one if n % 2 else other).client().post("/p", data={"code": f"{n:06d}"}).status_code == 404
    until = time.monotonic() + 10
    for here in two:
        while here.hub.guesses["digits"].wait("127.0.0.1") == 0:
            assert time.monotonic() < until, "one hub never learned of the other's wrong codes"
        answer = here.client().post("/p", data={"code": "123456"})
        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 600


@pytest.mark.usefixtures("no_look", "no_bell")
def test_a_snapshot_knows_what_its_reader_did_elsewhere(two: tuple[Serving, Serving]) -> None:
    one, other = two
    clerk = one.clerk("3")
    there = other.client(clerk.token)
    for _ in range(3):
        ticket = clerk.take()
        assert ticket in {t["id"] for t in there.get(f"/v1/halls/{HALL}/snapshot").json()["day"]["tickets"]}


@pytest.mark.usefixtures("no_look", "no_bell")
def test_no_command_is_taken_after_a_sign_out_elsewhere(two: tuple[Serving, Serving]) -> None:
    """Before any news arrives: who acts is looked at again under the hall's lock."""
    one, other = two
    clerk = one.clerk("3")
    elsewhere = Caller(other.client(clerk.token), clerk.token, clerk.session)
    elsewhere.take()
    clerk.http.delete("/v1/sessions/current")
    answer = elsewhere.post(command("take_ticket", {"channel": "window"}))
    assert (answer.status_code, answer.json()["code"]) == (401, "auth.expired")


def test_both_judge_by_one_state(two: tuple[Serving, Serving]) -> None:
    one, other = two
    clerk = one.clerk("3")
    elsewhere = Caller(other.client(clerk.token), clerk.token, clerk.session)
    ticket = clerk.take()
    assert elsewhere.do("call_next", {"window": "3"})["ticket"] == ticket
    assert clerk.send(command("call_next", {"window": "3"}))[0]["error"]["code"] == "queue.window_busy"
    case = clerk.do("open_case", {"matters": ["birth"], "catalog": one.catalog})["case"]
    change = {"changes": [{"field": "visit.parent", "value": "father"}]}
    elsewhere.do("patch_answers", change, target=case)
    late = command("withdraw_case", {"reason": "演示"}, target=case, base_version=1)
    assert clerk.send(late)[0]["current"] == 2
    assert verify(one.hub.database, HALL).broken_at is None


def test_who_signs_out_at_one_is_out_at_the_other(two: tuple[Serving, Serving]) -> None:
    one, other = two
    clerk = one.clerk("3")
    there = other.client(clerk.token)
    assert there.get(f"/v1/halls/{HALL}/snapshot").status_code == 200
    clerk.http.delete("/v1/sessions/current")
    until = time.monotonic() + 10
    while there.get(f"/v1/halls/{HALL}/snapshot").status_code == 200:
        assert time.monotonic() < until, "the other hub never learned of the sign-out"


@pytest.mark.usefixtures("no_look")
def test_a_number_that_one_gave_a_phone_is_the_same_at_the_other(two: tuple[Serving, Serving]) -> None:
    one, other = two
    first = one.client()
    form = re.search(r'name="form" value="(\w+)"', first.get(f"/t/{HALL}").text)
    assert form
    assert first.post(f"/t/{HALL}", data={"form": form[1], "act": "take"}).status_code == 303
    number = re.search(r'class="call">(\w+)<', first.get("/t").text)
    assert number
    elsewhere = other.client()
    elsewhere.cookies.update({"citizen": first.cookies["citizen"]})
    assert number[0] in elsewhere.get("/t").text
    again = other.client()
    again.cookies.update({"phone": first.cookies["phone"]})
    assert again.post(f"/t/{HALL}", data={"form": "0" * 24, "act": "take"}).status_code == 303
    assert number[0] in again.get("/t").text
