"""The mapping file: what a list in somebody else's layout means, in YAML."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from clerk_tui.catalog.exchange.cells import fold
from clerk_tui.catalog.exchange.codes import CODES
from clerk_tui.catalog.exchange.columns import COLUMNS, element_of
from clerk_tui.catalog.source import Path, SourceFile
from clerk_tui.refusal import Refusal


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _element(name: str) -> str:
    found = element_of(name)
    if found is None:
        raise ValueError(f"{name}: {', '.join(words[0] for words in COLUMNS.values())}")
    return found


class Tree(_Part):
    """A JSON list. `departments`: the path to the list of departments, members between points, empty for the top;
    `department`: a department's member with its name; `items`: its member with the items (and their parts, to any
    depth); `elements`: an item's member -> element; `material`: the name's member where papers are objects.
    """

    departments: str = ""
    department: str = "name"
    items: str = "children"
    elements: Mapping[str, str] = Field(default={"title": "task_name", "code": "task_code", "limit": "promise_day"})
    material: str = "name"

    @field_validator("elements")
    @classmethod
    def _elements(cls, elements: Mapping[str, str]) -> Mapping[str, str]:
        return {member: _element(name) for member, name in elements.items()}


class ListMapping(_Part):
    """`columns`: header -> element, or null to leave the column out; `departments`: the list's name -> key or name of
    ours; `department`: for a list that names none; `codes`: element -> pattern, before the profile's.
    """

    sheets: tuple[str, ...] = ()
    header_row: int | None = Field(default=None, ge=1)
    columns: Mapping[str, str | None] = {}
    departments: Mapping[str, str] = {}
    department: str = ""
    profile: str | None = None
    codes: Mapping[str, str] = {}
    json_list: Tree = Field(default=Tree(), alias="json")

    @field_validator("columns")
    @classmethod
    def _columns(cls, columns: Mapping[str, str | None]) -> Mapping[str, str | None]:
        return {fold(header): None if name is None else _element(name) for header, name in columns.items()}

    @field_validator("codes")
    @classmethod
    def _codes(cls, codes: Mapping[str, str]) -> Mapping[str, str]:
        found = {_element(name): pattern for name, pattern in codes.items()}
        for element, pattern in found.items():
            if element not in CODES:
                raise ValueError(f"{element}: {', '.join(CODES)}")
            try:
                re.compile(pattern)
            except re.error as wrong:
                raise ValueError(f"{pattern}: {wrong}") from None
        return found


def mapping_of_yaml(text: str, path: str) -> ListMapping:
    """The mapping in a file. Raises Refusal exchange.mapping_wrong {path, line, key, reason}."""
    file = SourceFile(path, text)
    if file.findings:
        found = file.findings[0]
        reason = str(found.details.get("problem") or found.details.get("key"))
        raise Refusal("exchange.mapping_wrong", path=path, line=found.place.line, key="YAML", reason=reason)
    raw: Any = {} if file.value is None else file.value
    try:
        return ListMapping.model_validate(raw)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        where: Path = tuple(first["loc"])
        raise Refusal(
            "exchange.mapping_wrong",
            path=path,
            line=file.place(where).line,
            key=".".join(map(str, where)) or "–",
            reason=first["msg"].removeprefix("Value error, "),
        ) from None
