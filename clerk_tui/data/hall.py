"""What a window knows of its hall, so that it decides as the centre does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from clerk_tui.intake.decide import CaseRules
from clerk_tui.protocol.calendar_source import state_council_calendar
from clerk_tui.protocol.streams import HallRules, rules_of_hall
from clerk_tui.queue.policy import Policy

if TYPE_CHECKING:
    from clerk_tui.data.catalogs import CatalogShelf


@dataclass(frozen=True, slots=True)
class HallInfo:
    """A hall's code, time zone, start of the business day (minutes after midnight) and queue policy.

    `public_url` is how phones reach the hub; empty where it did not say.
    """

    code: str = ""
    name: str = ""
    timezone: str = "Asia/Shanghai"
    day_starts_minutes: int = 240
    policy: Policy = field(default_factory=Policy)
    public_url: str = ""

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "HallInfo":
        """The hall as a snapshot describes it; what is not said stays at its default."""
        known = {
            key: told[key] for key in ("code", "name", "timezone", "day_starts_minutes", "public_url") if key in told
        }
        policy = Policy.model_validate(told["policy"]) if told.get("policy") else Policy()
        return cls(**known, policy=policy)

    def rules(self, shelf: "CatalogShelf") -> HallRules:
        """What this hall brings to decisions, with the catalogues on this window's shelf."""
        case = CaseRules(catalog=shelf.nearest, calendar=state_council_calendar(), newest=shelf.newest)
        return rules_of_hall(self.code, self.policy, case)
