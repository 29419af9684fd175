"""One party's session on a case's draft: state, decide, evolve."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from immutables import Map

from clerk_tui.filing import commands as cmd
from clerk_tui.filing import events as ev
from clerk_tui.intake.case import Case, CaseState
from clerk_tui.refusal import Refusal
from clerk_tui.rules import CommandBody, Context, EventBody

CODE_LIFE = timedelta(minutes=10)
"""How long a code may be typed or scanned; the session it opened lives on with the draft."""


@dataclass(frozen=True, slots=True)
class Filing:
    """Who was invited to fill or confirm what is theirs, whether they came, and how it ended."""

    id: str
    party: str
    mode: cmd.Mode
    purpose: cmd.Purpose
    opened_at: datetime
    opened_by: str
    expires_at: datetime
    serial: int = 0
    state: str = "invited"
    session: str | None = None
    joined_at: datetime | None = None
    at_party: bool = True
    outcome: str | None = None

    def code_live(self, now: datetime) -> bool:
        """Whether its code still opens the door."""
        return self.state == "invited" and now < self.expires_at


Filings = Map[str, Filing]


def decide(case: Case, filings: Filings, command: CommandBody, target: str | None, context: Context) -> list[EventBody]:
    """The events that `command` causes; Refusal with a `filing.*` code otherwise."""
    if isinstance(command, cmd.OpenFiling):
        return _open(case, filings, command, context)
    filing = filings.get(target or "")
    if filing is None:
        raise Refusal("filing.unknown")
    match command:
        case cmd.Join():
            if filing.session == context.session and filing.state == "joined":
                return []
            if filing.state == "joined":
                raise Refusal("filing.already_joined", party=filing.party)
            if not filing.code_live(context.now):
                raise Refusal("filing.code_dead", party=filing.party)
            return [ev.FilingJoined(filing=filing.id, session=context.session, at=context.now)]
        case cmd.RenewCode():
            if filing.state == "closed":
                raise Refusal("filing.closed", party=filing.party)
            return [
                ev.CodeRenewed(
                    filing=filing.id,
                    serial=filing.serial + 1,
                    expires_at=context.now + CODE_LIFE,
                    at=context.now,
                )
            ]
        case cmd.RevokeCode():
            return [] if filing.state in ("revoked", "closed") else [ev.CodeRevoked(filing=filing.id, at=context.now)]
        case cmd.HandOver():
            if filing.state != "joined":
                raise Refusal("filing.nobody_there", party=filing.party)
            return [ev.FilingHandedOver(filing=filing.id, to=command.to, at=context.now)]
        case cmd.CloseFiling():
            if filing.state == "closed":
                return []
            minutes = (context.now - (filing.joined_at or context.now)).total_seconds() / 60
            return [
                ev.FilingClosed(filing=filing.id, outcome=command.outcome, minutes=round(minutes, 1), at=context.now)
            ]
    raise Refusal("filing.unknown")


def _open(case: Case, filings: Filings, command: cmd.OpenFiling, context: Context) -> list[EventBody]:
    if case.state is not CaseState.DRAFT:
        raise Refusal("filing.case_submitted")
    if any(f.party == command.party and f.state in ("invited", "joined") for f in filings.values()):
        raise Refusal("filing.party_invited", party=command.party)
    return [
        ev.FilingOpened(
            filing=context.command_id,
            mode=command.mode,
            purpose=command.purpose,
            party=command.party,
            expires_at=context.now + CODE_LIFE,
            by=context.actor,
            at=context.now,
        )
    ]


def evolve(filings: Filings, event: EventBody) -> Filings:
    """The filings of a case after `event`; other rooms' events change nothing here."""
    match event:
        case ev.FilingOpened():
            return filings.set(
                event.filing,
                Filing(
                    id=event.filing,
                    party=event.party,
                    mode=event.mode,
                    purpose=event.purpose,
                    opened_at=event.at,
                    opened_by=event.by,
                    expires_at=event.expires_at,
                ),
            )
        case ev.FilingJoined():
            was = filings[event.filing]
            return filings.set(was.id, replace(was, state="joined", session=event.session, joined_at=event.at))
        case ev.CodeRenewed():
            was = filings[event.filing]
            # A new code is a new invitation: the phone that held the old one is no longer the party's.
            renewed = replace(
                was, state="invited", serial=event.serial, expires_at=event.expires_at, session=None, at_party=True
            )
            return filings.set(was.id, renewed)
        case ev.CodeRevoked():
            was = filings[event.filing]
            return filings.set(was.id, replace(was, state="revoked", session=None))
        case ev.FilingHandedOver():
            was = filings[event.filing]
            return filings.set(was.id, replace(was, at_party=event.to == "party"))
        case ev.FilingClosed():
            was = filings[event.filing]
            return filings.set(was.id, replace(was, state="closed", session=None, outcome=event.outcome))
    return filings


def of_session(filings: Filings, session: str) -> Filing | None:
    """The live filing that this phone's session joined."""
    return next((f for f in filings.values() if f.session == session and f.state == "joined"), None)


def theirs(filing: Filing, ask_parties: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Of the (ask key, who answers for it) pairs, the ask keys that this filing's party sees, fills and confirms."""
    return frozenset(key for key, party in ask_parties if party == filing.party)
