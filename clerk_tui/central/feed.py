"""The feed of one hall: every reader pulls at its own pace from the newest events, or from the ledger when behind."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from clerk_tui.central.stored import StoredEvent

KEPT = 2_500
"""Newest events held in memory."""
BEHIND = 20_000
"""A reader further behind than this is told to take a snapshot."""
PAGE = 500

Wants = Callable[[StoredEvent], bool]
ReadOlder = Callable[[int, int], Awaitable[list[StoredEvent]]]


@dataclass(frozen=True, slots=True)
class Typing:
    """What somebody types just now in a case: stored nowhere, shown to the other side, lost without harm."""

    case: str
    party: str | None
    what: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The newest forecast of the hall's waits as JSON: stored nowhere; a slow reader gets only the newest."""

    told: bytes


@dataclass(frozen=True, slots=True)
class Published:
    """Another catalogue is in force: stored nowhere in the feed; who misses it finds out by asking."""

    hash: str


@dataclass(frozen=True, slots=True)
class Reset:
    """The reader is too far behind: it takes a snapshot and begins anew."""

    seq: int


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Nothing for this reader in a while; `seq` is the hall's."""

    seq: int


@dataclass(frozen=True, slots=True)
class Sent:
    """An event for this reader; `prev` is the sequence of the one it was sent before."""

    event: StoredEvent
    prev: int


Item = Sent | Typing | Foreseen | Published | Reset | Heartbeat


class Feed:
    """Lives on the event loop; `read_older(after, limit)` reads the ledger, personal values opened."""

    def __init__(self, seq: int, read_older: ReadOlder) -> None:
        self.seq = seq
        self._events: list[StoredEvent] = []
        self._read_older = read_older
        self._readers: set[Subscription] = set()
        self.closed = False

    @property
    def readers(self) -> int:
        """How many read."""
        return len(self._readers)

    def push(self, events: list[StoredEvent]) -> None:
        """Takes committed events, in the order of their sequence, and wakes the readers."""
        fresh = [event for event in events if event.seq > self.seq]
        if not fresh:
            return
        if fresh[0].seq != self.seq + 1:
            # A gap (the memory was folded anew): readers fetch it from the ledger.
            self._events.clear()
        self._events += fresh
        if len(self._events) > 2 * KEPT:
            del self._events[:-KEPT]
        self.seq = fresh[-1].seq
        self._wake()

    def begin_at(self, seq: int) -> None:
        """The hall's sequence is known from elsewhere (a fold anew)."""
        if seq > self.seq:
            self._events.clear()
            self.seq = seq
            self._wake()

    def typing(self, what: Typing) -> None:
        """Passes on what is being typed."""
        for reader in self._readers:
            reader.offer(what)

    def foresee(self, forecast: Foreseen) -> None:
        """Passes on a new forecast to all who want forecasts."""
        for reader in self._readers:
            reader.foresee(forecast)

    def published(self, catalog: Published) -> None:
        """Tells all who decide by catalogues that another one is in force."""
        for reader in self._readers:
            reader.publish(catalog)

    def close(self) -> None:
        """Ends all subscriptions."""
        self.closed = True
        self._wake()

    def _wake(self) -> None:
        for reader in self._readers:
            reader.wake()

    def subscribe(
        self,
        after: int,
        wants: Wants,
        wants_typing: Callable[[Typing], bool] | None = None,
        *,
        unstored: bool = False,
    ) -> "Subscription":
        """A reader that was sent everything up to `after`; use it as a context manager.

        `unstored`: it wants forecasts and the news of catalogues too.
        """
        return Subscription(self, after, wants, wants_typing or (lambda _: False), unstored)

    def newest(self, kind: str) -> Iterator[StoredEvent]:
        """Events of a kind among those in memory, newest first."""
        return (event for event in reversed(self._events) if event.kind == kind)

    async def page(self, after: int) -> list[StoredEvent]:
        """The next events after that sequence, wherever they are."""
        first = self.seq - len(self._events) + 1
        if after + 1 >= first:
            start = after + 1 - first
            return self._events[start : start + PAGE]
        return await self._read_older(after, PAGE)


@dataclass(eq=False, slots=True)
class Subscription:
    """One reader of a feed."""

    feed: Feed
    cursor: int
    wants: Wants
    wants_typing: Callable[[Typing], bool]
    wants_unstored: bool = False
    prev: int = field(init=False)
    _typing: deque[Typing] = field(default_factory=lambda: deque(maxlen=50))
    _foreseen: Foreseen | None = None
    _published: Published | None = None
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.prev = self.cursor

    def __enter__(self) -> "Subscription":
        self.feed._readers.add(self)
        return self

    def __exit__(self, *_: object) -> None:
        self.feed._readers.discard(self)

    def wake(self) -> None:
        """There is something new."""
        self._woken.set()

    def offer(self, what: Typing) -> None:
        """Somebody types."""
        if self.wants_typing(what):
            self._typing.append(what)
            self._woken.set()

    def foresee(self, forecast: Foreseen) -> None:
        """There is a new forecast."""
        if self.wants_unstored:
            self._foreseen = forecast
            self._woken.set()

    def publish(self, catalog: Published) -> None:
        """Another catalogue is in force."""
        if self.wants_unstored:
            self._published = catalog
            self._woken.set()

    async def next(self, patience_seconds: float) -> list[Item] | None:
        """What is there for this reader; a heartbeat after that long without any; None when the feed has closed."""
        feed = self.feed
        deadline = asyncio.get_running_loop().time() + patience_seconds
        while not feed.closed:
            self._woken.clear()
            if self.cursor > feed.seq or feed.seq - self.cursor > BEHIND:
                self.prev = self.cursor = feed.seq
                return [Reset(feed.seq)]
            found: list[Item] = list(self._typing)
            self._typing.clear()
            if self._foreseen is not None:
                found.append(self._foreseen)
                self._foreseen = None
            if self._published is not None:
                found.append(self._published)
                self._published = None
            if self.cursor < feed.seq:
                page = await feed.page(self.cursor)
                for event in page:
                    if self.wants(event):
                        found.append(Sent(event, self.prev))
                        self.prev = event.seq
                self.cursor = page[-1].seq if page else feed.seq
            if found:
                return found
            if self.cursor < feed.seq:
                continue
            try:
                async with asyncio.timeout_at(deadline):
                    await self._woken.wait()
            except TimeoutError:
                return [Heartbeat(feed.seq)]
        return None
