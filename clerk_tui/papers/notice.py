"""What the notices and sheets around a case say (告知书、承诺书、交接单 …), as plain values in the order they are read.

They differ in words, not in shape: facts, a letter in parts, places to sign, seals. `kind` names the title
(`papers.<kind>.title`); all other words come as they are to be printed, in the language of the paper.
"""

from dataclasses import dataclass

from clerk_tui.papers.parts import Contact, Party, Reprint, Seal, Signature


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A label and what stands behind it; without a value it is left out."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One numbered line of a list, with what is said below it."""

    words: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Table:
    """A ruled table whose head stands again on each page. Rows are numbered in a column of their own.

    `widths` are shares of the line, one a column; every row and `total` (empty: none) has a cell for each. `centred`
    are the places of columns that hold counts, from 0.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    total: tuple[str, ...] = ()
    centred: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Passage:
    """What belongs together under one heading (or none): paragraphs, a list, a table, paragraphs after it."""

    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    after: tuple[str, ...] = ()
    strong: bool = False


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One such paper. `to` is who is addressed; `foot` small sentences below (copies, what must be kept).

    `answer` are further places to sign below the seals: who received it, refused to, or took it in.
    """

    kind: str
    hall: str
    case_no: str
    matter: str
    passages: tuple[Passage, ...]
    applicant: Party | None = None
    agent: Party | None = None
    facts: tuple[Fact, ...] = ()
    to: str = ""
    query_code: str = ""
    query_url: str = ""
    contact: Contact | None = None
    window: str = ""
    clerk: str = ""
    signatures: tuple[Signature, ...] = ()
    seals: tuple[Seal, ...] = ()
    answer: tuple[Signature, ...] = ()
    foot: tuple[str, ...] = ()
    reprint: Reprint | None = None
