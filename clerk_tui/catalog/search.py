"""Finding a matter or a department by what a clerk types: Chinese, pinyin, initials, code, everyday words, slips."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["package", "item", "department"]
Match = Literal["exact", "prefix", "initials", "substring", "slip"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One row of the result; `department` is the department's key, `matched` how it was found."""

    key: str
    kind: Kind
    name: str
    department: str
    matched: Match
