"""What can be wrong between the elements of a catalogue: references, conditions, circles, English names.

What is wrong with what they say stands in `check_content`.
"""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from clerk_tui.catalog.check_content import check_content
from clerk_tui.catalog.model import (
    APPLICANT,
    MANDATE_ITEM,
    MANDATE_SCOPE,
    MANDATE_UNTIL,
    Catalog,
    Field,
    Item,
    Package,
    Repeats,
    Valid,
    split_ask,
)
from clerk_tui.catalog.source import Path, Severity
from clerk_tui.catalog.when import OPERATORS, When

Wrong = tuple[str, str, Path, str, Mapping[str, Any], Severity]
"""Group, key, path inside the element, code, details, severity."""


def check(catalog: Catalog, unread: Collection[str] = ()) -> Iterator[Wrong]:
    """Everything wrong in `catalog`. `unread` are keys that exist but could not be read: they count as known."""
    checker = _Checker(catalog, set(unread))
    yield from checker.names()
    yield from checker.parties()
    yield from checker.fields()
    for item in catalog.items.values():
        yield from checker.item(item)
    for package in catalog.packages.values():
        yield from checker.package(package)
    yield from checker.circles()
    yield from checker.unused()
    yield from check_content(catalog)


class _Checker:
    def __init__(self, catalog: Catalog, unread: set[str]) -> None:
        self.catalog = catalog
        self.unread = unread
        self.used_fields: set[str] = set()
        self.used_materials: set[str] = set()
        self.homes: dict[str, list[Package]] = {}
        self.asked_by_packages: dict[str, set[str]] = {}
        for package in catalog.packages.values():
            for part in package.items:
                self.homes.setdefault(part.item, []).append(package)
                asked = self.asked_by_packages.setdefault(part.item, set())
                asked |= {*package.questions, *((package.acting,) if package.acting else ())}

    def _missing(self, group: str, key: str, path: Path, wanted: str, among: str) -> Iterator[Wrong]:
        known = getattr(self.catalog, among)
        if wanted in known or wanted in self.unread:
            return
        near = get_close_matches(wanted, list(known), n=1, cutoff=0.5)
        details = {"key": wanted, "group": among, "near": near[0] if near else "–"}
        yield group, key, path, "catalog.no_such", details, "error"

    def names(self) -> Iterator[Wrong]:
        """English names where they are required: departments, packages, situation questions, fields."""
        for group in ("departments", "parties", "packages", "fields"):
            for key, element in getattr(self.catalog, group).items():
                if not element.name_en:
                    yield group, key, (), "catalog.no_english", {"key": key}, "error"
        homes: dict[str, str] = {}
        for group in ("items", "packages", "materials", "fields", "certificates", "departments", "parties"):
            for key in getattr(self.catalog, group):
                if key in homes:
                    yield group, key, (), "catalog.key_in_two_groups", {"key": key, "group": homes[key]}, "error"
                homes.setdefault(key, group)

    def parties(self) -> Iterator[Wrong]:
        for key, party in self.catalog.parties.items():
            for at, guardian in enumerate(party.guardians):
                yield from self._missing("parties", key, ("guardians", at), guardian, "parties")
            if party.shown_by:
                self.used_materials.add(party.shown_by)
                yield from self._missing("parties", key, ("shown_by",), party.shown_by, "materials")

    def fields(self) -> Iterator[Wrong]:
        for key, asked in self.catalog.fields.items():
            if (asked.type == "choice") != bool(asked.options):
                yield "fields", key, ("options",), "catalog.options", {"key": key}, "error"
            seen = set()
            for at, option in enumerate(asked.options):
                if option.value in seen:
                    yield "fields", key, ("options", at), "catalog.duplicate_key", {"key": option.value}, "error"
                seen.add(option.value)
                if not option.name_en:
                    yield "fields", key, ("options", at), "catalog.no_english", {"key": option.value}, "error"
                for party in option.parties:
                    yield from self._missing("fields", key, ("options", at, "parties"), party, "parties")
                for ask in option.asks:
                    self.used_fields.add(split_ask(ask)[1])
                    yield from self._missing("fields", key, ("options", at, "asks"), split_ask(ask)[1], "fields")
                for paper in option.shows:
                    self.used_materials.add(split_ask(paper)[1])
                    yield from self._missing("fields", key, ("options", at, "shows"), split_ask(paper)[1], "materials")
            if (asked.type == "rows") != (asked.repeats is not None):
                yield "fields", key, ("repeats",), "catalog.rows_type", {"key": key}, "error"
            if asked.repeats is not None:
                yield from self._repeats(key, asked.repeats)

    def _repeats(self, key: str, repeats: Repeats) -> Iterator[Wrong]:
        if not repeats.row_en:
            yield "fields", key, ("repeats", "row"), "catalog.no_english", {"key": repeats.row}, "error"
        if repeats.min > repeats.max:
            details = {"min": repeats.min, "max": repeats.max}
            yield "fields", key, ("repeats", "max"), "catalog.rows_limits", details, "error"
        members = [one.field for one in repeats.fields]
        for at, one in enumerate(repeats.fields):
            where: Path = ("repeats", "fields", at)
            self.used_fields.add(one.field)
            yield from self._missing("fields", key, where, one.field, "fields")
            asked = self.catalog.fields.get(one.field)
            if asked and asked.type == "rows":
                yield "fields", key, where, "catalog.row_in_row", {"key": one.field}, "error"
            if one.field in members[:at]:
                yield "fields", key, where, "catalog.duplicate_key", {"key": one.field}, "error"
            yield from self._when("fields", key, (*where, "when"), one.when, set(members) - {one.field})
        if repeats.sum is None:
            return
        where = ("repeats", "sum", "field")
        if repeats.sum.field not in members:
            yield "fields", key, where, "catalog.sum_field", {"key": repeats.sum.field}, "error"
        summed = self.catalog.fields.get(repeats.sum.field)
        if summed and summed.type not in ("number", "money"):
            yield "fields", key, where, "catalog.sum_number", {"key": repeats.sum.field}, "error"

    def item(self, item: Item) -> Iterator[Wrong]:
        key = item.key
        yield from self._missing("items", key, ("department",), item.department, "departments")
        if key.partition(".")[0] != item.department:
            yield "items", key, (), "catalog.key_department", {"key": key, "department": item.department}, "error"
        askable = {*item.questions, *((item.acting,) if item.acting else ()), *self.asked_by_packages.get(key, ())}
        acting = item.acting or any(p.acting for p in self.homes.get(key, ()))
        if not acting and any(rule.party != APPLICANT for rule in item.applicant):
            yield "items", key, (), "catalog.nobody_acts", {"key": key}, "error"
        asked = {f"{a.of}.{a.field}" if a.of else a.field for a in item.fields}
        for rule in item.applicant:
            if rule.party != APPLICANT:
                asked |= {f"{rule.party}.{a.field}" for a in item.fields if a.of == APPLICANT}
        readable = askable | asked
        yield from self._questions("items", key, item)
        for at, rule in enumerate(item.applicant):
            yield from self._missing("items", key, ("applicant", at), rule.party, "parties")
            yield from self._when("items", key, ("applicant", at, "when"), rule.when, readable)
        for at, ask in enumerate(item.fields):
            self.used_fields.add(ask.field)
            yield from self._missing("items", key, ("fields", at), ask.field, "fields")
            yield from self._of(item, ("fields", at), ask.of)
            yield from self._when("items", key, ("fields", at, "when"), ask.when, readable)
            if ask.given_by:
                yield from self._missing("items", key, ("fields", at, "given_by"), ask.given_by, "items")
            yield from self._period("items", key, ask, ("fields", at))
            if ask in item.fields[:at]:
                yield "items", key, ("fields", at), "catalog.asked_twice", {"key": ask.field}, "error"
        for at, use in enumerate(item.materials):
            self.used_materials.add(use.material)
            yield from self._missing("items", key, ("materials", at, "material"), use.material, "materials")
            yield from self._of(item, ("materials", at), use.of)
            yield from self._when("items", key, ("materials", at, "when"), use.when, readable)
            if use.given_by:
                yield from self._missing("items", key, ("materials", at, "given_by"), use.given_by, "items")
            yield from self._period("items", key, use, ("materials", at))
            if use in item.materials[:at]:
                yield "items", key, ("materials", at), "catalog.asked_twice", {"key": use.material}, "error"
            for value in use.value_of:
                valued = self.catalog.fields.get(value)
                repeated = valued is not None and valued.type == "rows"
                if repeated or not any(a.field == value and a.of == use.of for a in item.fields):
                    details = {"field": value}
                    yield "items", key, ("materials", at, "value_of"), "catalog.value_not_asked", details, "error"
        for at, result in enumerate(item.results):
            if result.material:
                self.used_materials.add(result.material)
                yield from self._missing("items", key, ("results", at, "material"), result.material, "materials")
            if result.e_certificate:
                where = ("results", at, "e_certificate")
                yield from self._missing("items", key, where, result.e_certificate, "certificates")
        for at, condition in enumerate(item.conditions):
            if not condition.basis.strip():
                details = {"condition": condition.name}
                yield "items", key, ("conditions", at), "catalog.no_basis", details, "error"
            yield from self._when("items", key, ("conditions", at, "holds"), condition.holds, readable)
            yield from self._when("items", key, ("conditions", at, "when"), condition.when, readable)
            yield from self._period("items", key, condition, ("conditions", at))
        for at, reminder in enumerate(item.reminders):
            yield from self._when("items", key, ("reminders", at, "when"), reminder.when, readable)
            yield from self._period("items", key, reminder, ("reminders", at))
        yield from self._period("items", key, item, ())

    def _of(self, item: Item, path: Path, of: str | None) -> Iterator[Wrong]:
        if of is not None and of != APPLICANT:
            yield from self._missing("items", item.key, (*path, "of"), of, "parties")

    def _period(self, group: str, key: str, element: Valid, path: Path) -> Iterator[Wrong]:
        if element.since and element.until and element.until < element.since:
            yield group, key, (*path, "until"), "catalog.until_before_from", {"key": key}, "error"
        stopped = element.suspended if isinstance(element, Item | Package) else None
        if stopped and stopped.back and stopped.back < stopped.since:
            yield group, key, ("suspended", "back"), "catalog.suspended_back", {}, "error"

    def _questions(self, group: str, key: str, element: Item | Package) -> Iterator[Wrong]:
        for name in (*element.questions, *((element.acting,) if element.acting else ())):
            where: Path = ("acting",) if name == element.acting else ("questions", element.questions.index(name))
            field_key = split_ask(name)[1]
            self.used_fields.add(field_key)
            yield from self._missing(group, key, where, field_key, "fields")
            asked = self.catalog.fields.get(field_key)
            if asked and asked.type not in ("choice", "bool"):
                yield group, key, where, "catalog.question_type", {"key": name}, "error"
            if asked and name == element.acting and not any(o.parties for o in asked.options):
                yield group, key, where, "catalog.acting_parties", {"key": name}, "error"

    def _when(self, group: str, key: str, path: Path, when: When, readable: set[str]) -> Iterator[Wrong]:
        for part in when.parts():
            yield from self._when(group, key, path, part, readable)
        for test in when.tests:
            asked: Field | None = self.catalog.fields.get(split_ask(test.key)[1])
            if test.key not in readable:
                near = get_close_matches(test.key, [*readable, *OPERATORS], n=1, cutoff=0.4)
                details = {"key": test.key, "near": near[0] if near else "–"}
                yield group, key, path, "catalog.when_key", details, "error"
            elif asked and asked.type == "rows":
                yield group, key, path, "catalog.when_rows", {"key": test.key}, "error"
            elif asked and test.values and asked.type in ("choice", "bool"):
                allowed = [o.value for o in asked.options] or ["yes", "no"]
                for value in test.values:
                    if value not in allowed:
                        details = {"key": test.key, "value": value, "allowed": ", ".join(allowed)}
                        yield group, key, path, "catalog.when_value", details, "error"
            elif asked and test.above is not None and asked.type not in ("number", "money"):
                yield group, key, path, "catalog.when_number", {"key": test.key}, "error"
            elif asked and not test.values and test.above is None and asked.type != "date":
                yield group, key, path, "catalog.when_age", {"key": test.key}, "error"

    def package(self, package: Package) -> Iterator[Wrong]:
        key = package.key
        yield from self._missing("packages", key, ("lead",), package.lead, "departments")
        for at, party in enumerate(package.parties):
            yield from self._missing("packages", key, ("parties", at), party, "parties")
        yield from self._questions("packages", key, package)
        inside = [part.item for part in package.items]
        readable = {*package.questions, *((package.acting,) if package.acting else ())}
        for at, part in enumerate(package.items):
            yield from self._missing("packages", key, ("items", at, "item"), part.item, "items")
            if part.item in inside[:at]:
                yield "packages", key, ("items", at), "catalog.duplicate_key", {"key": part.item}, "error"
            yield from self._when("packages", key, ("items", at, "when"), part.when, readable)
            yield from self._period("packages", key, part, ("items", at))
            for before in part.requires:
                if before not in inside:
                    details = {"item": before, "package": key}
                    yield "packages", key, ("items", at, "requires"), "catalog.requires_outside", details, "error"
        asked = readable | {
            f"{a.of}.{a.field}" if a.of else a.field
            for name in inside
            if (item := self.catalog.items.get(name))
            for a in item.fields
        }
        for at, joining in enumerate(package.joining):
            yield from self._when("packages", key, ("joining", at, "holds"), joining.holds, asked)
            if not joining.name_en:
                yield "packages", key, ("joining", at), "catalog.no_english", {"key": joining.key}, "error"
        for at, reminder in enumerate(package.reminders):
            yield from self._when("packages", key, ("reminders", at, "when"), reminder.when, asked)
        yield from self._period("packages", key, package, ())

    def circles(self) -> Iterator[Wrong]:
        """An item that, over all packages, must come before itself."""
        edges: dict[str, list[tuple[str, str]]] = {}
        for package in self.catalog.packages.values():
            for part in package.items:
                edges.setdefault(part.item, []).extend((before, package.key) for before in part.requires)
        done: set[str] = set()

        def walk(key: str, trail: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
            if key in trail:
                yield key, (*trail[trail.index(key) :], key)
                return
            if key in done:
                return
            for before, _ in edges.get(key, ()):
                yield from walk(before, (*trail, key))
            done.add(key)

        for start in list(edges):
            for key, circle in walk(start, ()):
                package_key = next(p for _, p in edges[key])
                at = [p.item for p in self.catalog.packages[package_key].items].index(key)
                details = {"circle": " → ".join(circle)}
                yield "packages", package_key, ("items", at, "requires"), "catalog.circle", details, "error"

    def unused(self) -> Iterator[Wrong]:
        """What nothing refers to, and a joint promise that its items can't keep."""
        if any(material.kind == "mandate" for material in self.catalog.materials.values()):
            self.used_fields |= {MANDATE_UNTIL, MANDATE_SCOPE, MANDATE_ITEM.rstrip(".")}
        for key in self.catalog.fields:
            if key not in self.used_fields:
                yield "fields", key, (), "catalog.unused", {"key": key}, "warning"
        for key, material in self.catalog.materials.items():
            if key not in self.used_materials and material.kind != "mandate":
                yield "materials", key, (), "catalog.unused", {"key": key}, "warning"
        for package in self.catalog.packages.values():
            if package.promise_days is None or any(p.item not in self.catalog.items for p in package.items):
                continue
            longest = _longest(self.catalog, package)
            if longest is not None and longest > package.promise_days:
                details = {"promise": package.promise_days, "longest": longest}
                yield "packages", package.key, ("promise_days",), "catalog.promise_below_path", details, "warning"


def _longest(catalog: Catalog, package: Package) -> float | None:
    """The longest path through the package in working days; None when it is a circle."""
    parts = {part.item: part for part in package.items}
    ends: dict[str, float] = {}
    for _ in parts:
        for key, part in parts.items():
            begun = max((ends.get(r, 0.0) for r in part.requires if r in parts), default=0.0)
            ends[key] = begun + catalog.items[key].promise_days
    settled = dict(ends)
    for key, part in parts.items():
        begun = max((settled[r] for r in part.requires if r in parts), default=0.0)
        if begun + catalog.items[key].promise_days != settled[key]:
            return None
    return max(ends.values(), default=0.0)
