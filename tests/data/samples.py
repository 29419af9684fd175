"""A catalogue of one item, a hall and a clerk, as the window's tests want them."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from uuid import UUID

from clerk_tui.catalog.build import catalog_hash, load_catalog, publish
from clerk_tui.catalog.model import Ask, Catalog, Department, Field, Item, Material, MaterialUse
from clerk_tui.data.outbox import Author, Row
from clerk_tui.data.store import Contents
from clerk_tui.data.sync import Sync
from clerk_tui.intake.decide import CaseRules
from clerk_tui.protocol.calendar_source import state_council_calendar
from clerk_tui.protocol.streams import HallRules
from clerk_tui.queue.policy import Policy

ITEM = "ga.birth_registration"
NOON = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
CLERK = Author("session-1", "clerk-3", "clerk", "3")


@cache
def published() -> bytes:
    """The published bytes of a catalogue with one item: two fields and one paper, all of the applicant."""
    fields = [
        Field(key="person.name", name="姓名", type="name"),
        Field(key="person.phone", name="电话", type="phone"),
        Field(key="person.address", name="住址", type="address"),
    ]
    item = Item(
        key=ITEM,
        name="出生登记",
        department="ga",
        type="07",
        promise_days=1,
        fields=tuple(Ask(field=f.key, of="applicant") for f in fields),
        materials=(MaterialUse(material="ga.household_book", of="applicant"),),
    )
    catalog = Catalog(
        departments={"ga": Department(key="ga", name="公安", code="GA")},
        parties={},
        fields={f.key: f for f in fields},
        materials={"ga.household_book": Material(key="ga.household_book", name="户口簿")},
        items={ITEM: item},
        packages={},
    )
    return publish(catalog)


CATALOG = catalog_hash(published())


def hall_rules() -> HallRules:
    """The hall's rules over that catalogue alone."""
    shelf = {CATALOG: load_catalog(published())}
    case = CaseRules(catalog=shelf.__getitem__, calendar=state_council_calendar())
    return HallRules(code="3301", policy=Policy(), case=case)


def numbered_ids(start: int = 1) -> Callable[[], str]:
    """Ids 1, 2, 3 … in the form of a UUID."""
    numbers = count(start)
    return lambda: str(UUID(int=next(numbers)))


class Clock:
    """A clock that moves only when told."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def tick(self, seconds: float) -> None:
        """Moves on."""
        self.now += timedelta(seconds=seconds)


def fresh_sync(contents: Contents | None = None, clock: Clock | None = None, start: int = 1) -> Sync:
    """A window's state with the sample hall's rules."""
    clock = clock or Clock()
    sync = Sync(
        contents or Contents(),
        clock=clock,
        ids=numbered_ids(start),
        random=lambda: 0.5,
        today=lambda at: date(2026, 3, 3),
    )
    sync.rules = hall_rules()
    return sync


def rows(n: int, chain: str = "case/a", start: int = 1) -> Iterator[Row]:
    """Open rows of one chain."""
    for number in range(start, start + n):
        yield Row(
            id=str(UUID(int=number)),
            place=(number, 0),
            kind="patch_answers",
            target=chain.removeprefix("case/"),
            chain=chain,
            body={"changes": [{"field": "person.name", "value": f"张三{number}", "base": 0}]},
            captured_at=NOON,
            author=CLERK,
        )
