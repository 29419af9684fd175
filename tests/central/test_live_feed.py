"""The feed over HTTP: resume, prev, heartbeat, reset; who sees which case; and the snapshot it goes on from."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from clerk_tui.central import feed as feed_module
from clerk_tui.protocol.envelope import Frame
from clerk_tui.protocol.snapshot import day_from_json
from clerk_tui.protocol.streams import event_of
from clerk_tui.queue.day import evolve
from tests.central.serving import HALL, Caller, Serving, command


class Reading:
    """One open feed."""

    def __init__(self, answer: httpx.Response) -> None:
        self.status = answer.status_code
        self._lines = answer.iter_lines()

    def next(self) -> tuple[str, dict[str, Any]]:
        """The next event's name and data."""
        name, data = "message", None
        for line in self._lines:
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                data = json.loads(line[6:])
            elif not line and data is not None:
                return name, data
        raise EOFError

    def frames(self, count: int) -> list[dict[str, Any]]:
        """The next frames, heartbeats left out."""
        found: list[dict[str, Any]] = []
        until = time.monotonic() + 15
        while len(found) < count and time.monotonic() < until:
            name, data = self.next()
            if name == "message":
                found.append(data)
        return found


@contextmanager
def reading(caller: Caller, **query: Any) -> Iterator[Reading]:
    headers = {"Last-Event-ID": str(query.pop("last"))} if "last" in query else {}
    with caller.http.stream("GET", f"/v1/halls/{HALL}/feed", params=query, headers=headers) as answer:
        yield Reading(answer)


def test_frames_come_in_order_and_name_the_one_before(here: Serving) -> None:
    clerk = here.clerk("3")
    start = clerk.http.get(f"/v1/halls/{HALL}/snapshot").json()["seq"]
    with reading(clerk, after=start) as feed:
        tickets = [clerk.take() for _ in range(3)]
        frames = feed.frames(3)
    assert [f["body"]["ticket"] for f in frames] == tickets
    assert [f["prev"] for f in frames] == [start, *(f["seq"] for f in frames[:-1])]
    with reading(clerk, last=frames[0]["seq"], after=0) as feed:
        assert feed.frames(2) == frames[1:]


def test_what_a_reader_may_not_see_is_left_out_and_prev_still_joins(here: Serving) -> None:
    clerk = here.clerk("3")
    start = clerk.http.get(f"/v1/halls/{HALL}/snapshot").json()["seq"]
    first = clerk.take()
    here.sign_in("w5", "5")
    clerk.do("open_case", {"matters": ["birth"], "catalog": here.catalog})
    second = clerk.take()
    with reading(clerk, after=start) as feed:
        frames = feed.frames(2)
    assert [f["body"]["ticket"] for f in frames] == [first, second]
    assert frames[1]["prev"] == frames[0]["seq"] < frames[1]["seq"] - 1
    with reading(here.sign_in("supervisor"), after=start) as feed:
        assert [f["kind"] for f in feed.frames(4)][:2] == ["ticket_taken", "session_opened"]


def test_a_named_case_comes_with_its_values_to_who_may_read_it(here: Serving) -> None:
    clerk, other = here.clerk("3"), here.clerk("4")
    case = clerk.do("open_case", {"matters": ["birth"], "catalog": here.catalog})["case"]
    start = clerk.http.get(f"/v1/halls/{HALL}/snapshot").json()["seq"]
    change = {"changes": [{"field": "mother.person.name", "value": "演示母"}]}
    with reading(clerk, after=start, case=case) as own, reading(other, after=start, case=case) as foreign:
        clerk.do("patch_answers", {"changes": [{"field": "visit.parent", "value": "father"}]}, target=case)
        clerk.send(command("patch_answers", change, target=case))
        ticket = clerk.take()
        frames = own.frames(2)
        assert frames[0]["sealed"] == {"values": {"visit.parent": "father"}}
        assert [f["body"].get("ticket") for f in foreign.frames(1)] == [ticket]
    with reading(clerk, after=0, case=case) as again:
        assert [f["kind"] for f in again.frames(8) if f["stream"].startswith("case/")][:2] == [
            "case_opened",
            "answers_patched",
        ]


def test_a_case_may_be_named_before_it_is_opened(here: Serving) -> None:
    clerk = here.clerk("3")
    opening = command("open_case", {"matters": ["birth"], "catalog": here.catalog})
    start = clerk.http.get(f"/v1/halls/{HALL}/snapshot").json()["seq"]
    with reading(clerk, after=start, case=opening["id"]) as feed:
        clerk.send(opening)
        assert feed.frames(1)[0]["kind"] == "case_opened"


def test_a_quiet_feed_says_that_it_lives(here: Serving) -> None:
    clerk = here.clerk("3")
    seq = clerk.http.get(f"/v1/halls/{HALL}/snapshot").json()["seq"]
    with reading(clerk, after=seq) as feed:
        assert feed.next() == ("heartbeat", {"seq": seq})


def test_a_reader_too_far_behind_or_ahead_takes_a_snapshot(here: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = here.clerk("3")
    monkeypatch.setattr(feed_module, "BEHIND", 5)
    for _ in range(6):
        clerk.take()
    seq = clerk.http.get(f"/v1/halls/{HALL}/snapshot").json()["seq"]
    for after in (0, seq + 10):
        with reading(clerk, after=after) as feed:
            assert feed.next() == ("reset", {"seq": seq})
            with pytest.raises(EOFError):
                feed.next()


def test_a_reader_behind_what_is_in_memory_is_caught_up_from_the_ledger(
    here: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_module, "KEPT", 50)
    clerk = here.clerk("3")
    start = clerk.http.get(f"/v1/halls/{HALL}/snapshot").json()["seq"]
    taken = []
    for _ in range(4):
        taken += [v["id"] for v in clerk.send(*(command("take_ticket", {"channel": "window"}) for _ in range(300)))]
    with reading(clerk, after=start) as feed:
        frames = feed.frames(len(taken))
    assert [f["body"]["ticket"] for f in frames] == taken


def test_what_is_typed_reaches_the_other_side_and_no_row(here: Serving) -> None:
    clerk = here.clerk("3")
    case = clerk.do("open_case", {"matters": ["birth"], "catalog": here.catalog})["case"]
    before = len(here.audit())
    with reading(clerk, case=case) as feed:
        feed.next()  # the first heartbeat: the subscription stands
        told = {"case": case, "field": "mother.person.name", "value": "演示"}
        assert clerk.http.post(f"/v1/halls/{HALL}/typing", json=told).status_code == 204
        name, data = next(got for got in iter(feed.next, None) if got[0] == "typing")
    assert (name, data["value"], data["by"]) == ("typing", "演示", "window")
    assert len(here.audit()) == before


def test_the_feed_of_a_session_that_ended_ends(here: Serving) -> None:
    clerk = here.clerk("3")
    with reading(clerk) as feed:
        feed.next()
        here.client(clerk.token).delete("/v1/sessions/current")
        with pytest.raises(EOFError):
            feed.frames(20)


def test_snapshot_and_feed_fold_to_the_same_day(here: Serving) -> None:
    """Whoever starts from a snapshot in the middle and whoever folds all frames see the same tickets and windows."""
    clerk, other = here.clerk("3"), here.clerk("4")
    middle: list[dict[str, Any]] = []

    def work(caller: Caller, window: str) -> None:
        for n in range(8):
            caller.take()
            ticket = caller.do("call_next", {"window": window})["ticket"]
            caller.do("welcome", target=ticket)
            caller.do("hold" if n % 3 else "finish", {"hold": "wait"} if n % 3 else {"outcome": "other"}, target=ticket)
            if n == 4:
                middle.append(caller.http.get(f"/v1/halls/{HALL}/snapshot").json())

    threads = [threading.Thread(target=work, args=args) for args in ((clerk, "3"), (other, "4"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = clerk.http.get(f"/v1/halls/{HALL}/snapshot").json()
    end = day_from_json(told["day"])
    for snapshot in middle:
        day = day_from_json(snapshot["day"])
        with reading(clerk, after=snapshot["seq"]) as feed:
            while True:
                frame = Frame.model_validate(feed.frames(1)[0])
                event = event_of(frame)
                assert event is not None
                day = evolve(day, event)
                if frame.seq == told["seq"]:
                    break
        assert (day.tickets, day.windows, day.waiting) == (end.tickets, end.windows, end.waiting)
