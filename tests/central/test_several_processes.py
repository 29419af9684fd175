"""Two hubs over one PostgreSQL: what one commits, the other's readers, sessions and rules know."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk_tui.central.audit import verify
from tests.central.conftest import fresh
from tests.central.serving import HALL, Caller, Serving, command, serving
from tests.central.test_live_feed import reading


@pytest.fixture
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Serving, Serving]]:
    url = fresh(request, "postgresql", tmp_path)
    with serving(url, tmp_path) as one, serving(url, tmp_path) as other:
        # Opening the second one gave the devices new tokens.
        one.device_tokens.update(other.device_tokens)
        yield one, other


def test_a_feed_of_one_shows_what_the_other_commits(two: tuple[Serving, Serving]) -> None:
    one, other = two
    clerk = one.clerk("3")
    elsewhere = Caller(other.client(clerk.token), clerk.token, clerk.session)
    start = elsewhere.http.get(f"/v1/halls/{HALL}/snapshot").json()["seq"]
    with reading(elsewhere, after=start) as feed:
        ticket = clerk.take()
        frames = [f for f in feed.frames(2) if f["kind"] == "ticket_taken"]
    assert [f["body"]["ticket"] for f in frames] == [ticket]


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
