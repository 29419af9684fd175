"""The line to the hall of whoever is signed in, as sender and feed reader see it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager

from httpx_sse import ServerSentEvent

from clerk_tui.data.client import Client
from clerk_tui.data.session import Session
from clerk_tui.data.store import Store
from clerk_tui.protocol.envelope import Frame, Verdict


class HallLine:
    """Client and store behind the calls that need no hall named. `session` raises Refusal when nobody is signed in."""

    def __init__(self, client: Client, store: Store, session: Callable[[], Session]) -> None:
        self._client = client
        self._store = store
        self._session = session

    async def commands(self, body: bytes) -> list[Verdict]:
        """Verdicts for a list of commands in bytes."""
        return await self._client.commands(self._session().hall, body)

    async def case(self, case: str) -> list[Frame]:
        """All events of a case."""
        return await self._client.case(self._session().hall, case)

    async def upload(self, case: str, sha256: str) -> None:
        """Sends a kept file; one that is no longer kept was sent before."""
        blob = await asyncio.to_thread(self._store.blob, case, sha256)
        if blob is not None:
            await self._client.put_file(self._session().hall, case, sha256, blob.media_type, blob.content)

    def feed(self, after: int, cases: Iterable[str]) -> AbstractAsyncContextManager[AsyncIterator[ServerSentEvent]]:
        """The feed from `after` on, with the events of `cases`."""
        return self._client.feed(self._session().hall, after, cases)
