"""What is written down when an item reaches its department's system."""

from clerk_tui.intake.case import Case
from clerk_tui.intake.deciding.base import CaseRules, Events, the_item
from clerk_tui.intake.handover import HandoverRecorded, RecordHandover
from clerk_tui.intake.items import ItemState
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context


def record_handover(case: Case, c: RecordHandover, x: Context, _rules: CaseRules, _party: str | None) -> Events:
    """Of an accepted item that is with its department now or was; what a clerk entered stands against any later push."""
    life = the_item(case, c.item)
    if life.state in (ItemState.WAITING, ItemState.RETURNED):
        raise Refusal(f"item.{life.state}")
    if life.state is ItemState.FALLEN:
        raise Refusal("item.decided")
    if c.status in ("pushed", "failed") and x.role != "system":
        raise Refusal("handover.centre_says")
    number = (c.number or "").strip()
    was = case.handovers.get(c.item)
    if was is not None:
        entered = was.status == "entered"
        if entered and c.status != "entered":
            return []
        if (was.status, was.number) == (c.status, number):
            return []
    return [
        HandoverRecorded(
            item=c.item,
            status=c.status,
            fields_typed=c.fields_typed,
            seconds=c.seconds,
            by=x.actor,
            at=x.now,
            number=number,
        )
    ]
