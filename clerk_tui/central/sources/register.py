"""The demo hall's register: a real source over its own table of synthetic persons."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from clerk_tui.central.database import Database
from clerk_tui.central.keys import HubKey
from clerk_tui.central.sealing import CIPHER, DataKey
from clerk_tui.central.sources import Found, Query, SourceSilentError
from clerk_tui.central.tables.base import table_of
from clerk_tui.central.tables.register import RegisterPerson

ID_FIELD = "person.id_no"


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of a household: values by field key and certificates; `shared` are those of the whole household."""

    household: str
    role: str
    values: Mapping[str, str]
    certificates: Sequence[str] = ()
    shared: Mapping[str, str] = field(default_factory=dict)
    shared_certificates: Sequence[str] = ()
    silent: bool = False


class Register:
    """Finds a person by the own identity number, else by a relative's and the role in that household."""

    def __init__(
        self, database: Database, key: HubKey, *, clock: Callable[[], datetime], random: Callable[[int], bytes]
    ) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._seals = DataKey(key.wrap, random)

    async def lookup(self, query: Query) -> Found:
        """What the register holds of what is wanted, each ask key with its value."""
        return await asyncio.to_thread(self._lookup, query)

    def _lookup(self, query: Query) -> Found:
        with Session(self._database.engine) as db:
            row = self._find(db, query)
            if row is None:
                return Found(read_at=self._clock())
            if row.silent:
                raise SourceSilentError
            held: dict[str, Any] = json.loads(self._seals.open(row.sealed, _place(row.household, row.role)))
        values = {}
        for key, (party, field_key) in query.wanted.items():
            value = held["values" if party else "shared"].get(field_key)
            if value is not None:
                values[key] = value
        certificates = [f"{query.holder}.{c}" for c in held["certificates"]] + held["shared_certificates"]
        wanted = tuple(c for c in certificates if c in query.certificates)
        return Found(read_at=self._clock(), values=values, certificates=wanted, grade="A")

    def _find(self, db: Session, query: Query) -> RegisterPerson | None:
        own = query.identities.get(query.holder)
        if own is not None:
            return self._by_number(db, own)
        for number in query.identities.values():
            relative = self._by_number(db, number)
            if relative is not None:
                return db.get(RegisterPerson, (relative.household, query.holder))
        return None

    def _by_number(self, db: Session, number: str) -> RegisterPerson | None:
        table = table_of(RegisterPerson)
        hashed = self._key.keyed_hash("identity", number)
        return db.scalars(select(RegisterPerson).where(table.c.id_hash == hashed)).first()

    def fill(self, entries: Sequence[Entry]) -> bool:
        """Writes the persons, once; False when there are some already."""
        with self._database.writer() as connection, connection.begin(), Session(connection) as db:
            if db.scalar(select(func.count()).select_from(RegisterPerson)):
                return False
            for entry in entries:
                held = {
                    "values": dict(entry.values),
                    "certificates": list(entry.certificates),
                    "shared": dict(entry.shared),
                    "shared_certificates": list(entry.shared_certificates),
                }
                plain = json.dumps(held, ensure_ascii=False).encode()
                number = entry.values.get(ID_FIELD)
                db.add(
                    RegisterPerson(
                        household=entry.household,
                        role=entry.role,
                        id_hash=self._key.keyed_hash("identity", number) if number else None,
                        silent=entry.silent,
                        sealed=self._seals.seal(plain, _place(entry.household, entry.role)),
                        cipher=CIPHER,
                    )
                )
            db.flush()
        return True


def _place(household: str, role: str) -> str:
    return f"register|{household}|{role}"
