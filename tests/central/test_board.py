"""A hall's display over a real hub: it follows the feed, comes back after a cut, and is told nobody's name."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import httpx
import pytest

from clerk_tui.data.board import BoardLine
from clerk_tui.data.client import Client
from clerk_tui.data.face import FaceAccount
from clerk_tui.voice.announcements import calls_of
from tests.central.visiting import Running, Staff, running


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("hub")) as hub:
        yield hub


@pytest.fixture
def clerk(here: Running) -> Staff:
    staff = here.sign_in(window="3")
    staff.send("open_window", {"window": "3"})
    return staff


@pytest.fixture
def kiosk(here: Running) -> Staff:
    return here.sign_in("kiosk")


class Cuttable(httpx.AsyncByteStream):
    """A stream that breaks when the network does."""

    def __init__(self, stream: httpx.AsyncByteStream, broken: asyncio.Event) -> None:
        self._stream = stream
        self._broken = broken

    async def __aiter__(self) -> AsyncIterator[bytes]:
        parts = aiter(self._stream)
        broken = asyncio.ensure_future(self._broken.wait())
        while True:
            part = asyncio.ensure_future(anext(parts))
            await asyncio.wait({part, broken}, return_when=asyncio.FIRST_COMPLETED)
            if not part.done():
                part.cancel()
                await asyncio.gather(part, return_exceptions=True)
                raise httpx.ReadError("cut")
            try:
                yield part.result()
            except StopAsyncIteration:
                broken.cancel()
                return

    async def aclose(self) -> None:
        await self._stream.aclose()


class Network(httpx.AsyncBaseTransport):
    """The real network, which a test may cut."""

    def __init__(self) -> None:
        self._real = httpx.AsyncHTTPTransport()
        self._broken = asyncio.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._broken.is_set():
            raise httpx.ConnectError("cut")
        response = await self._real.handle_async_request(request)
        assert isinstance(response.stream, httpx.AsyncByteStream)
        if not request.url.path.endswith("/feed"):
            return response
        stream = Cuttable(response.stream, self._broken)
        return httpx.Response(response.status_code, headers=response.headers, stream=stream)

    def fall(self) -> None:
        """Ends what is open, and lets nothing through."""
        self._broken.set()

    def mend(self) -> None:
        """Lets all through again."""
        self._broken = asyncio.Event()


class Display:
    """A line that is followed."""

    def __init__(self, here: Running, network: Network, device_token: str = "") -> None:
        account = next(a for a in here.accounts if a["role"] == "display")
        token = device_token or account["device_token"]
        self.moved = asyncio.Event()
        client = Client(here.url, clock=here.clock, device_token=token, transport=network)
        self.line = BoardLine(
            client,
            FaceAccount(account["staff_no"], account["password"]),
            clock=here.clock,
            random=lambda: 0.1,
            changed=self.moved.set,
        )

    @property
    def called(self) -> list[tuple[str, str]]:
        """Number and window of each call."""
        day = self.line.news.day
        return [(call.number, call.window) for call in calls_of(day)] if day else []

    async def until(self, holds: Callable[[], object]) -> None:
        """Waits for news until that holds."""
        async with asyncio.timeout(15):
            while not holds():
                self.moved.clear()
                await self.moved.wait()


@asynccontextmanager
async def display(here: Running, network: Network | None = None, device_token: str = "") -> AsyncIterator[Display]:
    made = Display(here, network or Network(), device_token)
    task = asyncio.create_task(made.line.run())
    try:
        await made.until(lambda: made.line.news.day is not None or made.line.news.refusal)
        yield made
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await made.line.close()


async def do(act: Callable[[], object]) -> None:
    await asyncio.to_thread(act)


async def called_at(clerk: Staff, kiosk: Staff) -> tuple[str, str, str]:
    """A ticket taken and called to window 3: its id, its number, the call's command."""
    taken = await asyncio.to_thread(kiosk.do, "take_ticket", {"channel": "kiosk"})
    verdict = await asyncio.to_thread(clerk.send, "call_ticket", {"window": "3"}, target=taken["ticket"])
    assert verdict["status"] == "applied", verdict
    return taken["ticket"], taken["number"], verdict["id"]


async def test_it_follows_call_undo_and_arrival(here: Running, clerk: Staff, kiosk: Staff) -> None:
    async with display(here) as shown:
        assert shown.line.news.hall == "一窗演示大厅"
        ticket, number, command = await called_at(clerk, kiosk)
        await shown.until(lambda: shown.called == [(number, "3")])
        await do(lambda: clerk.do("undo", {"command": command}, target="3"))
        await shown.until(lambda: shown.called == [])
        await do(lambda: clerk.do("call_ticket", {"window": "3"}, target=ticket))
        await shown.until(lambda: shown.called == [(number, "3")])
        await do(lambda: clerk.do("welcome", target=ticket))
        await shown.until(lambda: shown.called == [])
        assert shown.line.news.day is not None
        assert all(window.clerk == "" for window in shown.line.news.day.windows.values())
        await do(lambda: clerk.do("finish", {"outcome": "other"}, target=ticket))


async def test_after_a_cut_it_knows_what_happened_meanwhile(here: Running, clerk: Staff, kiosk: Staff) -> None:
    network = Network()
    async with display(here, network) as shown:
        network.fall()
        await shown.until(lambda: shown.line.news.away)
        heard = shown.line.news.heard_at
        ticket, number, _ = await called_at(clerk, kiosk)
        assert shown.called == []
        assert shown.line.news.heard_at == heard
        network.mend()
        await shown.until(lambda: shown.called == [(number, "3")])
        assert not shown.line.news.away
        await do(lambda: clerk.do("finish", {"outcome": "other"}, target=ticket))


async def test_the_same_machine_gives_way_and_another_stands_beside(here: Running) -> None:
    async with display(here) as first:
        other = next(a for a in here.accounts if a["role"] == "kiosk")["device_token"]
        async with display(here, device_token=other) as beside:
            assert first.line.news.refusal is None
            async with display(here) as second:
                await first.until(lambda: first.line.news.refusal is not None)
                assert first.line.news.refusal.code == "board.taken_over"  # type: ignore[union-attr]
                assert second.line.news.refusal is None
                assert beside.line.news.refusal is None
            first.line.again()
            await first.until(lambda: first.line.news.refusal is None and first.line.news.day is not None)


async def test_the_day_turns_by_itself(here: Running) -> None:
    network = Network()
    async with display(here, network) as shown:
        before = shown.line.news.day
        assert before is not None
        network.fall()
        await shown.until(lambda: shown.line.news.away)
        here.clock.ahead += timedelta(days=1)
        try:
            turned = shown.line.news.day
            assert turned is not None
            assert turned.date == before.date + timedelta(days=1)
            assert not turned.tickets
        finally:
            here.clock.ahead -= timedelta(days=1)


async def test_a_hub_that_never_answers_is_said() -> None:
    asked = asyncio.Event()

    async def sleep(seconds: float) -> None:
        asked.set()
        await asyncio.Event().wait()

    def clock() -> datetime:
        return datetime.now().astimezone()

    client = Client("http://127.0.0.1:9", clock=clock, timeout_seconds=1)
    line = BoardLine(client, FaceAccount("1", "x"), clock=clock, random=lambda: 0.5, sleep=sleep)
    task = asyncio.create_task(line.run())
    await asyncio.wait_for(asked.wait(), 10)
    assert line.news.away
    assert line.news.heard_at is None
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await line.close()


def test_a_display_is_told_no_keyed_hash_of_a_person(here: Running, clerk: Staff, kiosk: Staff) -> None:
    taken = kiosk.do("take_ticket", {"channel": "kiosk", "id_no": "330402199203140014"})
    clerk.do("call_ticket", {"window": "3"}, target=taken["ticket"])
    account = next(a for a in here.accounts if a["role"] == "display")
    http = here.client()
    body = {"staff_no": account["staff_no"], "password": account["password"]}
    answer = http.post("/v1/sessions", json=body, headers={"X-Device-Token": account["device_token"]})
    http.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    told = http.get("/v1/halls/demo/snapshot").json()["day"]
    window = next(w for w in told["windows"] if w["id"] == "3")
    assert window["last_act"]["before"]["person"] is None
    assert all(ticket["person"] is None for ticket in told["tickets"])
    clerk.do("finish", {"outcome": "other"}, target=taken["ticket"])
