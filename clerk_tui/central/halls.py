"""A hall's settings as the centre uses them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping

from clerk_tui.intake.decide import CaseRules
from clerk_tui.protocol.streams import HallRules
from clerk_tui.queue.day import business_date
from clerk_tui.queue.policy import Policy


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
        return HallRules(code=self.code, policy=self.policy, case=case)

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
