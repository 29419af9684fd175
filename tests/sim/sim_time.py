"""Simulated time for actors that talk to a real hub: it stands still while anybody acts, and jumps when all wait."""

import asyncio
import heapq
from collections.abc import Coroutine
from datetime import datetime, timedelta
from itertools import count
from typing import Any


class SimTime:
    """The clock of a simulated hall. Waits end on whole steps, so that actors meet and the hub has several at once."""

    def __init__(self, start: datetime, step: timedelta) -> None:
        self.now = start
        self._start = start
        self._step = step
        self._due: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._order = count()
        self._acting = 0
        self._group: asyncio.TaskGroup | None = None

    def __call__(self) -> datetime:
        """The clock, for the hub."""
        return self.now

    async def run(self, *actors: Coroutine[Any, Any, None]) -> None:
        """Lets these, and whom they start, act until all have ended."""
        async with asyncio.TaskGroup() as self._group:
            for actor in actors:
                self.start(actor)

    def start(self, actor: Coroutine[Any, Any, None]) -> None:
        """Lets one more act beside the others."""
        assert self._group is not None
        self._acting += 1
        self._group.create_task(self._act(actor))

    async def sleep(self, seconds: float) -> None:
        """Waits so long in simulated time, to the end of a step."""
        await self.until(self.now + timedelta(seconds=seconds))

    async def until(self, at: datetime) -> None:
        """Waits for a moment; at once when it has been."""
        if at <= self.now:
            return
        steps = -(-(at - self._start) // self._step)
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._due, (self._start + steps * self._step, next(self._order), woken))
        self._rest()
        await woken

    async def _act(self, actor: Coroutine[Any, Any, None]) -> None:
        await actor
        self._rest()

    def _rest(self) -> None:
        self._acting -= 1
        if self._acting or not self._due:
            return
        self.now = self._due[0][0]
        while self._due and self._due[0][0] == self.now:
            self._acting += 1
            heapq.heappop(self._due)[2].set_result(None)
