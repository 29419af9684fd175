"""Finding a matter or a department by what a clerk types: Chinese, pinyin, initials, code, everyday words, slips.

The index is built when the catalogue is published: a few long strings, one line a name, so that a key press costs a
handful of `str.find`. Building needs pypinyin (imported only there); searching needs nothing.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

_SORTS = ("words", "initials", "pinyin", "mixed")
Kind = Literal["package", "item", "department"]
Match = Literal["exact", "prefix", "initials", "substring", "mixed", "slip"]

LONGEST_QUERY = 40
"""A longer paste is cut: no name is longer, and the scan stays short."""
_ENOUGH = 200
"""Hits of one pass that are ranked among themselves; more would not be read."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One row of the result; `department` is the department's key, `matched` how it was found."""

    key: str
    kind: Kind
    name: str
    department: str
    matched: Match


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found: its names and words (the proper name first) and its codes."""

    key: str
    kind: Kind
    name: str
    department: str
    words: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """All entries' texts of one sort, each text between line ends.

    `starts` is where each entry begins; `order` the beginnings of all texts sorted by text, `owners` whose they are: so
    beginnings are found by bisection, and what stands inside a text by one scan.
    """

    text: str
    starts: tuple[int, ...]
    order: tuple[int, ...]
    owners: tuple[int, ...]

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
        return cls("".join(parts), tuple(starts), tuple(at for _, at, _ in lines), tuple(o for _, _, o in lines))

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Lines":
        """The lines that `to_json` gave."""
        return cls(raw["text"], tuple(raw["starts"]), tuple(raw["order"]), tuple(raw["owners"]))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON of the lines."""
        numbers = {"starts": self.starts, "order": self.order, "owners": self.owners}
        return {"text": self.text, **{name: list(values) for name, values in numbers.items()}}

    def beginning(self, wanted: str, whole: bool = False) -> Iterator[int]:
        """The entries with a text that begins with `wanted`, or (`whole`) is it, in order, each once."""
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
        return iter(sorted(set(self.owners[first:last])))

    def find(self, needle: str) -> Iterator[int]:
        """The entries whose text holds `needle`, in order, each once."""
        place = self.text.find(needle)
        while place >= 0:
            entry = bisect_right(self.starts, place) - 1
            yield entry
            if entry + 1 == len(self.starts):
                return
            place = self.text.find(needle, self.starts[entry + 1])

    def match(self, pattern: re.Pattern[str]) -> Iterator[int]:
        """The entries whose text matches `pattern`, in order, each once."""
        found = pattern.search(self.text)
        while found:
            entry = bisect_right(self.starts, found.start()) - 1
            yield entry
            if entry + 1 == len(self.starts):
                return
            found = pattern.search(self.text, self.starts[entry + 1])

    def of_entry(self, entry: int) -> list[str]:
        """The texts of one entry."""
        end = self.starts[entry + 1] if entry + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[entry] + 1 : end - 1].split("\n")


NO_LINES = Lines("", (), (), ())


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The entries, packages first, and their texts: words, pinyin initials, full pinyin, and characters with pinyin."""

    rows: tuple[tuple[str, Kind, str, str], ...] = ()
    words: Lines = NO_LINES
    initials: Lines = NO_LINES
    pinyin: Lines = NO_LINES
    mixed: Lines = NO_LINES

    def to_json(self) -> dict[str, Any]:
        """Plain JSON of the index."""
        texts = {name: getattr(self, name).to_json() for name in _SORTS}
        return {"rows": [list(row) for row in self.rows], **texts}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "SearchIndex":
        """The index that `to_json` gave."""
        if not raw:
            return cls()
        texts = {name: Lines.from_json(raw[name]) for name in _SORTS}
        return cls(rows=tuple((r[0], r[1], r[2], r[3]) for r in raw["rows"]), **texts)


def plain(text: str) -> str:
    """What is compared: NFKC, casefolded, without blanks at the ends and inside Chinese."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\s+", "", folded)


def build_index(entries: Sequence[Entry]) -> SearchIndex:
    """The index of `entries`; packages come before items before departments, else in the order given."""
    from pypinyin import lazy_pinyin

    place = {"package": 0, "item": 1, "department": 2}
    ordered = sorted(entries, key=lambda e: place[e.kind])
    words, initials, pinyin, mixed = [], [], [], []
    for entry in ordered:
        forms = [plain(w) for w in (entry.name, *entry.words) if plain(w)]
        spoken = []
        for form in forms:
            chinese = [c for c in form if _is_chinese(c) or c.isalnum()]
            sounds = lazy_pinyin("".join(chinese), errors=list)  # type: ignore[arg-type]
            spoken.append((chinese, [s.casefold() for s in sounds]))
        words.append([*forms, *(plain(c) for c in (entry.key, *entry.codes) if c)])
        initials.append(["".join(s[:1] for s in sounds) for _, sounds in spoken])
        pinyin.append(["".join(sounds) for _, sounds in spoken])
        mixed.append(
            [
                "".join(f"{c if _is_chinese(c) else '·'} {s}" for c, s in zip(chars, sounds, strict=True))
                for chars, sounds in spoken
                if len(chars) == len(sounds)
            ]
        )
    return SearchIndex(
        rows=tuple((e.key, e.kind, e.name, e.department) for e in ordered),
        words=Lines.of(words),
        initials=Lines.of(initials),
        pinyin=Lines.of(pinyin),
        mixed=Lines.of(mixed),
    )


def search(index: SearchIndex, query: str, limit: int = 20, weights: Mapping[str, float] | None = None) -> list[Hit]:
    """The best `limit` entries for `query`, best first: by kind of match, then by `weights` (how often this hall
    really does a key), then packages before items before departments. An empty query finds nothing.
    """
    wanted = plain(query)[:LONGEST_QUERY]
    if not wanted or not index.rows:
        return []
    found: dict[int, Match] = {}
    for match, entries in _passes(index, wanted):
        if match == "mixed" and found and wanted.isascii():
            break
        fresh: list[int] = []
        for entry in entries:
            if entry not in found:
                fresh.append(entry)
                if len(fresh) == _ENOUGH:
                    break
        if weights:
            fresh.sort(key=lambda e: (-weights.get(index.rows[e][0], 0.0), e))
        for entry in fresh:
            found[entry] = match
            if len(found) == limit:
                return _hits(index, found)
    if not found and len(wanted) >= (4 if wanted.isascii() else 3):
        for entry in _slips(index, wanted, limit):
            found[entry] = "slip"
    return _hits(index, found)


def _hits(index: SearchIndex, found: Mapping[int, Match]) -> list[Hit]:
    return [Hit(*index.rows[entry], matched=match) for entry, match in found.items()]


def _passes(index: SearchIndex, wanted: str) -> Iterator[tuple[Match, Iterator[int]]]:
    spoken = wanted.isascii()
    yield "exact", index.words.beginning(wanted, whole=True)
    if spoken:
        yield "initials", index.initials.beginning(wanted, whole=True)
    yield "prefix", index.words.beginning(wanted)
    if spoken:
        yield "prefix", index.pinyin.beginning(wanted, whole=True)
        yield "initials", index.initials.beginning(wanted)
        yield "prefix", index.pinyin.beginning(wanted)
    yield "substring", index.words.find(wanted)
    if spoken and len(wanted) > 1:
        yield "substring", index.initials.find(wanted)
        if len(wanted) > 2:
            yield "substring", index.pinyin.find(wanted)
    if len(wanted) > 1 and (pattern := _mixed_pattern(wanted)):
        yield "mixed", index.mixed.match(pattern)


def _is_chinese(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or char >= "\U00020000"


def _mixed_pattern(wanted: str) -> re.Pattern[str] | None:
    """Characters and letters in any mixture: the next letter goes on in its syllable or begins the next one."""
    # A syllable stands after its character and a blank: `新 xin生 sheng`.
    parts: list[str] = []
    before = ""
    for char in wanted:
        if not char.isalnum():
            return None
        if _is_chinese(char):
            gap = "" if not before else " [a-z]*" if _is_chinese(before) else "[a-z]*"
            parts.append(gap + char)
        elif not before:
            parts.append(" " + char)
        elif _is_chinese(before):
            # Straight after a character the letters may spell that character or the next one.
            parts.append(f"(?: [a-z]*[^a-z\\n ])? {char}")
        else:
            parts.append(f"(?:{char}|[a-z]*[^a-z\\n ] {char})")
        before = char
    return re.compile("".join(parts))


def _slips(index: SearchIndex, wanted: str, limit: int) -> list[int]:
    """Entries that hold `wanted` with one slip of the keys: a letter or character wrong, missing, twice or swapped.

    One of the two halves is then intact, so only the entries that hold a half are looked at closely.
    """
    half = len(wanted) // 2
    halves = (wanted[:half], wanted[half:])
    sorts = (index.pinyin, index.initials, index.words) if wanted.isascii() else (index.words,)
    close: dict[int, None] = {}
    for lines in sorts:
        if lines is index.initials and len(wanted) > 8:
            continue
        seen: dict[int, None] = {}
        for part in halves:
            for entry in lines.find(part):
                seen[entry] = None
                if len(seen) >= _ENOUGH:
                    break
        for entry in seen:
            if any(_near(wanted, text) for text in lines.of_entry(entry)):
                close[entry] = None
                if len(close) == limit:
                    return list(close)
    return list(close)


def _near(wanted: str, text: str) -> bool:
    """Whether `text` begins with `wanted` but for one slip (or holds it so, for four characters or more)."""
    width = len(wanted)
    last = max(len(text) - width + 1, 0) if width >= 4 else 0
    return any(_one_slip(wanted, text[at : at + width + 1]) for at in range(last + 1))


def _one_slip(wanted: str, text: str) -> bool:
    """Whether a beginning of `text` becomes `wanted` by at most one change, insertion, omission or swap."""
    same = 0
    while same < len(wanted) and same < len(text) and wanted[same] == text[same]:
        same += 1
    rest, other = wanted[same:], text[same:]
    if len(rest) <= 1:
        return True
    return (
        other.startswith(rest[1:])
        or other[1:].startswith(rest[1:])
        or other[1:].startswith(rest)
        or (other[:2] == rest[1::-1] and other[2:].startswith(rest[2:]))
    )
