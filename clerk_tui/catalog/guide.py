"""One item or package as a citizen's guide (办事指南), in codes: what the window, the paper, the phone and the terminal say.

All four read the same `Guide` through `texts.sheet`, so that nobody can be told two things. Nothing here is written for
one of them; what no published source was found for carries its mark wherever it stands.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Literal

from clerk_tui.catalog.guide_terms import Rule, Said, Terms, Words, each_once
from clerk_tui.catalog.model import APPLICANT, Catalog, Field, Item, Package, Reminder, Step, split_ask

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits and capitals without 0, 1, I and O: what a QR packs closest, and nobody misreads."""
CODE_LENGTH = 8
STEPS: tuple[Step, ...] = ("number", "hand_in", "pay", "sign", "collect")


@dataclass(frozen=True, slots=True)
class Row:
    """One line with what is said below it; `label` is what stands before it."""

    words: Words
    notes: tuple[Words, ...] = ()
    label: Words = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under one heading; `name` is the last part of its text code (`guide.part.<name>`)."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """The whole; `code` is what stands in its short address."""

    key: str
    code: str
    title: str
    under: tuple[Words, ...]
    parts: tuple[Part, ...]


def code_of(key: str) -> str:
    """The short code of a key: 40 bits of its SHA-256, five to a sign. It stays as long as the key, which is for ever."""
    number = int.from_bytes(sha256(key.encode()).digest()[:5], "big")
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in reversed(range(CODE_LENGTH)))


def address(public_url: str, key: str) -> str:
    """Where a phone reads the guide: all capitals, so that its QR stays small; "" without a public address."""
    return f"{public_url.rstrip('/')}/g/{code_of(key)}".upper() if public_url else ""


def keys_of(catalog: Catalog, named: str) -> tuple[str, ...]:
    """The item or package that a key or a short code (in any case) names; two where codes meet, none when unknown."""
    if catalog.matter(named):
        return (named,)
    index: dict[str, tuple[str, ...]] | None = catalog.cache.get("guide_codes")
    if index is None:
        found: dict[str, tuple[str, ...]] = {}
        for key in (*catalog.packages, *catalog.items):
            found[code_of(key)] = (*found.get(code_of(key), ()), key)
        index = catalog.cache["guide_codes"] = found
    return index.get(named.upper(), ())


def guide_of(catalog: Catalog, key: str, lang: Literal["zh", "en"], day: date) -> Guide:
    """The guide of an item or package as it is on `day`, the hall's date. Raises KeyError when there is none."""
    matter = catalog.matter(key)
    if matter is None:
        raise KeyError(key)
    return _Writer(catalog, matter, lang, day).guide()


class _Writer(Terms):
    """Writes one guide; an item is a package of itself."""

    def __init__(self, catalog: Catalog, matter: Item | Package, lang: Literal["zh", "en"], day: date) -> None:
        self.matter = matter
        self.package = matter if isinstance(matter, Package) else None
        rules = [Rule(matter)] if isinstance(matter, Item) else []
        for one in matter.items if isinstance(matter, Package) else ():
            item = catalog.items.get(one.item)
            if item is not None and one.in_force(day):
                rules.append(Rule(item, one.when, one.requires))
        super().__init__(catalog, lang, day, rules)

    def guide(self) -> Guide:
        matter = self.matter
        department = matter.lead if isinstance(matter, Package) else matter.department
        under: list[Words] = [self.name(department)]
        if isinstance(matter, Item):
            under.append(Said("guide.type." + (matter.type if matter.type in TYPES else "other")))
            if matter.code:
                under.append(Said("guide.code", {"code": matter.code}))
        else:
            under.append(Said("guide.items", {"count": str(len(self.rules))}))
        parts = (
            ("state", self._state()),
            ("who", self._who()),
            ("items", self._items()),
            ("questions", self._questions()),
            ("conditions", self._conditions()),
            ("materials", self._materials()),
            ("fields", self._fields()),
            ("steps", self._steps()),
            ("period", self._period()),
            ("uncounted", self._uncounted()),
            ("results", self._results()),
            ("fees", self._fees()),
            ("refused", self._refused()),
            ("reminders", self._reminders()),
            ("basis", self._basis()),
            ("credits", self._credits()),
            ("place", self._place()),
            ("assumed", self._assumed()),
        )
        made = ((name, tuple(rows)) for name, rows in parts)
        key = matter.key
        title = matter.label(self.lang)
        return Guide(key, code_of(key), title, tuple(under), tuple(Part(name, rows) for name, rows in made if rows))

    def _state(self) -> Iterator[Row]:
        matter, day = self.matter, self.day
        paused = matter.suspended
        if paused and paused.since <= day and not (paused.back and paused.back <= day):
            back: tuple[Words, ...] = (Said("guide.back", {"day": paused.back.isoformat()}),) if paused.back else ()
            yield Row(Said("guide.suspended", {"reason": paused.reason}), back)
        if matter.since and day < matter.since:
            yield Row(Said("guide.since", {"day": matter.since.isoformat()}))
        if matter.until:
            yield Row(Said("guide.ended" if matter.until < day else "guide.until", {"day": matter.until.isoformat()}))

    def _who(self) -> Iterator[Row]:
        parties = each_once(one.party for rule in self.rules for one in rule.item.applicant)
        named = tuple(self.party(party) for party in parties)
        yield Row(Said("guide.anyone") if parties == [APPLICANT] else named, label=Said("guide.applicant"))
        acting = self.matter.acting or next((rule.item.acting for rule in self.rules if rule.item.acting), None)
        field = self.catalog.fields.get(acting or "")
        if field is not None and field.options:
            yield Row(tuple(o.label(self.lang) for o in field.options), label=Said("guide.acting"))
        if self.package:
            for joining in self.package.joining:
                yield Row(
                    joining.name if self.lang == "zh" else joining.name_en or joining.name,
                    (Said("guide.joining_fails"),),
                    Said("guide.joining"),
                )

    def _items(self) -> Iterator[Row]:
        if not self.package:
            return
        for rule in self.rules:
            notes: list[Words] = []
            if when := self.when(rule.when):
                notes.append(Said("guide.only_when", {"when": when}))
            if rule.requires:
                notes.append(Said("guide.after", {"items": tuple(self.name(key) for key in rule.requires)}))
            yield Row(self.name(rule.item.key), tuple(notes), self.name(rule.item.department))

    def _questions(self) -> Iterator[Row]:
        keys = each_once([*self.matter.questions, *(q for rule in self.rules for q in rule.item.questions)])
        for key in keys:
            field = self.catalog.fields.get(key)
            if field is not None:
                options: list[Words] = [o.label(self.lang) for o in field.options]
                yield Row(tuple(options or (Said("bool.yes"), Said("bool.no"))), label=field.label(self.lang))

    def _conditions(self) -> Iterator[Row]:
        for rule in self.rules:
            for one in rule.item.conditions:
                if one.in_force(self.day):
                    notes = self._when_note(rule, one.when) + self._basis_note(one.basis)
                    yield Row(one.name if self.lang == "zh" else one.name_en or one.name, notes, self._of(rule))

    def _materials(self) -> Iterator[Row]:
        for (party, key), uses in self.papers().items():
            material = self.catalog.materials.get(key)
            if material is None:
                continue
            wants: list[Words] = []
            if any(use.original for _, use in uses):
                wants.append(Said("guide.original"))
            if copies := max(use.copies for _, use in uses):
                wants.append(Said("guide.copies", {"count": str(copies)}))
            notes: list[Words] = [tuple(wants)] if wants else []
            certificate = self.catalog.certificates.get(material.e_certificate or "")
            if certificate is not None:
                notes.append(Said("guide.certificate", {"name": certificate.label(self.lang)}))
            if all(use.tolerable for _, use in uses):
                notes.append(Said("guide.tolerable"))
            if values := each_once(v for _, use in uses for v in use.value_of):
                notes.append(Said("guide.value_of", {"fields": tuple(self.name(split_ask(v)[1]) for v in values)}))
            notes += self.given(use for _, use in uses)
            if whens := self.whens((rule, use.when) for rule, use in uses):
                notes.append(Said("guide.only_when", {"when": whens}))
            if self.package:
                names = each_once(self.name(rule.item.key) for rule, _ in uses)
                notes.append(Said("guide.wanted_by", {"items": tuple(names)}))
            if reasons := tuple(Said(f"guide.reason.{reason}") for reason in material.reasons):
                notes.append(Said("guide.sent_back", {"reasons": reasons}))
            if basis := each_once(use.basis for _, use in uses if use.basis):
                notes.append(Said("guide.what_for", {"basis": tuple(basis)}))
            yield Row(material.label(self.lang), tuple(notes), self.party(party))

    def _fields(self) -> Iterator[Row]:
        by_party: dict[str, list[tuple[Words, bool]]] = {}
        shared: list[str] = []
        for (party, key), asks in self.asks().items():
            field = self.catalog.fields.get(key)
            if field is None or any(ask.given_by in self.keys for _, ask in asks):
                continue
            always = not self.whens((rule, ask.when) for rule, ask in asks)
            by_party.setdefault(party, []).append((self._asked(field), always))
            if field.source:
                shared.append(field.label(self.lang))
        for party, labels in by_party.items():
            words = tuple(label if always else Said("guide.maybe", {"field": label}) for label, always in labels)
            yield Row(words, label=self.party(party) or Said("guide.of_nobody"))
        if shared:
            yield Row(Said("guide.shared", {"fields": tuple(each_once(shared))}))

    def _asked(self, field: Field) -> Words:
        """A field's name; of a repeating group also what is asked of each row."""
        if field.repeats is None:
            return field.label(self.lang)
        members: Words = tuple(self.name(one.field) for one in field.repeats.fields)
        each: dict[str, Words] = {
            "field": field.label(self.lang),
            "row": field.repeats.label(self.lang),
            "fields": members,
        }
        return Said("guide.rows", each)

    def _steps(self) -> Iterator[Row]:
        taken = {step for rule in self.rules for step in rule.item.steps}
        for step in STEPS:
            if step in taken:
                yield Row(Said(f"guide.step.{step}"))
        for rule in self.rules:
            times = rule.item.elements.limit_scene_num
            if times is not None:
                why: tuple[Words, ...] = (rule.item.elements.limit_scene_explain,) if times else ()
                yield Row(Said("guide.visits", {"count": str(times)}), tuple(w for w in why if w), self._of(rule))

    def _period(self) -> Iterator[Row]:
        if self.package and self.package.promise_days is not None:
            words = Said("guide.promise", {"days": f"{self.package.promise_days:g}"})
            yield Row(self.marked(words, self.package.promise_assumed), label=Said("guide.all_items"))
        for rule in self.rules:
            item = rule.item
            promise: Words = Said("guide.promise", {"days": f"{item.promise_days:g}"})
            if item.immediate:
                promise = Said("guide.immediate")
            notes: list[Words] = []
            if item.legal_days is not None:
                legal = Said(f"guide.legal.{item.legal_unit}", {"days": f"{item.legal_days:g}"})
                notes.append(self.marked(legal, item.legal_assumed))
                notes += self._basis_note(item.legal_basis)
            yield Row(self.marked(promise, item.promise_assumed), tuple(notes), self._of(rule))

    def _uncounted(self) -> Iterator[Row]:
        for rule in self.rules:
            for one in rule.item.uncounted:
                words: Words = one.name
                if one.days is not None:
                    words = Said("guide.uncounted", {"name": one.name, "days": f"{one.days:g}"})
                yield Row(self.marked(words, one.assumed), self._basis_note(one.basis), self._of(rule))

    def _results(self) -> Iterator[Row]:
        for rule in self.rules:
            for one in rule.item.results:
                notes: list[Words] = []
                if one.collect and one.ways:
                    ways = tuple(Said(f"guide.way.{way}") for way in one.ways)
                    notes.append(Said("guide.collect", {"ways": ways}))
                else:
                    notes.append(Said("guide.nothing_to_collect"))
                certificate = self.catalog.certificates.get(one.e_certificate or "")
                if certificate is not None:
                    notes.append(Said("guide.also_electronic", {"name": certificate.label(self.lang)}))
                name = one.name if self.lang == "zh" else one.name_en or one.name
                yield Row(name, tuple(notes), self._of(rule))

    def _fees(self) -> Iterator[Row]:
        none = True
        for rule in self.rules:
            for fee in rule.item.elements.fees:
                none = False
                stand: tuple[Words, ...] = (fee.fee_stand,) if fee.fee_stand else ()
                remit: tuple[Words, ...] = (Said("guide.remit"),) if fee.is_desc else ()
                yield Row(fee.fee_name, (*stand, *remit, *self._basis_note(fee.by_law)), self._of(rule))
        if none:
            pays = any("pay" in rule.item.steps for rule in self.rules)
            yield Row(Said("guide.fee_unknown" if pays else "guide.no_fee"))

    def _refused(self) -> Iterator[Row]:
        none = True
        for rule in self.rules:
            for one in rule.item.conditions:
                if one.in_force(self.day):
                    none = False
                    name = one.name if self.lang == "zh" else one.name_en or one.name
                    yield Row(Said("guide.fails", {"condition": name}), self._basis_note(one.basis), self._of(rule))
        if none:
            yield Row(Said("guide.never_refused"))
        yield Row(Said("guide.gaps"))

    def _reminders(self) -> Iterator[Row]:
        told: list[tuple[Rule | None, Reminder]] = []
        if self.package:
            told += [(None, one) for one in self.package.reminders]
        for rule in self.rules:
            told += [(rule, one) for one in rule.item.reminders]
        seen: set[str] = set()
        for of, one in told:
            if one.say in seen or not one.in_force(self.day):
                continue
            seen.add(one.say)
            words = one.say if self.lang == "zh" else one.say_en or one.say
            when = self._when_note(of, one.when) if of else self._said_when(one.when)
            yield Row(words, when + self._basis_note(one.basis))

    def _basis(self) -> Iterator[Row]:
        if self.package and self.package.basis:
            yield Row(self.package.basis)
        for rule in self.rules:
            if rule.item.basis:
                yield Row(rule.item.basis, label=self._of(rule))

    def _credits(self) -> Iterator[Row]:
        """Whose proposals made the matter lighter."""
        halls: dict[str, int] = {}
        for rule in self.rules:
            for credit in rule.item.credits:
                halls[credit.hall] = halls.get(credit.hall, 0) + 1
        for hall, count in halls.items():
            yield Row(Said("guide.credit", {"hall": hall, "count": str(count)}))

    def _place(self) -> Iterator[Row]:
        for name in ("transact_addr", "transact_time", "link_way", "supervise_way"):
            for words in each_once(getattr(rule.item.elements, name) for rule in self.rules):
                if words:
                    yield Row(words, label=Said(f"guide.{name}"))

    def _assumed(self) -> Iterator[Row]:
        """What rests on no published source, said once in words: marks alone would not reach who listens."""
        what: Mapping[str, bool] = {
            "promise": any(rule.item.promise_assumed for rule in self.rules)
            or bool(self.package and self.package.promise_assumed),
            "legal": any(rule.item.legal_assumed for rule in self.rules),
            "form": any(rule.item.form_assumed for rule in self.rules),
            "uncounted": any(one.assumed for rule in self.rules for one in rule.item.uncounted),
        }
        named = tuple(Said(f"guide.assumed.{name}") for name, so in what.items() if so)
        if named:
            yield Row(Said("guide.assumed", {"what": named}))

    # What several parts say

    def _of(self, rule: Rule) -> Words:
        return self.name(rule.item.key) if self.package else ""

    def _said_when(self, when: Any) -> tuple[Words, ...]:
        said = self.when(when)
        return (Said("guide.only_when", {"when": said}),) if said else ()

    def _when_note(self, rule: Rule, when: Any) -> tuple[Words, ...]:
        said = self.whens([(rule, when)])
        return (Said("guide.only_when", {"when": said}),) if said else ()

    def _basis_note(self, basis: str) -> tuple[Words, ...]:
        return (Said("guide.why", {"basis": basis}),) if basis else ()


TYPES = frozenset(("01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "20"))
"""Types of the national list that have a name of their own."""
