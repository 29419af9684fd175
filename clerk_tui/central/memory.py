"""What the hub keeps folded of a hall: the day, lately used cases, the sequence up to which both are right."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from clerk_tui.protocol.streams import CaseFile
from clerk_tui.queue.day import Day

K = TypeVar("K")
V = TypeVar("V")

CASES_KEPT = 2_000
FILINGS_KEPT = 10_000


class Lately(Generic[K, V]):
    """A mapping that forgets what was not used for longest."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        """The value, now the latest used; None when it is not held."""
        value = self._held.get(key)
        if value is not None:
            self._held.move_to_end(key)
        return value

    def put(self, key: K, value: V) -> None:
        """Holds the value."""
        self._held[key] = value
        self._held.move_to_end(key)
        if len(self._held) > self._size:
            self._held.popitem(last=False)

    def drop(self, key: K) -> None:
        """Forgets the key."""
        self._held.pop(key, None)


@dataclass(slots=True)
class HallMemory:
    """The confirmed fold of one hall, valid while `seq` equals that of the hall's row.

    Only the ledger changes it. `now` may be read from any thread: it is one value that is swapped whole.
    """

    seq: int
    chain: bytes
    now: tuple[int, Day]
    cases: Lately[str, CaseFile] = field(default_factory=lambda: Lately(CASES_KEPT))
    filings: Lately[str, str] = field(default_factory=lambda: Lately(FILINGS_KEPT))

    @property
    def day(self) -> Day:
        """The business day."""
        return self.now[1]
