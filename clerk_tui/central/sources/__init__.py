"""Sources of shared data: one interface, asked for one case, one party and one purpose at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

Grade = Literal["A", "B", "C", "D"]


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked about `holder` (a party key), for this case, purpose and consent.

    `wanted` are ask keys with their (party or None, field key); `certificates` the e-certificates that the case's papers
    would take, as `<party>.<key>` or the bare key. `identities` are the identity numbers of parties that the case knows:
    the holder's own, or a relative's by whom the source may find the holder.
    """

    case: str
    source: str
    holder: str
    identities: Mapping[str, str]
    wanted: Mapping[str, tuple[str | None, str]]
    certificates: frozenset[str]
    purpose: str
    consent: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a source gave: values by ask key, e-certificates as asked for, how far to rely on them, when read.

    `grade` is A–D by 国办函〔2016〕108号. Nothing found is an empty `Found`, not an error.
    """

    read_at: datetime
    values: Mapping[str, str] = field(default_factory=dict)
    certificates: tuple[str, ...] = ()
    grade: Grade = "A"


class SourceSilentError(Exception):
    """The source did not answer, or refused to: what it would have given is asked of the person."""


class Source(Protocol):
    """One source of shared data."""

    async def lookup(self, query: Query) -> Found:
        """What the source holds of what is wanted. Raises SourceSilentError when it gives no answer at all."""
        ...
