"""Applications that were not accepted and whose written notice was never printed (不予受理未打印): what an audit asks for."""

from dataclasses import dataclass

import orjson
from sqlalchemy import Connection, select

from clerk_tui.central.tables import CaseRow, EventRow
from clerk_tui.central.tables.base import table_of
from clerk_tui.intake.papers import REFUSALS
from clerk_tui.protocol.streams import case_stream

_CASE, _EVENT = table_of(CaseRow), table_of(EventRow)
_STATES = {str(state): paper for state, paper in REFUSALS.items()}
MOST = 1_000
PAGE = 200


@dataclass(frozen=True, slots=True)
class RefusedCase:
    """One such case, the oldest first; `paper` is the notice that is owed, `by` the staff id of who refused."""

    case: str
    number: str
    state: str
    paper: str
    window: str
    by: str
    at: str
    copies: int


def refused_cases(connection: Connection, hall: str, *, printed: bool = False) -> list[RefusedCase]:
    """Refused cases of a hall whose notice was never printed; with `printed` those too whose notice was. MOST at most."""
    query = (
        select(_CASE.c.id, _CASE.c.number, _CASE.c.state, _CASE.c.window)
        .where(_CASE.c.hall == hall, _CASE.c.state.in_(_STATES))
        .order_by(_CASE.c.changed_at)
    )
    found: list[RefusedCase] = []
    rows = connection.execute(query).all()
    for first in range(0, len(rows), PAGE):
        page = rows[first : first + PAGE]
        told = _happened(connection, hall, [row.id for row in page])
        for row in page:
            refused, copies = told.get(row.id, (("", ""), {}))
            paper = _STATES[row.state]
            if printed or not copies.get(paper):
                number, window = row.number or "", row.window or ""
                found.append(
                    RefusedCase(row.id, number, row.state, paper, window, *refused, copies=copies.get(paper, 0))
                )
            if len(found) == MOST:
                return found
    return found


def _happened(connection: Connection, hall: str, cases: list[str]) -> dict[str, tuple[tuple[str, str], dict[str, int]]]:
    """Of each case who refused it and when, and how often each paper was printed."""
    streams = [case_stream(case) for case in cases]
    kinds = ("case_refused", "paper_printed")
    query = (
        select(_EVENT.c.stream, _EVENT.c.kind, _EVENT.c.actor, _EVENT.c.recorded_at, _EVENT.c.body)
        .where(_EVENT.c.hall == hall, _EVENT.c.stream.in_(streams), _EVENT.c.kind.in_(kinds))
        .order_by(_EVENT.c.stream, _EVENT.c.version)
    )
    told: dict[str, tuple[tuple[str, str], dict[str, int]]] = {}
    for event in connection.execute(query):
        case = event.stream.removeprefix(case_stream(""))
        refused, copies = told.get(case, (("", ""), {}))
        if event.kind == "case_refused":
            refused = (event.actor, event.recorded_at)
        else:
            body = orjson.loads(event.body)
            copies = {**copies, body["paper"]: body["copy_no"]}
        told[case] = (refused, copies)
    return told
