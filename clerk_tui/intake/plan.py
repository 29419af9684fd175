"""The plan of a case: what is still to be asked, which papers, in which order, by when, and what is wrong.

`plan` never fetches: the catalogue, what is known, the day and the calendar come as arguments, and the same arguments
give the same plan.
"""

from collections.abc import Sequence
from datetime import date

from clerk_tui.catalog.model import Catalog
from clerk_tui.intake.clock import WorkCalendar
from clerk_tui.intake.plan_build import build
from clerk_tui.intake.plan_types import (
    FREE,
    IN,
    YARDSTICK,
    AnswerFact,
    AskState,
    Counts,
    Facts,
    Failing,
    Ground,
    MaterialFact,
    MaterialWhy,
    Note,
    Plan,
    PlannedAsk,
    PlannedGroup,
    PlannedItem,
    PlannedMaterial,
    PlannedRow,
    Proof,
    Question,
    Saved,
    Section,
    SharedFact,
    SourceUse,
    Standing,
    SumState,
)

__all__ = [
    "FREE",
    "IN",
    "YARDSTICK",
    "AnswerFact",
    "AskState",
    "Counts",
    "Facts",
    "Failing",
    "Ground",
    "MaterialFact",
    "MaterialWhy",
    "Note",
    "Plan",
    "PlannedAsk",
    "PlannedGroup",
    "PlannedItem",
    "PlannedMaterial",
    "PlannedRow",
    "Proof",
    "Question",
    "Saved",
    "Section",
    "SharedFact",
    "SourceUse",
    "Standing",
    "SumState",
    "plan",
]


def plan(
    catalog: Catalog,
    matters: Sequence[str],
    facts: Facts,
    today: date,
    calendar: WorkCalendar,
    *,
    received: date | None = None,
    region: str | None = None,
) -> Plan:
    """The plan for `matters` (package and item keys) on `today`, the hall's business date.

    Rules count as in force on the day of receipt (施行、失效), which for a draft is `today`; periods run from `today`.
    `region` is the hall's; elements of other regions don't hold there. None asks of no region.
    Keys that the catalogue does not hold are left out; who opens a case refuses them.
    """
    return build(catalog, matters, facts, today, calendar, received, region)
