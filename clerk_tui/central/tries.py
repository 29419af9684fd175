"""How often somebody may try: wrong guesses, or numbers taken, within a span, by who tries and over all together."""

from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

KEPT = 10_000
"""Callers remembered at most; the longest quiet one is forgotten first."""


class Tries:
    """Counts tries. `each` is the limit of one caller, `together` that of all callers, within `span`."""

    def __init__(self, now: Callable[[], datetime], each: int, together: int, span: timedelta) -> None:
        self._now = now
        self._each = each
        self._together = together
        self._span = span
        self._by: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._all: deque[datetime] = deque()

    def wait(self, caller: str) -> int:
        """Whole minutes that `caller` has to wait before the next try; 0 when it may try now."""
        now = self._now()
        longest = 0.0
        for tries, limit in ((self._by.get(caller, deque()), self._each), (self._all, self._together)):
            self._forget(tries, now)
            if len(tries) >= limit:
                longest = max(longest, (tries[-limit] + self._span - now).total_seconds())
        return int(-(-longest // 60))

    def note(self, caller: str) -> None:
        """Notes a try that counts."""
        now = self._now()
        tries = self._by.setdefault(caller, deque())
        self._by.move_to_end(caller)
        tries.append(now)
        self._all.append(now)
        while len(self._by) > KEPT:
            self._by.popitem(last=False)

    def _forget(self, tries: "deque[datetime]", now: datetime) -> None:
        while tries and tries[0] <= now - self._span:
            tries.popleft()


def caller_of(host: str | None) -> str:
    """Who tries, by address; an IPv6 network of 64 bits is one caller, for it can change the rest at will."""
    try:
        address = ip_address(host or "")
    except ValueError:
        return host or "?"
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Address(int(address) >> 64 << 64))
    return str(address)
