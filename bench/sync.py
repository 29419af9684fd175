"""A window that was cut off: 1,000 commands drained, 10,000 events caught up, both against a real hub process."""

import asyncio
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import uuid4

import httpx

from bench.hub import hub, sign_in
from clerk_tui.data.window import WindowDesk, open_desk
from clerk_tui.settings import load_settings

COMMANDS, CASES, EVENTS = 1_000, 50, 10_000
DRAIN_PROMISE, CATCH_UP_PROMISE = 3.0, 2.0


class Line(httpx.AsyncHTTPTransport):
    """The network, with a switch."""

    cut = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Refuses to connect while the line is cut."""
        if self.cut:
            raise httpx.ConnectError("cut off", request=request)
        return await super().handle_async_request(request)


async def _until(desk: WindowDesk, holds: Any) -> None:
    changed = asyncio.Event()
    stop = desk.on_change(lambda _: changed.set())
    while not holds():
        await changed.wait()
        changed.clear()
    stop()


async def _open(ready: dict[str, Any], folder: Path, line: Line) -> WindowDesk:
    account = next(a for a in ready["accounts"] if a["role"] == "clerk")
    flags = {"hub": ready["url"], "data_dir": folder, "device_token": account["device_token"]}
    desk = await open_desk(
        load_settings(flags, {"CLERK_TUI_CONFIG": str(folder / "none")}), transport=line, use_keyring=False
    )
    await desk.sign_in(account["staff_no"], account["password"], window=account["window"])
    await _until(desk, lambda: desk.catalog is not None and desk.block() is not None)
    return desk


async def _drain(desk: WindowDesk, line: Line) -> float:
    """Seconds from the line's return until the last of the commands has its verdict."""
    assert desk.catalog is not None
    package = "birth"
    line.cut = True
    for _ in range(CASES):
        case = await desk.open_case([package])
        made = desk.plan(case)
        assert made is not None
        question = made.open_questions[0]
        for turn in range(COMMANDS // CASES - 1):
            await desk.answer_now(case, question.key, question.field.options[turn % 2].value)
    assert desk.unsent() == COMMANDS
    line.cut = False
    begun = perf_counter()
    await _until(desk, lambda: desk.unsent() == 0)
    assert not desk.troubled()
    return perf_counter() - begun


async def _catch_up(ready: dict[str, Any], desk: WindowDesk, line: Line, folder: Path) -> float:
    """Seconds from the start of a window that is 10,000 events behind until it is not."""
    await desk.stop()
    kiosk = next(a for a in ready["accounts"] if a["role"] == "kiosk")
    headers = {"Authorization": f"Bearer {sign_in(ready, kiosk)}"}
    async with httpx.AsyncClient(base_url=ready["url"], headers=headers, timeout=60) as client:
        for _ in range(EVENTS // 500):
            commands = [{"id": str(uuid4()), "kind": "take_ticket", "body": {"channel": "kiosk"}} for _ in range(500)]
            answer = await client.post(f"/v1/halls/{ready['hall']}/commands", json={"commands": commands})
            answer.raise_for_status()
    account = next(a for a in ready["accounts"] if a["role"] == "clerk")
    flags = {"hub": ready["url"], "data_dir": folder, "device_token": account["device_token"]}
    again = await open_desk(
        load_settings(flags, {"CLERK_TUI_CONFIG": str(folder / "none")}), transport=line, use_keyring=False
    )
    before = len(again.day.tickets)
    begun = perf_counter()
    await again.start()
    await _until(again, lambda: len(again.day.tickets) >= before + EVENTS)
    took = perf_counter() - begun
    await again.stop()
    return took


async def _measure() -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as name, hub(Path(name)) as ready:
        folder, line = Path(name) / "window", Line()
        desk = await _open(ready, folder, line)
        drained = await _drain(desk, line)
        return drained, await _catch_up(ready, desk, Line(), folder)


def run() -> bool:
    """Prints both figures; whether the promises hold."""
    drained, caught_up = asyncio.run(_measure())
    print(f"{COMMANDS} commands queued while cut off, drained in {drained:.2f} s (promise ≤ {DRAIN_PROMISE:.0f} s)")
    print(f"{EVENTS} events behind, caught up in {caught_up:.2f} s (promise ≤ {CATCH_UP_PROMISE:.0f} s)")
    return drained <= DRAIN_PROMISE and caught_up <= CATCH_UP_PROMISE
