"""The ticket machine's line against a real hub: orders whose answers are lost, people who go away, a hub that dies."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from stdnum.cn import ric

from clerk_tui.catalog.build import load_catalog
from clerk_tui.data.client import Client, Unreachable
from clerk_tui.data.face import FaceAccount
from clerk_tui.data.kiosk import KioskLine
from clerk_tui.refusal import Refusal
from tests.central.serving import PASSWORD, Serving, serving

BODY = "33040219920314001"
ID = BODY + ric.calc_check_digit(BODY + "0")


class Losing(httpx.AsyncBaseTransport):
    """Carries everything to the hub; the answers to the next `lose` lists of commands never come back."""

    def __init__(self) -> None:
        self.lose = 0
        self.sent: list[bytes] = []
        self._real = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._real.handle_async_request(request)
        if request.url.path.endswith("/commands"):
            self.sent.append(request.content)
            if self.lose > 0:
                self.lose -= 1
                await response.aread()
                raise httpx.ReadError("lost on the way")
        return response

    async def aclose(self) -> None:
        await self._real.aclose()


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder: Path = tmp_path_factory.mktemp("hub")
    with serving(f"sqlite:///{folder / 'hub.db'}", folder) as hub:
        yield hub


async def shortly(seconds: float) -> None:
    await asyncio.sleep(min(seconds, 0.05))


@asynccontextmanager
async def line_to(here: Serving, transport: httpx.AsyncBaseTransport) -> AsyncIterator[KioskLine]:
    """A line that reads already."""

    def clock() -> datetime:
        return datetime.now(UTC)

    client = Client(
        here.url, clock=clock, device_token=here.device_tokens["d1"], timeout_seconds=5, transport=transport
    )
    line = KioskLine(
        client,
        FaceAccount("kiosk", PASSWORD),
        clock=clock,
        ids=lambda: str(uuid4()),
        sleep=shortly,
        random=random.Random(1).random,
        load_catalog=load_catalog,
    )
    running = asyncio.create_task(line.run())
    await until(lambda: line.online)
    try:
        yield line
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await line.close()


async def until(wanted: Any) -> None:
    async with asyncio.timeout(20):
        while not wanted():  # noqa: ASYNC110 - what is waited for is the hub's
            await asyncio.sleep(0.01)


def numbers(line: KioskLine) -> list[str]:
    assert line.day is not None
    return sorted(ticket.label for ticket in line.day.tickets.values())


async def test_a_lost_answer_never_gives_two_numbers(here: Serving) -> None:
    transport = Losing()
    async with line_to(here, transport) as line:
        before = line.day.last_number if line.day else 0
        transport.lose = 2
        result = await line.place(line.order("take_ticket", {"channel": "kiosk", "class": "green"}))
        assert len(transport.sent) == 3
        assert len(set(transport.sent)) == 1
        assert result["number"] == f"A{before + 1:03d}"
        assert result["url"].endswith(result["code"])
        await until(lambda: result["number"] in numbers(line))
        assert line.day is not None
        assert line.day.last_number == before + 1


async def test_whoever_goes_while_no_answer_comes_leaves_no_number_behind(here: Serving) -> None:
    transport = Losing()
    async with line_to(here, transport) as line:
        transport.lose = 4
        order = line.order("take_ticket", {"channel": "kiosk"})
        with pytest.raises(Unreachable):
            await line.place(order)
        assert not line.online
        line.give_up(order)

        def cancelled() -> bool:
            ticket = line.day.tickets.get(order.id) if line.day else None
            return ticket is not None and ticket.state == "cancelled"

        await until(cancelled)


async def test_the_same_person_twice_is_told_the_first_number(here: Serving) -> None:
    async with line_to(here, Losing()) as line:
        given = await line.place(line.order("take_ticket", {"channel": "kiosk", "id_no": ID}))
        with pytest.raises(Refusal, match="already_has_ticket") as refused:
            await line.place(line.order("take_ticket", {"channel": "kiosk", "id_no": ID}))
        assert refused.value.details["number"] == given["number"]


async def test_a_booking_is_made_kept_once_a_day_and_given_back(here: Serving) -> None:
    async with line_to(here, Losing()) as line:
        tomorrow = (line.local_now().date() + timedelta(days=1)).isoformat()
        order = line.order("book", {"date": tomorrow, "slot": "09:00", "id_no": ID})
        booked = await line.place(order)
        assert booked["booking_no"].startswith("Y")
        with pytest.raises(Refusal, match=r"booking\.twice") as refused:
            await line.place(line.order("book", {"date": tomorrow, "slot": "09:30", "id_no": ID}))
        assert refused.value.details["ticket"] == booked["ticket"]
        assert refused.value.details["date"] == tomorrow
        line.take_back(order, booked)
        again: dict[str, Any] = {}
        async with asyncio.timeout(20):
            while not again:
                try:
                    again = await line.place(line.order("book", {"date": tomorrow, "slot": "09:30", "id_no": ID}))
                except Refusal:
                    await asyncio.sleep(0.01)
        assert again["booking_no"] != booked["booking_no"]


async def test_a_person_on_hold_comes_back_at_the_old_place(here: Serving) -> None:
    clerk = here.clerk("3")
    async with line_to(here, Losing()) as line:
        given = await line.place(line.order("take_ticket", {"channel": "kiosk", "class": "green"}))
        clerk.do("call_ticket", {"window": "3"}, target=given["ticket"])
        clerk.do("welcome", target=given["ticket"])
        clerk.do("hold", {"hold": "fetch_papers"}, target=given["ticket"])
        number = int(given["number"][1:])

        def held() -> bool:
            ticket = line.ticket(number)
            return ticket is not None and ticket.state == "held"

        await until(held)
        ticket = line.ticket(number)
        assert ticket is not None
        back = await line.place(line.order("resume", {}, ticket.id))
        assert back["number"] == given["number"]
        assert back["ahead"] == given["ahead"]


async def test_no_clerk_and_no_person_is_told_to_a_machine(here: Serving) -> None:
    async with line_to(here, Losing()) as line:
        await line.place(line.order("take_ticket", {"channel": "kiosk"}))
        assert line.day is not None
        await until(lambda: len(line.day.waiting) > 0 if line.day else False)
        assert {window.clerk for window in line.day.windows.values()} <= {"", None}
        assert {ticket.person for ticket in line.day.tickets.values()} == {None}


async def test_another_machine_with_the_same_account_is_said_and_mended(here: Serving) -> None:
    async with line_to(here, Losing()) as line:
        here.sign_in("kiosk")
        with pytest.raises(Refusal, match=r"kiosk\.taken_over"):
            await line.place(line.order("take_ticket", {"channel": "kiosk"}))
        await until(lambda: line.refusal is not None)
        assert line.refusal is not None
        assert line.refusal.code == "kiosk.taken_over"
        line.mend()
        await until(lambda: line.online)
        assert await line.place(line.order("take_ticket", {"channel": "kiosk"}))


async def test_no_identity_number_stands_in_what_python_prints(here: Serving) -> None:
    async with line_to(here, Losing()) as line:
        assert ID not in repr(line.order("take_ticket", {"channel": "kiosk", "id_no": ID}))
