"""What API processes over one PostgreSQL tell each other by NOTIFY: that they committed, what is typed, wrong guesses.

Nothing here is needed to be right: a message that is lost costs the time until the next look (hub.LOOK_SECONDS), a
letter of what somebody types, or one counted guess. Messages are sealed under a key of the hub, because PostgreSQL
may write a statement's values into its own log.
"""

import asyncio
import base64
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import orjson
import psycopg
import structlog
from sqlalchemy import Engine

from clerk_tui.central.sealing import DataKey, SealBrokenError

CHANNEL = "clerk_tui"
MAX_PAYLOAD = 7_900
"""Bytes of one message: PostgreSQL takes less than 8,000."""
AGAIN_SECONDS = 2.0
"""After a lost connection."""
START_SECONDS = 5.0
_PLACE = "bell"
_TELL = f"SELECT pg_notify('{CHANNEL}', told) FROM unnest(%s::text[]) AS told"

log = structlog.get_logger("bell")
Message = dict[str, Any]


class Bell:
    """One process's end. `heard` is called on the event loop with what another process told."""

    def __init__(self, engine: Engine, key: bytes, random: Callable[[int], bytes], heard: Callable[[Message], None]):
        self._engine = engine
        self._key = DataKey(key, random)
        self._heard = heard
        self._seqs: dict[str, int] = {}
        self._others: deque[str] = deque(maxlen=1_000)
        self._due = asyncio.Event()
        self._hears = asyncio.Event()
        self._own_pid = 0
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begins to listen; returns when it does, or after a while without."""
        self._tasks = [
            asyncio.create_task(self._again(self._listen)),
            asyncio.create_task(self._again(self._tell)),
        ]
        with suppress(TimeoutError):
            async with asyncio.timeout(START_SECONDS):
                await self._hears.wait()

    async def stop(self) -> None:
        """Ends both connections."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def committed(self, hall: str, seq: int) -> None:
        """Tells that this process brought the hall to that sequence."""
        self._seqs[hall] = seq
        self._due.set()

    def tell(self, message: Message) -> bool:
        """Tells something else; False when it is too long for one message, which then is not sent."""
        sealed = self._sealed(message)
        if len(sealed) > MAX_PAYLOAD:
            return False
        self._others.append(sealed)
        self._due.set()
        return True

    def _sealed(self, message: Message) -> str:
        return base64.b64encode(self._key.seal(orjson.dumps(message), _PLACE)).decode()

    async def _again(self, work: Callable[[psycopg.AsyncConnection[Any]], Any]) -> None:
        """Does `work` over a connection of its own, and anew when that is lost."""
        while True:
            try:
                _, how = self._engine.dialect.create_connect_args(self._engine.url)
                async with await psycopg.AsyncConnection.connect(**how, autocommit=True) as connection:
                    await work(connection)
            except (psycopg.Error, OSError) as wrong:
                log.warning("bell silent", kind=type(wrong).__name__)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _listen(self, connection: psycopg.AsyncConnection[Any]) -> None:
        await connection.execute(f"LISTEN {CHANNEL}")
        self._hears.set()
        async for notify in connection.notifies():
            if notify.pid == self._own_pid:
                continue
            try:
                told = orjson.loads(self._key.open(base64.b64decode(notify.payload), _PLACE))
            except (ValueError, SealBrokenError):
                continue
            self._heard(told)

    async def _tell(self, connection: psycopg.AsyncConnection[Any]) -> None:
        self._own_pid = connection.info.backend_pid
        while True:
            await self._due.wait()
            self._due.clear()
            seqs, self._seqs = self._seqs, {}
            others = list(self._others)
            self._others.clear()
            told = [self._sealed({"kind": "seq", "hall": hall, "seq": seq}) for hall, seq in seqs.items()]
            await connection.execute(_TELL, (told + others,))
