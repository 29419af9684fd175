"""The feed reader: resumes by cursor, asks anew when something is missing, never trusts a silent line."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

import orjson
from httpx_sse import ServerSentEvent
from pydantic import ValidationError

from clerk_tui.data.client import HttpRefusal, Unreachable
from clerk_tui.data.outbox import backoff
from clerk_tui.data.sync import Took
from clerk_tui.protocol.envelope import Frame

Connect = Callable[[int, Iterable[str]], AbstractAsyncContextManager[AsyncIterator[ServerSentEvent]]]


class Reader(Protocol):
    """Whoever the feed is read for."""

    def cursor(self) -> int:
        """The sequence of the last frame taken."""
        ...

    def cases(self) -> Iterable[str]:
        """The cases whose events are wanted."""
        ...

    def take(self, frame: Frame) -> Took:
        """Folds one frame."""
        ...

    async def start_anew(self) -> None:
        """Takes a snapshot."""
        ...

    def heard(self) -> None:
        """Something came: the line is alive."""
        ...

    def lost(self, reason: str) -> None:
        """The line is dead."""
        ...

    def refused(self, refusal: HttpRefusal) -> None:
        """The centre does not let this session read."""
        ...

    def typing(self, what: dict[str, Any]) -> None:
        """Somebody types just now."""
        ...

    def told_forecast(self, forecast: Mapping[str, Any]) -> None:
        """The centre worked out the waits anew (protocol/forecast.py)."""
        ...

    def told_catalog(self, sha256: str) -> None:
        """Another catalogue is in force."""
        ...


class FeedReader:
    """Reads for one `Reader` until it is cancelled."""

    def __init__(
        self,
        connect: Connect,
        reader: Reader,
        *,
        sleep: Callable[[float], Awaitable[None]],
        random: Callable[[], float],
    ) -> None:
        self._connect = connect
        self._reader = reader
        self._sleep = sleep
        self._random = random
        self._again = asyncio.Event()
        self._attempt = 0

    def resubscribe(self) -> None:
        """Other cases are wanted now: connects anew with the same cursor."""
        self._again.set()

    async def run(self) -> None:
        """Reads for ever; ends when the centre refuses this session."""
        while True:
            cursor = self._reader.cursor()
            try:
                self._again.clear()
                await self._read_once()
            except HttpRefusal as refusal:
                if refusal.status in (401, 403):
                    self._reader.refused(refusal)
                    return
                self._reader.lost(refusal.code)
            except Unreachable as wrong:
                self._reader.lost(wrong.reason)
            else:
                if self._again.is_set() or self._reader.cursor() != cursor:
                    continue
            # Nothing gained by this connection: the next one waits, so that no error becomes a busy loop.
            self._attempt += 1
            await self._sleep(backoff(self._attempt, self._random))

    async def _read_once(self) -> None:
        """One connection's life; returns when it is to be made anew."""
        reader = self._reader
        async with self._connect(reader.cursor(), reader.cases()) as events:
            reader.heard()
            again = asyncio.ensure_future(self._again.wait())
            stream = aiter(events)
            following: asyncio.Future[ServerSentEvent] | None = None
            try:
                while True:
                    following = asyncio.ensure_future(anext(stream))
                    await asyncio.wait({following, again}, return_when=asyncio.FIRST_COMPLETED)
                    if not following.done():
                        return
                    try:
                        event = following.result()
                    except StopAsyncIteration:
                        raise Unreachable("feed ended") from None
                    self._attempt = 0
                    reader.heard()
                    if await self._handled(event):
                        return
            finally:
                again.cancel()
                if following is not None and not following.done():
                    following.cancel()
                    await asyncio.gather(following, return_exceptions=True)

    async def _handled(self, event: ServerSentEvent) -> bool:
        """Takes one server event; True when the connection is to be made anew."""
        if not event.data:
            # A bare `retry:` or comment: no event by the SSE standard, though the library hands it on.
            return False
        match event.event:
            case "heartbeat":
                return False
            case "reset":
                await self._reader.start_anew()
                return True
            case "typing":
                self._reader.typing(orjson.loads(event.data))
                return False
            case "forecast":
                self._reader.told_forecast(orjson.loads(event.data))
                return False
            case "catalog":
                self._reader.told_catalog(str(orjson.loads(event.data).get("hash", "")))
                return False
            case other if other != "message":
                # Unstored news that this reader has no use for.
                return False
        try:
            frame = Frame.model_validate_json(event.data)
        except ValidationError:
            raise Unreachable("strange frame") from None
        took = self._reader.take(frame)
        if took.reset:
            await self._reader.start_anew()
        return took.reset or took.resume
