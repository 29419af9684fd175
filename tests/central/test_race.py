"""64 windows call as fast as they can: no number twice, no ticket to two, no gap in any process's feed, nobody starved."""

import asyncio
import os
import signal
from collections import Counter
from contextlib import AsyncExitStack, suppress
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bench.light import Light
from tests.central.conftest import fresh
from tests.central.running import Running, command, pid_of, running, sign_in

WINDOWS = 64
TICKETS = 640
TAKERS = 4
BROKEN = (ConnectionError, EOFError)
"""How a connection to a killed process ends."""
CLASSES = ["ordinary"] * 6 + ["appointment", "green", "green"]


@pytest.mark.parametrize(("engine", "workers"), [("sqlite", 1), ("postgresql", 4)])
def test_sixty_four_windows_at_once(request: pytest.FixtureRequest, tmp_path: Path, engine: str, workers: int) -> None:
    with running(fresh(request, engine, tmp_path), tmp_path, workers) as hub:
        race = Race(hub, workers)
        asyncio.run(race.run())
        assert hub.logged("commit failed") == hub.logged("command failed") == hub.logged("worker died") == []
    race.check()


def test_a_process_that_is_killed_in_the_middle_loses_nothing(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Whoever had no answer asks again, with the same ids, whichever process answers then."""
    with running(fresh(request, "postgresql", tmp_path), tmp_path, 2) as hub:
        race = Race(hub, 2, windows=16, tickets=240, kills=True)
        asyncio.run(race.run())
        assert hub.logged("commit failed") == hub.logged("command failed") == []
        assert len(hub.logged("worker died")) == 1
    race.check()


class Line:
    """A connection that is made anew, and asks again, when it breaks off before the answer."""

    def __init__(self, hub: Running, token: str) -> None:
        self.hub = hub
        self.line = Light(hub.url, token)

    async def __aenter__(self) -> "Line":
        await self.line.__aenter__()
        return self

    async def __aexit__(self, *wrong: object) -> None:
        await self.line.__aexit__(*wrong)

    async def send(self, *commands: dict[str, Any]) -> list[dict[str, Any]]:
        while True:
            try:
                return await self.line.commands(self.hub.hall, *commands)
            except BROKEN:
                await self.line.__aexit__()
                self.line = await Light(self.hub.url, self.line.token).__aenter__()


class Race:
    """Everybody at once over real HTTP; afterwards what the verdicts and the feeds of all processes say."""

    def __init__(
        self, hub: Running, workers: int, windows: int = WINDOWS, tickets: int = TICKETS, kills: bool = False
    ) -> None:
        self.hub = hub
        self.workers = workers
        self.windows = windows
        self.tickets = tickets
        self.kills = kills
        self.random = Random(64)
        self.taken: dict[str, str] = {}
        self.got: dict[str, str] = {}
        self.pids: set[int] = set()
        self.feeds: list[list[dict[str, Any]]] = []
        self.start, self.end = 0, ""
        self.all_taken = False
        self.third_called = asyncio.Event()

    async def run(self) -> None:
        """The whole race."""
        hub = self.hub
        clerks = [hub.account("clerk", str(n)) for n in range(1, self.windows + 1)]
        tokens = await asyncio.gather(*(sign_in(hub, account) for account in clerks))
        kiosk, watcher = [await sign_in(hub, hub.account(role)) for role in ("kiosk", "supervisor")]
        async with AsyncExitStack() as stack:
            readers = await self._reader_of_each_process(stack, watcher)
            self.start = (await readers[0].json(f"/v1/halls/{hub.hall}/snapshot"))["seq"]
            takers = [self._take(kiosk, list(range(n, self.tickets, TAKERS))) for n in range(TAKERS)]
            calls = [self._call(token, account["window"]) for account, token in zip(clerks, tokens, strict=True)]
            feeds = [asyncio.create_task(self._read(reader)) for reader in readers]
            await asyncio.gather(self._all(takers), self._kill(), *calls)
            async with Line(hub, kiosk) as last:
                end = command("take_ticket", {"channel": "kiosk"})
                self.end = end["id"]
                await last.send(end)
            async with asyncio.timeout(15):
                self.feeds = await asyncio.gather(*feeds)

    async def _read(self, reader: Light) -> list[dict[str, Any]]:
        """All frames of the race; a feed that breaks off is taken up again where it ended, at whichever process."""
        found: list[dict[str, Any]] = []
        while True:
            after = found[-1]["seq"] if found else self.start
            with suppress(*BROKEN):
                async for frame in reader.feed(f"/v1/halls/{self.hub.hall}/feed?after={after}"):
                    found.append(frame)
                    if frame["body"].get("ticket") == self.end:
                        return found
            assert self.kills, "a feed broke off"
            reader = await Light(self.hub.url, reader.token).__aenter__()

    async def _kill(self) -> None:
        if self.kills:
            await self.third_called.wait()
            os.kill(self.hub.logged("worker started")[0]["pid"], signal.SIGKILL)

    async def _reader_of_each_process(self, stack: AsyncExitStack, token: str) -> list[Light]:
        readers: dict[int, Light] = {}
        for _ in range(200):
            reader = await stack.enter_async_context(Light(self.hub.url, token))
            readers.setdefault(await pid_of(reader), reader)
            if len(readers) == self.workers:
                break
        assert len(readers) == self.workers
        return list(readers.values())

    async def _all(self, takers: list[Any]) -> None:
        await asyncio.gather(*takers)
        self.all_taken = True

    async def _take(self, token: str, own: list[int]) -> None:
        async with Line(self.hub, token) as http:
            while own:
                size = self.random.randint(1, 12)
                now, own = own[:size], own[size:]
                wanted = [{"channel": "kiosk", "class": self.random.choice(CLASSES)} for _ in now]
                for verdict in await http.send(*(command("take_ticket", body) for body in wanted)):
                    self._check_verdict(verdict)
                    self.taken[verdict["result"]["ticket"]] = verdict["result"]["number"]

    async def _call(self, token: str, window: str) -> None:
        async with Line(self.hub, token) as http, Line(self.hub, token) as second:
            self.pids |= {await pid_of(http.line), await pid_of(second.line)}
            await http.send(command("open_window", {"window": window}))
            turn = 0
            while True:
                over = self.all_taken
                call = command("call_next", {"window": window})
                turn += 1
                # Each third call is sent twice at once; each fifth is sent again when it has long been answered.
                lines = [http, second] if turn % 3 == 0 else [http]
                answers = [v for (v,) in await asyncio.gather(*(line.send(call) for line in lines))]
                if turn % 5 == 0:
                    answers += await second.send(call)
                for answer in answers:
                    self._check_verdict(answer)
                applied = sum(answer["status"] == "applied" for answer in answers)
                assert applied == 1 or (self.kills and applied == 0), answers
                (ticket,) = {a["result"]["ticket"] for a in answers}
                if ticket is None:
                    if over:
                        return
                    continue
                assert self.got.setdefault(ticket, window) == window, "one ticket at two windows"
                if len(self.got) > self.tickets // 3:
                    self.third_called.set()
                ended = [command("welcome", target=ticket), command("finish", {"outcome": "other"}, target=ticket)]
                for verdict in await http.send(*ended):
                    self._check_verdict(verdict)

    @staticmethod
    def _check_verdict(verdict: dict[str, Any]) -> None:
        """It was done: now, or when it was sent the first time."""
        assert verdict["status"] == "applied" or verdict.get("first") == "applied", verdict

    def check(self) -> None:
        """What must hold afterwards."""
        assert len(self.taken) == self.tickets == len(set(self.taken.values())), "a number was given twice"
        assert set(self.got) == set(self.taken), "somebody was never called"
        if self.workers > 1:
            assert len(self.pids) > 1, "one process did all the work"
        first = [_told(frame) for frame in self.feeds[0]]
        for feed in self.feeds:
            assert [_told(frame) for frame in feed] == first, "two processes tell two stories"
            assert feed[0]["prev"] == self.start
            assert all(after["prev"] == before["seq"] for before, after in pairwise(feed))
        seqs = [frame["seq"] for frame in self.feeds[0]]
        assert seqs == list(range(self.start + 1, self.start + 1 + len(seqs))), "a gap in the feed"
        self._check_order(self.feeds[0])

    def _check_order(self, frames: list[dict[str, Any]]) -> None:
        """Whoever is called came first of all who waited: by effective arrival, then number."""
        waiting: dict[str, tuple[datetime, int]] = {}
        at: dict[str, str] = {}
        ended: Counter[str] = Counter()
        for frame in frames:
            body = frame["body"]
            match frame["kind"]:
                case "ticket_taken":
                    waiting[body["ticket"]] = (datetime.fromisoformat(body["effective_arrival"]), body["number"])
                case "ticket_called":
                    called = waiting.pop(body["ticket"])
                    assert called <= min(waiting.values(), default=called), "overtaken"
                    assert at.setdefault(body["window"], body["ticket"]) == body["ticket"], "two at one window"
                case "ticket_finished":
                    ended[body["ticket"]] += 1
                    at = {window: ticket for window, ticket in at.items() if ticket != body["ticket"]}
        assert ended == Counter(self.taken.keys())


def _told(frame: dict[str, Any]) -> tuple[Any, ...]:
    return frame["seq"], frame["kind"], str(frame["body"])
