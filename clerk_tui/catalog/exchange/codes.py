"""Codes of the national list: made plain, and looked at by the profile of a province. None is ever refused for its form."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator
from stdnum.cn import uscc

from clerk_tui.catalog.exchange.cells import Note
from clerk_tui.refusal import Refusal

CODES = ("catalog_code", "local_catalog_code", "task_code", "task_handle_item")
_CAPITALS = {ord(c): c.upper() for c in "abcdefghijklmnopqrstuvwxyz"}
_DASHES = dict.fromkeys(map(ord, "–—－‐‑−"), "-")


class Profile(BaseModel):
    """How one province writes its codes: patterns by element, in which `uscc`, `level`, `basic` and `type` may be named."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    aliases: tuple[str, ...] = ()
    codes: Mapping[str, tuple[str, ...]] = {}
    case_no: tuple[str, ...] = ()

    @field_validator("codes")
    @classmethod
    def _patterns(cls, codes: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        for element, patterns in codes.items():
            if element not in CODES:
                raise ValueError(f"{element}: {', '.join(CODES)}")
            for pattern in patterns:
                try:
                    re.compile(pattern)
                except re.error as wrong:
                    raise ValueError(f"{pattern}: {wrong}") from None
        return codes


@cache
def profiles() -> Mapping[str, Profile]:
    """All profiles by name; the package's own file is read once."""
    raw = yaml.safe_load((files(__package__) / "profiles.yaml").read_text(encoding="utf-8"))
    return {name: Profile.model_validate(one) for name, one in raw.items()}


def profile_of(name: str | None) -> Profile:
    """The profile of a province by its name or number. Raises Refusal exchange.no_profile with those that there are."""
    known = profiles()
    wanted = (name or "default").strip().casefold()
    for key, profile in known.items():
        if wanted in (key, profile.name, *profile.aliases):
            return profile
    raise Refusal("exchange.no_profile", name=name, known="、".join(f"{k}（{p.name}）" for k, p in known.items()))


def with_codes(profile: Profile, codes: Mapping[str, str]) -> Profile:
    """The profile with a mapping file's own patterns before its own. Raises ValueError for a wrong pattern."""
    if not codes:
        return profile
    merged = {**profile.codes, **{e: (p, *profile.codes.get(e, ())) for e, p in codes.items()}}
    try:
        return Profile.model_validate({**profile.model_dump(), "codes": merged})
    except ValidationError as wrong:
        raise ValueError(wrong.errors()[0]["msg"].removeprefix("Value error, ")) from None


def plain_code(text: str) -> str:
    """The code in half-width capitals, without blanks."""
    if text.isascii() and text.isalnum():
        return text.upper()
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    packed = "".join(c for c in plain if c.isprintable() and not c.isspace()).translate(_CAPITALS)
    return unicodedata.normalize("NFKC", packed)


def is_rounded(text: str) -> bool:
    """Whether a spreadsheet turned the code into a rounded number, so that its digits are lost."""
    return bool(re.fullmatch(r"\d(\.\d+)?E\+?\d+", text, re.IGNORECASE))


def look_at(profile: Profile, element: str, code: str, column: str, values: Mapping[str, str]) -> Iterator[Note]:
    """What is odd about a plain code, all of it hints. `values` are the row's other plain codes and its level."""
    patterns = profile.codes.get(element, ())
    found = next((f for p in patterns if (f := re.fullmatch(p, code))), None)
    if found is None:
        if any(re.fullmatch(p, code) for p in profile.case_no):
            yield Note("exchange.code_is_case", "hint", column, {"value": code})
        elif patterns:
            yield Note(
                "exchange.code_form", "hint", column, {"value": code, "profile": profile.name, "length": len(code)}
            )
        return
    parts = found.groupdict()
    if parts.get("uscc") and not _is_uscc(parts["uscc"]):
        yield Note("exchange.code_uscc", "hint", column, {"value": parts["uscc"]})
    for part in ("basic", "level"):
        other = values.get({"basic": "catalog_code", "level": "use_level"}[part])
        if parts.get(part) and other and parts[part] != other:
            yield Note(f"exchange.code_{part}", "hint", column, {"inside": parts[part], "value": other})


@lru_cache(maxsize=1024)
def _is_uscc(code: str) -> bool:
    return bool(uscc.is_valid(code))


def only_basic(profile: Profile, code: str) -> bool:
    """Whether a code that stands as the whole one is a basic one by its form."""
    forms = profile.codes
    return any(re.fullmatch(p, code) for p in forms.get("catalog_code", ())) and not any(
        re.fullmatch(p, code) for p in forms.get("task_code", ())
    )


def type_in(profile: Profile, codes: Mapping[str, str]) -> str | None:
    """The type of matter (事项类型, two digits) that the row's codes hold."""
    basic = codes.get("catalog_code")
    for element in ("task_code", "task_handle_item"):
        for pattern in () if basic else profile.codes.get(element, ()):
            if (found := re.fullmatch(pattern, codes.get(element, ""))) and found.groupdict().get("basic"):
                basic = found["basic"]
    for pattern in profile.codes.get("catalog_code", ()):
        if basic and (found := re.fullmatch(pattern, basic)) and found.groupdict().get("type"):
            return found["type"]
    return None
