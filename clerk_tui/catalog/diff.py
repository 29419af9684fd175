"""What one catalogue changes against another, and which matters it touches: the ground of a dry run, in codes."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from clerk_tui.catalog.model import Catalog, Item, Named, Package, join_key

How = Literal["added", "removed", "changed"]
GROUPS = ("departments", "parties", "fields", "certificates", "materials", "items", "packages")
_ASKS, _PAPERS, _STEPS = "field", "material", "step"
_PLAIN = {
    "items": (
        "promise_days",
        "legal_days",
        "clock_rule",
        "immediate",
        "commitment",
        "department",
        "type",
        "code",
        "basis",
        "acting",
    ),
    "packages": ("promise_days", "lead", "acting", "basis"),
    "fields": ("type", "source", "reuse", "sensitivity", "max_length", "options"),
    "materials": ("e_certificate", "kind"),
    "certificates": ("authority", "code"),
    "departments": ("code", "partner"),
    "parties": ("kind", "shown_by", "guardians"),
}
"""Attributes whose change is told with the old and the new value."""
_TOLD = {
    "items": {"fields", "materials", "steps", "conditions", "credits", "results", "questions"},
    "packages": {"items", "joining", "questions"},
}
_TOLD_OF_BOTH = {"since", "until", "suspended", "aliases"}
"""Attributes whose change is told part by part."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that an element gains, loses or changes; `what` is a text code's last part (`diff.<what>`).

    `key` names a field, paper, item, question or attribute; `old` and `new` are values of a changed attribute.
    """

    how: How
    what: str
    key: str
    old: Any = None
    new: Any = None


@dataclass(frozen=True, slots=True)
class Change:
    """One element; `relief` says that what it loses is taken from received cases too (`applies: open_too`)."""

    how: How
    group: str
    key: str
    name: str
    parts: tuple[Part, ...] = ()
    relief: bool = False

    def net(self, what: str) -> int:
        """How many more (or fewer) fields, materials or steps."""
        return sum({"added": 1, "removed": -1}.get(p.how, 0) for p in self.parts if p.what == what)


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes, in the order of the groups and of the newer catalogue."""

    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)

    def touched(self, catalog: Catalog, matters: Collection[str]) -> tuple[Change, ...]:
        """The changes that concern somebody who came for these matters, by the catalogue that they came under."""
        keys: set[str] = set()
        for matter in matters:
            keys.add(matter)
            package = catalog.packages.get(matter)
            keys.update(one.item for one in package.items) if package else None
        for key in list(keys):
            item = catalog.items.get(key)
            if item is not None:
                keys.update(ask.field for ask in item.fields)
                keys.update(use.material for use in item.materials)
        return tuple(change for change in self.changes if change.key in keys)


def compare(old: Catalog, new: Catalog) -> Difference:
    """What `new` changes against `old`."""
    return Difference(tuple(change for group in GROUPS for change in _group(group, old, new)))


def _group(group: str, old: Catalog, new: Catalog) -> Iterator[Change]:
    before: Mapping[str, Named] = getattr(old, group)
    after: Mapping[str, Named] = getattr(new, group)
    for key, element in after.items():
        was = before.get(key)
        if was is None:
            yield Change("added", group, key, element.name)
        elif was != element:
            parts = tuple(_parts(group, was, element))
            yield Change("changed", group, key, element.name, parts, _relief(was, element, parts))
    for key, element in before.items():
        if key not in after:
            yield Change("removed", group, key, element.name)


def _parts(group: str, old: Any, new: Any) -> Iterator[Part]:
    if old.name != new.name:
        yield Part("changed", "name", "name", old.name, new.name)
    for name in _PLAIN[group]:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Part("changed", name, name, _told(before), _told(after))
    if isinstance(new, Item):
        yield from _sets(_ASKS, _asks(old), _asks(new))
        yield from _sets(_PAPERS, _papers(old), _papers(new))
        yield from _steps(old.steps, new.steps)
        yield from _sets("condition", {c.key: c for c in old.conditions}, {c.key: c for c in new.conditions})
        yield from _sets("credit", {c.proposal: c for c in old.credits}, {c.proposal: c for c in new.credits})
        yield from _sets("result", {r.name: r for r in old.results}, {r.name: r for r in new.results})
    if isinstance(new, Package):
        yield from _sets("item", {i.item: i for i in old.items}, {i.item: i for i in new.items})
        yield from _sets("joining", {j.key: j for j in old.joining}, {j.key: j for j in new.joining})
    if isinstance(new, (Item, Package)):
        yield from _sets("question", {q: q for q in old.questions}, {q: q for q in new.questions})
        for name in ("since", "until"):
            if getattr(old, name) != getattr(new, name):
                yield Part("changed", name, name, _told(getattr(old, name)), _told(getattr(new, name)))
        if old.suspended != new.suspended:
            how: How = "removed" if new.suspended is None else "added"
            reasons = [one.reason if one else None for one in (old.suspended, new.suspended)]
            yield Part(how, "suspension", "suspended", *reasons)
        yield from _sets("alias", {a: a for a in old.aliases}, {a: a for a in new.aliases})
    told = {"key", "name", *_PLAIN[group], *_TOLD.get(group, ()), *(_TOLD_OF_BOTH if group in _TOLD else ())}
    for name, info in type(new).model_fields.items():
        if name not in told and getattr(old, name) != getattr(new, name):
            yield Part("changed", "other", info.alias or name)


def _steps(old: Collection[str], new: Collection[str]) -> Iterator[Part]:
    """Steps that come or go; one that is taken twice counts twice."""
    before, after = Counter(old), Counter(new)
    for step in (after - before).elements():
        yield Part("added", _STEPS, step)
    for step in (before - after).elements():
        yield Part("removed", _STEPS, step)


def _asks(item: Item) -> dict[str, Any]:
    return {join_key(ask.of, ask.field): ask for ask in item.fields}


def _papers(item: Item) -> dict[str, Any]:
    return {join_key(use.of, use.material): use for use in item.materials}


def _sets(what: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Part]:
    for key in new:
        if key not in old:
            yield Part("added", what, key)
        elif old[key] != new[key]:
            yield Part("changed", what, key)
    for key in old:
        if key not in new:
            yield Part("removed", what, key)


def _relief(old: Any, new: Any, parts: Collection[Part]) -> bool:
    """Whether the author marked what ends here as relief: the use itself, or the whole element."""
    if getattr(new, "applies", "new") == "open_too":
        return True
    if not (isinstance(old, Item) and isinstance(new, Item)):
        return False
    uses = {**_asks(old), **_papers(old), **_asks(new), **_papers(new)}
    return any(uses[p.key].applies == "open_too" for p in parts if p.what in (_ASKS, _PAPERS))


def _told(value: Any) -> Any:
    if isinstance(value, tuple):
        return "、".join(getattr(one, "name", str(one)) for one in value)
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)
