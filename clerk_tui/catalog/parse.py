"""From the authors' YAML to a checked catalogue, collecting everything that is wrong in all files at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from clerk_tui.catalog.build import GROUPS
from clerk_tui.catalog.check import check
from clerk_tui.catalog.groups import GROUPS_OF_FIELDS, FieldGroups
from clerk_tui.catalog.listed import LISTED, Listed, laid
from clerk_tui.catalog.model import Catalog, Item, Named
from clerk_tui.catalog.source import Finding, Path, Place, SourceFile

_KEYS = {
    "departments": re.compile(r"[a-z]+"),
    "parties": re.compile(r"[a-z][a-z0-9_]*"),
    "fields": re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*"),
    "certificates": re.compile(r"ec\.[a-z][a-z0-9_]*"),
    "materials": re.compile(r"[a-z]+\.[a-z][a-z0-9_]*"),
    "items": re.compile(r"[a-z]+\.[a-z][a-z0-9_]*"),
    "packages": re.compile(r"[a-z][a-z0-9_]*"),
}
_MODELS: Mapping[str, type[BaseModel]] = {**GROUPS, LISTED: Listed}
_RETIRED = "retired"
"""Keys that were used once and never may be again, for old cases and statistics still hold them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading: the catalogue of all elements that could be read, and every finding, in file order."""

    catalog: Catalog
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether it may be published: no finding is an error."""
        return all(f.severity != "error" for f in self.findings)


class CatalogWrong(Exception):
    """The files hold errors; `findings` are all of them."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


@dataclass
class _Reader:
    files: dict[str, SourceFile]
    findings: list[Finding] = field(default_factory=list)
    elements: dict[str, dict[str, Named]] = field(default_factory=lambda: {group: {} for group in GROUPS})
    homes: dict[tuple[str, str], SourceFile] = field(default_factory=dict)
    field_groups: FieldGroups = field(default_factory=FieldGroups)
    retired: dict[str, SourceFile] = field(default_factory=dict)
    written: dict[str, list[int]] = field(default_factory=dict)
    """For each item, at which place its author wrote each of its asks: a group of fields stands for several."""
    listed: dict[str, tuple[SourceFile, Listed]] = field(default_factory=dict)

    def place(self, group: str, key: str, path: Path = ()) -> Place:
        """Where an element, or a part of it, was written."""
        if group == "items" and path and key in self.listed and path[0] in self.listed[key][1].says:
            return self.listed[key][0].place((LISTED, key, *path))
        home = self.homes.get((group, key))
        return home.place((group, key, *self._as_written(group, key, path))) if home else Place("?")

    def _as_written(self, group: str, key: str, path: Path) -> Path:
        match path:
            case ("fields", int(at), *rest) if group == "items" and at < len(self.written.get(key, ())):
                return ("fields", self.written[key][at], *rest)
        return path

    def read_groups(self, file: SourceFile) -> None:
        """The groups of fields, which items of every file may name."""
        raw = file.value.get(GROUPS_OF_FIELDS) if isinstance(file.value, dict) else None
        if raw is None:
            return
        if not isinstance(raw, dict):
            self._find(file, (GROUPS_OF_FIELDS,), "catalog.not_a_mapping", what=GROUPS_OF_FIELDS)
            return
        for key, members in raw.items():
            path = (GROUPS_OF_FIELDS, key)
            if not _KEYS["fields"].fullmatch(key):
                form = _KEYS["fields"].pattern.replace("\\", "")
                self._find(file, path, "catalog.bad_key", key=key, form=form)
            elif not isinstance(members, list) or not members:
                self._find(file, path, "catalog.not_a_list", key=key)
            elif key in self.field_groups:
                self._find(file, path, "catalog.duplicate_key", key=key)
            else:
                self.field_groups.add(key, members)
                self.homes[GROUPS_OF_FIELDS, key] = file

    def read_retired(self, file: SourceFile) -> None:
        """The keys that may not be used again."""
        raw = file.value.get(_RETIRED) if isinstance(file.value, dict) else None
        if raw is not None and not isinstance(raw, list):
            self._find(file, (_RETIRED,), "catalog.not_a_list", key=_RETIRED)
        for key in raw if isinstance(raw, list) else ():
            self.retired[str(key)] = file

    def read(self, file: SourceFile) -> None:
        """The elements of one file."""
        self.findings += file.findings
        if file.value is None:
            return
        if not isinstance(file.value, dict):
            self.findings.append(Finding(file.place(()), "catalog.not_a_mapping", {"what": file.name}))
            return
        for group, elements in file.value.items():
            if group in (GROUPS_OF_FIELDS, LISTED, _RETIRED):
                continue
            if group not in GROUPS:
                self._unknown(file, (group,), group, [*GROUPS, GROUPS_OF_FIELDS, LISTED, _RETIRED])
            elif not isinstance(elements, dict):
                self.findings.append(Finding(file.place((group,)), "catalog.not_a_mapping", {"what": group}))
            else:
                for key, raw in elements.items():
                    self._element(file, group, key, raw)

    def lay(self, file: SourceFile) -> None:
        """What a list says of items, over the items of all files, which are read by now."""
        raw = file.value.get(LISTED) if isinstance(file.value, dict) else None
        if raw is not None and not isinstance(raw, dict):
            self._find(file, (LISTED,), "catalog.not_a_mapping", what=LISTED)
        for key, parts in raw.items() if isinstance(raw, dict) else ():
            self._lay(file, key, parts)

    def _lay(self, file: SourceFile, key: str, raw: Any) -> None:
        path, items = (LISTED, key), self.elements["items"]
        if key in self.listed:
            first = self.listed[key][0].place(path)
            details = {"key": key, "file": first.file, "line": first.line}
            self.findings.append(Finding(file.place(path), "catalog.defined_twice", details))
        elif not isinstance(raw, dict):
            self._find(file, path, "catalog.not_a_mapping", what=key)
        elif "key" in raw:
            self._unknown(file, (*path, "key"), "key", [])
        elif ("items", key) not in self.homes:
            near = get_close_matches(key, list(items), n=1, cutoff=0.5)
            self._find(file, path, "catalog.no_such", key=key, group="items", near=near[0] if near else "–")
        else:
            try:
                over = Listed.model_validate({**raw, "key": key})
            except ValidationError as wrong:
                for one in wrong.errors(include_url=False):
                    self._invalid(file, LISTED, key, one)
                return
            self.listed[key] = file, over
            if isinstance(item := items.get(key), Item):
                items[key] = laid(item, over)

    def _element(self, file: SourceFile, group: str, key: str, raw: Any) -> None:
        where = file.place((group, key))
        if not _KEYS[group].fullmatch(key):
            form = _KEYS[group].pattern.replace("\\", "")
            self.findings.append(Finding(where, "catalog.bad_key", {"key": key, "form": form}))
            return
        if first := self.homes.get((group, key)):
            place = first.place((group, key))
            self.findings.append(
                Finding(where, "catalog.defined_twice", {"key": key, "file": place.file, "line": place.line})
            )
            return
        self.homes[group, key] = file
        if key in self.retired:
            self.findings.append(Finding(where, "catalog.key_retired", {"key": key}))
        if not isinstance(raw, dict):
            self.findings.append(Finding(where, "catalog.not_a_mapping", {"what": key}))
            return
        if "key" in raw:
            self._unknown(file, (group, key, "key"), "key", [])
            return
        if group == "items" and isinstance(raw.get("fields"), list):
            asks, self.written[key] = self.field_groups.spread(raw["fields"])
            raw = {**raw, "fields": asks}
        try:
            self.elements[group][key] = GROUPS[group].model_validate({**raw, "key": key})
        except ValidationError as wrong:
            for one in wrong.errors(include_url=False):
                self._invalid(file, group, key, one)

    def _invalid(self, file: SourceFile, group: str, key: str, error: Any) -> None:
        path: Path = (group, key, *self._as_written(group, key, tuple(error["loc"])))
        last = str(error["loc"][-1]) if error["loc"] else key
        match error["type"]:
            case "extra_forbidden":
                self._unknown(file, path, last, _keys_at(_MODELS[group], error["loc"][:-1]))
            case "missing":
                self._find(file, path, "catalog.missing_key", key=last, of=key)
            case "literal_error":
                allowed = str(error["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
                self._find(file, path, "catalog.not_one_of", key=last, allowed=allowed)
            case "string_type":
                self._find(file, path, "catalog.not_text", key=last)
            case "int_parsing" | "float_parsing" | "int_type" | "float_type" | "int_from_float":
                self._find(file, path, "catalog.not_a_number", key=last)
            case "bool_parsing" | "bool_type":
                self._find(file, path, "catalog.not_true", key=last)
            case "date_type" | "date_parsing" | "date_from_datetime_parsing":
                self._find(file, path, "catalog.not_a_day", key=last)
            case "greater_than_equal" | "less_than_equal":
                limit = f"≥ {error['ctx']['ge']:g}" if "ge" in error["ctx"] else f"≤ {error['ctx']['le']:g}"
                self._find(file, path, "catalog.not_in_range", key=last, limit=limit)
            case "list_type" | "tuple_type":
                self._find(file, path, "catalog.not_a_list", key=last)
            case "dict_type" | "model_type" | "model_attributes_type":
                self._find(file, path, "catalog.not_a_mapping", what=last)
            case other:
                reason = error["msg"].removeprefix("Value error, ") if other == "value_error" else error["msg"]
                self._find(file, path, "catalog.bad_value", key=last, reason=reason)

    def _find(self, file: SourceFile, path: Path, code: str, **details: Any) -> None:
        self.findings.append(Finding(file.place(path), code, details))

    def _unknown(self, file: SourceFile, path: Path, key: str, allowed: list[str]) -> None:
        near = get_close_matches(key, allowed, n=1, cutoff=0.4)
        if near:
            self._find(file, path, "catalog.unknown_key", key=key, near=near[0])
        else:
            self._find(file, path, "catalog.unknown_key_of", key=key, allowed=", ".join(sorted(allowed)) or "–")


def _keys_at(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that an author may write at `path` inside an element of `model`."""
    current: type[BaseModel] | None = model
    for step in path:
        if isinstance(step, int) or current is None:
            continue
        by_name = {(info.alias or name): info.annotation for name, info in current.model_fields.items()}
        current = _model_in(by_name.get(step)) if step in by_name else current
    if current is None:
        return []
    return [info.alias or name for name, info in current.model_fields.items() if name != "key" or current is not model]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (tuple, list, Union, UnionType):
        return next((m for a in get_args(annotation) if (m := _model_in(a))), None)
    return None


def read_catalog(texts: Mapping[str, str]) -> Reading:
    """Reads and checks the files (name -> YAML text); nothing is raised, everything is found."""
    reader = _Reader({name: SourceFile(name, text) for name, text in texts.items()})
    for file in reader.files.values():
        reader.read_groups(file)
        reader.read_retired(file)
    for file in reader.files.values():
        reader.read(file)
    for file in reader.files.values():
        reader.lay(file)
    groups: Any = reader.elements
    groups["packages"] = dict(sorted(groups["packages"].items(), key=lambda one: one[1].rank))
    catalog = Catalog(**groups)
    unread = {key for (_, key) in reader.homes} - {key for group in reader.elements.values() for key in group}
    for group, key, path, code, details, severity in check(catalog, unread):
        reader.findings.append(Finding(reader.place(group, key, path), code, details, severity))
    return Reading(catalog, tuple(sorted(reader.findings, key=lambda f: f.place)))


def parse_catalog(texts: Mapping[str, str]) -> Catalog:
    """The catalogue in the files. Raises CatalogWrong with all findings when one of them is an error."""
    reading = read_catalog(texts)
    if not reading.sound:
        raise CatalogWrong(reading.findings)
    return reading.catalog
