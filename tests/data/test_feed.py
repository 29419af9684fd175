"""The feed reader against scripted connections."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import orjson
from httpx_sse import ServerSentEvent

from clerk_tui.data.client import HttpRefusal, Unreachable
from clerk_tui.data.feed import FeedReader
from clerk_tui.data.outbox import BACKOFF_CAP_SECONDS
from clerk_tui.data.sync import Took
from clerk_tui.protocol.envelope import Frame
from tests.data.samples import NOON


class Log:
    """A reader that writes down what it is told; frames above a gap ask to resume."""

    def __init__(self) -> None:
        self.seq = 0
        self.told: list[Any] = []
        self.open = ["a"]
        self.on_frame: Callable[[], None] = lambda: None

    def cursor(self) -> int:
        return self.seq

    def cases(self) -> Iterable[str]:
        return self.open

    def take(self, frame: Frame) -> Took:
        if frame.kind == "misfit":
            return Took(reset=True)
        if frame.prev != self.seq:
            return Took(resume=True)
        self.seq = frame.seq
        self.told.append(frame.seq)
        self.on_frame()
        return Took()

    async def start_anew(self) -> None:
        self.seq = 50
        self.told.append("anew")

    def heard(self) -> None:
        if "heard" not in self.told[-1:]:
            self.told.append("heard")

    def lost(self, reason: str) -> None:
        self.told.append(("lost", reason))

    def refused(self, refusal: HttpRefusal) -> None:
        self.told.append(("refused", refusal.code))

    def typing(self, what: dict[str, Any]) -> None:
        self.told.append(("typing", what["field"]))

    def told_forecast(self, forecast: Mapping[str, Any]) -> None:
        self.told.append(("forecast", forecast["as_of"]))

    def told_catalog(self, sha256: str) -> None:
        self.told.append(("catalog", sha256))


class Server:
    """One list of events a connection; an exception in it is raised there. After the last the line is refused."""

    def __init__(self, *connections: list[Any]) -> None:
        self.connections = list(connections)
        self.asked: list[tuple[int, tuple[str, ...]]] = []

    @asynccontextmanager
    async def connect(self, after: int, cases: Iterable[str]) -> AsyncIterator[AsyncIterator[ServerSentEvent]]:
        self.asked.append((after, tuple(cases)))
        if not self.connections:
            raise HttpRefusal(401, "auth.ended")
        events = self.connections.pop(0)
        if events and isinstance(events[0], BaseException):
            raise events[0]

        async def stream() -> AsyncIterator[ServerSentEvent]:
            for event in events:
                if isinstance(event, BaseException):
                    raise event
                if isinstance(event, asyncio.Event):
                    await event.wait()
                    continue
                yield event

        yield stream()


def frame(seq: int, prev: int, kind: str = "ticket_taken") -> ServerSentEvent:
    one = Frame(seq=seq, prev=prev, stream="day/2026-03-03", version=seq, kind=kind, recorded_at=NOON, body={})
    return ServerSentEvent(data=one.model_dump_json(), id=str(seq))


async def read(server: Server, log: Log) -> list[float]:
    """Runs until the server refuses; the waits between connections."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    await FeedReader(server.connect, log, sleep=sleep, random=lambda: 0.99).run()
    return waits


async def test_it_resumes_from_its_cursor_after_the_line_broke() -> None:
    log, server = Log(), Server([frame(1, 0), frame(2, 1), Unreachable("ReadTimeout")], [frame(3, 2)])
    await read(server, log)
    assert [after for after, _ in server.asked] == [0, 2, 3]
    assert [t for t in log.told if isinstance(t, int)] == [1, 2, 3]
    assert ("lost", "ReadTimeout") in log.told
    assert log.told[-1] == ("refused", "auth.ended")


async def test_a_frame_above_a_gap_makes_it_ask_again_at_once() -> None:
    log, server = Log(), Server([frame(1, 0), frame(5, 4)], [frame(2, 1), frame(5, 2)])
    await read(server, log)
    assert [after for after, _ in server.asked] == [0, 1, 5]


async def test_reset_takes_a_snapshot_and_goes_on_behind_it() -> None:
    log, server = Log(), Server([frame(1, 0), ServerSentEvent(event="reset", data="{}")], [frame(51, 50)])
    await read(server, log)
    assert log.told.count("anew") == 1
    assert [after for after, _ in server.asked] == [0, 50, 51]


async def test_a_frame_that_does_not_fit_takes_a_snapshot() -> None:
    log, server = Log(), Server([frame(1, 0), frame(2, 1, "misfit")], [])
    await read(server, log)
    assert "anew" in log.told


async def test_heartbeats_typing_unknown_and_empty_events_move_no_cursor() -> None:
    beat = ServerSentEvent(event="heartbeat", data='{"seq": 9}')
    typing = ServerSentEvent(event="typing", data=orjson.dumps({"case": "a", "field": "person.name"}).decode())
    unknown = ServerSentEvent(event="of a later hub", data='{"seq": 7}')
    waits = ServerSentEvent(event="forecast", data='{"as_of": "now"}')
    log, server = Log(), Server([ServerSentEvent(retry=1000), beat, typing, unknown, waits, frame(1, 0)])
    await read(server, log)
    assert ("forecast", "now") in log.told
    assert ("typing", "person.name") in log.told
    assert log.seq == 1


async def test_a_line_that_brings_nothing_is_asked_ever_more_slowly_up_to_the_cap() -> None:
    log, server = Log(), Server(*[[Unreachable("ConnectError")] for _ in range(12)])
    waits = await read(server, log)
    assert waits == sorted(waits)
    assert waits[-1] <= BACKOFF_CAP_SECONDS
    assert waits[-1] > BACKOFF_CAP_SECONDS * 0.9


async def test_connections_that_open_and_end_at_once_are_no_busy_loop() -> None:
    server = Server(*[[] for _ in range(5)])
    waits = await read(server, Log())
    assert len(waits) == 5
    assert all(wait > 0 for wait in waits)


async def test_strange_data_is_trouble_and_no_end() -> None:
    log, server = Log(), Server([ServerSentEvent(data="<html>")], [frame(1, 0)])
    await read(server, log)
    assert ("lost", "strange frame") in log.told
    assert log.seq == 1


async def test_wanting_another_case_connects_anew_with_it() -> None:
    never, came = asyncio.Event(), asyncio.Event()
    log, server = Log(), Server([frame(1, 0), never], [HttpRefusal(401, "auth.ended")])
    log.on_frame = came.set

    async def sleep(seconds: float) -> None:
        raise AssertionError("there was no trouble to wait for")

    reader = FeedReader(server.connect, log, sleep=sleep, random=lambda: 0.5)
    task = asyncio.create_task(reader.run())
    await came.wait()
    log.open = ["a", "b"]
    reader.resubscribe()
    await task
    assert server.asked == [(0, ("a",)), (1, ("a", "b"))]
