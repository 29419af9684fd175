"""What stands in a cell, made plain; and what is noted about it."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

NOTHING = frozenset(["", "无", "/", "\\", "-", "--", "—", "——", "暂无", "不适用", "n/a", "none", "null", "nan", "空"])
"""What people write into a cell that has nothing to say, folded."""
_LONGEST = 16
"""No mark for nothing is longer, with the blanks around it."""
_BLANKS, _WRAPPED = re.compile(r"\s+"), re.compile(r"\s*\n\s*")
_YES = frozenset(["是", "1", "有", "支持", "√", "✓", "✔", "y", "yes", "true", "已进驻", "可以", "收费"])
_NO = frozenset(["否", "0", "无", "不支持", "×", "✗", "x", "n", "no", "false", "未进驻", "不可以", "不收费", "不"])


@dataclass(frozen=True, slots=True)
class Note:
    """One thing about one row: an error keeps the row out, a hint does not. `column` is the header as the list has it."""

    code: str
    severity: Literal["error", "hint"]
    column: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def clean(text: str) -> str:
    """The cell without what is no text (control characters, direction marks, lone surrogates); line ends stay."""
    if text.isprintable():
        return text.strip()
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\u00a0", " ")
    return "".join(c for c in plain if c == "\n" or c == "\u3000" or c.isprintable()).strip()


def one_line(text: str) -> str:
    """The cell in one line: a name that was wrapped by hand is whole again."""
    plain = clean(text)
    return plain if plain.isprintable() else _WRAPPED.sub("", plain).replace("\u3000", " ").strip()


def fold(text: str) -> str:
    """What is compared: NFKC, casefolded, no blanks."""
    return _folded(text) if len(text) <= _LONGEST else _folded.__wrapped__(text)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def says_nothing(text: str) -> bool:
    """Whether the cell is empty or holds one of the marks for nothing."""
    return not text or (len(text) <= _LONGEST and _folded(text) in NOTHING)


def yes_no(text: str) -> int | None:
    """1 or 0; None when it is neither."""
    word = fold(text)
    return 1 if word in _YES else 0 if word in _NO else None


def split_outside(text: str, separators: str) -> list[str]:
    """The parts between separators that stand outside of brackets; blank parts are left out."""
    parts, depth, begin = [], 0, 0
    for at, char in enumerate(text):
        if char in "（(《〈【[":
            depth += 1
        elif char in "）)》〉】]":
            depth = max(0, depth - 1)
        elif char == "\n" or (not depth and char in separators):
            # A bracket that never ends must not swallow the lines below.
            depth = 0
            parts.append(text[begin:at])
            begin = at + 1
    parts.append(text[begin:])
    return [part.strip() for part in parts if part.strip()]
