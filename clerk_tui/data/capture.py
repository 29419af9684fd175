"""What a clerk's key changes at a window: commands decided at once on what is shown, and values still being typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from clerk_tui.data.confirmed import Confirmed, case_of
from clerk_tui.data.outbox import BY_NUMBER, Author, Outbox, Row, RowState
from clerk_tui.data.store import Changes, Contents
from clerk_tui.data.tables import Draft
from clerk_tui.data.view import Above, View, decide_row, events_on
from clerk_tui.data.writer import Write
from clerk_tui.filing.commands import COMMANDS as FILING_COMMANDS
from clerk_tui.intake.commands import MAX_VALUE
from clerk_tui.protocol.snapshot import day_from_json
from clerk_tui.protocol.streams import CaseFile, Decision, HallRules, case_stream
from clerk_tui.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Captured:
    """A command taken in: its row, and what was decided on the screen's state."""

    row: Row
    result: dict[str, Any]


@dataclass(slots=True)
class Typed:
    """What is being typed in one case: values by ask key, and why some can't be sent yet."""

    values: dict[str, Draft] = field(default_factory=dict)
    refused: dict[str, Refusal] = field(default_factory=dict)


class Capturing:
    """The half of a window's state that keys change. Nothing here touches a disk; `take_writes` hands over what must be kept."""

    def __init__(
        self,
        contents: Contents,
        *,
        clock: Callable[[], datetime],
        ids: Callable[[], str],
        random: Callable[[], float],
        today: Callable[[datetime], date],
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._random = random
        self._today = today
        self.rules: HallRules | None = None
        self.outbox = Outbox(contents.rows)
        self.view = View(today)
        self.typed: dict[str, Typed] = {}
        self.blobs = set(contents.blobs)
        self._writes: list[Write] = []
        self._topics: set[str] = set()
        known = _confirmed(contents)
        self.warm = known is not None
        self.confirmed = known or Confirmed.empty(today(clock()))
        self._kept_seq = self.confirmed.seq
        self.confirmed.stored(contents.frames)
        for draft in contents.drafts:
            self.typed.setdefault(draft.case_id, Typed()).values[draft.field] = draft

    def new_id(self) -> str:
        """A fresh id, ordered by time."""
        return self._ids()

    # What follows from a key

    def case_file(self, case: str) -> CaseFile | None:
        """The case as the screen shows it: confirmed, with own unsent work on top."""
        chain = case_stream(case)
        rows = [row for row in self.outbox.rows_of(chain) if row.open or row.state is RowState.APPLIED]
        return self.view.case_file(case, self.confirmed, rows, self.rules)

    def case_ids(self) -> list[str]:
        """Cases that are open here, confirmed or not."""
        unsent = (case_of(row.chain) for row in self.outbox.open_rows())
        return list(dict.fromkeys([*self.confirmed.files, *(case for case in unsent if case)]))

    def capture(
        self,
        kind: str,
        body: dict[str, Any],
        author: Author,
        *,
        target: str | None = None,
        own_bases: dict[str, str] | None = None,
    ) -> Captured | None:
        """Takes in a case or filing command; None when it would change nothing.

        It is decided at once on what the screen shows: raises the Refusal that the centre would give.
        """
        if self.rules is None:
            raise Refusal("window.no_catalog")
        row_id = self._ids()
        chain = self._chain(kind, row_id, target)
        row = Row(
            id=row_id,
            place=self.outbox.next_place(),
            kind=kind,
            target=target,
            chain=chain,
            body=body,
            captured_at=self._clock(),
            author=author,
            own_bases=own_bases or {},
        )
        decision = self._decide_shown(row)
        if not events_on(decision, chain):
            return None
        self.outbox.put(row)
        self._note(f"case:{case_of(chain)}", "outbox")
        return Captured(row, decision.result)

    def capture_number(self, body: dict[str, Any], author: Author) -> Row:
        """Takes in a service by a paper's number: the one queue command that waits for the line.

        Nothing is decided here: whose number it is, and who else served it, the centre knows alone.
        """
        row_id = self._ids()
        row = Row(
            id=row_id,
            place=self.outbox.next_place(),
            kind=BY_NUMBER,
            target=None,
            # Each stands alone: a number that the centre does not know must not keep the others here.
            chain=f"number/{row_id}",
            body=body,
            captured_at=self._clock(),
            author=author,
        )
        self.outbox.put(row)
        self._note("day", "outbox")
        return row

    def _decide_shown(self, row: Row) -> Decision:
        assert self.rules is not None
        world = Above(self.confirmed)
        case = case_of(row.chain)
        if case and row.kind != "open_case" and (shown := self.case_file(case)) is not None:
            world.files[case] = shown
        return decide_row(row, world, self.rules, self._today(row.captured_at))

    def _chain(self, kind: str, row_id: str, target: str | None) -> str:
        if kind == "open_case":
            return case_stream(row_id)
        if kind in FILING_COMMANDS and kind != "open_filing":
            return case_stream(self.case_of_filing(target or "") or "unknown")
        return case_stream(target or "unknown")

    def case_of_filing(self, filing: str) -> str | None:
        """The case on which a filing was opened, also when the centre has not heard of it yet."""
        if known := self.confirmed.case_of_filing(filing):
            return known
        return case_of(self.outbox[filing].chain) if filing in self.outbox else None

    # Values being typed

    def type_value(self, case: str, ask: str, value: str) -> None:
        """Keeps what the field reads now; it becomes a command only by `send_typed`."""
        typed = self.typed.setdefault(case, Typed())
        typed.refused.pop(ask, None)
        was = typed.values.get(ask)
        if was is not None:
            draft = Draft(case_id=case, field=ask, value=value, base=was.base, own_base=was.own_base)
        else:
            base, own = self._base_of(case, ask)
            draft = Draft(case_id=case, field=ask, value=value, base=base, own_base=own)
        typed.values[ask] = draft
        self._writes.append(lambda changes: changes.put_drafts([draft]))

    def _base_of(self, case: str, ask: str) -> tuple[int, str | None]:
        """The field's version as the clerk sees it, and the own row that wrote it if the centre hasn't confirmed it."""
        file = self.case_file(case)
        if file is None:
            return 0, None
        answer, shared = file.case.answers.get(ask), file.case.shared.get(ask)
        base = answer.version if answer else shared.version if shared else 0
        confirmed = self.confirmed.case_file(case)
        if base <= (confirmed.version if confirmed else 0):
            return base, None
        for row in reversed(self.outbox.rows_of(case_stream(case))):
            if row.kind == "patch_answers" and any(c["field"] == ask for c in row.body["changes"]):
                return base, row.id
        return base, None

    def send_typed(self, case: str, author: Author, words: dict[str, str] | None = None) -> Captured | None:
        """Turns what was typed in a case into one patch; None when nothing differs from what stands there.

        A field that can't go out now stays typed, with its Refusal in `typed[case].refused`. `words` says, by ask key,
        how the one who had confirmed a field agreed to its change.
        """
        typed = self.typed.get(case)
        if typed is None or not typed.values:
            return None
        file = self.case_file(case)
        ready: dict[str, dict[str, Any]] = {}
        unchanged: list[str] = []
        for ask, draft in typed.values.items():
            if ask in typed.refused and not (words or {}).get(ask):
                continue
            if file is not None and _stands(file, ask) == draft.value:
                unchanged.append(ask)
                continue
            change: dict[str, Any] = {"field": ask, "value": draft.value or None, "base": draft.base}
            if words and ask in words:
                change["word"] = words[ask]
            ready[ask] = change
        self._untype(case, unchanged)
        captured = self._capture_patch(case, typed, ready, author)
        if captured is not None:
            self._untype(case, [c["field"] for c in captured.row.body["changes"]])
        return captured

    def _capture_patch(
        self, case: str, typed: Typed, ready: dict[str, dict[str, Any]], author: Author
    ) -> Captured | None:
        """Captures the fields that are taken; tries them one by one when the room refuses one of several."""
        taken: list[dict[str, Any]] = []
        for ask, change in ready.items():
            try:
                self._probe(case, change, author)
                typed.refused.pop(ask, None)
                taken.append(change)
            except Refusal as refusal:
                typed.refused[ask] = refusal
                self._note(f"case:{case}")
        if not taken:
            return None
        own = {c["field"]: o for c in taken if (o := typed.values[c["field"]].own_base)}
        return self.capture("patch_answers", {"changes": taken}, author, target=case, own_bases=own)

    def _probe(self, case: str, change: dict[str, Any], author: Author) -> None:
        if self.rules is None:
            raise Refusal("window.no_catalog")
        if (length := len(change["value"] or "")) > MAX_VALUE:
            raise Refusal("value.too_long", limit=MAX_VALUE, length=length)
        row = Row(
            id=self._ids(),
            place=(0, 0),
            kind="patch_answers",
            target=case,
            chain=case_stream(case),
            body={"changes": [change]},
            captured_at=self._clock(),
            author=author,
        )
        self._decide_shown(row)

    def _untype(self, case: str, asks: Sequence[str]) -> None:
        if not asks:
            return
        for ask in asks:
            self.typed[case].values.pop(ask, None)
        gone = list(asks)
        self._writes.append(lambda changes: changes.drop_draft(case, gone))

    def forget_typed(self, case: str, ask: str) -> None:
        """The clerk takes back what was typed in a field."""
        if case in self.typed:
            self.typed[case].refused.pop(ask, None)
            self._untype(case, [ask])

    # Hand-over

    def also_write(self, write: Write) -> None:
        """Puts one more change into the next transaction."""
        self._writes.append(write)

    def take_writes(self) -> Write | None:
        """All changes since the last call as one transaction; None when there are none."""
        rows, writes = self.outbox.take_changed(), self._writes
        if not rows and not writes:
            return None
        self._writes = []

        def write(changes: Changes) -> None:
            for one in writes:
                one(changes)
            # Last, so that a transaction that is tried again never puts an older state over a newer one.
            changes.put_rows(rows)

        return write

    def write_again(self, write: Write) -> None:
        """The disk refused this transaction: it comes first in the next one, with all rows as they stand by then."""
        self._writes.insert(0, write)
        self.outbox.touch()

    def _note(self, *topics: str) -> None:
        self._topics.update(topics)

    def take_topics(self) -> set[str]:
        """What changed since the last call: `day`, `case:<id>`, `outbox`."""
        topics, self._topics = self._topics, set()
        return topics


def _confirmed(contents: Contents) -> Confirmed | None:
    """The day as the store kept it; None when it kept none, or one that another version wrote."""
    kept = contents.meta.get("confirmed")
    if kept is None:
        return None
    try:
        return Confirmed(kept["seq"], day_from_json(kept["day"]))
    except (KeyError, ValueError):
        return None


def _stands(file: CaseFile, ask: str) -> str | None:
    """What the field reads now; None when nobody ever answered it and nothing is shared."""
    if answer := file.case.answers.get(ask):
        return answer.value
    shared = file.case.shared.get(ask)
    return shared.value if shared else None
