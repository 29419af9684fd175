"""What stands on many papers: parties, whom to ask, seals, the mark of a second print, places to sign."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class Party:
    """A person or an enterprise as it stands on a paper; `ground` and `shown_by` say why somebody may act for another."""

    name: str
    id_no: str = ""
    phone: str = ""
    ground: str = ""
    shown_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Who to ask about the case."""

    name: str
    phone: str = ""
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Seal:
    """Whose seal the paper bears, and the date under it."""

    authority: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Reprint:
    """The mark 补打: which print this is (2 for the second) and when it was made."""

    number: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Signature:
    """A place to sign: in what capacity, who; `done` says in words how and when it was signed, empty leaves a line."""

    capacity: str
    name: str = ""
    done: str = ""
