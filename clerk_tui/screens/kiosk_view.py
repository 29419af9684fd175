"""What the ticket machine shows, as plain immutable values; words come ready in the reader's language."""

from dataclasses import dataclass
from typing import Literal

Pad = Literal["", "digits", "letters"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to touch or choose; `key` is the digit that takes it, drawn only where it works."""

    code: str
    label: str
    help: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and how it looks (widgets.painted.LOOKS)."""

    words: str
    look: str = "soft"


@dataclass(frozen=True, slots=True)
class KioskView:
    """One page. `rows` are the choices side by side, `heights` how they share what height is left (1 is the least).

    `results` are found matters, one a row; `number` is drawn large, `url` as QR beside it; `typed` is None where nothing
    is typed. `chosen` counts the choices of `results` and then `rows`, in reading order. `foot` are the ways out.
    """

    head: str = ""
    head_right: str = ""
    title: str = ""
    said: tuple[Said, ...] = ()
    number: str = ""
    url: str = ""
    typed: str | None = None
    hint: str = ""
    results: tuple[Choice, ...] = ()
    rows: tuple[tuple[Choice, ...], ...] = ()
    heights: tuple[int, ...] = ()
    pad: Pad = ""
    foot: tuple[Choice, ...] = ()
    trouble: str = ""
    chosen: int = 0

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What the arrows walk, in reading order."""
        return (*self.results, *(choice for row in self.rows for choice in row))
