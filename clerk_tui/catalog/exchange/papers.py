"""The cell of papers (申请材料): names, and in brackets how each is handed in."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from clerk_tui.catalog.exchange.cells import says_nothing, split_outside

_NUMBER = re.compile(
    r"(?:^|(?<=[\s；;，,。]))[（(]?(?:\d{1,2}[.．、)）](?!\d)|[一二三四五六七八九十]{1,3}[、)）]|[①-⑳])\s*"
)
_HOW = re.compile(r"[（(【\[]([^（(【\[]{1,40}?)[)）】\]]$")
_ORIGINAL, _COPY, _TOLERABLE = "原件", "复印件", "容缺"
_KNOWN_WORDS = re.compile(
    r"(可|允许)?容缺(受理|后补)?|原件|正本|复印件|扫描件|电子版|电子件|纸质|各|一式|[\d一二两三四五六七八九]+份|必要|非必要|验|查验|收取?|核对|和|及|与|或|、|,|;|/|1:1|加盖公章|\+"
)
_COUNT = re.compile(r"(?:复印件各?|一式|各)(?P<n>[\d一二两三四五六七八九]+)份")
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
MOST_COPIES = 9


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a row."""

    name: str
    original: bool = True
    copies: int = 0
    tolerable: bool = False


def read_papers(text: str, known: Callable[[str], bool]) -> list[Paper]:
    """The papers in a cell, each name once. `known`: whether a name is a paper of the catalogue; it decides whether
    `、` and `，` stand between papers or inside of one name.
    """
    if says_nothing(text):
        return []
    parts = split_outside(_NUMBER.sub("\n", text), "；;|")
    if len(parts) == 1:
        finer = split_outside(parts[0], "、，,")
        if len(finer) > 1 and all(known(_paper(part).name) for part in finer):
            parts = finer
    found: dict[str, Paper] = {}
    for part in parts:
        paper = _paper(part)
        if not paper.name or says_nothing(paper.name):
            continue
        other = found.get(paper.name)
        found[paper.name] = merged(other, paper) if other else paper
    return list(found.values())


def merged(one: Paper, other: Paper) -> Paper:
    """The stricter of two demands of the same paper."""
    return Paper(
        one.name, one.original or other.original, max(one.copies, other.copies), one.tolerable and other.tolerable
    )


@lru_cache(maxsize=4096)
def _paper(part: str) -> Paper:
    name = re.sub(r"\s+", " ", part).strip(" 。.，,、")
    original, copies, tolerable = True, 0, False
    while found := _HOW.search(name):
        inside = re.sub(r"\s+", "", unicodedata.normalize("NFKC", found[1]))
        if _KNOWN_WORDS.sub("", inside):
            break
        name = name[: found.start()].strip()
        tolerable = tolerable or _TOLERABLE in inside
        if _COPY in inside:
            copies = _count(inside)
            original = _ORIGINAL in inside or "正本" in inside
    return Paper(name, original, copies, tolerable)


def _count(inside: str) -> int:
    found = _COUNT.search(inside) or re.search(r"(?P<n>[\d一二两三四五六七八九]+)份", inside)
    if not found:
        return 1
    count = _DIGITS.get(found["n"]) or (int(found["n"]) if found["n"].isdecimal() and len(found["n"]) < 3 else 1)
    return max(1, min(MOST_COPIES, count))


def write_papers(papers: Iterable[Paper]) -> str:
    """The cell of papers, a line each, such that `read_papers` gives the same."""
    lines = []
    for paper in papers:
        how = [_ORIGINAL] if paper.original and paper.copies else []
        how += [f"{_COPY}{paper.copies}份"] if paper.copies else []
        how += ["可容缺"] if paper.tolerable else []
        lines.append(f"{paper.name}（{'、'.join(how)}）" if how else paper.name)
    return "\n".join(lines)
