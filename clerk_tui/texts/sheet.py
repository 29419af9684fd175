"""A guide in words: what every renderer lays out, so that window, paper, phone and terminal say the same by construction."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from clerk_tui.texts import Lang, text

_JOINTS = {"guide.or": "guide.list.or", "guide.when.any": "guide.list.or", "guide.when.all": "guide.list.and"}
"""How the lists in these sentences are joined; elsewhere by an enumeration comma."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line: what stands before it, the line, and what is said below it."""

    words: str
    notes: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """Lines under a heading; `name` tells renderers which part it is."""

    name: str
    heading: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole guide in one language."""

    key: str
    code: str
    lang: Lang
    title: str
    under: str
    parts: tuple[SheetPart, ...]

    def sentences(self) -> Iterator[str]:
        """Every phrase, in the order in which it is read."""
        yield self.title
        yield self.under
        for part in self.parts:
            yield part.heading
            for row in part.rows:
                yield from (words for words in (row.label, row.words, *row.notes) if words)


def sheet_of(guide: Any, lang: Lang) -> Sheet:
    """The words of a `catalog.guide.Guide` that was made for `lang`."""
    parts = tuple(
        SheetPart(part.name, text(f"guide.part.{part.name}", lang), tuple(_row(row, lang) for row in part.rows))
        for part in guide.parts
    )
    under = " · ".join(spoken(words, lang) for words in guide.under)
    return Sheet(guide.key, guide.code, lang, guide.title, under, parts)


def _row(row: Any, lang: Lang) -> SheetRow:
    return SheetRow(spoken(row.words, lang), tuple(spoken(note, lang) for note in row.notes), spoken(row.label, lang))


def spoken(words: Any, lang: Lang, joint: str = "guide.list") -> str:
    """A phrase in words: as it stands, a sentence by its code, or several of them listed."""
    if isinstance(words, str):
        return words
    if isinstance(words, tuple):
        return text(joint, lang).join(spoken(one, lang) for one in words)
    inner = _JOINTS.get(words.code, "guide.list")
    return text(words.code, lang, **{name: spoken(value, lang, inner) for name, value in words.params.items()})
