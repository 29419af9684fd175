"""How much of a caller's work may be under way at once: whoever floods the hub waits, and nobody else does."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from clerk_tui.central.problems import ProblemError

RETRY_SECONDS = 1


class Gate:
    """Lets `most` requests of each caller in at once. Lives on the event loop."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._inside: Counter[str] = Counter()

    @contextmanager
    def inside(self, caller: str) -> Iterator[None]:
        """One request of that caller. Raises ProblemError 429 when too many of theirs wait for an answer."""
        if self._inside[caller] >= self._most:
            raise too_many()
        self._inside[caller] += 1
        try:
            yield
        finally:
            self._inside[caller] -= 1
            if not self._inside[caller]:
                del self._inside[caller]


def too_many() -> ProblemError:
    """Nothing was looked at; everything stays with its sender, who comes back after `Retry-After` seconds."""
    return ProblemError(429, "request.too_often", headers={"Retry-After": str(RETRY_SECONDS)}, seconds=RETRY_SECONDS)
