"""The log of a hub: one JSON line an entry on standard error, written in bulk so that no request waits for a write."""

import asyncio
import atexit
import sys
import threading
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import IO, Any

import orjson
import structlog

FLUSH_AFTER_SECONDS = 0.2


class BulkLogger:
    """Gathers lines while an event loop runs in this thread; elsewhere writes at once. Errors never wait."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output
        self._lines: list[bytes] = []
        self._lock = threading.Lock()
        self._due = False

    def info(self, line: bytes) -> None:
        """A line that may wait for others."""
        self._lines.append(line)
        if self._due:
            return
        try:
            asyncio.get_running_loop().call_later(FLUSH_AFTER_SECONDS, self.flush)
            self._due = True
        except RuntimeError:
            self.flush()

    def error(self, line: bytes) -> None:
        """A line that is written now."""
        self._lines.append(line)
        self.flush()

    debug = msg = info
    warning = warn = critical = exception = error

    def flush(self) -> None:
        """Writes what has gathered."""
        with self._lock:
            lines, self._lines = self._lines, []
            self._due = False
            if lines:
                self._output.write(b"\n".join(lines) + b"\n")
                self._output.flush()


def log_to(logger: BulkLogger, *, level: int = 20, for_good: bool = False) -> None:
    """Sends the whole process's log to `logger`; `level` as in `logging`, 20 is info; `for_good` is quicker."""
    structlog.configure(
        processors=[structlog.processors.add_log_level, _stamp, _render],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: logger,
        cache_logger_on_first_use=for_good,
    )


def log_to_stderr(*, level: int = 20) -> None:
    """Sends the log to standard error; standard output belongs to what was asked for."""
    logger = BulkLogger(sys.stderr.buffer)
    atexit.register(logger.flush)
    log_to(logger, level=level, for_good=True)


def _stamp(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    entry["at"] = datetime.now(UTC)
    return entry


def _render(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> bytes:
    return orjson.dumps(entry, default=str)
