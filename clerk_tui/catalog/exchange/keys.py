"""Which key each code of a list has. Kept beside the files that an import writes, so that keys never change and never return."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pypinyin import Style, lazy_pinyin

from clerk_tui.refusal import Refusal

FORMAT = 1
_LETTERS = 8
_PLACE = re.compile(r"^(.{2,6}?[省市区县州旗盟]|[区县旗])(?=.{3})")


@dataclass
class Keys:
    """`items`: identity (`task:CODE`, `basic:DEPARTMENT/CODE`, `name:DEPARTMENT/NAME` …) -> key; `retired`: keys of items
    that moved to another department; `files`: what the last import wrote. `taken` are keys of other catalogues.
    """

    base: str = "builtin"
    items: dict[str, str] = field(default_factory=dict)
    departments: dict[str, str] = field(default_factory=dict)
    materials: dict[str, str] = field(default_factory=dict)
    retired: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    _next: dict[str, int] = field(default_factory=dict)

    @classmethod
    def from_json(cls, text: str, path: str) -> "Keys":
        """The keys that `to_json` gave. Raises Refusal exchange.keys_broken."""
        try:
            raw = json.loads(text)
            found = cls(
                base=str(raw["base"]),
                items=_texts(raw["items"]),
                departments=_texts(raw["departments"]),
                materials=_texts(raw["materials"]),
                retired=[str(one) for one in raw["retired"]],
                files=[str(one) for one in raw["files"]],
            )
            if raw["format"] != FORMAT:
                raise ValueError(raw["format"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise Refusal("exchange.keys_broken", path=path) from None
        found.taken = {*found.items.values(), *found.departments.values(), *found.materials.values(), *found.retired}
        return found

    def to_json(self) -> str:
        """The same keys give the same text."""
        groups = {name: dict(sorted(getattr(self, name).items())) for name in ("items", "departments", "materials")}
        lists = {"retired": sorted(self.retired), "files": sorted(self.files)}
        whole = {"format": FORMAT, "base": self.base, **groups, **lists}
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"

    def item(self, identity: str, department: str, wanted: Iterable[str]) -> str:
        """The key of an item; a new one from the first of the `wanted` words that gives one."""
        key = self.items.get(identity)
        if key and key.partition(".")[0] == department:
            return key
        if key:
            self.retired.append(key)
        slug = next((s for word in wanted if (s := _slug(word))), "item")
        key = self.items[identity] = self._free(f"{department}.{slug}")
        return key

    def department(self, plain: str, name: str) -> str:
        """The key of a department that the catalogue doesn't know: the initials of its name."""
        if plain not in self.departments:
            letters = "".join(c for c in initials(_PLACE.sub("", name)) if "a" <= c <= "z")[:_LETTERS] or "dept"
            key, number = letters, 0
            while key in self.taken:
                number += 1
                # A key of departments has letters only.
                key = letters + "".join(chr(ord("a") + int(d)) for d in str(number))
            self.departments[plain] = key
            self.taken.add(key)
        return self.departments[plain]

    def material(self, plain: str, department: str) -> str:
        """The key of a paper that the catalogue doesn't know: numbered under the department that asked for it first."""
        if plain not in self.materials:
            self.materials[plain] = self._free(f"{department}.m{len(self.materials) + 1:04d}")
        return self.materials[plain]

    def _free(self, stem: str) -> str:
        key, number = stem, self._next.get(stem, 1)
        while key in self.taken:
            number += 1
            key = f"{stem}_{number}"
        self._next[stem] = number
        self.taken.add(key)
        return key


def _texts(raw: dict[str, str]) -> dict[str, str]:
    return {str(k): str(v) for k, v in raw.items()}


def _slug(word: str) -> str:
    """A code with a `c` before it, or a name's initials; empty for words that give neither."""
    if word.isascii():
        plain = re.sub(r"[^a-z0-9]", "", word.casefold())[:40]
        return f"c{plain}" if plain else ""
    return re.sub(r"^[0-9]+", "", initials(word))[:24]


def initials(name: str) -> str:
    """The first letter of each character's pinyin, ASCII letters and digits as they are."""
    sounds = lazy_pinyin(name, style=Style.FIRST_LETTER, errors=list)  # type: ignore[arg-type]
    return "".join(c for s in sounds for c in s[:1].casefold() if c.isascii() and c.isalnum())


def english_stopgap(name: str) -> str:
    """The pinyin of a name, each syllable with a capital: stands for the English name that a list never has."""
    sounds = lazy_pinyin(name, errors="ignore")
    return " ".join(s.capitalize() for s in sounds) or name
