"""The window's lists: cases asked of the centre and not kept, a person's cases by a number, and who is still to be told."""

from collections.abc import Awaitable, Mapping, Sequence
from typing import Any, TypeVar

from clerk_tui.data.case_verbs import CaseVerbs, Submitted
from clerk_tui.data.catalogs import CatalogShelf
from clerk_tui.data.client import Client, HttpRefusal, Unreachable
from clerk_tui.data.outbox import Row
from clerk_tui.data.store import Contents, Store
from clerk_tui.protocol.streams import CaseFile
from clerk_tui.refusal import Refusal

UNTOLD = "untold"
AT_FIELD = "at_field"
FIELDS_KEPT = 50
T = TypeVar("T")


class ListVerbs(CaseVerbs):
    """What a list names is fetched when it is opened; with the next ticket it is gone from here."""

    def __init__(self, store: Store, contents: Contents, client: Client, shelf: CatalogShelf, **how: Any) -> None:
        super().__init__(store, contents, client, shelf, **how)
        self._untold: dict[str, dict[str, Any]] = dict(contents.meta.get(UNTOLD) or {})
        self._at_field: dict[str, str] = dict(contents.meta.get(AT_FIELD) or {})

    # Lists and look-ups

    async def list_cases(self, view: str) -> list[dict[str, Any]]:
        """The cases of a view as the centre has them now. Raises Refusal when cut off."""
        return await self._online(self._client.cases(self._signed_in().hall, view))

    async def find_person(self, purpose: str, *, typed: str = "", ticket: str | None = None) -> dict[str, Any]:
        """What is open for the person whom a number, or a ticket of today, leads to: `by` and `cases`.

        A look-up, which the centre writes down with its purpose. Raises Refusal when cut off, or the number is none.
        """
        asked = {"purpose": purpose, "typed": typed} | ({"ticket": ticket} if ticket else {})
        return await self._online(self._client.find_person(asked))

    async def _online(self, asking: Awaitable[T]) -> T:
        try:
            return await asking
        except Unreachable as wrong:
            self.lost(wrong.reason)
            raise Refusal("offline.needed") from None

    async def claim(self, case: str) -> CaseFile:
        """Takes a case from the pool to this window, and in hand."""
        await self._at_once([("claim_case", case, {"window": self._window()})])
        return await self.open_listed(case)

    async def open_listed(self, case: str, *, visit: bool = False) -> CaseFile:
        """Takes a case of a list in hand; with `visit` it is what the person at this window is here for."""
        ticket = self._at_seat()
        if visit and ticket is not None:
            await self._at_once([("link_visit", case, {"window": self._window(), "ticket": ticket.id})])
        file = self.case_file(case) if not self.online.online else None
        if file is None:
            try:
                file = await self.read_case(case)
            except HttpRefusal as refusal:
                # Another window's: who is here may bring it along, from afar nobody opens it.
                raise Refusal("case.nobody_here") if visit and refusal.status == 403 else refusal from None
        self.pick_case(case)
        return file

    async def steps_of(self, case: str) -> list[Any]:
        """A case's events, oldest first, without opening it here. Raises Refusal when cut off."""
        frames = self._sync.confirmed.frames.get(case)
        if frames and not self.online.online:
            return list(frames)
        return await self._online(self._client.case(self._signed_in().hall, case))

    # The field in which work stopped

    def at_field(self, case: str) -> str:
        """The field that had the caret when the case was left; empty when none had."""
        return self._at_field.get(case, "")

    def remember_field(self, case: str, field: str) -> None:
        """The caret stands in this field now: there a parked case goes on, also after a restart."""
        if self._at_field.get(case) == field:
            return
        kept = {key: at for key, at in self._at_field.items() if key != case} | {case: field}
        self._at_field = dict(list(kept.items())[-FIELDS_KEPT:])
        now = self._at_field
        self._sync.also_write(lambda changes: changes.put_meta(AT_FIELD, now))
        self._after()

    # Who left with a receipt only

    async def submit(self, case: str, *, only_receive: bool = False) -> Submitted:
        """As above; when the centre's word has not come, its person is still to be told."""
        done = await super().submit(case, only_receive=only_receive)
        if not done.confirmed:
            file = self.case_file(case)
            self._keep_untold(
                self._untold
                | {
                    done.row: {
                        "case": case,
                        "number": file.case.number if file else None,
                        "matters": list(file.case.matters) if file else [],
                        "at": self.now().isoformat(),
                        "state": "unsent",
                    }
                }
            )
        return done

    @property
    def untold(self) -> Mapping[str, Mapping[str, Any]]:
        """Who left with a 收件凭证 only, by the row of the submission; `state` is the centre's word by now, or unsent."""
        return self._untold

    def told(self, row: str) -> None:
        """The clerk has told this person what the centre said."""
        self._keep_untold({key: one for key, one in self._untold.items() if key != row})

    def judged(self, rows: Sequence[Row]) -> None:
        """The centre's word on a submission whose person has left already."""
        super().judged(rows)
        after = dict(self._untold)
        for row in rows:
            if row.id in after and not row.open:
                result = (row.verdict or {}).get("result") or {}
                after[row.id] = {**after[row.id], "state": result.get("state") or str(row.state)}
        if after != self._untold:
            self._keep_untold(after)

    def repeated(self, old: Row, new: Row) -> None:
        """The same submission under a new id."""
        super().repeated(old, new)
        if old.id in self._untold:
            self._keep_untold({new.id if key == old.id else key: one for key, one in self._untold.items()})

    def _keep_untold(self, untold: dict[str, dict[str, Any]]) -> None:
        self._untold = untold
        self._sync.also_write(lambda changes: changes.put_meta(UNTOLD, untold))
        self._after()
        self._changed("outbox")


__all__ = ["ListVerbs"]
