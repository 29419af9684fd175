"""The small hub, and a window that works with it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from clerk_tui.data.catalogs import CatalogShelf
from clerk_tui.data.window import WindowDesk, open_desk
from clerk_tui.settings import Settings
from tests.data.loopback import Loopback

Begin = Callable[[], Awaitable[WindowDesk]]


@pytest.fixture
def hub() -> Iterator[Loopback]:
    """The small centre on loopback, running."""
    hub = Loopback()
    hub.start()
    yield hub
    if hub.gate is not None:
        hub.gate.set()
    hub.stop()


@pytest.fixture
async def begin(hub: Loopback, tmp_path: Path) -> AsyncIterator[Begin]:
    """Opens the window's desk on one folder, as often as it was stopped."""
    desks: list[WindowDesk] = []

    async def opened() -> WindowDesk:
        settings = Settings(hub=hub.url, data_dir=tmp_path, timeout_seconds=2)
        desk = await open_desk(settings, use_keyring=False, sleep=quick_sleep)
        desks.append(desk)
        return desk

    yield opened
    for desk in desks:
        if not desk.stopped:
            await desk.stop()


async def quick_sleep(seconds: float) -> None:
    """Waits a hundredth of the time, so that rests and back-offs are real but short."""
    await asyncio.sleep(seconds / 100)


@pytest.fixture
async def desk(begin: Begin) -> WindowDesk:
    """A signed-in window that has heard from the centre."""
    desk = await begin()
    await desk.sign_in("1003", "right", window="3")
    await until(desk, lambda: desk.online.online and desk.loaded and desk.catalog is not None)
    await until(desk, lambda: desk.block() is not None)
    return desk


async def until(desk: WindowDesk, holds: Callable[[], bool], seconds: float = 10.0) -> None:
    """Returns at the first change after which `holds`; fails when the time is over."""
    changed = asyncio.Event()
    stop = desk.on_change(lambda topics: changed.set())
    try:
        async with asyncio.timeout(seconds):
            while not holds():
                await changed.wait()
                changed.clear()
    finally:
        stop()


__all__ = ["Begin", "CatalogShelf", "until"]
