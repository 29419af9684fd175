"""Who came and went, and who was refused: events that no rule folds but the audit reads, in the day's stream."""

from datetime import datetime

from clerk_tui.rules import EventBody, by_kind


class SessionOpened(EventBody):
    KIND = "session_opened"
    session: str
    staff: str
    role: str
    window: str | None = None
    device: str | None = None
    at: datetime


class SessionClosed(EventBody):
    KIND = "session_closed"
    session: str
    reason: str
    at: datetime


class SignInRefused(EventBody):
    """`staff` is the number that was tried, when it is a number of ours; the password never."""

    KIND = "sign_in_refused"
    staff: str | None = None
    reason: str
    at: datetime


class PermissionRefused(EventBody):
    KIND = "permission_refused"
    session: str
    kind: str
    target: str | None = None
    at: datetime


class CaseRead(EventBody):
    """Somebody read a case or one of its papers: reads are audited as well."""

    KIND = "case_read"
    case: str
    what: str
    session: str
    at: datetime


class PersonLookedUp(EventBody):
    """Somebody asked for a person's cases: by what kind of number, what for, and which were found; never the number."""

    KIND = "person_looked_up"
    by: str
    purpose: str
    cases: tuple[str, ...]
    session: str
    at: datetime


class CatalogSubmitted(EventBody):
    """An editor handed in a catalogue, named by its hash."""

    KIND = "catalog_submitted"
    hash: str
    session: str
    at: datetime


class CatalogPublished(EventBody):
    """Somebody else put it in force; windows fetch it now."""

    KIND = "catalog_published"
    hash: str
    session: str
    at: datetime


EVENTS = by_kind(
    SessionOpened,
    SessionClosed,
    SignInRefused,
    PermissionRefused,
    CaseRead,
    PersonLookedUp,
    CatalogSubmitted,
    CatalogPublished,
)
