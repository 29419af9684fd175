"""64 windows call as fast as they can: no number twice, no ticket to two, no gap in any process's feed, nobody starved."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
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
CLASSES = ["ordinary"] * 6 + ["appointment", "green", "green"]


@pytest.mark.parametrize(("engine", "workers"), [("sqlite", 1), ("postgresql", 4)])
def test_sixty_four_windows_at_once(request: pytest.FixtureRequest, tmp_path: Path, engine: str, workers: int) -> None:
    with running(fresh(request, engine, tmp_path), tmp_path, workers) as hub:
        race = Race(hub, workers)
        asyncio.run(race.run())
        assert hub.logged("commit failed") == hub.logged("command failed") == hub.logged("worker died") == []
    race.check()


class Race:
    """Everybody at once over real HTTP; afterwards what the verdicts and the feeds of all processes say."""

    def __init__(self, hub: Running, workers: int) -> None:
        self.hub = hub
        self.workers = workers
        self.random = Random(64)
        self.taken: dict[str, str] = {}
        self.got: dict[str, str] = {}
        self.pids: set[int] = set()
        self.feeds: list[list[dict[str, Any]]] = []
        self.start = 0
        self.all_taken = False

    async def run(self) -> None:
        """The whole race."""
        hub = self.hub
        clerks = [hub.account("clerk", str(n)) for n in range(1, WINDOWS + 1)]
        tokens = await asyncio.gather(*(sign_in(hub, account) for account in clerks))
        kiosk, watcher = [await sign_in(hub, hub.account(role)) for role in ("kiosk", "supervisor")]
        async with AsyncExitStack() as stack:
            readers = await self._reader_of_each_process(stack, watcher)
            self.start = (await readers[0].json(f"/v1/halls/{hub.hall}/snapshot"))["seq"]
            takers = [self._take(kiosk, list(range(n, TICKETS, TAKERS))) for n in range(TAKERS)]
            calls = [self._call(token, account["window"]) for account, token in zip(clerks, tokens, strict=True)]
            await asyncio.gather(self._all(takers), *calls)
            async with Light(hub.url, kiosk) as last:
                end = command("take_ticket", {"channel": "kiosk"})
                (verdict,) = await last.commands(hub.hall, end)
                until = verdict["events"][-1]["seq"]
            path = f"/v1/halls/{hub.hall}/feed?after={self.start}"
            async with asyncio.timeout(10):
                self.feeds = await asyncio.gather(*(reader.frames(path, until) for reader in readers))

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
        async with Light(self.hub.url, token) as http:
            while own:
                size = self.random.randint(1, 12)
                now, own = own[:size], own[size:]
                wanted = [{"channel": "kiosk", "class": self.random.choice(CLASSES)} for _ in now]
                for verdict in await http.commands(self.hub.hall, *(command("take_ticket", body) for body in wanted)):
                    assert verdict["status"] == "applied", verdict
                    self.taken[verdict["result"]["ticket"]] = verdict["result"]["number"]

    async def _call(self, token: str, window: str) -> None:
        hall = self.hub.hall
        async with Light(self.hub.url, token) as http, Light(self.hub.url, token) as second:
            self.pids |= {await pid_of(http), await pid_of(second)}
            await http.commands(hall, command("open_window", {"window": window}))
            turn = 0
            while True:
                over = self.all_taken
                call = command("call_next", {"window": window})
                turn += 1
                # Each third call is sent twice at once; each fifth is sent again when it has long been answered.
                lines = [http, second] if turn % 3 == 0 else [http]
                answers = [v for (v,) in await asyncio.gather(*(line.commands(hall, call) for line in lines))]
                if turn % 5 == 0:
                    answers += await second.commands(hall, call)
                assert sorted(a["status"] for a in answers) == ["applied", *["duplicate"] * (len(answers) - 1)], answers
                (ticket,) = {a["result"]["ticket"] for a in answers}
                if ticket is None:
                    if over:
                        return
                    continue
                assert self.got.setdefault(ticket, window) == window, "one ticket at two windows"
                ended = [command("welcome", target=ticket), command("finish", {"outcome": "other"}, target=ticket)]
                for verdict in await http.commands(hall, *ended):
                    assert verdict["status"] == "applied", verdict

    def check(self) -> None:
        """What must hold afterwards."""
        assert len(self.taken) == TICKETS == len(set(self.taken.values())), "a number was given twice"
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
