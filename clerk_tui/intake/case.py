"""One case (办件): its state, and how each event changes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from immutables import Map

from clerk_tui.catalog.model import ROW
from clerk_tui.intake import events as ev
from clerk_tui.intake.handover import HandoverRecorded, Handovers, evolve_handovers
from clerk_tui.intake.items import GRANTED, ItemLife, ItemState, begin, evolve_items, in_order
from clerk_tui.intake.plan_types import IN
from clerk_tui.rules import EventBody


class CaseState(StrEnum):
    """The life of a case; before `received` it is a draft and nothing runs."""

    DRAFT = "draft"
    RECEIVED = "received"
    NOTICED = "noticed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_OURS = "not_ours"
    NOT_NEEDED = "not_needed"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"
    CLOSED = "closed"


SIGNED_FORM = "signed_form"
"""The application form, printed, signed by hand and scanned back: a paper of every case that no item asks for."""

WAITING = frozenset({CaseState.DRAFT, CaseState.RECEIVED, CaseState.NOTICED})
"""States in which a case waits for its window: a window that has such cases can't close."""
ENDED = frozenset(CaseState) - WAITING - {CaseState.ACCEPTED}
"""States from which no case comes back."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One value of the form: who typed it, when, at which version of the stream, and which party confirmed it."""

    value: str
    version: int
    by: str
    role: str
    at: datetime
    confirmed_by: str | None = None
    confirmed_means: str | None = None
    read: str | None = None
    """`card` when an identity card reader gave it."""


@dataclass(frozen=True, slots=True)
class SharedValue:
    """A value that a source of shared data gave; `grade` A–D by 国办函〔2016〕108号."""

    value: str
    source: str
    grade: str
    read_at: datetime
    version: int
    confirmed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """How one material of the case stands: the last verdict, and the files attached."""

    verdict: str | None = None
    reason: str | None = None
    copies: int = 0
    version: int = 0
    files: tuple[str, ...] = ()
    pages: int = 0
    filed: int = 0
    """The version at which the last file came; 0 when none did."""


@dataclass(frozen=True, slots=True)
class Case:
    """The fold of the intake events of one `case/<id>` stream.

    `hands` are the staff who opened, received or accepted it; `noticed_at` is the version of the last notice; `until`
    the day promised for the gaps; `since` when it came into its state.
    """

    id: str
    matters: tuple[str, ...]
    catalog: str
    opened_at: datetime
    opened_by: str = ""
    window: str | None = None
    version: int = 0
    state: CaseState = CaseState.DRAFT
    tickets: tuple[str, ...] = ()
    answers: Map[str, Answer] = field(default_factory=Map)
    shared: Map[str, SharedValue] = field(default_factory=Map)
    certificates: frozenset[str] = frozenset()
    looked_up: frozenset[str] = frozenset()
    papers: Map[str, Paper] = field(default_factory=Map)
    sections: Map[str, ev.SectionConfirmed] = field(default_factory=Map)
    signatures: Map[str, ev.Signed] = field(default_factory=Map)
    number: str | None = None
    query_code: str | None = None
    received_on: date | None = None
    accepted_on: date | None = None
    due: date | None = None
    provisional: bool = False
    items: tuple[ev.NumberedItem, ...] = ()
    gaps: tuple[str, ...] = ()
    gap_items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    until: date | None = None
    item_lives: Map[str, ItemLife] = field(default_factory=Map)
    hands: frozenset[str] = frozenset()
    notices: tuple[ev.NoticeGiven, ...] = ()
    noticed_at: int = 0
    supplemented_on: date | None = None
    gaps_in_on: date | None = None
    commitments: Map[str, ev.CommittedToNotice] = field(default_factory=Map)
    refusal: ev.CaseRefused | None = None
    ended: ev.CaseTerminated | ev.CaseWithdrawn | ev.CaseClosed | None = None
    printed: Map[str, int] = field(default_factory=Map)
    handovers: Handovers = field(default_factory=Map)
    followed: ev.CatalogFollowed | None = None
    since: datetime | None = None

    @property
    def open_gaps(self) -> tuple[str, ...]:
        """The papers promised for later that have not arrived."""
        return tuple(gap for gap in self.gaps if (paper := self.papers.get(gap)) is None or paper.verdict not in IN)

    @property
    def second_notices(self) -> int:
        """How often somebody was told a second time."""
        return sum(notice.second for notice in self.notices)

    @property
    def decided(self) -> bool:
        """Whether every item has its decision."""
        return bool(self.item_lives) and not any(life.open for life in self.item_lives.values())

    @property
    def gapped_items(self) -> frozenset[str]:
        """The items that still wait for a paper promised for later."""
        return frozenset(item for gap in self.open_gaps for item in self.gap_items.get(gap, ()))

    @property
    def to_deliver(self) -> tuple[str, ...]:
        """Items whose decision may be handed over now and was not: none that was granted and waits for a gap."""
        held = self.gapped_items
        return tuple(
            life.item
            for life in in_order(self.item_lives)
            if life.delivered is None
            and (life.state is ItemState.NOT_PASSED or (life.state in GRANTED and life.item not in held))
        )

    def confirmed(self, ask: str) -> bool:
        """Whether what stands under this ask key now is what somebody confirmed."""
        if answer := self.answers.get(ask):
            return answer.confirmed_by is not None
        shared = self.shared.get(ask)
        return shared is not None and shared.confirmed_by is not None


def opened(event: ev.CaseOpened, by: str) -> Case:
    """The case as its first event makes it."""
    return Case(
        id=event.case,
        matters=event.matters,
        catalog=event.catalog,
        opened_at=event.at,
        opened_by=by,
        window=event.window,
        version=1,
        tickets=(event.ticket,) if event.ticket else (),
        since=event.at,
    )


def evolve(case: Case, event: EventBody) -> Case:
    """The case after `event`; events of other rooms in its stream only count the version on."""
    after = _evolve(replace(case, version=case.version + 1), event)
    return after if after.state is case.state else replace(after, since=getattr(event, "at", case.since))


def _evolve(case: Case, event: EventBody) -> Case:
    match event:
        case ev.VisitLinked():
            return replace(case, tickets=tuple(dict.fromkeys((*case.tickets, event.ticket))))
        case ev.CaseReassigned():
            return replace(case, window=event.window)
        case ev.MattersChanged():
            kept = tuple(m for m in case.matters if m not in event.drop)
            return replace(case, matters=(*kept, *(m for m in event.add if m not in kept)))
        case ev.CatalogFollowed():
            return _reopened(replace(case, catalog=event.catalog, followed=event), event.reopened)
        case ev.AnswersPatched():
            return _patched(case, event)
        case ev.MaterialAttached():
            was = case.papers.get(event.material) or Paper()
            if was.verdict == "not_acceptable":
                # What takes its place begins anew.
                was = Paper()
            verdict = "from_phone" if event.role == "citizen" else "scanned"
            if verdict == "scanned" and was.verdict in ("original_seen", "copies_kept"):
                # A scan of what was judged by eye adds to it.
                verdict = was.verdict
            paper = replace(
                was,
                verdict=verdict,
                reason=None,
                files=(*was.files, event.sha256),
                pages=was.pages + event.pages,
                version=case.version,
                filed=case.version,
            )
            return replace(case, papers=case.papers.set(event.material, paper))
        case ev.MaterialJudged():
            was = case.papers.get(event.material) or Paper()
            if event.verdict == "cleared":
                # Taken back whole: what was scanned goes out of the case with the judgement.
                return replace(case, papers=case.papers.set(event.material, Paper(version=case.version)))
            paper = replace(was, verdict=event.verdict, reason=event.reason, copies=event.copies, version=case.version)
            return replace(case, papers=case.papers.set(event.material, paper))
        case ev.SectionConfirmed():
            return _confirmed(case, event)
        case ev.Signed():
            return replace(case, signatures=case.signatures.set(event.party, event))
        case ev.SharedDataReceived():
            shared = case.shared.mutate()
            for key in event.fields:
                value = event.values.get(key, "")
                shared[key] = SharedValue(value, event.source, event.grade, event.read_at, case.version)
            return replace(
                case,
                shared=shared.finish(),
                certificates=case.certificates | set(event.certificates),
                looked_up=case.looked_up | {f"{event.source}/{event.party}"},
            )
        case ev.PaperPrinted():
            return replace(case, printed=case.printed.set(event.paper, event.copy_no))
    return _lived(case, event)


def _lived(case: Case, event: EventBody) -> Case:
    """What an event of the life after the draft changes."""
    match event:
        case ev.CaseSubmitted():
            return replace(
                case,
                state=CaseState.RECEIVED,
                number=event.number,
                query_code=event.query_code,
                received_on=event.on,
                items=event.items,
                hands=case.hands | {case.opened_by, event.by},
            )
        case ev.CaseAccepted():
            return replace(
                case,
                state=CaseState.ACCEPTED,
                accepted_on=event.on,
                due=event.due,
                provisional=event.provisional,
                items=event.items,
                gaps=event.gaps,
                gap_items=event.gap_items,
                until=event.until,
                item_lives=begin(case.item_lives, event.items, event.on),
                hands=case.hands | {event.by},
            )
        case ev.CaseDeemedAccepted():
            return replace(
                case,
                state=CaseState.ACCEPTED if event.whole else case.state,
                accepted_on=event.on,
                due=event.due,
                provisional=event.provisional,
                item_lives=begin(case.item_lives, event.items, event.on),
            )
        case ev.NoticeGiven():
            return replace(case, state=CaseState.NOTICED, notices=(*case.notices, event), noticed_at=case.version)
        case ev.CaseSupplemented():
            if case.state is CaseState.ACCEPTED:
                return replace(case, gaps_in_on=event.on)
            return replace(case, state=CaseState.RECEIVED, supplemented_on=event.on)
        case ev.CommittedToNotice():
            return replace(case, commitments=case.commitments.set(event.item, event))
        case ev.CaseRefused():
            if case.item_lives:
                # What the law had accepted already goes on without the rest.
                kept = tuple(one for one in case.items if one.item in case.item_lives)
                return replace(case, state=CaseState.ACCEPTED, items=kept, refusal=event)
            return replace(case, state=CaseState(event.kind), refusal=event)
        case ev.CaseWithdrawn():
            return replace(case, state=CaseState.WITHDRAWN, ended=event)
        case ev.CaseTerminated():
            return replace(case, state=CaseState.TERMINATED, ended=event)
        case ev.CaseClosed():
            return replace(case, state=CaseState.CLOSED, ended=event)
    if isinstance(event, HandoverRecorded):
        return replace(case, handovers=evolve_handovers(case.handovers, event))
    lives = evolve_items(case.item_lives, event)
    return case if lives is case.item_lives else replace(case, item_lives=lives)


def _patched(case: Case, event: ev.AnswersPatched) -> Case:
    answers = case.answers.mutate()
    touched = set()
    for change in event.changes:
        touched.add(change.field)
        answers[change.field] = Answer(
            value="" if change.cleared else event.values.get(change.field, ""),
            version=case.version,
            by=event.by,
            role=event.role,
            at=event.at,
            read=change.read,
        )
    # A section is confirmed as it stood: a change opens it, and the signature under it, again; so does a row more or less.
    touched |= {row["group"] for key in touched if (row := ROW.fullmatch(key))}
    open_again = [name for name, done in case.sections.items() if touched & done.fields.keys()]
    return _reopened(replace(case, answers=answers.finish()), open_again)


def _reopened(case: Case, names: Iterable[str]) -> Case:
    sections, signatures = case.sections, case.signatures
    for name in names:
        party = sections[name].party
        sections = sections.delete(name)
        if party in signatures:
            signatures = signatures.delete(party)
    return replace(case, sections=sections, signatures=signatures)


def _confirmed(case: Case, event: ev.SectionConfirmed) -> Case:
    answers = case.answers.mutate()
    shared = case.shared.mutate()
    for key in event.fields:
        if key in answers:
            answers[key] = replace(answers[key], confirmed_by=event.party, confirmed_means=event.means)
        elif key in shared:
            shared[key] = replace(shared[key], confirmed_by=event.party)
    return replace(
        case,
        answers=answers.finish(),
        shared=shared.finish(),
        sections=case.sections.set(event.section, event),
    )
