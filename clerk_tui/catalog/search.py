"""Finding a matter or a department by what a clerk types: Chinese, pinyin, initials, code, everyday words, slips.

First what holds the query as it was typed, in passes from the closest to the widest; only where that brings less than
`_ENOUGH` rows, what comes near it (`search_near`). Nothing here touches disk or network: it runs at every key.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from clerk_tui.catalog.search_index import Entry, Fit, Kind, Lines, SearchIndex, build_index, fold, is_chinese, plain
from clerk_tui.catalog.search_near import by_sound, departments_named, near, tokens_of
from clerk_tui.catalog.search_near import slips as slips_of

__all__ = ["Entry", "Hit", "Kind", "Lines", "Match", "SearchIndex", "build_index", "plain", "search"]

Match = Literal[
    "exact", "initials", "prefix", "substring", "short", "mixed", "words", "department", "fuzzy", "slip", "near"
]
Pass = tuple[Match, Iterable[Fit]]

LONGEST_QUERY = 40
"""A longer paste is cut: no name is longer, and the scan stays short."""
_LONGEST_INITIALS = 10
"""Letters that may be initials with some left out; more are pinyin."""
_RANKED = 200
"""Hits of one pass that are ranked among themselves; more would not be read."""
_ENOUGH = 5
"""Rows after which nothing is looked for that only comes near."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One row of the result; `department` is the department's key, `matched` how it was found."""

    key: str
    kind: Kind
    name: str
    department: str
    matched: Match


class _Found:
    """The rows so far, best first."""

    def __init__(self, index: SearchIndex, limit: int, weights: Mapping[str, float] | None) -> None:
        self.index = index
        self.limit = limit
        self.weights = weights or {}
        self.rows: dict[int, Match] = {}
        self.allowed: Callable[[int], bool] | None = None

    @property
    def full(self) -> bool:
        """Whether more would not be shown."""
        return len(self.rows) >= self.limit

    def add(self, match: Match, fits: Iterable[Fit], closest: bool = False) -> None:
        """Ranks one pass: (`closest`) how near, then what this hall does most, then by the name itself, then as published."""
        fresh: dict[int, Fit] = {}
        for fit in fits:
            entry = fit[0]
            if entry in self.rows or (self.allowed and not self.allowed(entry)):
                continue
            if entry not in fresh or fit[1:] < fresh[entry][1:]:
                fresh[entry] = fit
                if len(fresh) == _RANKED:
                    break
        rows, weights = self.index.rows, self.weights

        def rank(fit: Fit) -> tuple[bool, int, float, bool, int]:
            # Among what holds the query a longer text is no worse (补发 is no closer than 新办): the author's order decides.
            entry, elsewhere, distance = fit
            near = (elsewhere, distance) if closest else (False, 0)
            return *near, -weights.get(rows[entry][0], 0.0), elsewhere, entry

        for entry, *_ in sorted(fresh.values(), key=rank):
            if self.full:
                return
            self.rows[entry] = match

    def hits(self) -> list[Hit]:
        """The rows as they are shown."""
        return [Hit(*self.index.rows[entry], matched=match) for entry, match in self.rows.items()]


def search(
    index: SearchIndex,
    query: str,
    limit: int = 20,
    weights: Mapping[str, float] | None = None,
    fuzzy: bool = True,
) -> list[Hit]:
    """The best `limit` entries for `query`, best first: by kind of match, then by `weights` (how often this hall
    really does a key), then by how close the text is, then packages before items before departments. `fuzzy`: also
    pinyin typed with an accent (z for zh, l for n, in for ing), below what was typed exactly. An empty query finds nothing.
    """
    if not index.rows:
        return []
    tokens, core = tokens_of(query[: 4 * LONGEST_QUERY])
    wanted = "".join(tokens)[:LONGEST_QUERY]
    if not wanted:
        return []
    found = _Found(index, limit, weights)
    _as_typed(found, wanted)
    if len(tokens) > 1:
        _in_departments(found, tokens, fuzzy)
        found.add("words", _all_of(index, tokens) if not found.full else ())
    elif not found.full and (named := departments_named(index, wanted, beginning=False)):
        whole = ((n, False, 0) for n, row in enumerate(index.rows) if row[3] in named and row[1] != "department")
        found.add("department", whole)
    short = "".join(core)[:LONGEST_QUERY]
    if short and short != wanted and len(found.rows) < _ENOUGH:
        _as_typed(found, short)
    if len(found.rows) < _ENOUGH:
        _coming_near(found, core or tokens, short or wanted, fuzzy)
    return found.hits()


def _as_typed(found: _Found, wanted: str) -> None:
    for match, fits in _passes(found.index, wanted):
        if match == "mixed" and found.rows and wanted.isascii():
            return
        found.add(match, fits)
        if found.full:
            return


def _passes(index: SearchIndex, wanted: str) -> Iterator[Pass]:
    spoken = wanted.isascii()
    yield "exact", index.words.beginning(wanted, whole=True)
    if spoken:
        yield "initials", index.initials.beginning(wanted, whole=True)
        yield "exact", index.pinyin.beginning(wanted, whole=True)
    yield "prefix", index.words.beginning(wanted)
    if spoken:
        yield "initials", index.initials.beginning(wanted)
        yield "prefix", index.pinyin.beginning(wanted)
        if len(wanted) > 1:
            yield "substring", index.initials.find(wanted)
        if len(wanted) > 2:
            yield "substring", index.pinyin.find(wanted)
    if spoken or index.counts.may_hold(wanted):
        yield "substring", index.words.find(wanted)
    if len(wanted) > 1 and any(c.isascii() for c in wanted) and (pattern := _mixed_pattern(wanted)):
        yield "mixed", index.mixed.match(pattern)


def _in_departments(found: _Found, tokens: tuple[str, ...], fuzzy: bool) -> None:
    """A department's name (word, pinyin, code) beside what is wanted of it."""
    rows = found.index.rows
    for place, token in enumerate(tokens):
        if named := departments_named(found.index, token):
            rest = "".join((*tokens[:place], *tokens[place + 1 :]))
            found.allowed = lambda entry, named=named: rows[entry][3] in named and rows[entry][1] != "department"
            _as_typed(found, rest)
            if len(found.rows) < _ENOUGH:
                _coming_near(found, (rest,), rest, fuzzy)
            found.allowed = None
            return


def _all_of(index: SearchIndex, tokens: Iterable[str]) -> list[Fit]:
    """What holds every token, in whatever order."""
    common: dict[int, Fit] | None = None
    for token in tokens:
        fits: dict[int, Fit] = {}
        for _, some in _passes(index, token):
            for fit in some:
                if common is None or fit[0] in common:
                    fits.setdefault(fit[0], fit)
                if len(fits) > 10 * _RANKED:
                    break
        common = fits
        if not common:
            return []
    return list((common or {}).values())


def _coming_near(found: _Found, tokens: tuple[str, ...], wanted: str, fuzzy: bool) -> None:
    index = found.index
    if wanted.isascii():
        if fuzzy and len(wanted) > 2:
            folded = fold(wanted)
            found.add("fuzzy", index.folded.beginning(folded))
            found.add("fuzzy", index.folded.find(folded))
        if not found.rows and len(wanted) > 3:
            if len(wanted) <= _LONGEST_INITIALS:
                found.add("short", index.initials.match(_shortened(wanted, "\n")))
            found.add("slip", slips_of(index, wanted), closest=True)
        return
    if len(wanted) > 1:
        if len(wanted) > 2 and index.counts.may_hold_all(wanted):
            found.add("short", index.words.match(_shortened(wanted)))
        found.add("slip", by_sound(index, wanted, fuzzy))
        found.add(
            "near", near(index, tokens, found.limit, slips_of(index, wanted) if len(wanted) > 2 else ()), closest=True
        )


def _shortened(wanted: str, start: str = "") -> re.Pattern[str]:
    """The characters in their order with others between them, as 个体户 stands in 个体工商户; each step has one way only."""
    first, rest = wanted[0], wanted[1:]
    steps = "".join(rf"[^\n{re.escape(c)}]*{re.escape(c)}" for c in rest)
    return re.compile(start + re.escape(first) + steps)


def _mixed_pattern(wanted: str) -> re.Pattern[str] | None:
    """Characters and letters in any mixture: the next letter goes on in its syllable or begins the next one."""
    # A syllable stands after its character and a blank: `新 xin生 sheng`.
    parts: list[str] = []
    before = ""
    for char in wanted:
        if not char.isalnum():
            return None
        if is_chinese(char):
            gap = "" if not before else " [a-z]*" if is_chinese(before) else "[a-z]*"
            parts.append(gap + char)
        elif not before:
            parts.append(" " + char)
        elif is_chinese(before):
            # Straight after a character the letters may spell that character or the next one.
            parts.append(f"(?: [a-z]*[^a-z\\n ])? {char}")
        else:
            parts.append(f"(?:{char}|[a-z]*[^a-z\\n ] {char})")
        before = char
    return re.compile("".join(parts))
