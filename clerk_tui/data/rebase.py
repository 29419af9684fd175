"""After a conflict: may the same wish go out again on the newer state, or must the clerk look?"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from clerk_tui.data.confirmed import Confirmed, case_of
from clerk_tui.data.outbox import Row
from clerk_tui.data.view import Above, decide_row, events_on
from clerk_tui.protocol.envelope import Frame
from clerk_tui.protocol.streams import HallRules, event_of
from clerk_tui.refusal import Refusal
from clerk_tui.rules import EventBody

WHOLE_CASE = frozenset({"submit_case", "accept_case", "give_notice", "refuse_case", "withdraw_case"})
"""Kinds that rest on every answer and every paper of the case."""

_CONTENT = frozenset(
    {
        "answers_patched",
        "material_attached",
        "material_judged",
        "shared_data_received",
        "matters_changed",
        "catalog_followed",
        "case_submitted",
        "case_accepted",
        "notice_given",
        "case_refused",
        "case_withdrawn",
    }
)
_VALUES = frozenset({"answers_patched", "shared_data_received", "matters_changed", "catalog_followed"})
_PAPERS = frozenset({"material_attached", "material_judged"})


def may_repeat(row: Row, confirmed: Confirmed, own: Sequence[str], rules: HallRules, today: date) -> bool:
    """Whether `row`, refused for its base, decides alike on the confirmed state and nothing it read was changed.

    `own` are the ids of this window's commands: their events are no surprise to the one who sent them.
    """
    case = case_of(row.chain)
    if case is None or row.base_version is None:
        return False
    theirs = [frame for frame in confirmed.since(case, row.base_version) if frame.command not in own]
    if any(_disturbs(row, frame) for frame in theirs):
        return False
    before = confirmed.file_at(case, row.base_version)
    if before is None:
        return False
    now_world, then_world = Above(confirmed), Above(confirmed, {case: before})
    try:
        then = events_on(decide_row(row, then_world, rules, today), row.chain)
        now = events_on(decide_row(row, now_world, rules, today), row.chain)
    except Refusal:
        return False
    return bool(now) and [_essence(e) for e in then] == [_essence(e) for e in now]


def _essence(event: EventBody) -> dict[str, Any]:
    return {"kind": event.KIND, **event.model_dump(mode="json", exclude={"at"})}


def _disturbs(row: Row, frame: Frame) -> bool:
    if row.kind in WHOLE_CASE:
        return frame.kind in _CONTENT
    if row.kind in ("judge_material", "attach_material"):
        return frame.kind in _PAPERS and frame.body.get("material") == row.body.get("material")
    if row.kind == "change_matters":
        return frame.kind == "matters_changed"
    if row.kind == "sign":
        return frame.kind in _VALUES
    # A section is confirmed as it stood: the versions of its fields are in the event, so `_essence` compares them.
    return event_of(frame) is None
