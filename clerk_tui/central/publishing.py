"""How a catalogue comes into force: an editor submits it, somebody else publishes it, and both see first what it does."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from clerk_tui.catalog.build import catalog_hash, load_catalog
from clerk_tui.catalog.check import check
from clerk_tui.catalog.diff import Change, Difference, compare
from clerk_tui.catalog.model import Catalog
from clerk_tui.central.catalog_shelf import CatalogShelf
from clerk_tui.central.database import Database, read_database, row_of
from clerk_tui.central.tables import CaseRow, CatalogSubmission
from clerk_tui.central.tables.base import stamp, table_of
from clerk_tui.intake.case import WAITING, CaseState
from clerk_tui.refusal import Refusal

_CASE, _SUBMISSION = table_of(CaseRow), table_of(CatalogSubmission)
OPEN = (*sorted(WAITING), CaseState.ACCEPTED.value)
"""States of cases that a change of rules may still concern."""


@dataclass(frozen=True, slots=True)
class TouchedCase:
    """An open case that a change concerns: a draft follows the catalogue, a received one only what is relief."""

    hall: str
    case: str
    number: str | None
    state: str
    window: str | None
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing would do."""

    hash: str
    against: str | None
    changes: tuple[Change, ...]
    cases: tuple[TouchedCase, ...]

    def to_json(self) -> dict[str, Any]:
        """As the API tells it."""
        return asdict(self)


class Publishing:
    """Submissions and publications of one centre."""

    def __init__(self, database: Database, shelf: CatalogShelf, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._shelf = shelf
        self._clock = clock

    def preview(self, content: bytes) -> Preview:
        """What these published bytes would change. Raises Refusal catalog.wrong_bytes or catalog.unsound."""
        new = read_sound(content)
        current = self._shelf.current()
        if current is None:
            return Preview(catalog_hash(content), None, (), ())
        return self.between(self._shelf.get(current), new)

    def between(self, old: Catalog, new: Catalog) -> Preview:
        """What `new` changes against `old`, and which open cases that touches."""
        difference = compare(old, new)
        return Preview(new.hash, old.hash, difference.changes, tuple(self._touched(difference)))

    def submit(self, content: bytes, by: str) -> Preview:
        """Keeps them for a publisher. Bytes that were handed in before stand first again, with who handed them in now:
        what went out of force may come back. Raises what `preview` raises.
        """
        seen = self.preview(content)
        row = {"hash": seen.hash, "content": content, "submitted_at": stamp(self._clock()), "submitted_by": by}
        with self._database.writer() as connection, connection.begin():
            known = connection.execute(select(_SUBMISSION.c.hash).where(_SUBMISSION.c.hash == seen.hash)).scalar()
            if known is None:
                self._database.insert(connection, CatalogSubmission, [row_of(CatalogSubmission, row)])
            elif known != seen.against:
                again = {name: row[name] for name in ("submitted_at", "submitted_by")}
                connection.execute(update(_SUBMISSION).where(_SUBMISSION.c.hash == seen.hash).values(again))
        return seen

    def publish(self, sha256: str, by: str) -> Preview:
        """Puts a submission in force. Raises Refusal catalog.not_submitted, or own_submission: editor ≠ publisher."""
        with self._database.engine.connect() as connection:
            here = _SUBMISSION.c.hash == sha256
            found = connection.execute(select(_SUBMISSION).where(here)).mappings().first()
        if found is None:
            raise Refusal("catalog.not_submitted")
        if found["submitted_by"] == by:
            raise Refusal("catalog.own_submission")
        content = bytes(found["content"])
        seen = self.preview(content)
        self._shelf.publish(content, by)
        return seen

    def submissions(self) -> list[dict[str, Any]]:
        """What was submitted, newest first: hash, who, when, and whether it is in force."""
        current = self._shelf.current()
        columns = (_SUBMISSION.c.hash, _SUBMISSION.c.submitted_by, _SUBMISSION.c.submitted_at)
        with self._database.engine.connect() as connection:
            found = connection.execute(select(*columns).order_by(_SUBMISSION.c.submitted_at.desc())).mappings()
            return [{**row, "in_force": row["hash"] == current} for row in found]

    def _touched(self, difference: Difference) -> Sequence[TouchedCase]:
        columns = [_CASE.c[name] for name in ("hall", "id", "number", "state", "window", "matters", "catalog")]
        with self._database.engine.connect() as connection:
            rows = connection.execute(
                select(*columns).where(_CASE.c.state.in_(OPEN)).order_by(_CASE.c.hall, _CASE.c.id)
            )
            found = []
            for row in rows.mappings():
                changes = difference.touched(self._shelf.get(row["catalog"]), row["matters"].split())
                if row["state"] != CaseState.DRAFT:
                    changes = tuple(change for change in changes if change.relief)
                if changes:
                    keys = tuple(change.key for change in changes)
                    found.append(TouchedCase(row["hall"], row["id"], row["number"], row["state"], row["window"], keys))
        return found


def preview_in(db: str, old: Catalog, new: Catalog) -> Preview:
    """The same over a hub's database, also while the hub runs. Raises Refusal hub.db_*, hub.not_a_hub."""
    database = read_database(db)
    try:
        clock = _never
        return Publishing(database, CatalogShelf(database, clock), clock).between(old, new)
    finally:
        database.close()


def current_in(db: str) -> bytes:
    """The bytes of the catalogue in force in a hub's database. Raises Refusal hub.db_*, hub.not_a_hub, catalog.none."""
    database = read_database(db)
    try:
        shelf = CatalogShelf(database, _never)
        current = shelf.current()
        content = shelf.content(current) if current else None
    finally:
        database.close()
    if content is None:
        raise Refusal("catalog.none")
    return content


def _never() -> datetime:
    raise AssertionError("a read takes no time")


def read_sound(content: bytes) -> Catalog:
    """The catalogue in published bytes, checked. Raises Refusal catalog.wrong_bytes or catalog.unsound {count, at, code}."""
    try:
        catalog = load_catalog(content)
        wrong = [one for one in check(catalog) if one[5] == "error"]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refusal("catalog.wrong_bytes") from None
    if wrong:
        group, key, _, reason, *_ = wrong[0]
        raise Refusal("catalog.unsound", count=len(wrong), at=f"{group}.{key}", reason=reason)
    return catalog
