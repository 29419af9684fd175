"""What the ticket machine's screen wants of its line and its printer; the real ones are data.kiosk and papers.printer."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from clerk_tui.catalog.model import Catalog
from clerk_tui.data.hall import HallInfo
from clerk_tui.data.kiosk import Order
from clerk_tui.queue.day import Ticket
from clerk_tui.refusal import Refusal


class Line(Protocol):
    """See data.kiosk.KioskLine."""

    hall: HallInfo
    catalog: Catalog | None
    refusal: Refusal | None
    online: bool
    heard_at: datetime | None

    @property
    def waiting(self) -> int: ...

    @property
    def age(self) -> timedelta: ...

    def now(self) -> datetime: ...

    def local_now(self) -> datetime: ...

    def ticket(self, number: int) -> Ticket | None: ...

    def wait_of(self, skill: str | None) -> tuple[float, float] | None: ...

    def order(self, kind: str, body: Mapping[str, Any], target: str | None = None) -> Order: ...

    async def place(self, order: Order) -> dict[str, Any]: ...

    def give_up(self, order: Order) -> None: ...

    def take_back(self, order: Order, result: Mapping[str, Any]) -> None: ...

    def mend(self) -> None: ...


Print = Callable[[bytes], None]
"""Prints in the calling thread. Raises Refusal printer.*."""
