"""What a screen shows: the confirmed state with this window's own unsent work decided on top, never stored as fact."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from clerk_tui.data.confirmed import Confirmed, case_of
from clerk_tui.data.outbox import Row, RowState
from clerk_tui.protocol.envelope import Command
from clerk_tui.protocol.streams import (
    VERSIONED,
    CaseFile,
    Conflict,
    Decision,
    HallRules,
    case_stream,
    decide,
    evolve_case,
    parse_body,
)
from clerk_tui.queue.day import Day
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context, EventBody


@dataclass(slots=True)
class Above:
    """A world in which some cases stand further on than confirmed."""

    below: Confirmed
    files: dict[str, CaseFile] = field(default_factory=dict)

    @property
    def day(self) -> Day:
        """The confirmed day: queue commands are never shown before their verdict."""
        return self.below.day

    def day_on(self, day: date) -> Day:
        """Only today is known at a window: what concerns other days is the centre's to judge."""
        return self.day if day == self.day.date else Day(date=day)

    def cases_at(self, window: str) -> tuple[str, ...]:
        """The centre's to know."""
        return ()

    def no_shows(self, person: str, since: date) -> int:
        """The centre's to know."""
        return 0

    def case_file(self, case: str) -> CaseFile | None:
        """The case as it stands here."""
        return self.files.get(case) or self.below.case_file(case)

    def case_of_filing(self, filing: str) -> str | None:
        """The case on which this filing was opened, here or below."""
        here = next((case for case, file in self.files.items() if filing in file.filings), None)
        return here or self.below.case_of_filing(filing)


def command_of(row: Row, base_version: int | None = None) -> Command:
    """The row as a command, with the base version that a local decision needs."""
    return Command(
        id=UUID(row.id),
        kind=row.kind,
        session=row.author.session,
        target=row.target,
        base_version=row.base_version if base_version is None else base_version,
        body=row.body,
        captured_at=row.captured_at,
    )


def context_of(row: Row, today: date) -> Context:
    """The context in which the row was captured."""
    author = row.author
    return Context(
        command_id=row.id,
        now=row.captured_at,
        today=today,
        actor=author.actor,
        role=author.role,
        session=author.session,
        window=author.window,
        captured_at=row.captured_at,
    )


def decide_row(row: Row, world: Above, rules: HallRules, today: date) -> Decision:
    """The row decided on `world`, whatever base version it will carry. Raises Refusal."""
    case = case_of(row.chain)
    file = world.case_file(case) if case else None
    base = file.version if file is not None and row.kind in VERSIONED else None
    command = command_of(row, base)
    try:
        return decide(command, parse_body(command), world, context_of(row, today), rules)
    except Conflict as impossible:  # the base version was just read from this very world
        raise Refusal("case.unknown") from impossible


def events_on(decision: Decision, chain: str) -> list[EventBody]:
    """The events of a decision that belong to one stream."""
    return [event for stream, event in decision.events if stream == chain]


def put_on(world: Above, row: Row, decision: Decision) -> None:
    """Moves the world's case on by what was decided."""
    case = case_of(row.chain)
    if case is None:
        return
    file = world.case_file(case)
    for event in events_on(decision, row.chain):
        file = evolve_case(file, event, row.author.actor)
    if file is not None:
        world.files[case] = file


@dataclass(slots=True)
class _Shown:
    below: CaseFile | None
    rows: tuple[str, ...]
    file: CaseFile | None


class View:
    """The overlay, computed when asked and kept until something under it changes.

    A row that was applied stays on top until the confirmed case has its events, so that nothing flickers.
    """

    def __init__(self, today: Callable[[datetime], date]) -> None:
        self._today = today
        self._shown: dict[str, _Shown] = {}
        self.refused: dict[str, Refusal] = {}
        """Unsent rows that no longer fit what is confirmed, with the reason."""

    def case_file(self, case: str, confirmed: Confirmed, rows: list[Row], rules: HallRules | None) -> CaseFile | None:
        """The case with the open `rows` of its chain decided on top, in order."""
        below = confirmed.case_file(case)
        on_top = [row for row in rows if self._still_on_top(row, below)]
        ids = tuple(row.id for row in on_top)
        shown = self._shown.get(case)
        if shown is not None and shown.below is below and shown.rows == ids:
            return shown.file
        world = Above(confirmed)
        todo = on_top
        if shown is not None and shown.below is below and ids[: len(shown.rows)] == shown.rows:
            if shown.file is not None:
                world.files[case] = shown.file
            todo = on_top[len(shown.rows) :]
        for row in todo:
            self._decide(row, world, rules)
        file = world.case_file(case)
        self._shown[case] = _Shown(below, ids, file)
        return file

    def _decide(self, row: Row, world: Above, rules: HallRules | None) -> None:
        if rules is None:
            return
        try:
            put_on(world, row, decide_row(row, world, rules, self._today(row.captured_at)))
            self.refused.pop(row.id, None)
        except Refusal as refusal:
            self.refused[row.id] = refusal

    @staticmethod
    def _still_on_top(row: Row, below: CaseFile | None) -> bool:
        if row.open:
            return True
        return (
            row.state is RowState.APPLIED and row.reached is not None and (below is None or below.version < row.reached)
        )

    def forget(self, case: str | None = None) -> None:
        """Computes anew at the next look; all cases when none is named (the rules changed)."""
        if case is None:
            self._shown.clear()
        else:
            self._shown.pop(case, None)


def with_bases(row: Row, world: Above, reached: Mapping[str, int]) -> Row:
    """The row as it is to be sent first: base versions given from what its chain will be when it arrives.

    `reached` has the stream version at which earlier own rows landed, or will land.
    """
    case = case_of(row.chain)
    file = world.case_file(case) if case else None
    if row.kind in VERSIONED:
        return replace(row, base_version=file.version if file else 0)
    if row.kind == "patch_answers" and row.own_bases:
        changes = []
        for change in row.body["changes"]:
            own = row.own_bases.get(change["field"], "")
            changes.append({**change, "base": reached[own]} if own in reached else change)
        return replace(row, body={**row.body, "changes": changes})
    return row


__all__ = [
    "Above",
    "View",
    "case_stream",
    "command_of",
    "context_of",
    "decide_row",
    "events_on",
    "put_on",
    "with_bases",
]
