"""One door to the rooms: which room decides a command, which stream its events go to, how each stream folds.

Used by the centre inside its transaction, by the window to fold the feed and to show its own unsent work on top, and by
the simulator, so that no rule exists twice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Protocol

from immutables import Map
from pydantic import ValidationError

from clerk_tui.catalog import proposals
from clerk_tui.catalog.model import Catalog
from clerk_tui.filing import commands as filing_commands
from clerk_tui.filing import events as filing_events
from clerk_tui.filing import filing as filings_room
from clerk_tui.intake import case as case_room
from clerk_tui.intake import commands as intake_commands
from clerk_tui.intake import decide as intake_decide
from clerk_tui.intake import events as intake_events
from clerk_tui.protocol import access
from clerk_tui.protocol.envelope import Command, Frame
from clerk_tui.queue import commands as queue_commands
from clerk_tui.queue import day as day_room
from clerk_tui.queue import decide as queue_decide
from clerk_tui.queue import events as queue_events
from clerk_tui.queue.elsewhere import NOTHING, Elsewhere
from clerk_tui.queue.policy import Policy
from clerk_tui.queue.windows import POOL
from clerk_tui.refusal import Refusal
from clerk_tui.rules import CommandBody, Context, EventBody

COMMANDS: Mapping[str, type[CommandBody]] = {
    **queue_commands.COMMANDS,
    **intake_commands.COMMANDS,
    **filing_commands.COMMANDS,
    **proposals.COMMANDS,
}
EVENTS: Mapping[str, type[EventBody]] = {
    **queue_events.EVENTS,
    **intake_events.EVENTS,
    **filing_events.EVENTS,
    **access.EVENTS,
    **proposals.EVENTS,
}
QUEUE_KINDS = frozenset(queue_commands.COMMANDS)
VERSIONED = (frozenset(intake_commands.COMMANDS) - intake_commands.UNVERSIONED) | (
    frozenset(filing_commands.COMMANDS) - {"join"}
)
"""Kinds that must carry `base_version`, their stream's version as the author saw it."""

CREATING = frozenset({"take_ticket", "open_case"})
"""Kinds without a target: the id of what they create is the command's own."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The fold of one `case/<id>` stream: the case and the filings on it."""

    case: case_room.Case
    filings: filings_room.Filings = field(default_factory=Map)

    @property
    def version(self) -> int:
        """The stream's version."""
        return self.case.version


class World(Protocol):
    """What a decision may look at: the day in memory, other days and cases folded on demand."""

    @property
    def day(self) -> day_room.Day:
        """The hall's business day."""
        ...

    def day_on(self, day: date) -> day_room.Day:
        """Any business day: one to come holds bookings only."""
        ...

    def cases_at(self, window: str) -> tuple[str, ...]:
        """Drafts and waiting cases of that window."""
        ...

    def no_shows(self, person: str, since: date) -> int:
        """How many bookings this person let lapse on or after that day."""
        ...

    def case_file(self, case: str) -> CaseFile | None:
        """The fold of that case, or None."""
        ...

    def case_of_filing(self, filing: str) -> str | None:
        """The case on which this filing was opened."""
        ...


@dataclass(frozen=True, slots=True)
class HallRules:
    """What a hall brings to its decisions. `code` begins its case numbers (申报号); `in_force` gives today's catalogue."""

    code: str
    policy: Policy
    case: intake_decide.CaseRules
    in_force: Callable[[], Catalog | None] = lambda: None


def rules_of_hall(code: str, policy: Policy, case: intake_decide.CaseRules) -> HallRules:
    """The centre's rules of cases as this hall has them: its region, and what it takes."""
    own = replace(case, region=policy.region or code, elsewhere=policy.elsewhere)
    return HallRules(code=code, policy=policy, case=own)


@dataclass(frozen=True, slots=True)
class Conflict(Exception):
    """The command's `base_version` is not the stream's version."""

    current: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows from a command: events by stream, in order, and what its caller is told.

    `day` and `file` are the folds after the events, where the decision needed them itself; a caller may take them over.
    """

    events: tuple[tuple[str, EventBody], ...]
    result: dict[str, Any]
    day: day_room.Day | None = None
    file: CaseFile | None = None


def day_stream(day: date) -> str:
    """The stream of a hall's business day."""
    return f"day/{day.isoformat()}"


def case_stream(case: str) -> str:
    """The stream of a case."""
    return f"case/{case}"


def parse_body(command: Command) -> CommandBody:
    """The command's body as its room's model. Raises Refusal `invalid` (path, reason) or `unknown_kind`."""
    model = COMMANDS.get(command.kind)
    if model is None:
        raise Refusal("unknown_kind", kind=command.kind)
    try:
        return model.model_validate(command.body)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_input=False, include_context=False)[0]
        path = "/".join(["body", *map(str, first["loc"])])
        raise Refusal("invalid", path=path, reason=first["type"]) from None


def case_id_of(command: Command, world: World) -> str | None:
    """The case that a case or filing command acts on; None for queue commands."""
    if command.kind in QUEUE_KINDS or command.kind in proposals.COMMANDS:
        return None
    if command.kind == "open_case":
        return str(command.id)
    if command.kind in filing_commands.COMMANDS and command.kind != "open_filing":
        return world.case_of_filing(command.target or "")
    return command.target


def decide(command: Command, body: CommandBody, world: World, context: Context, rules: HallRules) -> Decision:
    """The decision of the room that `command` belongs to.

    Raises Refusal, or Conflict when the base version is not the stream's. Permission is not judged here.
    """
    if command.kind in QUEUE_KINDS:
        return _decide_queue(command, body, world, context, rules)
    if isinstance(body, proposals.ProposeChange):
        proposed = proposals.propose(rules.in_force(), body, str(command.id), context.now)
        return Decision(((day_stream(world.day.date), proposed),), {"proposal": str(command.id)})
    case_id = case_id_of(command, world)
    file = world.case_file(case_id) if case_id else None
    if command.kind == "open_case":
        happened = intake_decide.open_case(body, context, rules.case)
        return Decision(tuple((case_stream(str(command.id)), e) for e in happened), {"case": str(command.id)})
    if file is None or case_id is None:
        raise Refusal("case.unknown")
    if command.kind in VERSIONED:
        if command.base_version is None:
            raise Refusal("invalid", path="base_version", reason="missing")
        if command.base_version != file.version:
            raise Conflict(file.version)
    if isinstance(body, intake_commands.LinkVisit):
        there = world.day.at_window(body.window)
        if there is None or there.id != body.ticket:
            raise Refusal("case.not_their_window", window=body.window)
    stream = case_stream(case_id)
    if command.kind in filing_commands.COMMANDS:
        happened = filings_room.decide(file.case, file.filings, body, command.target, context)
        opened = next((e.filing for e in happened if isinstance(e, filing_events.FilingOpened)), None)
        return Decision(tuple((stream, e) for e in happened), {"filing": opened} if opened else {})
    mine = filings_room.of_session(file.filings, context.session) if context.role == "citizen" else None
    party = mine.party if mine else None
    if context.role == "citizen" and party is None:
        raise Refusal("filing.not_joined")
    leased: list[tuple[str, EventBody]] = []
    serial = None
    if isinstance(body, intake_commands.SubmitCase):
        serial, leased = _serial(body, world.day, context)
    case_rules = replace(rules.case, number_prefix=rules.code, serial=serial)
    happened = intake_decide.decide(file.case, body, context, case_rules, party)
    after_case = fold_case(file, happened, context.actor)
    result = intake_decide.result_of(file.case, after_case.case, body, happened)
    return Decision((*leased, *((stream, e) for e in happened)), result, file=after_case)


def _decide_queue(command: Command, body: CommandBody, world: World, context: Context, rules: HallRules) -> Decision:
    day = world.day
    elsewhere = NOTHING
    match body:
        case queue_commands.Book():
            day = world.day_on(body.date)
            since = context.today - timedelta(days=rules.policy.booking.no_show_days)
            elsewhere = Elsewhere(no_shows=world.no_shows(context.person, since) if context.person else 0)
        case queue_commands.Cancel() if body.date is not None:
            day = world.day_on(body.date)
        case queue_commands.ServeByNumber():
            day = world.day_on(body.business_day)
        case queue_commands.CloseWindow():
            elsewhere = Elsewhere(cases=world.cases_at(body.window))
        case queue_commands.ReassignWindow():
            elsewhere = Elsewhere(cases=world.cases_at(body.from_window))
    happened = queue_decide.decide(day, body, command.target, context, rules.policy, elsewhere)
    after = day_room.fold(day, happened)
    told = queue_decide.result_of(after, body, happened)
    stream = day_stream(day.date)
    events: list[tuple[str, EventBody]] = [(stream, e) for e in happened]
    if isinstance(body, queue_commands.ReassignWindow):
        to = None if body.to == POOL else body.to
        moved = intake_events.CaseReassigned(window=to, clerk=context.actor, at=context.now)
        events += [(case_stream(case), moved) for case in elsewhere.cases]
        told["cases"] = list(elsewhere.cases)
    return Decision(tuple(events), told, day=after)


def _serial(
    body: intake_commands.SubmitCase, day: day_room.Day, context: Context
) -> tuple[int, list[tuple[str, EventBody]]]:
    """The case serial: from the window's block, or, when the sender has none, a block of one taken here and now."""
    if body.serial is None:
        serial = day.last_case_serial + 1
        window = context.window or "centre"
        lease = queue_events.CaseNumbersLeased(window=window, first=serial, last=serial, at=context.now)
        return serial, [(day_stream(day.date), lease)]
    blocks = day.window(context.window or "").leases
    if not any(first <= body.serial <= last for first, last in blocks):
        raise Refusal("case.number_not_leased", serial=body.serial)
    return body.serial, []


def evolve_case(file: CaseFile | None, event: EventBody, actor: str) -> CaseFile:
    """The case's fold after one event; its first event makes it."""
    if file is None:
        if not isinstance(event, intake_events.CaseOpened):
            raise ValueError(f"a case's stream begins with {event.KIND}")
        return CaseFile(case_room.opened(event, actor))
    return CaseFile(case_room.evolve(file.case, event), filings_room.evolve(file.filings, event))


def fold_case(file: CaseFile | None, happened: list[EventBody], actor: str) -> CaseFile:
    """The case's fold after all of `happened`, which one actor caused."""
    for event in happened:
        file = evolve_case(file, event, actor)
    if file is None:
        raise ValueError("no events to fold")
    return file


def event_of(frame: Frame) -> EventBody | None:
    """The event that a frame carries; None for a kind this build does not know (a newer centre's)."""
    model = EVENTS.get(frame.kind)
    return model.joined(frame.body, frame.sealed) if model else None
