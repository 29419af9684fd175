"""A person's or enterprise's earlier answers: kept when a case is accepted, offered again by each field's reuse policy."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from clerk_tui.catalog.model import Catalog
from clerk_tui.central.batch import Batch
from clerk_tui.central.database import Database
from clerk_tui.central.keys import HubKey
from clerk_tui.central.sealing import CIPHER, DataKey, place_of_row
from clerk_tui.central.secrets import person_hash
from clerk_tui.central.sources import Found, Query
from clerk_tui.central.tables import EarlierAnswerRow
from clerk_tui.central.tables.base import instant, stamp, table_of
from clerk_tui.intake.case import Case
from clerk_tui.intake.identity import identities, plain_number

EARLIER = "earlier"
"""The name of this source."""
ACCEPTING = frozenset({"case_accepted", "case_deemed_accepted"})
KEPT_FOR = timedelta(days=3 * 365)
"""How long an answer is offered; then it is asked anew, as everything that old may have changed."""
NUMBERS = frozenset({"id_no", "uscc"})
"""Types by which people are known: they are typed or read from the card each time."""

_ROW = table_of(EarlierAnswerRow)


def kept_of(case: Case, catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    """What is kept of an accepted case: (identity number, field, value), typed answers alone, none of a `never` field."""
    for party, number in identities(case).items():
        for key, answer in case.answers.items():
            if not party or not key.startswith(f"{party}.") or not answer.value:
                continue
            field = catalog.fields.get(key.removeprefix(f"{party}."))
            if field is not None and field.reuse != "never" and field.type not in NUMBERS:
                yield number, field.key, answer.value


def keep(batch: Batch, case: Case, catalog: Catalog, key: HubKey, seals: DataKey, now: datetime) -> None:
    """Writes an accepted case's answers in the transaction that accepts it; a newer answer replaces an older one."""
    for number, field, value in kept_of(case, catalog):
        person = person_hash(key, number)
        batch.upsert(
            EarlierAnswerRow,
            person=person,
            field=field,
            hall=batch.hall,
            case_id=case.id,
            given_at=stamp(now),
            until=stamp(now + KEPT_FOR),
            cipher=CIPHER,
            sealed=seals.seal(value.encode(), place_of_row("earlier_answer", person, field)),
        )


class EarlierAnswers:
    """The source: it knows who is meant only by the own number, never by a relative's."""

    def __init__(self, database: Database, key: HubKey, seals: DataKey, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._key = key
        self._seals = seals
        self._clock = clock

    async def lookup(self, query: Query) -> Found:
        """The holder's own earlier answers to what is wanted, dated by the oldest of them."""
        return await asyncio.to_thread(self._lookup, query)

    def _lookup(self, query: Query) -> Found:
        now, number = self._clock(), query.identities.get(query.holder)
        if number is None:
            return Found(read_at=now, grade="D")
        person = person_hash(self._key, plain_number(number))
        fields = {field: key for key, (party, field) in query.wanted.items() if party == query.holder}
        wanted = (_ROW.c.person == person) & _ROW.c.field.in_(sorted(fields)) & (_ROW.c.until > stamp(now))
        with self._database.engine.connect() as connection:
            rows = connection.execute(select(_ROW).where(wanted)).mappings().all()
        values = {
            fields[row["field"]]: self._seals.open(
                bytes(row["sealed"]), place_of_row("earlier_answer", person, row["field"])
            ).decode()
            for row in rows
        }
        given = min((instant(row["given_at"]) for row in rows), default=now)
        return Found(read_at=given, values=values, grade="D")

    def forget_lapsed(self) -> None:
        """Removes what is offered no more."""
        with self._database.writer() as connection, connection.begin():
            connection.execute(delete(_ROW).where(_ROW.c.until <= stamp(self._clock())))
