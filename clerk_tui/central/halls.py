"""A hall's settings as the centre uses them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping, select

from clerk_tui.central.database import Database
from clerk_tui.central.tables import HallRow
from clerk_tui.central.tables.base import table_of
from clerk_tui.intake.decide import CaseRules
from clerk_tui.protocol.streams import HallRules, rules_of_hall
from clerk_tui.queue.day import business_date
from clerk_tui.queue.policy import Policy
from clerk_tui.refusal import Refusal

_HALL = table_of(HallRow)


@dataclass(frozen=True, slots=True)
class HallSettings:
    """One hall: `code` begins its case numbers; its business day begins `day_starts_minutes` after midnight."""

    id: str
    code: str
    name: str
    timezone: str = "Asia/Shanghai"
    day_starts_minutes: int = 240
    policy: Policy = field(default_factory=Policy)

    @property
    def zone(self) -> ZoneInfo:
        """Its time zone."""
        return ZoneInfo(self.timezone)

    def today(self, now: datetime) -> date:
        """The business date at an aware instant."""
        return business_date(now.astimezone(self.zone), self.day_starts_minutes)

    def rules(self, case: CaseRules) -> HallRules:
        """What this hall brings to decisions."""
        return rules_of_hall(self.code, self.policy, case)

    def told(self) -> dict[str, Any]:
        """What a window is told of it."""
        return {
            "id": self.id,
            "code": self.code,
            "name": self.name,
            "timezone": self.timezone,
            "day_starts_minutes": self.day_starts_minutes,
            "policy": self.policy.model_dump(mode="json"),
        }


def policy_of_hall(database: Database, hall: str) -> Policy:
    """The rules in force in a hall. Raises Refusal hall.unknown."""
    with database.engine.connect() as connection:
        told = connection.execute(select(_HALL.c.policy).where(_HALL.c.id == hall)).scalar()
    if told is None:
        raise Refusal("hall.unknown", hall=hall)
    return Policy.model_validate_json(told)


def put_policy(database: Database, hall: str, policy: Policy) -> None:
    """Puts other rules in force, from the hub's next start. Raises Refusal hall.unknown."""
    with database.writer() as connection, connection.begin():
        put = _HALL.update().where(_HALL.c.id == hall).values(policy=policy.model_dump_json())
        if connection.execute(put).rowcount == 0:
            raise Refusal("hall.unknown", hall=hall)


def hall_of_row(row: RowMapping) -> HallSettings:
    """The settings from the table row."""
    return HallSettings(
        id=row["id"],
        code=row["code"],
        name=row["name"],
        timezone=row["timezone"],
        day_starts_minutes=row["day_starts_minutes"],
        policy=Policy.model_validate_json(row["policy"]),
    )
