"""The exact text that an adopted proposal changes in the authors' files: found by the parser, edited line by line.

Everything that the change does not concern, comments and layout among it, stays as its author wrote it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any, get_args

import yaml

from clerk_tui.catalog.groups import GROUPS_OF_FIELDS, FieldGroups
from clerk_tui.catalog.model import Item, Step, join_key, split_ask
from clerk_tui.catalog.source import SourceFile, nodes_of
from clerk_tui.refusal import Refusal

_STEPS: tuple[str, ...] = get_args(Step)


@dataclass(frozen=True, slots=True)
class Amendment:
    """`texts` holds the files that change, whole; `diff` the same for the eye; `file` and `line` (from 1) where it begins."""

    file: str
    line: int
    diff: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Credit:
    """To whom an adopted proposal is credited, in the item itself."""

    hall: str
    proposal: str
    kind: str

    def written(self) -> str:
        """As it stands in the file."""
        hall = yaml.safe_dump(self.hall, allow_unicode=True, default_flow_style=True, width=1000)
        return f"{{hall: {hall.removesuffix(chr(10)).removesuffix('...').strip()}, proposal: {self.proposal}, kind: {self.kind}}}"


def amend(
    texts: Mapping[str, str], item: Item, kind: str, subject: str | None, credit: Credit, certificate: str | None = None
) -> Amendment:
    """What to change for this proposal. Raises Refusal amend.not_found {what}, or amend.certificate without one."""
    changed = dict(texts)
    match kind:
        case "drop_field":
            _drop(changed, item.key, "fields", "field", subject or "")
        case "drop_material":
            _drop(changed, item.key, "materials", "material", subject or "")
        case "e_certificate":
            if not certificate:
                raise Refusal("amend.certificate")
            key = subject or ""
            if not any("materials" in text and _element(text, "materials", key) for text in texts.values()):
                key = split_ask(key)[1]
            _put(changed, "materials", key, "e_certificate", certificate)
        case "merge_steps":
            _merge(changed, item, subject or "")
    _credit(changed, item.key, credit)
    files = [name for name in texts if changed[name] != texts[name]]
    diffs = {
        name: "".join(
            unified_diff(
                texts[name].splitlines(keepends=True), changed[name].splitlines(keepends=True), name, name, n=2
            )
        )
        for name in files
    }
    first = files[0]
    pairs = zip(texts[first].splitlines(), changed[first].splitlines(), strict=False)
    line = next((at for at, (old, new) in enumerate(pairs, start=1) if old != new), 1)
    return Amendment(first, line, "".join(diffs.values()), {name: changed[name] for name in files})


# Finding


def _element(text: str, group: str, key: str) -> yaml.Node | None:
    return _child(_child(nodes_of(text), group), key)


def _child(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == key), None)
    return None


def _file_of(texts: Mapping[str, str], group: str, key: str) -> tuple[str, yaml.MappingNode]:
    for name, text in texts.items():
        if key in text:
            node = _element(text, group, key)
            if isinstance(node, yaml.MappingNode):
                return name, node
    raise Refusal("amend.not_found", what=key)


def _last_line(text: str, node: yaml.Node) -> int:
    """The first line after the node, blank lines and comments that follow it left out."""
    flat = isinstance(node, yaml.ScalarNode) or bool(getattr(node, "flow_style", False))
    if flat:
        return int(node.end_mark.line) + 1
    lines = text.split("\n")
    end = int(node.end_mark.line) + (1 if node.end_mark.line == node.start_mark.line else 0)
    while end > node.start_mark.line + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _without_lines(text: str, first: int, end: int) -> str:
    lines = text.split("\n")
    return "\n".join(lines[:first] + lines[end:])


# Changing


def _drop(texts: dict[str, str], item: str, group: str, name: str, subject: str) -> None:
    """Takes every use of the subject out of the item; a group of fields that holds it is written out without it."""
    gone = False
    shorthand = _groups(texts) if group == "fields" else FieldGroups()
    while True:
        file, node = _file_of(texts, "items", item)
        uses = _child(node, group)
        entries = uses.value if isinstance(uses, yaml.SequenceNode) else []
        at = next((n for n, one in enumerate(entries) if _means(one, name, subject)), None)
        if at is not None:
            texts[file] = _without_entry(texts[file], node, group, at)
            gone = True
            continue
        written = SourceFile(file, texts[file]).value["items"][item].get(group) or []
        spread, places = shorthand.spread(written)
        at = next((place for one, place in zip(spread, places, strict=True) if _named(one, subject)), None)
        if at is None:
            break
        left = [one for one, place in zip(spread, places, strict=True) if place == at and not _named(one, subject)]
        texts[file] = _spread_entry(texts[file], node, group, at, [_short(one) for one in left])
        gone = True
    if not gone:
        raise Refusal("amend.not_found", what=subject)


def _groups(texts: Mapping[str, str]) -> FieldGroups:
    found = FieldGroups()
    for name, text in texts.items():
        if re.search(rf"^{GROUPS_OF_FIELDS}:", text, re.MULTILINE):
            for key, members in SourceFile(name, text).value[GROUPS_OF_FIELDS].items():
                found.add(key, members)
    return found


def _named(ask: Any, subject: str) -> bool:
    if isinstance(ask, str):
        return subject in (ask, split_ask(ask)[1])
    return isinstance(ask, dict) and subject in (ask.get("field"), join_key(ask.get("of"), str(ask.get("field"))))


def _short(ask: Any) -> str:
    """An ask as authors write it: one word where it says no more than party and field."""
    if isinstance(ask, str):
        return ask
    if set(ask) <= {"of", "field"}:
        return join_key(ask.get("of"), ask["field"])
    dumped: str = yaml.safe_dump(ask, allow_unicode=True, default_flow_style=True, sort_keys=False, width=1000)
    return dumped.strip()


def _spread_entry(text: str, item: yaml.MappingNode, group: str, at: int, left: list[str]) -> str:
    if not left:
        return _without_entry(text, item, group, at)
    seq = next(v for k, v in item.value if k.value == group)
    entry = seq.value[at]
    joint = ", " if seq.flow_style else "\n" + " " * seq.start_mark.column + "- "
    return text[: entry.start_mark.index] + joint.join(left) + text[entry.end_mark.index :]


def _means(entry: yaml.Node, name: str, subject: str) -> bool:
    if isinstance(entry, yaml.ScalarNode):
        return subject in (entry.value, split_ask(entry.value)[1])
    inner, of = _child(entry, name), _child(entry, "of")
    if inner is None:
        return False
    return subject in (inner.value, join_key(of.value if of is not None else None, inner.value))


def _without_entry(text: str, item: yaml.MappingNode, group: str, at: int) -> str:
    key, seq = next((k, v) for k, v in item.value if k.value == group)
    entry = seq.value[at]
    if len(seq.value) == 1:
        # A list of nothing is left out with its name.
        if item.flow_style:
            return text[: seq.start_mark.index] + "[]" + text[seq.end_mark.index :]
        return _without_lines(text, key.start_mark.line, _last_line(text, seq))
    if seq.flow_style:
        if at + 1 < len(seq.value):
            return text[: entry.start_mark.index] + text[seq.value[at + 1].start_mark.index :]
        return text[: seq.value[at - 1].end_mark.index] + text[entry.end_mark.index :]
    return _without_lines(text, entry.start_mark.line, _last_line(text, entry))


def _merge(texts: dict[str, str], item: Item, step: str) -> None:
    """The last one of these steps goes into the one before it."""
    left = list(item.steps)
    if step not in left:
        raise Refusal("amend.not_found", what=step)
    file, node = _file_of(texts, "items", item.key)
    seq = _child(node, "steps")
    if isinstance(seq, yaml.SequenceNode):
        written = [str(one.value) for one in seq.value]
        if step not in written:
            raise Refusal("amend.not_found", what=step)
        at = len(written) - 1 - written[::-1].index(step)
        texts[file] = _without_entry(texts[file], node, "steps", at)
        return
    del left[len(left) - 1 - left[::-1].index(step)]
    texts[file] = _with_key(texts[file], node, "steps", f"[{', '.join(left)}]")


def _put(texts: dict[str, str], group: str, key: str, name: str, value: str) -> None:
    file, node = _file_of(texts, group, key)
    old = _child(node, name)
    text = texts[file]
    if old is not None:
        texts[file] = text[: old.start_mark.index] + value + text[old.end_mark.index :]
    else:
        texts[file] = _with_key(text, node, name, value)


def _with_key(text: str, node: yaml.MappingNode, name: str, value: str) -> str:
    """The mapping with one more key at its end."""
    if node.flow_style:
        end = node.end_mark.index - 1
        return text[:end] + (", " if node.value else "") + f"{name}: {value}" + text[end:]
    lines = text.split("\n")
    indent = " " * node.value[0][0].start_mark.column
    at = _last_line(text, node)
    return "\n".join([*lines[:at], f"{indent}{name}: {value}", *lines[at:]])


def _credit(texts: dict[str, str], item: str, credit: Credit) -> None:
    file, node = _file_of(texts, "items", item)
    text = texts[file]
    seq: Any = _child(node, "credits")
    if not isinstance(seq, yaml.SequenceNode):
        indent = " " * (node.value[0][0].start_mark.column + 2)
        value = f"[{credit.written()}]" if node.flow_style else f"\n{indent}- {credit.written()}"
        texts[file] = _with_key(text, node, "credits", value).replace("credits: \n", "credits:\n")
    elif seq.flow_style:
        end = seq.end_mark.index - 1
        texts[file] = text[:end] + (", " if seq.value else "") + credit.written() + text[end:]
    else:
        lines, at = text.split("\n"), _last_line(text, seq)
        indent = " " * seq.start_mark.column
        texts[file] = "\n".join([*lines[:at], f"{indent}- {credit.written()}", *lines[at:]])
