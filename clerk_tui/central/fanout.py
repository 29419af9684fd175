"""The hub hands accepted items to departments' own systems: one signed POST an item, tried again until it is taken.

A department without a system here is entered by hand at the window. The file of systems holds, by department:
`ga: {url: "https://…", secret: "whsec_…"}`; signatures are those of Standard Webhooks, over body, time and id. The id is the
item's own (`<case>/<item>`), the same at every try, so that the other side takes it once.
"""

import asyncio
import base64
import binascii
import hashlib
import hmac
import ipaddress
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import structlog
import yaml
from sqlalchemy import select

from clerk_tui.central.ledger import system_id
from clerk_tui.central.tables import CaseRow
from clerk_tui.central.tables.base import table_of
from clerk_tui.intake.case import Case, CaseState
from clerk_tui.intake.decide import plan_on
from clerk_tui.intake.items import ItemLife, ItemState, in_order
from clerk_tui.refusal import Refusal

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub

_CASE = table_of(CaseRow)
SECONDS = 10.0
TRIES = (1.0, 4.0)
"""Seconds between the tries of one look."""
FIRST_REST, LONGEST_REST = timedelta(minutes=1), timedelta(hours=1)
"""How long a system that took nothing is left alone; doubled each time."""
MOST_NUMBER = 60

log = structlog.get_logger("fanout")


@dataclass(frozen=True, slots=True)
class System:
    """A department's own system."""

    url: str
    key: bytes


def read_systems(path: Path) -> dict[str, System]:
    """The systems by department. Raises Refusal hub.systems with what is wrong."""
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        return {str(department): _system(one) for department, one in told.items()}
    except OSError as wrong:
        raise Refusal("hub.systems", file=str(path), reason=wrong.strerror or "") from None
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError, TypeError, KeyError, ValueError) as wrong:
        # A parser's words may quote the line, and a secret stands in it.
        reason = str(wrong) if type(wrong) is ValueError else type(wrong).__name__
        raise Refusal("hub.systems", file=str(path), reason=reason) from None


def _system(told: Mapping[str, Any]) -> System:
    url, secret = str(told["url"]), str(told["secret"])
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and _loopback(parts.hostname or "")):
        raise ValueError("url: https is wanted")
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        raise ValueError("secret: base64 is wanted") from None
    if len(key) < 24:
        raise ValueError("secret: 24 bytes or more are wanted")
    return System(url, key)


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def signed(system: System, own: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers of one message (Standard Webhooks, v1)."""
    stamp = str(int(at.timestamp()))
    digest = hmac.digest(system.key, f"{own}.{stamp}.".encode() + body, hashlib.sha256)
    return {
        "Content-Type": "application/json",
        "webhook-id": own,
        "webhook-timestamp": stamp,
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }


@dataclass(frozen=True, slots=True)
class _Rest:
    """How long one item is left alone after a failure."""

    until: datetime
    last: timedelta


class FanOut:
    """Lives on the hub's event loop; any number of processes may do the same, for the other side takes an id once."""

    def __init__(
        self,
        hub: "Hub",
        systems: Mapping[str, System],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        http: Callable[[], httpx.AsyncClient] = lambda: httpx.AsyncClient(timeout=SECONDS, trust_env=False),
    ) -> None:
        self._hub = hub
        self._systems = systems
        self._sleep = sleep
        self._http = http
        self._rests: dict[str, _Rest] = {}
        self._settled: dict[str, int] = {}
        """Cases in which nothing was left to push, with the version at which that was so."""
        self._turn = asyncio.Lock()

    async def look(self, hall: str) -> None:
        """Pushes what this hall accepted and no system has yet."""
        if not self._systems or self._turn.locked():
            return
        async with self._turn:
            query = select(_CASE.c.id, _CASE.c.version).where(
                _CASE.c.hall == hall, _CASE.c.state == CaseState.ACCEPTED.value
            )
            rows = await self._hub.read(lambda connection: connection.execute(query.order_by(_CASE.c.id)).all())
            open_now = [row for row in rows if self._settled.get(row.id) != row.version]
            if not open_now:
                return
            async with self._http() as http:
                for row in open_now:
                    await self._case(http, hall, row.id)

    async def _case(self, http: httpx.AsyncClient, hall: str, case: str) -> None:
        file = await self._hub.case_file(hall, case)
        if file is None:
            return
        catalog = await asyncio.to_thread(self._hub.catalogs.get, file.case.catalog)
        waiting = False
        for life in in_order(file.case.item_lives):
            item = catalog.items.get(life.item)
            system = self._systems.get(item.department) if item else None
            done = file.case.handovers.get(life.item)
            if (
                system is None
                or life.state is not ItemState.HANDLING
                or (done and done.status in ("pushed", "entered"))
            ):
                continue
            waiting |= not await self._item(http, hall, file.case, life, system)
        if not waiting:
            self._settled[case] = file.version

    async def _item(self, http: httpx.AsyncClient, hall: str, case: Case, life: ItemLife, system: System) -> bool:
        """Whether nothing is left to do for this item: taken, or refused for good."""
        own, now = f"{case.id}/{life.item}", self._hub.clock()
        rest = self._rests.get(own)
        if rest is not None and now < rest.until:
            return False
        body = json.dumps(self._told(hall, case, life), ensure_ascii=False, separators=(",", ":")).encode()
        answer = await self._post(http, system, own, body)
        if answer is not None and answer.is_success:
            self._rests.pop(own, None)
            await self._record(hall, case, life, "pushed", _number(answer))
            return True
        first = case.handovers.get(life.item) is None
        last = min(rest.last * 2, LONGEST_REST) if rest else FIRST_REST
        self._rests[own] = _Rest(now + last, last)
        log.warning("push failed", hall=hall, item=life.item, status=answer.status_code if answer else None)
        if first:
            await self._record(hall, case, life, "failed")
        return False

    async def _post(self, http: httpx.AsyncClient, system: System, own: str, body: bytes) -> httpx.Response | None:
        """The last answer; None when there was none. What may pass by itself is tried again."""
        answer: httpx.Response | None = None
        for pause in (*TRIES, None):
            try:
                headers = signed(system, own, self._hub.clock(), body)
                answer = await http.post(system.url, content=body, headers=headers)
                if answer.status_code < 500 and answer.status_code not in (408, 425, 429):
                    return answer
            except httpx.HTTPError:
                answer = None
            if pause is not None:
                await self._sleep(pause)
        return answer

    def _told(self, hall: str, case: Case, life: ItemLife) -> dict[str, Any]:
        settings = self._hub.hall(hall).settings
        now = self._hub.clock()
        plan = plan_on(case, settings.rules(self._hub.case_rules).case, settings.today(now))
        planned = plan.item(life.item)
        return {
            "type": "item.accepted",
            "timestamp": now.isoformat(),
            "data": {
                "hall": hall,
                "case": case.number,
                "item": life.item,
                "number": life.number,
                "accepted_on": life.accepted_on.isoformat(),
                "due": life.told.isoformat() if life.told else None,
                "applicant": planned.applicant if planned else None,
                "values": {a.key: a.value for a in plan.asks if life.item in a.why and a.value},
                "materials": {m.key: m.standing for m in plan.materials if life.item in {w.item for w in m.why}},
            },
        }

    async def _record(self, hall: str, case: Case, life: ItemLife, status: str, number: str = "") -> None:
        body = {"item": life.item, "status": status} | ({"number": number} if number else {})
        own = system_id(hall, "record_handover", status, f"{case.id}/{life.item}")
        sent = {"id": own, "kind": "record_handover", "target": case.id, "body": body}
        (verdict,) = await self._hub.submit_system(hall, [sent])
        if verdict.status not in ("applied", "duplicate"):
            log.warning("handover not recorded", hall=hall, item=life.item, status=verdict.status)


def _number(answer: httpx.Response) -> str:
    """The number that the system gives at once, if it does: `{"number": "…"}`."""
    try:
        told = answer.json()
    except ValueError:
        return ""
    number = told.get("number") if isinstance(told, dict) else None
    return number.strip() if isinstance(number, str) and len(number) <= MOST_NUMBER else ""
