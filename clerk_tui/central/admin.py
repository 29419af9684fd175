"""What a maintainer sets up: halls, accounts, devices. Plain functions over the database, for the hub and the CLI."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from sqlalchemy import select

from clerk_tui.central import codes
from clerk_tui.central.database import Database, row_of
from clerk_tui.central.halls import HallSettings, hall_of_row
from clerk_tui.central.keys import HubKey
from clerk_tui.central.tables import DeviceRow, HallRow, KeyCheck, StaffRow
from clerk_tui.central.tables.base import Central, instant, stamp, table_of
from clerk_tui.refusal import Refusal

PASSWORDS = PasswordHasher(time_cost=4, memory_cost=9_216, parallelism=1)
"""argon2id with parameters that OWASP's password storage cheat sheet recommends, of those the ones with little memory."""
CODE_LIFE = timedelta(hours=24)

_HALL, _DEVICE, _STAFF = table_of(HallRow), table_of(DeviceRow), table_of(StaffRow)
_CHECK = table_of(KeyCheck)


@dataclass(frozen=True, slots=True)
class Device:
    """An enrolled machine."""

    id: str
    hall: str
    kind: str
    name: str


class Admin:
    """Writes the tables of the centre. What it wrote is seen by a running hub, except a new hall."""

    def __init__(
        self, database: Database, key: HubKey, *, clock: Callable[[], datetime], random: Callable[[int], bytes]
    ) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._random = random

    def check_key(self) -> None:
        """Knows the database by its key, or marks a new one. Raises Refusal hub.wrong_key."""
        with self._database.writer() as connection, connection.begin():
            marks = connection.execute(select(_CHECK.c.fingerprint)).scalars().all()
            if not marks:
                self._database.insert(connection, KeyCheck, [(self._key.fingerprint,)])
            elif self._key.fingerprint not in marks:
                raise Refusal("hub.wrong_key")

    def halls(self) -> list[HallSettings]:
        """All halls."""
        with self._database.engine.connect() as connection:
            return [hall_of_row(row) for row in connection.execute(select(_HALL).order_by(_HALL.c.id)).mappings()]

    def add_hall(self, hall: HallSettings) -> None:
        """Adds a hall, or changes the settings of one that is there; its ledger stays as it is."""
        values = {
            "code": hall.code,
            "name": hall.name,
            "timezone": hall.timezone,
            "day_starts_minutes": hall.day_starts_minutes,
            "policy": hall.policy.model_dump_json(),
        }
        with self._database.writer() as connection, connection.begin():
            there = connection.execute(select(_HALL.c.id).where(_HALL.c.id == hall.id)).first()
            if there:
                connection.execute(_HALL.update().where(_HALL.c.id == hall.id).values(**values))
            else:
                connection.execute(_HALL.insert().values(id=hall.id, seq=0, chain=bytes(32), **values))

    def add_staff(
        self,
        staff_no: str,
        hall: str,
        name: str,
        roles: tuple[str, ...],
        *,
        password: str | None = None,
        password_hash: str | None = None,
    ) -> None:
        """Adds or replaces an account; give the password, or its argon2 hash."""
        hashed = password_hash or PASSWORDS.hash(password or "")
        row = {"staff_no": staff_no, "hall": hall, "name": name, "password_hash": hashed, "roles": " ".join(roles)}
        self._put(StaffRow, {**row, "failures": 0})

    def staff_name(self, staff_no: str) -> str | None:
        """The name on an account."""
        with self._database.engine.connect() as connection:
            found: str | None = connection.execute(select(_STAFF.c.name).where(_STAFF.c.staff_no == staff_no)).scalar()
        return found

    def enrol_device(self, device: str, hall: str, kind: str, name: str, *, token: str | None = None) -> str:
        """Adds or replaces a device and gives its token, which is kept nowhere."""
        token = token or self.new_token()
        row = {"id": device, "hall": hall, "kind": kind, "name": name, "enrolled_at": stamp(self._clock())}
        self._put(DeviceRow, {**row, "token_hash": self._key.keyed_hash("device", token)})
        return token

    def invite_device(self, device: str, hall: str, kind: str, name: str) -> str:
        """Adds a device that enrols itself with the one-time code given here, within a day."""
        code = codes.derive(self._random(32), "ticket", device).text
        row = {"id": device, "hall": hall, "kind": kind, "name": name}
        until = stamp(self._clock() + CODE_LIFE)
        self._put(DeviceRow, {**row, "code_hash": self._key.keyed_hash("enrol", code), "code_until": until})
        return code

    def redeem(self, code: str) -> tuple[Device, str]:
        """Spends a one-time code: the device and its token. Raises Refusal device.code_unknown."""
        read = codes.read(code)
        here = _DEVICE.c.code_hash == self._key.keyed_hash("enrol", read or "")
        token = self.new_token()
        now = self._clock()
        with self._database.writer() as connection, connection.begin():
            row = connection.execute(select(_DEVICE).where(here)).mappings().first()
            if row is None or read is None or instant(row["code_until"]) < now:
                raise Refusal("device.code_unknown")
            spent = {"code_hash": None, "code_until": None, "enrolled_at": stamp(now)}
            hashed = self._key.keyed_hash("device", token)
            connection.execute(_DEVICE.update().where(here).values(token_hash=hashed, **spent))
        return Device(row["id"], row["hall"], row["kind"], row["name"]), token

    def device_of(self, token: str) -> Device | None:
        """The enrolled device that holds this token."""
        here = (_DEVICE.c.token_hash == self._key.keyed_hash("device", token)) & _DEVICE.c.disabled_at.is_(None)
        with self._database.engine.connect() as connection:
            row = connection.execute(select(_DEVICE).where(here)).mappings().first()
        return Device(row["id"], row["hall"], row["kind"], row["name"]) if row else None

    def new_token(self) -> str:
        """32 random bytes, written for headers."""
        return self._random(32).hex()

    def _put(self, model: type[Central], values: dict[str, object]) -> None:
        with self._database.writer() as connection, connection.begin():
            self._database.upsert(connection, model, [row_of(model, values)])
