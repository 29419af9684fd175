"""`clerk-tui hub --workers N`: several API processes over one socket and one PostgreSQL, and the parent that minds them.

The parent has prepared the database and serves nothing. A worker that dies is started anew; workers end with the
parent, whatever ends it.
"""

import multiprocessing
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

import structlog

from clerk_tui.cli_hub import HubOptions, serve_here
from clerk_tui.refusal import Refusal

AGAIN_SECONDS = (0.0, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Before a worker that died is started anew: longer each time it does not stay up."""
STAYS_SECONDS = 60.0
END_SECONDS = 10.0

log = structlog.get_logger("workers")


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    line: Connection
    began: float
    ready: bool = False


class Workers:
    """Starts `options.workers` processes and keeps as many until told to stop."""

    def __init__(self, options: HubOptions, bound: socket.socket, public_url: str) -> None:
        self._options = options
        self._bound = bound
        self._public_url = public_url
        self._running: dict[int, _Worker] = {}
        self._deaths = dict.fromkeys(range(options.workers), 0)
        self._due: dict[int, float] = dict.fromkeys(range(options.workers), 0.0)
        self._stops, self._stop = socket.socketpair()
        self._told_ready = False

    def stop(self, *_signal: Any) -> None:
        """Ends `run`. May be called from any thread, and by a signal."""
        with suppress(OSError):
            self._stop.send(b"x")

    def run(self, on_ready: Callable[[], None]) -> None:
        """Returns when told to stop; `on_ready` is called once, when all serve. Raises Refusal hub.worker_failed."""
        try:
            while True:
                self._start_what_is_due()
                if self._stops in self._wait():
                    return
                self._listen()
                self._bury()
                if not self._told_ready and self._all_ready():
                    self._told_ready = True
                    on_ready()
        finally:
            self._end()

    def _all_ready(self) -> bool:
        return len(self._running) == self._options.workers and all(w.ready for w in self._running.values())

    def _start_what_is_due(self) -> None:
        now = time.monotonic()
        for index in [index for index, at in self._due.items() if at <= now]:
            del self._due[index]
            here, there = _context.Pipe()
            arguments = (self._options, index, self._bound, self._public_url, there)
            process = _context.Process(target=work, args=arguments, name=f"worker {index + 1}")
            with _interrupts_held():
                process.start()
            there.close()
            self._running[index] = _Worker(process, here, now)
            log.info("worker started", worker=index + 1, pid=process.pid)

    def _wait(self) -> list[Any]:
        sentinels = [worker.process.sentinel for worker in self._running.values()]
        lines = [worker.line for worker in self._running.values() if not worker.ready]
        patience = max(0.0, min(self._due.values()) - time.monotonic()) if self._due else None
        return wait([self._stops, *sentinels, *lines], patience)

    def _listen(self) -> None:
        for worker in self._running.values():
            if not worker.ready and worker.line.poll():
                with suppress(EOFError, OSError):
                    worker.line.recv()
                    worker.ready = True

    def _bury(self) -> None:
        for index, worker in list(self._running.items()):
            if worker.process.is_alive():
                continue
            del self._running[index]
            worker.line.close()
            log.error("worker died", worker=index + 1, pid=worker.process.pid, exit_code=worker.process.exitcode)
            if not self._told_ready:
                raise Refusal("hub.worker_failed", worker=index + 1)
            now = time.monotonic()
            stayed = now - worker.began >= STAYS_SECONDS
            self._deaths[index] = 0 if stayed else self._deaths[index]
            self._due[index] = now + AGAIN_SECONDS[min(self._deaths[index], len(AGAIN_SECONDS) - 1)]
            self._deaths[index] += 1

    def _end(self) -> None:
        for worker in self._running.values():
            worker.process.terminate()
        until = time.monotonic() + END_SECONDS
        for worker in self._running.values():
            worker.process.join(max(0.0, until - time.monotonic()))
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.line.close()
        self._stops.close()
        self._stop.close()


def run_workers(options: HubOptions, bound: socket.socket, public_url: str, on_ready: Callable[[], None]) -> None:
    """Serves with several processes until SIGTERM, SIGINT or, when so told, the end of input."""
    workers = Workers(options, bound, public_url)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, workers.stop)
    if options.ends_with_input:

        def watch() -> None:
            sys.stdin.read()
            workers.stop()

        threading.Thread(target=watch, name="input watch", daemon=True).start()
    workers.run(on_ready)


def work(options: HubOptions, index: int, bound: socket.socket, public_url: str, line: Connection) -> None:
    """One worker's whole life. The first one plays what the demo plays."""
    serve_here(options, bound, public_url, plays=index == 0, on_ready=lambda: line.send("ready"), ends_with=line)


_context = multiprocessing.get_context("spawn")


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """A worker inherits that Ctrl-C is not for it: the terminal sends it to all, and only the parent is to act."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
