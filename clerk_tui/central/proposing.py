"""The catalogue desk's view of proposals: what each would save over last month's cases, and adopting or declining it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

import orjson
from sqlalchemy import Connection, select

from clerk_tui.catalog.model import Catalog
from clerk_tui.catalog.proposals import ChangeProposed, ProposalAdopted, ProposalDeclined, Saving, saving
from clerk_tui.central.authority import Author
from clerk_tui.central.batch import Batch
from clerk_tui.central.problems import ProblemError
from clerk_tui.central.sessions import Session
from clerk_tui.central.tables import CaseRow, ProposalRow
from clerk_tui.central.tables.base import stamp, table_of
from clerk_tui.protocol.streams import day_stream
from clerk_tui.refusal import Refusal

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub

_PROPOSAL, _CASE = table_of(ProposalRow), table_of(CaseRow)
MONTH = timedelta(days=30)
State = Literal["open", "adopted", "declined"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal as the desk sees it. `fields`, `materials`, `steps` are spared each case, `cases` were last month's;
    `done` says that the catalogue in force no longer has what it would take away. `reason` is "" where it can't be opened.
    """

    proposal: str
    hall: str
    hall_name: str
    item: str
    item_name: str
    kind: str
    subject: str | None
    reason: str
    state: str
    proposed_at: str
    decided_at: str | None
    fields: int
    materials: int
    steps: int
    cases: int
    done: bool

    def to_json(self) -> dict[str, Any]:
        """As the API tells it, with the products."""
        saved = {f"saved_{what}": getattr(self, what) * self.cases for what in ("fields", "materials", "steps")}
        return {**asdict(self), **saved}


async def proposals(hub: "Hub", state: State | None) -> list[Proposal]:
    """Proposals of every hall, what saves most first."""
    current = hub.catalogs.current()
    catalog = hub.catalogs.get(current) if current else None

    def read(connection: Connection) -> list[Proposal]:
        query = select(_PROPOSAL).order_by(_PROPOSAL.c.proposed_at)
        rows = connection.execute(query if state is None else query.where(_PROPOSAL.c.state == state)).mappings().all()
        cases = _cases(hub, connection, hub.clock() - MONTH) if rows else Counter()
        words: dict[tuple[str, str], dict[str, str]] = {}
        found = []
        for row in rows:
            if row["hall"] not in hub.halls:
                continue
            here = (row["hall"], row["stream"])
            if here not in words:
                words[here] = _reasons(hub, connection, *here)
            found.append(_told(hub, catalog, dict(row), words[here].get(row["id"], ""), cases[row["item"]]))
        return found

    found = await hub.read(read)
    return sorted(found, key=lambda one: -(one.fields + one.materials + one.steps) * one.cases)


def _told(hub: "Hub", catalog: Catalog | None, row: dict[str, Any], reason: str, cases: int) -> Proposal:
    item = catalog.items.get(row["item"]) if catalog else None
    spared = saving(item, row["kind"], row["subject"]) if item else Saving()
    return Proposal(
        proposal=row["id"],
        hall=row["hall"],
        hall_name=hub.hall(row["hall"]).settings.name,
        item=row["item"],
        item_name=item.name if item else row["item"],
        kind=row["kind"],
        subject=row["subject"],
        reason=reason,
        state=row["state"],
        proposed_at=row["proposed_at"],
        decided_at=row["decided_at"],
        fields=spared.fields,
        materials=spared.materials,
        steps=spared.steps,
        cases=cases,
        done=row["kind"] != "other" and not (spared.fields or spared.materials or spared.steps),
    )


def _reasons(hub: "Hub", connection: Connection, hall: str, stream: str) -> dict[str, str]:
    """The clerks' words in one day's stream, by proposal."""
    found = {}
    for event in hub.hall(hall).ledger.log.stream(connection, stream):
        if event.kind == ChangeProposed.KIND and event.opened:
            found[orjson.loads(event.body)["proposal"]] = str(orjson.loads(event.opened).get("reason", ""))
    return found


def _cases(hub: "Hub", connection: Connection, since: datetime) -> Counter[str]:
    """Cases begun since then, by each item in them: chosen itself, or in a package of the case's own catalogue."""
    query = select(_CASE.c.matters, _CASE.c.catalog).where(_CASE.c.opened_at >= stamp(since))
    counted: Counter[str] = Counter()
    inside: dict[tuple[str, str], frozenset[str]] = {}
    for matters, sha256 in connection.execute(query):
        found: set[str] = set()
        for matter in matters.split():
            if (sha256, matter) not in inside:
                package = hub.catalogs.get(sha256).packages.get(matter)
                inside[sha256, matter] = (
                    frozenset(one.item for one in package.items) if package else frozenset((matter,))
                )
            found |= inside[sha256, matter]
        counted.update(found)
    return counted


async def decide(hub: "Hub", session: Session, proposal: str, reason: str | None) -> Proposal:
    """Adopts a proposal, or declines it for a reason; it is decided once. Raises ProblemError 404, Refusal proposal.decided."""

    def row_of(connection: Connection) -> Any:
        return connection.execute(select(_PROPOSAL).where(_PROPOSAL.c.id == proposal)).mappings().first()

    found = await hub.read(row_of)
    if found is None or found["hall"] not in hub.halls:
        raise ProblemError(404, "proposal.unknown")

    def write(batch: Batch) -> None:
        row = row_of(batch.connection)
        if row["state"] != "open":
            raise Refusal("proposal.decided")
        event = (
            ProposalAdopted(proposal=proposal, at=batch.now)
            if reason is None
            else ProposalDeclined(proposal=proposal, reason=reason, at=batch.now)
        )
        batch.append(day_stream(batch.day.date), event, Author(session, None), hub.new_id())
        state = "adopted" if reason is None else "declined"
        batch.upsert(
            ProposalRow,
            **{**dict(row), "state": state, "decided_by": session.actor, "decided_at": stamp(batch.now)},
        )

    await hub.deed(found["hall"], write)
    return next(one for one in await proposals(hub, None) if one.proposal == proposal)


async def statistics(hub: "Hub") -> Sequence[dict[str, Any]]:
    """Proposed, adopted, declined and open per hall, the hall with most adopted first."""

    def read(connection: Connection) -> list[tuple[str, str]]:
        return [(hall, state) for hall, state in connection.execute(select(_PROPOSAL.c.hall, _PROPOSAL.c.state))]

    counted: dict[str, Counter[str]] = {hall: Counter() for hall in hub.halls}
    for hall, state in await hub.read(read):
        if hall in counted:
            counted[hall][state] += 1
    told = [
        {
            "hall": hall,
            "hall_name": hub.hall(hall).settings.name,
            "proposed": sum(states.values()),
            **{state: states[state] for state in ("adopted", "declined", "open")},
        }
        for hall, states in counted.items()
    ]
    return sorted(told, key=lambda one: (-one["adopted"], -one["proposed"], one["hall"]))
