"""The search index: a few long strings, one line a name, so that a key press costs a handful of `str.find`.

It is built when the catalogue is published. Building needs pypinyin (imported only there); searching needs nothing.
"""

import re
import sys
import unicodedata
from array import array
from base64 import b64decode, b64encode
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from clerk_tui.catalog.readings import sounds_of, table_of_sounds

SORTS = ("words", "initials", "pinyin", "mixed", "folded")
Kind = Literal["package", "item", "department"]
Numbers = array  # of unsigned 32-bit numbers
NARROW = 2000
"""Lines of one beginning that are ranked by how well they fit; of more, the first in the catalogue's order are taken."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found: its names and words (the proper name first) and its codes."""

    key: str
    kind: Kind
    name: str
    department: str
    words: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


Fit = tuple[int, bool, int]
"""One entry that fits: its number, whether by another text than its name, and how many characters the text has besides."""


@dataclass(frozen=True, slots=True)
class Lines:
    """All entries' texts of one sort, each text between line ends.

    `starts` is where each entry begins; `order` the beginnings of all texts sorted by text, `owners` whose they are: so
    beginnings are found by bisection, and what stands inside a text by one scan.
    """

    text: str
    starts: "Numbers[int]"
    order: "Numbers[int]"
    owners: "Numbers[int]"

    @classmethod
    def of(cls, entries: Iterable[Iterable[str]]) -> "Lines":
        """The lines of each entry, in order."""
        parts: list[str] = []
        starts: list[int] = []
        lines: list[tuple[str, int, int]] = []
        length = 0
        for owner, texts in enumerate(entries):
            starts.append(length)
            length += 1
            for line in dict.fromkeys(texts):
                parts.append("\n" + line)
                lines.append((line, length, owner))
                length += len(line) + 1
            parts.append("\n")
        lines.sort()
        return cls(
            "".join(parts),
            array("I", starts),
            array("I", (at for _, at, _ in lines)),
            array("I", (owner for _, _, owner in lines)),
        )

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Lines":
        """The lines that `to_json` gave."""
        return cls(raw["text"], _unpacked(raw["starts"]), _unpacked(raw["order"]), _unpacked(raw["owners"]))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON of the lines; the numbers are packed, for a window reads them whenever it starts."""
        numbers = {"starts": self.starts, "order": self.order, "owners": self.owners}
        return {"text": self.text, **{name: _packed(values) for name, values in numbers.items()}}

    def beginning(self, wanted: str, whole: bool = False) -> Iterator[Fit]:
        """The entries with a text that begins with `wanted`, or (`whole`) is it."""
        width = len(wanted)

        def head(start: int) -> str:
            return self.text[start : start + width]

        first = bisect_left(self.order, wanted, key=head)
        last = first
        if whole:
            # Of all texts with this beginning the text itself is sorted first.
            while last < len(self.order) and self.text.startswith(wanted + "\n", self.order[last]):
                last += 1
        else:
            last = bisect_right(self.order, wanted, first, key=head)
        if last - first > NARROW:
            return ((owner, False, 0) for owner in sorted(set(self.owners[first:last])))
        return (
            self._fit(owner, at, at + width)
            for owner, at in zip(self.owners[first:last], self.order[first:last], strict=True)
        )

    def find(self, needle: str) -> Iterator[Fit]:
        """The entries whose text holds `needle`, in order, each once by the first of its texts that does."""
        width = len(needle)
        place = self.text.find(needle)
        while place >= 0:
            entry = bisect_right(self.starts, place) - 1
            yield self._fit(entry, place, place + width)
            if entry + 1 == len(self.starts):
                return
            place = self.text.find(needle, self.starts[entry + 1])

    def match(self, pattern: re.Pattern[str]) -> Iterator[Fit]:
        """The entries whose text matches `pattern`, in order, each once by the first of its texts that does."""
        found = pattern.search(self.text)
        while found:
            entry = bisect_right(self.starts, found.start()) - 1
            yield self._fit(entry, max(found.start(), self.starts[entry] + 1), found.end())
            if entry + 1 == len(self.starts):
                return
            found = pattern.search(self.text, self.starts[entry + 1])

    def _fit(self, entry: int, start: int, end: int) -> Fit:
        name = self.starts[entry] + 1
        line = self.text.rfind("\n", name - 1, start) + 1
        return entry, line != name, self.text.find("\n", end) - line - (end - start)

    def of_entry(self, entry: int) -> list[str]:
        """The texts of one entry."""
        end = self.starts[entry + 1] if entry + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[entry] + 1 : end - 1].split("\n")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many entries hold a character, or two that stand together: sorted units of two places, and their numbers."""

    units: str
    numbers: "Numbers[int]"

    @classmethod
    def of(cls, entries: Iterable[Iterable[str]]) -> "Counts":
        """Counted over the entries' texts, where Chinese stands in them."""
        counts: Counter[str] = Counter()
        for texts in entries:
            held: set[str] = set()
            for text in texts:
                if not text.isascii():
                    held.update(text)
                    held.update(map("".join, pairwise(text)))
            counts.update(held)
        units = sorted((unit.ljust(2), number) for unit, number in counts.items())
        return cls("".join(unit for unit, _ in units), array("I", (number for _, number in units)))

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Counts":
        """The counts that `to_json` gave."""
        return cls(raw["units"], _unpacked(raw["numbers"]))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON of the counts."""
        return {"units": self.units, "numbers": _packed(self.numbers)}

    def of_unit(self, unit: str) -> int:
        """How many entries hold this character or pair."""
        wanted = unit.ljust(2)
        place = bisect_left(range(len(self.numbers)), wanted, key=lambda n: self.units[2 * n : 2 * n + 2])
        there = self.units.startswith(wanted, 2 * place) and place < len(self.numbers)
        return self.numbers[place] if there else 0

    def may_hold(self, text: str) -> bool:
        """Whether a text that holds Chinese can stand in any entry at all: all its pairs stand somewhere."""
        units = map("".join, pairwise(text)) if len(text) > 1 else text
        return not self.units or all(map(self.of_unit, units))

    def may_hold_all(self, text: str) -> bool:
        """Whether each of its characters stands somewhere."""
        return not self.units or all(map(self.of_unit, text))


NO_LINES = Lines("", array("I"), array("I"), array("I"))
NO_COUNTS = Counts("", array("I"))


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The entries, packages first, and their texts: words, pinyin initials, full pinyin, characters with pinyin, and
    pinyin without what accents confuse. `sounds` tells a character's usual reading: one line a syllable, `xin:新心…`.
    """

    rows: tuple[tuple[str, Kind, str, str], ...] = ()
    words: Lines = NO_LINES
    initials: Lines = NO_LINES
    pinyin: Lines = NO_LINES
    mixed: Lines = NO_LINES
    folded: Lines = NO_LINES
    counts: Counts = NO_COUNTS
    sounds: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain JSON of the index."""
        texts = {name: getattr(self, name).to_json() for name in SORTS}
        return {
            "rows": [list(row) for row in self.rows],
            "counts": self.counts.to_json(),
            "sounds": self.sounds,
            **texts,
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "SearchIndex":
        """The index that `to_json` gave."""
        if not raw:
            return cls()
        # What was published before lacks folded lines, counts and sounds: it finds less, and still finds.
        texts: dict[str, Any] = {name: Lines.from_json(raw[name]) for name in SORTS if name in raw}
        if "counts" in raw:
            texts["counts"] = Counts.from_json(raw["counts"])
        return cls(rows=tuple([(r[0], r[1], r[2], r[3]) for r in raw["rows"]]), sounds=raw.get("sounds", ""), **texts)


def _packed(numbers: "Numbers[int]") -> str:
    return b64encode(_little(numbers).tobytes()).decode()


def _unpacked(packed: str | list[int]) -> "Numbers[int]":
    if isinstance(packed, list):
        return array("I", packed)
    return _little(array("I", b64decode(packed)))


def _little(numbers: "Numbers[int]") -> "Numbers[int]":
    """The same in little-endian order, or back."""
    if sys.byteorder == "little":
        return numbers
    turned = numbers[:]
    turned.byteswap()
    return turned


_NOT_COMPARED = re.compile(r"[^\w.\-]+")


def plain(text: str) -> str:
    """What is compared: NFKC, casefolded, letters, digits and what codes are written with."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ü", "v")
    return _NOT_COMPARED.sub("", folded)


_FOLDS = ((re.compile("([zcs])h"), r"\1"), (re.compile("ng"), "n"))


def fold(pinyin: str) -> str:
    """Pinyin without what accents confuse: zh/z, ch/c, sh/s, ng/n, l/n, v/u."""
    for pattern, instead in _FOLDS:
        pinyin = pattern.sub(instead, pinyin)
    return pinyin.replace("l", "n").replace("v", "u")


def is_chinese(char: str) -> bool:
    """Whether it is a Chinese character."""
    return "\u3400" <= char <= "\u9fff" or char >= "\U00020000"


def build_index(entries: Sequence[Entry]) -> SearchIndex:
    """The index of `entries`; packages come before items before departments, else in the order given."""
    place = {"package": 0, "item": 1, "department": 2}
    ordered = sorted(entries, key=lambda e: place[e.kind])
    words, initials, pinyin, mixed = [], [], [], []
    for entry in ordered:
        forms = [plain(w) for w in (entry.name, *entry.words) if plain(w)]
        words.append([*forms, *(plain(c) for c in (entry.key, *entry.codes) if c)])
        spoken = [(form, readings) for form in forms for readings in sounds_of(form)]
        initials.append(["".join(s[:1] for s in sounds) for _, sounds in spoken])
        pinyin.append(["".join(sounds) for _, sounds in spoken])
        mixed.append(
            [
                "".join(f"{c if is_chinese(c) else '·'} {s}" for c, s in zip(_units(form), sounds, strict=True))
                for form, sounds in spoken
                if len(_units(form)) == len(sounds)
            ]
        )
    return SearchIndex(
        rows=tuple((e.key, e.kind, e.name, e.department) for e in ordered),
        words=Lines.of(words),
        initials=Lines.of(initials),
        pinyin=Lines.of(pinyin),
        mixed=Lines.of(mixed),
        folded=Lines.of([fold(p) for p in lines] for lines in pinyin),
        counts=Counts.of(words),
        sounds=table_of_sounds(),
    )


def _units(form: str) -> list[str]:
    return [c for c in form if c.isalnum()]
