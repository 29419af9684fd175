"""The window's acts on a case: shown at once, kept on disk, sent when the line allows."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clerk_tui.data.capture import Captured, Typed
from clerk_tui.data.client import Unreachable
from clerk_tui.data.hall_verbs import HallVerbs, is_unknown
from clerk_tui.data.outbox import Row, RowState
from clerk_tui.data.tables import FileBlob
from clerk_tui.intake.plan import Plan
from clerk_tui.protocol.streams import CaseFile
from clerk_tui.refusal import Refusal

REST_SECONDS = 1.0
VERDICT_SECONDS = 3.0
CODE_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class Submitted:
    """A submission that is safe on this disk. `confirmed` when the centre has it too: until then it is 收件 only."""

    row: str
    result: Mapping[str, Any]
    confirmed: bool


class CaseVerbs(HallVerbs):
    """Case and filing commands go through the outbox; their effect shows before any answer."""

    _rests: "dict[str, asyncio.Task[None]] | None" = None
    _told_typing: "tuple[tuple[str, str], float] | None" = None
    _plans: "dict[str, tuple[CaseFile, object, Plan]] | None" = None

    # What is shown

    def case_file(self, case: str) -> CaseFile | None:
        """The case as the screen shows it."""
        return self._sync.case_file(case)

    def typed(self, case: str) -> Typed:
        """What is being typed in the case and not yet a command, and what can't be sent with its reason."""
        return self._sync.typed.get(case) or Typed()

    @property
    def current_case(self) -> str | None:
        """The case in hand: the one picked, else the newest of the ticket at this window.

        A case goes out of hand with its ticket: whoever stands there next must not see it.
        """
        ticket = self.current_ticket
        picked = self.case_file(self._picked) if self._picked else None
        if picked is not None and (
            not picked.case.tickets
            or (ticket and ticket.id in picked.case.tickets)
            or self._picked_with == (ticket.id if ticket else "")
        ):
            return self._picked
        mine = [
            file.case
            for case in self._sync.case_ids()
            if (file := self.case_file(case)) and ticket and ticket.id in file.case.tickets
        ]
        return max(mine, key=lambda case: case.opened_at).id if mine else None

    def cases_of(self, ticket: str) -> list[CaseFile]:
        """The cases that were begun here with this ticket, oldest first."""
        files = [
            file for case in self._sync.case_ids() if (file := self.case_file(case)) and ticket in file.case.tickets
        ]
        return sorted(files, key=lambda file: file.case.opened_at)

    def pick_case(self, case: str | None) -> None:
        """Takes a case in hand, until another ticket stands here or none does any more."""
        ticket = self.current_ticket
        self._picked, self._picked_with = case, (ticket.id if ticket else "") if case else None
        self._changed("day", *([f"case:{case}"] if case else []))

    async def read_case(self, case: str) -> CaseFile:
        """Fetches a case from the centre and keeps it open here. Raises Refusal when cut off."""
        try:
            frames = await self._client.case(self._signed_in().hall, case)
        except Unreachable as wrong:
            self.lost(wrong.reason)
            raise Refusal("offline.needed") from None
        self._sync.take_case(frames)
        self._reader.resubscribe()
        self._after()
        file = self.case_file(case)
        if file is None:
            raise Refusal("case.unknown")
        await self.want_catalog(file.case.catalog)
        return file

    async def _bring_cases(self) -> None:
        """Fetches the cases of the person who is here now that were begun at another window."""
        ticket = self.current_ticket
        if ticket is None or is_unknown(ticket):
            return
        for case in await self._client.cases_of_ticket(self._signed_in().hall, ticket.id):
            if case not in self._sync.case_ids():
                await self.read_case(case)

    def plan(self, case: str) -> Plan | None:
        """The plan of the case as shown; computed when the case or the catalogue changed, else the last one.

        None while the case, or the catalogue to which it is pinned, is not here.
        """
        from clerk_tui.intake.decide import plan_of

        file, rules = self.case_file(case), self._sync.rules
        if file is None or rules is None:
            return None
        if self._plans is None:
            self._plans = {}
        kept = self._plans.get(case)
        if kept is not None and kept[0] is file and kept[1] is rules:
            return kept[2]
        if file.case.catalog not in self.shelf:
            # What is on the screen stays until the draft's new catalogue is here; nothing was: by the one that is here.
            self.errand(self.want_catalog(file.case.catalog))
            if kept is not None:
                return kept[2]
            return plan_of(file.case, rules.case, self._context()) if self.shelf.current else None
        made = plan_of(file.case, rules.case, self._context())
        self._plans[case] = (file, rules, made)
        return made

    def _context(self) -> Any:
        from clerk_tui.rules import Context

        author, now = self._author(), self.now()
        return Context(
            command_id="",
            now=now,
            today=self.today(now),
            actor=author.actor,
            role=author.role,
            session=author.session,
            window=author.window,
            captured_at=now,
        )

    # Begin and change

    def why_not_begun(self, matter: str) -> Refusal | None:
        """Why a matter of the catalogue in force can't be begun here today: suspended, out of force, taken elsewhere."""
        from clerk_tui.intake.decide import may_begin

        catalog, rules = self.shelf.newest(), self._sync.rules
        if catalog is None or rules is None:
            return None
        try:
            may_begin(catalog, (matter,), rules.case, self.today(self.now()))
        except Refusal as refusal:
            return refusal
        return None

    async def open_case(self, matters: Sequence[str]) -> str:
        """Begins a case for these matters with the ticket at this window, who is thereby here; the case's id."""
        if self.shelf.current is None:
            raise Refusal("window.no_catalog")
        ticket = self.current_ticket
        body: dict[str, Any] = {"matters": list(matters), "catalog": self.shelf.current}
        if ticket is not None and not is_unknown(ticket):
            body["ticket"] = ticket.id
        captured = self._sync.capture("open_case", body, self._author())
        if captured is None:
            raise Refusal("case.unknown")
        self._picked, self._picked_with = captured.row.id, None
        await self._keep_and_send()
        self._reader.resubscribe()
        self.arrived()
        return captured.row.id

    def arrived(self) -> None:
        """The first act on a case says that the called person is here; it never gets in the way of that act."""
        ticket = self.current_ticket
        if ticket is not None and ticket.welcomed_at is None and not self.pending() and self.online.online:
            self.errand(self._welcome(unasked=True))

    async def change_matters(self, case: str, add: Sequence[str] = (), drop: Sequence[str] = ()) -> str | None:
        """Adds matters to the case, or drops some."""
        return await self._act("change_matters", {"add": list(add), "drop": list(drop)}, case)

    # Answers

    def answer(self, case: str, ask: str, value: str) -> None:
        """The field now reads `value`: on disk within 300 ms, a command after a second of rest or when left."""
        self._sync.type_value(case, ask, value)
        self._after()
        if self._rests is None:
            self._rests = {}
        if (resting := self._rests.pop(case, None)) is not None:
            resting.cancel()
        self._rests[case] = asyncio.create_task(self._rest(case))
        self._errands.add(self._rests[case])
        self._rests[case].add_done_callback(self._errands.discard)

    async def _rest(self, case: str) -> None:
        await self._sleep(REST_SECONDS)
        self.left(case)

    def left(self, case: str, words: Mapping[str, str] | None = None) -> Captured | None:
        """The field was left: what was typed becomes a command now.

        What can't be sent stays typed, its Refusal in `typed(case).refused`; `words` (spoken, phone) says by ask key
        how the one who had confirmed a field agreed to its change.
        """
        if self._rests and (resting := self._rests.pop(case, None)) and resting is not asyncio.current_task():
            resting.cancel()
        if self.session is None:
            return None
        captured = self._sync.send_typed(case, self._author(), dict(words or {}))
        self._after()
        if captured is not None:
            self._sender.wake()
            self.arrived()
        return captured

    async def answer_now(self, case: str, ask: str, value: str) -> Captured | None:
        """One answer that is complete with its key, such as an option; returns when it is on disk.

        Raises the Refusal that keeps it from being taken.
        """
        self._sync.type_value(case, ask, value)
        captured = self.left(case)
        await self.saved()
        if (refusal := self.typed(case).refused.get(ask)) is not None:
            self._sync.forget_typed(case, ask)
            self._after()
            raise refusal
        return captured

    async def add_row(self, case: str, group: str) -> str:
        """One more row of a repeating group, by the group's ask key; the row's key. Raises Refusal when it is full."""
        from clerk_tui.intake.plan_rows import HERE, next_row

        plan, file = self.plan(case), self.case_file(case)
        of = plan.group(group) if plan else None
        if of is None or file is None:
            raise Refusal("case.unknown_field", field=group)
        typed = self.typed(case).values
        row = f"{group}.{next_row(of, (*file.case.answers, *file.case.shared, *typed))}"
        await self.answer_now(case, row, HERE)
        return row

    async def drop_row(self, case: str, row: str, word: str | None = None) -> None:
        """Drops a row with all that stands in it; `word` is how who had confirmed it agreed.

        Raises the Refusal that keeps it from being dropped.
        """
        for ask in [key for key in self.typed(case).values if key.startswith(f"{row}.")]:
            self._sync.forget_typed(case, ask)
        self._sync.type_value(case, row, "")
        self.left(case, {row: word} if word else None)
        await self.saved()
        if (refusal := self.typed(case).refused.get(row)) is not None:
            self.forget_typed(case, row)
            raise refusal

    async def answer_read(self, case: str, values: Mapping[str, str]) -> str | None:
        """What a reader took off a card, by ask key, as one change; typed drafts of these fields give way to it."""
        file = self.case_file(case)
        changes = []
        for ask, value in values.items():
            self._sync.forget_typed(case, ask)
            answer = file.case.answers.get(ask) if file else None
            changes.append({"field": ask, "value": value, "base": answer.version if answer else 0, "read": "card"})
        return await self._act("patch_answers", {"changes": changes}, case)

    def forget_typed(self, case: str, ask: str) -> None:
        """The clerk takes back what was typed in a field and not yet sent."""
        self._sync.forget_typed(case, ask)
        self._after()

    def tell_typing(self, case: str, ask: str) -> None:
        """Shows the other side that this field is being typed in; stored nowhere, no matter when it is lost.

        Said once a second at most, however many keys there are.
        """
        now = self._loop.time()
        if self._told_typing is not None and self._told_typing[0] == (case, ask) and now < self._told_typing[1]:
            return
        if self.online.online and self.session is not None:
            self._told_typing = ((case, ask), now + REST_SECONDS)
            self.errand(self._client.typing(self.session.hall, {"case": case, "field": ask}))

    def typing_now(self, case: str, seconds: float = 3.0) -> dict[str, dict[str, Any]]:
        """The fields in which the other side typed during the last seconds, by ask key."""
        now = self._clock()
        return {
            what["field"]: what
            for what in self._typing.values()
            if what.get("case") == case and (now - what["at"]).total_seconds() <= seconds
        }

    # Papers, confirmations, submission

    async def judge(
        self, case: str, material: str, verdict: str, reason: str | None = None, copies: int = 0
    ) -> str | None:
        """Says how a paper stands."""
        body: dict[str, Any] = {"material": material, "verdict": verdict, "copies": copies}
        return await self._act("judge_material", body if reason is None else {**body, "reason": reason}, case)

    async def attach(self, case: str, material: str, content: bytes, media_type: str, pages: int = 1) -> str | None:
        """Puts a scanned file into the case: kept here until the centre has it."""
        sha256 = hashlib.sha256(content).hexdigest()
        blob = FileBlob(case_id=case, sha256=sha256, media_type=media_type, content=content)
        return await self._act(
            "attach_material", {"material": material, "sha256": sha256, "pages": pages}, case, blob=blob
        )

    async def confirm(self, case: str, section: str, party: str, means: str, witness: str | None = None) -> str | None:
        """A party confirms a section as it stands."""
        body = {"section": section, "party": party, "means": means}
        return await self._act("confirm_section", body | ({"witness": witness} if witness else {}), case)

    async def sign(self, case: str, party: str, means: str, witness: str | None = None) -> str | None:
        """A party signs."""
        body = {"party": party, "means": means}
        return await self._act("sign", body | ({"witness": witness} if witness else {}), case)

    async def submit(self, case: str, *, only_receive: bool = False) -> Submitted:
        """收件, and 受理 when nothing stands in its way. Returns when it is on disk, and the centre's word if it is quick.

        Raises Refusal with the first thing that stands in the way.
        """
        self._all_sent_or_refused(case)
        if self.block() is None and self.online.online:
            await self._lease()
        serial = self._take_serial()
        if serial is None:
            raise Refusal("window.no_numbers")
        captured = self._capture("submit_case", {"serial": serial, "only_receive": only_receive}, case)
        if captured is None:
            raise Refusal("case.already_submitted", number="")
        return await self._word(captured)

    async def accept(self, case: str, gaps: Sequence[str] = (), until: date | None = None) -> Submitted:
        """受理 of a received case; with `gaps` those papers come later (容缺受理), by a signed promise until that day."""
        self._all_sent_or_refused(case)
        body: dict[str, Any] = {"gaps": list(gaps)}
        if gaps and until:
            body |= {"until": until.isoformat(), "promise": True}
        captured = self._capture("accept_case", body, case)
        if captured is None:
            raise Refusal("case.not_received")
        return await self._word(captured)

    def latest_gap_day(self, plan: Plan, gaps: Sequence[str]) -> date:
        """The latest day for which these papers may be promised from today. Raises Refusal without a catalogue."""
        from clerk_tui.intake.deciding.receiving import latest_gap_day

        rules = self._sync.rules
        if rules is None:
            raise Refusal("window.no_catalog")
        return latest_gap_day(plan, gaps, self.today(self.now()), rules.case.calendar)

    async def give_notice(self, case: str, reason: str | None = None) -> str | None:
        """一次性告知 of all that is missing or wrong; a second one beyond the supplement wants a supervisor's reason."""
        self._all_sent_or_refused(case)
        return await self._act("give_notice", {"reason": reason} if reason else {}, case)

    async def supplement(self, case: str) -> str | None:
        """补正已齐: all that was told, or promised for later, is in."""
        self._all_sent_or_refused(case)
        return await self._act("supplement", {}, case)

    async def refuse_case(self, case: str, reason: str, kind: str = "refused", where: str | None = None) -> str | None:
        """不予受理; `kind` not_ours (with `where` to go) or not_needed says why it is not taken at all."""
        body = {"reason": reason, "kind": kind} | ({"where": where} if where else {})
        return await self._act("refuse_case", body, case)

    async def life(self, case: str, kind: str, body: Mapping[str, Any]) -> str | None:
        """An act on a case after its receipt, by its command's name (withdraw_case, reply_item, deliver, close_case …).

        Raises the Refusal that the centre would give.
        """
        return await self._act(kind, dict(body), case)

    async def record_handover(
        self, case: str, item: str, status: str, number: str | None = None, fields_typed: int = 0, seconds: int = 0
    ) -> str | None:
        """How an item reached its department's system; `fields_typed` and `seconds` were spent on typing it twice."""
        body: dict[str, Any] = {"item": item, "status": status, "fields_typed": fields_typed, "seconds": seconds}
        return await self._act("record_handover", body | ({"number": number} if number else {}), case)

    async def reveal(self, case: str, ask: str, reason: str) -> str | None:
        """Records why a masked value is shown."""
        return await self._act("reveal", {"field": ask, "reason": reason}, case)

    async def print_paper(self, case: str, paper: str, how: Mapping[str, str] | None = None) -> bytes:
        """Records a print and gives the paper. Raises Refusal when cut off: nothing was printed then."""
        if not self.online.online:
            raise Refusal("offline.needed")
        await self._act("print_paper", {"paper": paper}, case)
        return await self.fetch_paper(case, paper, how)

    async def fetch_paper(self, case: str, paper: str, how: Mapping[str, str] | None = None) -> bytes:
        """A paper of the case as PDF, or as `how` says (`Client.paper`), once the centre has all of the case.

        Raises Refusal when cut off.
        """
        await self._delivered(case)
        try:
            return await self._client.paper(self._signed_in().hall, case, paper, how)
        except Unreachable as wrong:
            self.lost(wrong.reason)
            raise Refusal("offline.needed") from None

    async def look_up(self, case: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Asks a source of shared data for this case; its values come as an event. Raises Refusal when cut off."""
        self.left(case)
        await self._delivered(case)
        try:
            answer = await self._client.lookup(self._signed_in().hall, {**asked, "case": case})
            self._sync.take_case(await self._client.case(self._signed_in().hall, case))
        except Unreachable as wrong:
            self.lost(wrong.reason)
            raise Refusal("offline.needed") from None
        self._after()
        return answer

    # The phone

    async def open_filing(self, case: str, party: str, mode: str = "self", purpose: str = "fill") -> Mapping[str, Any]:
        """Invites a party; the filing, its code and address as the centre derives them."""
        self.left(case)
        return await self._code("open_filing", {"mode": mode, "purpose": purpose, "party": party}, case)

    async def renew_code(self, filing: str) -> Mapping[str, Any]:
        """A new code for the same filing; the phone that held the old one is out."""
        return await self._code("renew_code", {}, filing)

    async def revoke_code(self, filing: str) -> str | None:
        """The code opens nothing any more."""
        return await self._act("revoke_code", {}, filing)

    async def hand_over(self, filing: str, to: str) -> str | None:
        """Gives the work to the party, or takes it back to the window."""
        return await self._act("hand_over", {"to": to}, filing)

    async def close_filing(self, filing: str, outcome: str) -> str | None:
        """Ends a phone session."""
        return await self._act("close_filing", {"outcome": outcome}, filing)

    # How they travel

    def _capture(self, kind: str, body: dict[str, Any], target: str) -> Captured | None:
        return self._sync.capture(kind, body, self._author(), target=target)

    async def _act(self, kind: str, body: dict[str, Any], target: str, blob: FileBlob | None = None) -> str | None:
        """Captures, shows, and returns the row's id when it is on disk; None when it would change nothing."""
        case = self._sync.case_of_filing(target) or target
        if case in self._sync.typed:
            # What was typed before this act belongs before it in the case as well.
            self.left(case)
        captured = self._capture(kind, body, target)
        if captured is None:
            return None
        if blob is not None:
            self._sync.keep_blob(blob)
        await self._keep_and_send()
        self.arrived()
        return captured.row.id

    async def _keep_and_send(self) -> None:
        await self.on_disk()
        self._sender.wake()

    def _all_sent_or_refused(self, case: str) -> None:
        self.left(case)
        refused = self.typed(case).refused
        if refused:
            raise next(iter(refused.values()))

    async def _word(self, captured: Captured) -> Submitted:
        """The submission after its commit; raises the centre's Refusal when it says no at once."""
        await self._keep_and_send()
        row = self._sync.outbox[captured.row.id]
        if self.online.online:
            row = await self.settled(row.id, VERDICT_SECONDS)
        self._raise_if_refused(row)
        kept = (row.verdict or {}).get("result") or captured.result
        return Submitted(row.id, kept, row.state is RowState.APPLIED)

    async def _code(self, kind: str, body: dict[str, Any], target: str) -> Mapping[str, Any]:
        if not self.online.online:
            raise Refusal("offline.needed")
        captured = self._capture(kind, body, target)
        if captured is None:
            raise Refusal("filing.unknown")
        await self._keep_and_send()
        row = await self.settled(captured.row.id, CODE_SECONDS)
        self._raise_if_refused(row)
        if row.state is not RowState.APPLIED:
            raise Refusal("offline.needed")
        return {"filing": row.id if kind == "open_filing" else target, **((row.verdict or {}).get("result") or {})}

    @staticmethod
    def _raise_if_refused(row: Row) -> None:
        if row.state in (RowState.REJECTED, RowState.QUARANTINED):
            error = (row.verdict or {}).get("error") or {"code": "outbox.unsendable"}
            raise Refusal(error["code"], **error.get("details", {}))
        if row.state is RowState.CONFLICT:
            raise Refusal("case.moved")

    async def _delivered(self, case: str) -> None:
        """Returns when the centre has everything of the case. Raises Refusal when it does not get there."""
        for row in self._sync.outbox.rows_of(f"case/{case}"):
            if not row.open:
                continue
            after = await self.settled(row.id, CODE_SECONDS if self.online.online else 0.0)
            self._raise_if_refused(after)
            if after.open:
                raise Refusal("offline.needed")
