"""YAML as authors write it, read with the place of every node. Codes stay text: only plain numbers are numbers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import yaml

from clerk_tui.catalog.slips import slip_in

try:
    # The parser in C, where PyYAML was built with it, is ten times as fast.
    from yaml import CSafeLoader as _Safe
except ImportError:
    from yaml import SafeLoader as _Safe  # type: ignore[assignment]

Path = tuple[str | int, ...]
Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: where, which code of the texts says what and how to mend it, and its parameters."""

    place: Place
    code: str
    details: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity = "error"


class _Loader(_Safe):
    """YAML without its surprises: `no`, `01` and `1_0` are text here."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"~|null|", ["~", "n", ""]),
    ("int", r"0|-?[1-9][0-9]*", "-0123456789"),
    ("float", r"-?(0|[1-9][0-9]*)\.[0-9]+", "-0123456789"),
    ("timestamp", r"\d{4}-\d\d-\d\d", "0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))


def nodes_of(text: str) -> yaml.Node | None:
    """The nodes of a readable file with their places, for who changes its text. Raises yaml.YAMLError."""
    return yaml.compose(text, Loader=_Loader)


class SourceFile:
    """One file: its plain value, the place of every node by path, and what could not be read."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.findings: list[Finding] = []
        self._places: dict[Path, Place] = {}
        self.value: Any = None
        try:
            node = yaml.compose(text, Loader=_Loader)
        except yaml.MarkedYAMLError as wrong:
            mark = wrong.problem_mark or wrong.context_mark
            place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
            # A quotation that never ends is noticed at the end of the file, and is wrong where it begins.
            quoted = wrong.context_mark if "quoted" in (wrong.context or "") else None
            if slip := slip_in(text, quoted.line + 1 if quoted else place.line):
                line, column, code = slip
                self.findings.append(Finding(Place(name, line, column), code))
                return
            self.findings.append(Finding(place, "catalog.yaml", {"problem": wrong.problem or "?"}))
            return
        except yaml.YAMLError as wrong:
            self.findings.append(Finding(Place(name), "catalog.yaml", {"problem": str(wrong).splitlines()[0]}))
            return
        if node is not None:
            self.value = self._plain(node, ())

    def place(self, path: Path) -> Place:
        """The place of the node at `path`, or of the nearest node above it."""
        for end in range(len(path), -1, -1):
            if found := self._places.get(path[:end]):
                return found
        return Place(self.name)

    def _plain(self, node: yaml.Node, path: Path) -> Any:
        self._places.setdefault(path, self._mark(node))
        if isinstance(node, yaml.MappingNode):
            out: dict[str, Any] = {}
            for key_node, value_node in node.value:
                key = str(key_node.value)
                if key in out:
                    self.findings.append(Finding(self._mark(key_node), "catalog.duplicate_key", {"key": key}))
                self._places[(*path, key)] = self._mark(key_node)
                out[key] = self._plain(value_node, (*path, key))
            return out
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(one, (*path, at)) for at, one in enumerate(node.value)]
        return self._scalar(node)

    def _scalar(self, node: yaml.Node) -> Any:
        kind, text = node.tag.rpartition(":")[2], str(node.value)
        match kind:
            case "bool":
                return text == "true"
            case "null":
                return None
            case "int":
                return int(text)
            case "float":
                return float(text)
            case "timestamp":
                try:
                    return date.fromisoformat(text)
                except ValueError:
                    return text
        return text

    def _mark(self, node: yaml.Node) -> Place:
        return Place(self.name, node.start_mark.line + 1, node.start_mark.column + 1)
