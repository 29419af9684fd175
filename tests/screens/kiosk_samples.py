"""A hall for the ticket machine's tests: its line answers as the test says, and keeps what was ordered."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from stdnum.cn import ric

from clerk_tui.app import ClerkApp
from clerk_tui.catalog.build import load_catalog
from clerk_tui.catalog.builtin import builtin_catalog_bytes
from clerk_tui.catalog.model import Catalog
from clerk_tui.data.client import Unreachable
from clerk_tui.data.hall import HallInfo
from clerk_tui.data.kiosk import Order
from clerk_tui.data.reader import Card
from clerk_tui.queue.day import Ticket, TicketState
from clerk_tui.queue.policy import Policy
from clerk_tui.refusal import Refusal
from clerk_tui.screens.kiosk import KioskScreen
from clerk_tui.screens.kiosk_line import Print
from clerk_tui.screens.theme import DARK
from clerk_tui.texts import Lang

NOW = datetime(2026, 11, 24, 2, 32, tzinfo=UTC)
URL = "HTTPS://HALL.EXAMPLE/P/7K4M9PQ2AB"
GIVEN = {
    "ticket": "t23",
    "number": "A023",
    "ahead": 6,
    "forecast": {"p50": 700.0, "p90": 1490.0, "as_of": NOW.isoformat()},
    "code": "7K4M9PQ2AB",
    "url": URL,
}
BOOKED = {"ticket": "b3", "booking_no": "Y003", "date": "2026-11-25", "slot": "2026-11-25T01:00:00+00:00"}


def card(year: int) -> Card:
    body = f"330402{year}0314001"
    return Card(body + ric.calc_check_digit(body + "0"))


YOUNG, OLD = card(1992), card(1950)


@cache
def catalog() -> Catalog:
    return load_catalog(builtin_catalog_bytes())


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def held(number: int, hold: str = "fetch_papers") -> Ticket:
    return Ticket(
        id=f"t{number}",
        number=number,
        letter="A",
        ticket_class="ordinary",
        channel="kiosk",
        state=TicketState.HELD,
        taken_at=NOW,
        effective_arrival=NOW,
        hold=hold,  # type: ignore[arg-type]
    )


class Line:
    """Answers each order with the next of `answers`; the last one stands."""

    def __init__(self, clock: Clock, *answers: Any) -> None:
        self.clock = clock
        self.answers = list(answers) or [GIVEN]
        self.hall = HallInfo(
            code="330402", name="一窗演示大厅", policy=Policy.model_validate({"hours": ["08:30-12:00", "13:30-17:00"]})
        )
        self.catalog: Catalog | None = catalog()
        self.refusal: Refusal | None = None
        self.online = True
        self.heard_at: datetime | None = NOW
        self.waiting = 12
        self.wait: tuple[float, float] | None = (700.0, 1490.0)
        self.tickets: dict[int, Ticket] = {}
        self.placed: list[dict[str, Any]] = []
        self.given_up: list[Order] = []
        self.taken_back: list[str] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    @property
    def age(self) -> timedelta:
        return self.clock() - self.heard_at if self.heard_at else timedelta.max

    def now(self) -> datetime:
        return self.clock()

    def local_now(self) -> datetime:
        return self.clock().astimezone(ZoneInfo("Asia/Shanghai"))

    def ticket(self, number: int) -> Ticket | None:
        return self.tickets.get(number)

    def wait_of(self, skill: str | None) -> tuple[float, float] | None:
        return self.wait

    def order(self, kind: str, body: Mapping[str, Any], target: str | None = None) -> Order:
        told = {"kind": kind, "body": dict(body), "target": target}
        return Order(f"o{len(self.placed)}", kind, orjson.dumps(told))

    async def place(self, order: Order) -> dict[str, Any]:
        self.placed.append(orjson.loads(order.content))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        await self.may_answer.wait()
        if isinstance(answer, Exception):
            raise answer
        return dict(answer)

    def give_up(self, order: Order) -> None:
        self.given_up.append(order)

    def take_back(self, order: Order, result: Mapping[str, Any]) -> None:
        self.taken_back.append(str(result["ticket"]))

    def mend(self) -> None:
        self.refusal = None


class Printer:
    """Keeps what it prints, or has no paper."""

    def __init__(self, refusal: Refusal | None = None) -> None:
        self.printed: list[bytes] = []
        self.refusal = refusal

    def __call__(self, content: bytes) -> None:
        if self.refusal:
            raise self.refusal
        self.printed.append(content)


NO_ANSWER = Unreachable("ConnectError")


def app_of(
    line: Line,
    printer: Print | None = None,
    *,
    lang: Lang = "zh",
    theme: str = DARK,
    ticks: Callable[[], float] | None = None,
) -> ClerkApp:
    """The screen over that line. The clock of keys runs a second a key unless another is given."""
    count = iter(range(1_000_000))
    return ClerkApp(
        lambda: KioskScreen(line, printer, [], clock=line.clock, ticks=ticks or (lambda: float(next(count)))),
        lang=lang,
        theme=theme,
    )


def screen_of(app: ClerkApp) -> KioskScreen:
    assert isinstance(app.screen, KioskScreen)
    return app.screen


def words(app: ClerkApp) -> str:
    pane = screen_of(app).pane
    return "\n".join(strip.text for strip in pane.lines(pane.size.width))


async def settled(app: ClerkApp, pilot: Any) -> None:
    """Until nothing is under way: no order, no printing."""
    while True:
        await pilot.pause()
        visit = screen_of(app).flow.visit
        if visit.page != "busy" and visit.printed != "printing":
            await pilot.pause()
            return
        await asyncio.sleep(0.01)
