"""A hub behind uvicorn."""

import asyncio
import gc
import socket
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

import uvicorn

from clerk_tui.central.app import create_app
from clerk_tui.central.hub import Hub
from clerk_tui.central.logs import log_to_stderr

__all__ = ["HubServer", "log_to_stderr", "make_server", "run"]

T = TypeVar("T")


class HubServer(uvicorn.Server):
    """uvicorn, told to end the feeds before it waits for open connections."""

    def __init__(self, config: uvicorn.Config, hub: Hub, on_ready: Callable[[], None] | None = None) -> None:
        super().__init__(config)
        self._hub = hub
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts, and says so."""
        await super().startup(sockets)
        if self.should_exit:
            return
        # What lives as long as the hub is never looked at again by the collector: long pauses would be paid by citizens.
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 100)
        if self._on_ready:
            self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends."""
        self._hub.end_feeds()
        await super().shutdown(sockets)


def run(main: Coroutine[Any, Any, T]) -> T:
    """Runs `main` on uvloop where there is one: the hub's promises of speed rest on it."""
    factory: Callable[[], asyncio.AbstractEventLoop] | None = None
    with suppress(ImportError):
        from uvloop import new_event_loop as factory
    with asyncio.Runner(loop_factory=factory) as runner:
        return runner.run(main)


def make_server(hub: Hub, *, log_access: bool = True, on_ready: Callable[[], None] | None = None) -> HubServer:
    """The server of a hub that is not started yet: its lifespan starts and stops it."""
    config = uvicorn.Config(
        create_app(hub, log_access=log_access),
        lifespan="on",
        access_log=False,
        log_level="warning",
        server_header=False,
        date_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=3,
        timeout_keep_alive=75,
        h11_max_incomplete_event_size=64 * 1024,
    )
    return HubServer(config, hub, on_ready)
