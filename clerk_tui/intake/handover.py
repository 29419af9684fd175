"""How each accepted item reaches its department's system: 已推送, 待回执, 需手工, 失败, 已录入."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from immutables import Map
from pydantic import Field

from clerk_tui.intake.command_parts import Key
from clerk_tui.rules import CommandBody, EventBody, by_kind

Status = Literal["pushed", "manual", "failed", "entered"]
"""`pushed` without a number waits for that system's answer (待回执)."""
MOST_SECONDS = 24 * 3600


class RecordHandover(CommandBody):
    """What came of handing one item over. `pushed` and `failed` are the centre's word.

    `number` is what that system gave; `fields_typed` and `seconds` what entering it by hand took: typed twice.
    """

    KIND = "record_handover"
    item: Key
    status: Status
    number: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    fields_typed: int = Field(default=0, ge=0, le=1000)
    seconds: int = Field(default=0, ge=0, le=MOST_SECONDS)


class HandoverRecorded(EventBody):
    KIND = "handover_recorded"
    SEALED = frozenset({"number"})
    item: str
    status: Status
    fields_typed: int = 0
    seconds: int = 0
    by: str
    at: datetime
    number: str = ""


COMMANDS = by_kind(RecordHandover)
UNVERSIONED = frozenset(COMMANDS)
"""Guarded by how the item stands: the centre tells it while a clerk works on the case."""
EVENTS = by_kind(HandoverRecorded)


@dataclass(frozen=True, slots=True)
class Handover:
    """The last word on one item, and what was typed twice for it altogether."""

    status: Status
    by: str
    at: datetime
    number: str = ""
    fields_typed: int = 0
    seconds: int = 0


Handovers = Map[str, Handover]


def evolve_handovers(handovers: Handovers, event: HandoverRecorded) -> Handovers:
    """The handovers after `event`; what was typed adds up."""
    was = handovers.get(event.item)
    now = Handover(
        status=event.status,
        by=event.by,
        at=event.at,
        number=event.number,
        fields_typed=event.fields_typed + (was.fields_typed if was else 0),
        seconds=event.seconds + (was.seconds if was else 0),
    )
    return handovers.set(event.item, now)


def typed_twice(handovers: Handovers) -> tuple[int, int]:
    """Fields and seconds that were typed into other systems again, over all items."""
    return sum(h.fields_typed for h in handovers.values()), sum(h.seconds for h in handovers.values())
