"""What time does to cases: silence that accepts under licence law, and gaps whose promised day is over.

Sent once, by whichever process looks first; what fell due while the hub was down is sent in the order in which it fell
due, each with the moment at which it took effect.
"""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson
import structlog
from sqlalchemy import Connection, select

from clerk_tui.central.halls import HallSettings
from clerk_tui.central.ledger import system_id
from clerk_tui.central.problems import ProblemError
from clerk_tui.central.tables import CaseRow, EventRow
from clerk_tui.central.tables.base import table_of
from clerk_tui.intake.case import CaseState
from clerk_tui.intake.deadlines import NOTICE_DAYS, deemed_on
from clerk_tui.intake.events import CaseAccepted
from clerk_tui.protocol.streams import case_stream

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub

_CASE, _EVENT = table_of(CaseRow), table_of(EventRow)
ONE_DAY = timedelta(days=1)
LIST = 200
"""Commands that go out in one list: a key at a window waits for no more."""

log = structlog.get_logger("case time")


@dataclass(slots=True)
class _Known:
    """What is known of one hall: gaps by case, read from its events up to `seq`; `done` is the day looked at last."""

    gaps: dict[str, date]
    seq: int = 0
    done: date | None = None


class CaseTime:
    """Lives on the hub's event loop. Nothing falls due but at the beginning of a business day: it looks once a day."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._known: dict[str, _Known] = {}
        self._turn = asyncio.Lock()

    async def look(self, hall: str) -> None:
        """Sends what has fallen due in this hall since the last look. What fails is in the log, and due again."""
        async with self._turn:
            try:
                await self._look(hall)
            except ProblemError as busy:
                log.warning("cases wait for their day", hall=hall, code=busy.code)

    async def _look(self, hall: str) -> None:
        hub, known = self._hub, self._known.setdefault(hall, _Known({}))
        settings = hub.hall(hall).settings
        today = settings.today(hub.clock())
        if known.done == today:
            return
        due = [*await self._silent(settings, today), *await self._lapsed(settings, known, today)]
        due.sort(key=lambda command: (command["body"]["effective_at"], command["kind"], command["target"]))
        whole = True
        for first in range(0, len(due), LIST):
            verdicts = await hub.submit_system(hall, due[first : first + LIST])
            failed = [v for v in verdicts if v.status not in ("applied", "duplicate")]
            whole = whole and not failed
            if failed:
                log.warning("cases did not move", hall=hall, count=len(failed))
        if whole:
            known.done = today

    async def _silent(self, settings: HallSettings, today: date) -> list[dict[str, Any]]:
        """Received cases under licence law of which nothing was said within the days of notice."""
        hub = self._hub
        before = (today - NOTICE_DAYS["licence"] * ONE_DAY).isoformat()
        here = (_CASE.c.hall == settings.id) & (_CASE.c.state == CaseState.RECEIVED.value)
        query = select(_CASE.c.id).where(here, _CASE.c.received_on < before)
        found = []
        for case in await hub.read(lambda connection: list(connection.execute(query).scalars())):
            file = await hub.case_file(settings.id, case)
            if file is None:
                continue
            catalog = await asyncio.to_thread(hub.catalogs.get, file.case.catalog)
            last = deemed_on(file.case, catalog, hub.case_rules.calendar)
            if last is not None and last < today:
                found.append(self._command(settings, "deem_accepted", case, last))
        return found

    async def _lapsed(self, settings: HallSettings, known: _Known, today: date) -> list[dict[str, Any]]:
        """Cases accepted with gaps whose promised day is over."""
        await self._hub.read(lambda connection: _read_gaps(connection, settings.id, known))
        over = {case: until for case, until in known.gaps.items() if until < today}
        for case in over:
            del known.gaps[case]
        found = []
        for case, until in over.items():
            file = await self._hub.case_file(settings.id, case)
            if file is not None and file.case.state is CaseState.ACCEPTED and file.case.open_gaps:
                known.gaps[case] = until
                found.append(self._command(settings, "lapse_gap", case, until))
        return found

    def _command(self, settings: HallSettings, kind: str, case: str, last: date) -> dict[str, Any]:
        """In force from the beginning of the business day after `last`."""
        starts = datetime.combine(last + ONE_DAY, datetime.min.time(), settings.zone)
        at = starts + timedelta(minutes=settings.day_starts_minutes)
        own = system_id(settings.id, kind, at, case)
        return {"id": own, "kind": kind, "target": case, "body": {"effective_at": at.isoformat()}}


def _read_gaps(connection: Connection, hall: str, known: _Known) -> None:
    """Takes in the acceptances with gaps that were written since."""
    query = select(_EVENT.c.seq, _EVENT.c.stream, _EVENT.c.body).where(
        _EVENT.c.hall == hall,
        _EVENT.c.seq > known.seq,
        _EVENT.c.kind == CaseAccepted.KIND,
        _EVENT.c.body.contains('"until"'),
    )
    prefix = case_stream("")
    for row in connection.execute(query.order_by(_EVENT.c.seq)):
        known.seq = row.seq
        if until := orjson.loads(row.body).get("until"):
            known.gaps[row.stream.removeprefix(prefix)] = date.fromisoformat(until)
