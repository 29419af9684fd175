"""The writer beside the screen: one thread owns the store, and one transaction takes all that waits."""

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Protocol

from clerk_tui.data.store import Changes, Store

Write = Callable[[Changes], None]


class Keeper(Protocol):
    """Where changes are put on disk: the thread in a window, the store itself in a simulation."""

    def write(self, change: Write) -> "asyncio.Future[None]":
        """Puts the change in line; the future ends after its commit."""
        ...


class Writer:
    """Writes to the store from a thread of its own, so that no key waits for a disk."""

    def __init__(self, store: Store, loop: asyncio.AbstractEventLoop) -> None:
        self._store = store
        self._loop = loop
        self._line: queue.SimpleQueue[tuple[Write, asyncio.Future[None]] | None] = queue.SimpleQueue()
        self._waiting = 0
        self._last: asyncio.Future[None] | None = None
        self.on_error: Callable[[BaseException], None] = lambda wrong: None
        self._thread = threading.Thread(target=self._run, name="clerk-tui writer", daemon=True)
        self._thread.start()

    @property
    def idle(self) -> bool:
        """Whether all that was handed over is on disk."""
        return self._waiting == 0

    def write(self, change: Write) -> "asyncio.Future[None]":
        """Puts the change in line; the future ends after its commit, or with its Refusal."""
        done: asyncio.Future[None] = self._loop.create_future()
        self._waiting += 1
        done.add_done_callback(self._landed)
        self._last = done
        self._line.put((change, done))
        return done

    async def saved(self) -> None:
        """Returns when all that was handed over before is on disk."""
        if self._last is not None and not self._last.done():
            await asyncio.shield(self._last)

    async def close(self) -> None:
        """Writes what is left and ends the thread."""
        self._line.put(None)
        await asyncio.to_thread(self._thread.join)

    def _landed(self, done: "asyncio.Future[None]") -> None:
        self._waiting -= 1
        if not done.cancelled() and (wrong := done.exception()):
            self.on_error(wrong)

    def _run(self) -> None:
        ending = False
        while not ending:
            batch = [self._line.get()]
            while True:
                try:
                    batch.append(self._line.get_nowait())
                except queue.Empty:
                    break
            ending = None in batch
            jobs = [job for job in batch if job is not None]
            if jobs:
                self._commit(jobs)

    def _commit(self, jobs: list[tuple[Write, "asyncio.Future[None]"]]) -> None:
        try:
            with self._store.changing() as changes:
                for change, _ in jobs:
                    change(changes)
        except BaseException as wrong:
            if len(jobs) > 1:
                # One bad change must not take its neighbours with it.
                for job in jobs:
                    self._commit([job])
                return
            self._tell(jobs, wrong)
        else:
            self._tell(jobs, None)

    def _tell(self, jobs: list[tuple[Write, "asyncio.Future[None]"]], wrong: BaseException | None) -> None:
        def settle() -> None:
            for _, done in jobs:
                if done.done():
                    continue
                if wrong is None:
                    done.set_result(None)
                else:
                    done.set_exception(wrong)

        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(settle)
