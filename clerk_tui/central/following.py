"""What follows when another catalogue comes into force: windows are told at once, and open drafts go over to it."""

import asyncio
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import select

from clerk_tui.central.feed import Published
from clerk_tui.central.ledger import system_id
from clerk_tui.central.problems import ProblemError
from clerk_tui.central.tables import CaseRow
from clerk_tui.central.tables.base import table_of
from clerk_tui.intake.case import CaseState

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub

LIST = 200
"""Drafts that go over in one list: a key at a window waits for no more."""
_CASE = table_of(CaseRow)

log = structlog.get_logger("catalogues")


class Following:
    """Lives on the hub's event loop. Any number of processes may do the same: each draft goes over once."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._told: str | None = None
        self._turn = asyncio.Lock()

    async def look(self) -> None:
        """Looks which catalogue is in force; when it is another one, tells the windows and takes the drafts over.

        What fails is in the log and is done at the next look.
        """
        async with self._turn:
            try:
                await self._look()
            except ProblemError as busy:
                log.warning("drafts wait for the catalogue", code=busy.code)

    async def _look(self) -> None:
        hub = self._hub
        newest = await asyncio.to_thread(hub.catalogs.look)
        if newest is None or newest == self._told:
            return
        await asyncio.to_thread(hub.catalogs.get, newest)
        for room in hub.halls.values():
            room.feed.published(Published(newest))
        for hall in hub.halls:
            await self._take_over(hall, newest)
        self._told = newest

    async def _take_over(self, hall: str, newest: str) -> None:
        here = (_CASE.c.hall == hall) & (_CASE.c.state == CaseState.DRAFT.value) & (_CASE.c.catalog != newest)
        query = select(_CASE.c.id, _CASE.c.version).where(here).order_by(_CASE.c.id)
        drafts = await self._hub.read(lambda connection: connection.execute(query).all())
        # The version is in the id: a catalogue that comes into force a second time is followed a second time.
        commands = [
            {
                "id": system_id(hall, "follow_catalog", f"{newest}|{draft.version}", draft.id),
                "kind": "follow_catalog",
                "target": draft.id,
            }
            for draft in drafts
        ]
        for first in range(0, len(commands), LIST):
            verdicts = await self._hub.submit_system(hall, commands[first : first + LIST])
            failed = sum(verdict.outcome != "applied" for verdict in verdicts)
            if failed:
                log.warning("drafts stay with their catalogue", hall=hall, count=failed)
