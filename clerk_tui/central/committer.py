"""The thread that commits: it drains whatever waits for a hall as one batch, and answers on the event loop."""

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any

from clerk_tui.central.ledger import CommandWork, CommitFailedError, Committed, Ledger, Work

MAX_BATCH = 2_000
"""Commands in one transaction: more only makes the first of them wait."""

_Waiting = tuple[Work, "asyncio.Future[Any]"]


class Committer:
    """Owns one ledger while it runs. `on_commit` is called on the loop, before the answers, after every commit."""

    def __init__(self, ledger: Ledger, loop: asyncio.AbstractEventLoop, on_commit: Callable[[Committed], None]) -> None:
        self._ledger = ledger
        self._loop = loop
        self._on_commit = on_commit
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=f"committer {ledger.hall.id}", daemon=True)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Commits what waits, then ends; returns when the thread has ended. Not to be called on the loop's thread."""
        self._waiting.put(None)
        self._thread.join()

    @property
    def waiting(self) -> int:
        """How many works wait for the next batch."""
        return self._waiting.qsize()

    def submit(self, work: Work) -> "asyncio.Future[Any]":
        """The outcome to come. It fails with CommitFailedError when the batch was not committed."""
        future: asyncio.Future[Any] = self._loop.create_future()
        self._waiting.put((work, future))
        return future

    def _run(self) -> None:
        ended = False
        while not ended:
            first = self._waiting.get()
            batch: list[_Waiting] = []
            size = 0
            while first is not None:
                batch.append(first)
                size += len(first[0].commands) if isinstance(first[0], CommandWork) else 1
                if size >= MAX_BATCH:
                    break
                try:
                    first = self._waiting.get_nowait()
                except queue.Empty:
                    break
            else:
                ended = True
            if batch:
                self._commit(batch)
        self._ledger.close()

    def _commit(self, batch: list[_Waiting]) -> None:
        futures = [future for _, future in batch]
        try:
            committed = self._ledger.commit([work for work, _ in batch])
        except CommitFailedError as failed:
            self._loop.call_soon_threadsafe(_fail, futures, failed)
        else:
            self._loop.call_soon_threadsafe(self._answer, futures, committed)

    def _answer(self, futures: list["asyncio.Future[Any]"], committed: Committed) -> None:
        self._on_commit(committed)
        for future, outcome in zip(futures, committed.outcomes, strict=True):
            if not future.done():
                future.set_result(outcome)


def _fail(futures: list["asyncio.Future[Any]"], failed: CommitFailedError) -> None:
    for future in futures:
        if not future.done():
            future.set_exception(failed)
