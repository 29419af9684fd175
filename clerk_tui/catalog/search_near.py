"""What comes near a query that nothing holds as it was typed: other words' order, whole sentences, slips, homophones."""

import re
from collections.abc import Iterable, Iterator, Sequence
from math import log

from clerk_tui.catalog.readings import spelled
from clerk_tui.catalog.search_index import Fit, Lines, SearchIndex, fold, is_chinese, plain

_IDLE = re.compile(
    "我要|我想要?|想要?|请问|麻烦|帮我|给我|怎么办理|怎么办|怎么|怎样|如何|咋|需要|什么|哪里|哪儿|有没有|可以|能不能|是不是"
    "|办理一下|办一下|一下|办个|一个|一家|在哪|去哪|应该|手续|流程|材料|[的了吗呢啊吧去]|^(?:办理|[办要给])"
)
"""What says only that something is wanted."""
_ACTS = (
    ("丢|掉|遗失|不见|坏|弄脏|补办|损坏", "补"),
    ("过期|到期|期满", "换延"),
    ("改|更换", "变更"),
    ("关门|不干|不开|停业|销", "注销"),
    ("取", "提取"),
    ("死|去世|过世|身后", "死亡"),
    ("小孩|孩子|宝宝|娃|婴儿", "儿新生"),
    ("老人|老头|老太|爸妈", "老年"),
    ("房子|房产|房屋", "不动产房屋"),
    ("续|延期", "延续"),
    ("开|打印|打", "开具打印"),
)
"""How people say what a name says in one word: the act's own characters then count as if typed."""
_ACT_WORDS = re.compile("注销|变更|延续|年审|审验|迁移|转移|过户|查询|提取|复审|备案|报销|退费|取消")
"""What tells one matter of a family from the others, however common it is."""
_PINYIN_OF_A_NAME = 4
_CANDIDATES = 1500
_RAREST = 4
_LEAST = 0.3
"""The share of a query's weight that an entry must hold."""


def tokens_of(query: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The query's parts as they were set apart by blanks, and the same without what only says that one wants something."""
    parts = tuple(p for p in (plain(part) for part in query.split()) if p)
    core: list[str] = []
    for part in parts:
        rest = part if part.isascii() else _IDLE.sub(" ", part)
        core.extend(rest.split())
    return parts, tuple(core)


def departments_named(index: SearchIndex, token: str, beginning: bool = True) -> frozenset[str]:
    """The keys of the departments that `token` names by word, pinyin, initials or code; `beginning`: also by the
    beginning of their pinyin. The beginning of a Chinese name is a name: 公安, 税务.
    """
    if len(token) < 2:
        return frozenset()
    sorts: tuple[tuple[Lines, bool], ...] = ((index.words, False),)
    if token.isascii():
        partly = beginning and len(token) >= _PINYIN_OF_A_NAME
        sorts = ((index.words, True), (index.initials, True), (index.pinyin, not partly))
    return frozenset(
        index.rows[fit[0]][0]
        for lines, whole in sorts
        for fit in lines.beginning(token, whole)
        if index.rows[fit[0]][1] == "department"
    )


def by_sound(index: SearchIndex, wanted: str, fuzzy: bool) -> Iterator[Fit]:
    """What sounds like `wanted`, which was written with other characters."""
    sounds = spelled(index.sounds, wanted) if len(wanted) > 2 else None
    if sounds is not None:
        pinyin = "".join(sounds)
        yield from index.pinyin.beginning(pinyin)
        yield from index.pinyin.find(pinyin)
        if fuzzy:
            yield from index.folded.find(fold(pinyin))


def near(index: SearchIndex, tokens: Sequence[str], limit: int, slips: Iterable[Fit]) -> list[Fit]:
    """The entries that hold most of the query's pairs of characters, and characters, weighed by how rare they are.

    Only the entries that hold one of the rarest are looked at closely, so that it costs the same in any catalogue.
    """
    query = "".join(tokens)
    units = _weighed(index, tokens)
    total = sum(units.values())
    if not total:
        return []
    rare = sorted((u for u in units if index.counts.of_unit(u)), key=lambda u: -units[u])[:_RAREST]
    slipped = {fit[0] for fit in slips}
    seen = dict.fromkeys(slipped)
    for unit in rare:
        for count, fit in enumerate(index.words.find(unit)):
            seen[fit[0]] = None
            if count > _CANDIDATES // _RAREST:
                break
    departments = _department_words(index)
    scored: list[tuple[float, int]] = []
    for entry in {one for each in seen for one in _family(index, each)}:
        texts = index.words.of_entry(entry)
        beside = "\n".join(texts)
        if (base := _base(index, entry)) is not None:
            beside += "\n" + "\n".join(index.words.of_entry(base))
        whose = departments.get(index.rows[entry][3], "")
        score = max(_share(units, text, beside, whose) for text in texts) / total
        said = max((len(text) for text in beside.split("\n") if len(text) > 1 and text in query), default=0)
        score += 0.1 * said / len(query)
        if entry in slipped:
            score = score * 0.5 + 0.35
        if score >= _LEAST and index.rows[entry][1] != "department":
            scored.append((score, entry))
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    # A fit's last number is what the rank goes by: the better, the smaller.
    return [(entry, False, rank) for rank, (_, entry) in enumerate(scored[:limit])]


def _family(index: SearchIndex, entry: int) -> Iterator[int]:
    """The entry, and what follows it under its own key: `…_change`, `…_cancel`."""
    yield entry
    own = index.rows[entry][0] + "_"
    while (entry := entry + 1) < len(index.rows) and index.rows[entry][0].startswith(own):
        yield entry


def _base(index: SearchIndex, entry: int) -> int | None:
    """The entry whose family this one belongs to: people call both by the same everyday words."""
    key = index.rows[entry][0]
    for before in range(entry - 1, max(entry - 6, -1), -1):
        if key.startswith(index.rows[before][0] + "_"):
            return before
    return None


def _share(units: dict[str, float], text: str, beside: str, whose: str) -> float:
    held = 0.0
    for unit, weight in units.items():
        if unit in text:
            held += weight
        elif unit in beside:
            held += weight * 0.6
        elif unit in whose:
            held += weight * 0.4
    return held - 0.02 * len(text)


def _weighed(index: SearchIndex, tokens: Sequence[str]) -> dict[str, float]:
    """The pairs and the characters of the query, with their weights; what stands nowhere weighs little."""
    count = len(index.rows)
    units: dict[str, float] = {}

    def weigh(unit: str, share: float) -> None:
        there = index.counts.of_unit(unit)
        rare = log(1 + count / max(there, 5)) if there else 0.35 * log(1 + count)
        units[unit] = max(units.get(unit, 0.0), share * rare)

    for token in tokens:
        for place, char in enumerate(token):
            if is_chinese(char):
                weigh(char, 1.2 if char in "补换" else 0.4)
            pair = token[place : place + 2]
            if len(pair) == 2:
                weigh(
                    pair, 2.0 if _ACT_WORDS.fullmatch(pair) else 0.5 if pair[0] in "补换" or pair[1] in "补换" else 1.0
                )
        for pattern, act in _ACTS:
            if re.search(pattern, token):
                for char in act:
                    weigh(char, 0.5)
    return units


def _department_words(index: SearchIndex) -> dict[str, str]:
    words: dict[str, str] = {}
    # Departments stand last.
    for entry in range(len(index.rows) - 1, -1, -1):
        if index.rows[entry][1] != "department":
            break
        words[index.rows[entry][0]] = "\n".join(index.words.of_entry(entry))
    return words


def slips(index: SearchIndex, wanted: str) -> list[Fit]:
    """Entries that hold `wanted` with one slip of the keys: a letter or character wrong, missing, twice or swapped.

    One of the two halves is then intact, so only the entries that hold a half are looked at closely.
    """
    half = len(wanted) // 2
    halves = (wanted[:half], wanted[half:])
    sorts = (index.pinyin, index.initials, index.words) if wanted.isascii() else (index.words,)
    close: list[Fit] = []
    for lines in sorts:
        if lines is index.initials and len(wanted) > 8:
            continue
        seen: dict[int, None] = {}
        for part in halves:
            if not part.isascii() and not index.counts.may_hold(part):
                continue
            for count, fit in enumerate(lines.find(part)):
                seen[fit[0]] = None
                if count >= 200:
                    break
        for entry in seen:
            for place, text in enumerate(lines.of_entry(entry)):
                if (at := _near_at(wanted, text)) >= 0:
                    close.append((entry, place > 0, at + abs(len(text) - len(wanted))))
    return close


def _near_at(wanted: str, text: str) -> int:
    """Where `text` holds `wanted` but for one slip (for less than four characters only at its beginning), or -1."""
    width = len(wanted)
    last = max(len(text) - width + 1, 0) if width >= 4 else 0
    return next((at for at in range(last + 1) if _one_slip(wanted, text[at : at + width + 1])), -1)


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
