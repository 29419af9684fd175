"""An adapter: the form of one department's own system, in its order, wording and format. YAML, declarative, never code."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal, Self

from pydantic import Field as Setting
from pydantic import ValidationError, model_validator

from clerk_tui.catalog.model import APPLICANT, Catalog, Model, Named, split_ask
from clerk_tui.catalog.source import Finding, SourceFile
from clerk_tui.catalog.when import ALWAYS, When

Part = Literal["family_name", "given_name", "province", "city", "district", "street", "detail"]
NAME_PARTS: tuple[Part, ...] = ("family_name", "given_name")
DATE_PIECES = ("yyyy", "mm", "dd", "hh", "mi")
"""What a date format is written with: `yyyy-mm-dd hh:mi`, `yyyymmdd`, `yyyy年mm月dd日`."""


class Line(Model):
    """One box of that system's form.

    Its value comes from the first ask of `ask` that has one (`baby.person.name`; party `applicant` is the item's), or is the constant
    `value`. `dates` is a date's format, `part` a piece of a name or address, `codes` that system's code for each of
    ours (`"*"` for all others), `upper` writes letters large, `longest` is what the box holds. `optional` may stay empty.
    """

    label: str
    ask: tuple[str, ...] = ()
    value: str = ""
    dates: str = ""
    part: Part | None = None
    codes: Mapping[str, str] = {}
    upper: bool = False
    longest: int = Setting(default=0, ge=0, le=2000)
    optional: bool = False
    when: When = ALWAYS

    @model_validator(mode="before")
    @classmethod
    def _one_ask(cls, raw: Any) -> Any:
        if isinstance(raw, dict) and isinstance(raw.get("ask"), str):
            return {**raw, "ask": [raw["ask"]]}
        return raw

    @model_validator(mode="after")
    def _has_a_value(self) -> Self:
        if bool(self.ask) == bool(self.value):
            raise ValueError(f"{self.label}: either ask or value is wanted")
        if self.value and (self.dates or self.part or self.codes):
            raise ValueError(f"{self.label}: a constant value is written as it stands")
        if self.dates and not any(piece in self.dates for piece in DATE_PIECES):
            raise ValueError(f"{self.label}: a date format has yyyy, mm, dd, hh or mi")
        return self


class Boxes(Model):
    """Boxes that stand together on that form."""

    title: str
    lines: tuple[Line, ...] = Setting(min_length=1)


class Number(Model):
    """The number that the system gives: what it is called there, and its form."""

    label: str = "受理号"
    label_en: str = "Number"
    pattern: str = r"[0-9A-Za-z-]{4,40}"

    @model_validator(mode="after")
    def _is_a_pattern(self) -> Self:
        try:
            re.compile(self.pattern)
        except re.error as wrong:
            raise ValueError(f"pattern: {wrong}") from None
        return self


class Adapter(Named):
    """How items of one department are entered into its system by hand."""

    department: str
    items: tuple[str, ...] = Setting(min_length=1)
    number: Number = Number()
    parts: tuple[Boxes, ...] = Setting(min_length=1)
    assumed: bool = False
    """No description of that system's form was at hand."""

    @property
    def lines(self) -> Iterator[Line]:
        """Every box, in order."""
        for part in self.parts:
            yield from part.lines


def read_adapter(name: str, text: str, catalog: Catalog | None = None) -> tuple[Adapter | None, tuple[Finding, ...]]:
    """The adapter of one file (its name is the key), with all that is wrong; checked against `catalog` if given."""
    file = SourceFile(name, text)
    if file.findings:
        return None, tuple(file.findings)
    if not isinstance(file.value, dict):
        return None, (Finding(file.place(()), "catalog.not_a_mapping", {"what": name}),)
    key = name.rpartition("/")[2].removesuffix(".yaml")
    try:
        adapter = Adapter.model_validate({**file.value, "key": key})
    except ValidationError as wrong:
        return None, tuple(
            Finding(
                file.place(tuple(error["loc"])),
                "catalog.bad_value",
                {"key": ".".join(map(str, error["loc"])) or key, "reason": error["msg"].removeprefix("Value error, ")},
            )
            for error in _own(wrong)
        )
    return adapter, tuple(_wrong(file, adapter, catalog)) if catalog else ()


def _own(wrong: ValidationError) -> list[Any]:
    """The errors without those that only say of a list that what is wrong in it does not count."""
    errors = wrong.errors(include_url=False)

    def echoes(error: Any) -> bool:
        loc = error["loc"]
        return error["type"] == "too_short" and any(o["loc"] != loc and o["loc"][: len(loc)] == loc for o in errors)

    return [error for error in errors if not echoes(error)]


def _wrong(file: SourceFile, adapter: Adapter, catalog: Catalog) -> Iterator[Finding]:
    """What the adapter names and the catalogue doesn't have, and codes that an option lacks."""

    def missing(path: tuple[str | int, ...], key: str, group: str) -> Finding:
        return Finding(file.place(path), "catalog.no_such", {"key": key, "group": group, "near": "–"})

    if adapter.department not in catalog.departments:
        yield missing(("department",), adapter.department, "departments")
    for at, item in enumerate(adapter.items):
        if item not in catalog.items:
            yield missing(("items", at), item, "items")
    for part_at, part in enumerate(adapter.parts):
        for at, line in enumerate(part.lines):
            path = ("parts", part_at, "lines", at)
            for ask in (*line.ask, *line.when.keys):
                party, key = split_ask(ask)
                # A question (`visit.parent`) looks like a party's field; the question bank knows better.
                if ask not in catalog.fields and key not in catalog.fields:
                    yield missing((*path, "ask"), ask, "fields")
                elif ask not in catalog.fields and party not in (None, APPLICANT) and party not in catalog.parties:
                    yield missing((*path, "ask"), ask, "parties")
            yield from _no_code(file, path, line, catalog)


def _no_code(file: SourceFile, path: tuple[str | int, ...], line: Line, catalog: Catalog) -> Iterator[Finding]:
    if not line.codes or "*" in line.codes:
        return
    for ask in line.ask:
        asked = catalog.fields.get(ask) or catalog.fields.get(split_ask(ask)[1])
        for value in [o.value for o in asked.options] if asked else ():
            if value not in line.codes:
                details = {"key": ask, "value": value}
                yield Finding(file.place((*path, "codes")), "adapter.no_code", details)


def written(moment: str, form: str) -> str | None:
    """An ISO date (or date and time) in that format; None when it is no date, or has no time where one is wanted."""
    day, _, clock = moment.replace(" ", "T").partition("T")
    try:
        read = date.fromisoformat(day)
    except ValueError:
        return None
    pieces = {"yyyy": f"{read.year:04d}", "mm": f"{read.month:02d}", "dd": f"{read.day:02d}"}
    if "hh" in form or "mi" in form:
        if not re.fullmatch(r"\d\d:\d\d(:\d\d)?", clock):
            return None
        pieces |= {"hh": clock[:2], "mi": clock[3:5]}
    for piece, digits in pieces.items():
        form = form.replace(piece, digits)
    return form
