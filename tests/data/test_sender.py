"""A centre that has too much to do: nothing is lost, and it is left alone for as long as it asks."""

import asyncio

from clerk_tui.data.client import Unreachable
from clerk_tui.data.sender import Sender
from clerk_tui.protocol.envelope import Frame, Verdict
from tests.data.centre import Centre
from tests.data.samples import CATALOG, CLERK, ITEM, NOON, fresh_sync


class Line:
    """Asks to be left alone so many times, then answers."""

    def __init__(self, refusals: int) -> None:
        self.centre = Centre(NOON)
        self.refusals = refusals
        self.sent: list[bytes] = []

    async def commands(self, body: bytes) -> list[Verdict]:
        self.sent.append(body)
        if len(self.sent) <= self.refusals:
            raise Unreachable("HTTP 429", retry_after=7.0)
        return self.centre.commit(body)

    async def case(self, case: str) -> list[Frame]:
        raise AssertionError(case)

    async def upload(self, case: str, sha256: str) -> None:
        raise AssertionError(case)


class Office:
    def __init__(self) -> None:
        self.lost_for: list[str] = []
        self.done = asyncio.Event()

    async def on_disk(self) -> None: ...
    def repeated(self, old: object, new: object) -> None: ...
    def heard(self) -> None: ...
    def refused(self, refusal: object) -> None: ...

    def judged(self, rows: object) -> None:
        self.done.set()

    def lost(self, reason: str) -> None:
        self.lost_for.append(reason)


async def test_a_busy_centre_is_left_alone_for_as_long_as_it_asks() -> None:
    sync, line, office = fresh_sync(), Line(2), Office()
    waits: asyncio.Queue[tuple[float, asyncio.Event]] = asyncio.Queue()

    async def sleep(seconds: float) -> None:
        over = asyncio.Event()
        waits.put_nowait((seconds, over))
        await over.wait()

    sender = Sender(sync, line, office, clock=lambda: NOON, sleep=sleep, random=lambda: 0.5)
    sync.capture("open_case", {"matters": [ITEM], "catalog": CATALOG}, CLERK)
    running = asyncio.create_task(sender.run())
    async with asyncio.timeout(10):
        for tries in (1, 2):
            seconds, over = await waits.get()
            assert 7.0 <= seconds <= 9.0
            sender.wake()  # a new command: it does not end this wait
            for _ in range(10):
                await asyncio.sleep(0)
            assert len(line.sent) == tries
            over.set()
        await office.done.wait()
    running.cancel()
    assert len(line.sent) == 3
    assert len(set(line.sent)) == 1
    assert office.lost_for == []
    assert sync.outbox.open_rows() == []
