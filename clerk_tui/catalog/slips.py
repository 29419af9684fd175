"""What an author most likely slipped on where a file can't be read: the parser names another line, in its own words."""

import re
from collections.abc import Iterator, Sequence

_KEY = r"^(?P<before>\s*(?:- )?[{\s]*[\w.]+)"
_WIDE_COLON = re.compile(_KEY + r"\s*：")
_NO_BLANK = re.compile(_KEY + r":(?=[^\s:/])")
_TAB = re.compile(r"^ *\t")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')
_COMMENT = re.compile(r"(^|\s)#.*$")
_PAIRS = (("{", "}"), ("[", "]"))
Slip = tuple[int, int, str]
"""Line and column from 1, and the code of what it is."""


def slip_in(text: str, line: int) -> Slip | None:
    """The slip in the line that the parser stopped at (from 1) or in the written line above it; None when none shows."""
    lines = text.split("\n")
    at = min(line, len(lines))
    above = next((n for n in range(at - 1, 0, -1) if lines[n - 1].strip()), None)
    near = [at, *([above] if above else [])]
    for number in near:
        if found := next(_in_line(lines[number - 1]), None):
            return number, *found
    for number in near:
        if _uneven(lines, number):
            return number, _indent(lines[number - 1]) + 1, "catalog.yaml_indent"
    return None


def _in_line(line: str) -> Iterator[tuple[int, str]]:
    if found := _TAB.match(line):
        yield found.end(), "catalog.yaml_tab"
    if found := _WIDE_COLON.match(line):
        yield found.end(), "catalog.yaml_wide_colon"
    if found := _NO_BLANK.match(line):
        yield found.end(), "catalog.yaml_no_blank"
    bare = _COMMENT.sub("", _QUOTED.sub(lambda m: "x" * len(m[0]), line))
    if '"' in bare:
        yield bare.index('"') + 1, "catalog.yaml_quote"
    if "{" in bare or "[" in bare:
        for wide in "，：":
            if wide in bare:
                yield bare.index(wide) + 1, "catalog.yaml_wide_mark"
        for opening, closing in _PAIRS:
            if bare.count(opening) != bare.count(closing):
                yield max(bare.find(opening), 0) + 1, "catalog.yaml_bracket"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _uneven(lines: Sequence[str], number: int) -> bool:
    """Whether the line stands under none of those above it."""
    mine = lines[number - 1]
    above = [one for one in lines[: number - 1] if one.strip() and not one.lstrip().startswith("#")]
    if not mine.strip() or not above:
        return False
    wanted, least = set(), _indent(above[-1])
    for one in reversed(above):
        if _indent(one) <= least:
            least = _indent(one)
            wanted.add(least)
    opens = above[-1].rstrip().endswith(":")
    return _indent(mine) not in wanted and not (opens and _indent(mine) > _indent(above[-1]))
