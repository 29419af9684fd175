"""What a case needs under what is known so far: items, questions, and each field and paper once.

The first half of the plan. An item stays until an answer removes it; a field or a paper appears when its condition is
known to hold.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from clerk_tui.catalog.model import APPLICANT, Ask, Catalog, Item, MaterialUse, Option, Package, join_key, split_ask
from clerk_tui.catalog.validity import why_stopped
from clerk_tui.catalog.values import normalize
from clerk_tui.catalog.when import ALWAYS, When
from clerk_tui.intake.grounds import ground_of, mandates, principal_of
from clerk_tui.intake.plan_types import IN, Facts, Ground, Note

Pairs = frozenset[tuple[str, str]]


@dataclass(slots=True)
class Chosen:
    """One item of the case, with what the answers say of it."""

    item: Item
    whens: tuple[When, ...]
    acting_key: str | None
    questions: tuple[str, ...]
    undecided: bool = False
    met: bool = False
    applicant: str | None = None
    acting: tuple[str, ...] = ()
    option: Option | None = None
    ground: Ground | None = None
    asks: dict[str, Ask] = field(default_factory=dict)
    papers: dict[str, MaterialUse] = field(default_factory=dict)
    mandate: str | None = None
    """The party whose mandate (授权委托书) is wanted."""

    @property
    def key(self) -> str:
        return self.item.key

    @property
    def askable(self) -> set[str]:
        """The situation questions that may be asked for its sake."""
        return {*self.questions, *((self.acting_key,) if self.acting_key else ())}


@dataclass(slots=True)
class Needs:
    """All items that are not removed, in order, and the questions that decide, with the items for whose sake."""

    chosen: dict[str, Chosen]
    values: dict[str, str]
    questions: dict[str, list[str]]
    notes: list[Note]
    packages: list[Package]
    joint: bool
    requires: dict[str, tuple[str, ...]]
    acting: tuple[str, ...]
    mandate_material: str | None = None
    mandates: dict[str, list[str]] = field(default_factory=dict)
    """The asks about mandates, with the items for whose sake."""


def known_values(catalog: Catalog, facts: Facts) -> dict[str, str]:
    """Every non-empty value by ask key, normalized; an answer stands before what a source gave."""
    values: dict[str, str] = {}
    for key in {**facts.shared, **facts.answers}:
        asked = catalog.field_of(key)
        if asked is None:
            continue
        if answer := facts.answers.get(key):
            value = answer.value
        elif asked.reuse == "never":
            continue
        else:
            value = facts.shared[key].value
        if value:
            values[key] = normalize(asked, value)
    return values


def needs(catalog: Catalog, matters: Sequence[str], facts: Facts, on: date, region: str | None) -> Needs:
    """What `matters` need under `facts`, by the rules of the day `on` in that region."""
    chosen, packages, notes = _choose(catalog, matters, on, region)
    values = known_values(catalog, facts)
    for key in {key for one in chosen.values() for key in one.askable}:
        asked = catalog.fields.get(split_ask(key)[1])
        if key in values and asked and asked.type == "choice" and not asked.option(values[key]):
            del values[key]
    joint = bool(packages)
    for package in packages:
        for joining in package.joining:
            if joining.holds.holds(values, on) is False:
                joint = False
                details = {"condition": joining.key, "name": joining.name, "name_en": joining.name_en}
                notes.append(Note("plan.not_joint", package.key, details))
    questions: dict[str, list[str]] = {}
    kept: dict[str, Chosen] = {}
    for key, one in chosen.items():
        asked_by = _Relevance(one, values, on, region, questions)
        standing = _any_holds(one.whens, asked_by)
        if standing is False:
            continue
        one.undecided = standing is None
        _who(catalog, one, asked_by)
        one.met = _met(one, facts)
        kept[key] = one
        if not one.met:
            _uses(one, asked_by)
            notes += _reminders(one.item, asked_by.holds, on, region)
    for package in packages:
        notes += _reminders(package, lambda when: when.holds(values, on), on, region)
    requires = _requires(catalog, kept)
    order = {key: place for place, key in enumerate(_question_order(chosen.values(), packages))}
    return Needs(
        chosen=kept,
        values=values,
        questions=dict(sorted(questions.items(), key=lambda q: order.get(q[0], len(order)))),
        notes=notes,
        packages=packages,
        joint=joint,
        requires=requires,
        acting=tuple(dict.fromkeys(p for one in kept.values() for p in one.acting)),
        mandate_material=_mandate_material(catalog),
        mandates=mandates(catalog, kept, values),
    )


def _mandate_material(catalog: Catalog) -> str | None:
    if "mandate" not in catalog.cache:
        found = next((m.key for m in catalog.materials.values() if m.kind == "mandate"), None)
        catalog.cache["mandate"] = found
    key: str | None = catalog.cache["mandate"]
    return key


def _choose(
    catalog: Catalog, matters: Sequence[str], on: date, region: str | None
) -> tuple[dict[str, Chosen], list[Package], list[Note]]:
    chosen: dict[str, Chosen] = {}
    packages: list[Package] = []
    notes: list[Note] = []
    for matter in dict.fromkeys(matters):
        if package := catalog.packages.get(matter):
            if stopped := why_stopped(package, on, region):
                notes.append(Note(stopped[0], package.key, stopped[1]))
                continue
            packages.append(package)
            for part in package.items:
                if not part.in_force(on, region):
                    continue
                item = catalog.items[part.item]
                if stopped := why_stopped(item, on, region):
                    notes.append(Note(stopped[0], item.key, stopped[1]))
                    continue
                was = chosen.get(item.key)
                chosen[item.key] = Chosen(
                    item=item,
                    whens=(*(was.whens if was else ()), part.when),
                    acting_key=(was.acting_key if was else None) or package.acting or item.acting,
                    questions=tuple(dict.fromkeys((*package.questions, *item.questions))),
                )
        elif item_alone := catalog.items.get(matter):
            if stopped := why_stopped(item_alone, on, region):
                notes.append(Note(stopped[0], matter, stopped[1]))
                continue
            was = chosen.get(matter)
            chosen[matter] = Chosen(
                item=item_alone,
                whens=(ALWAYS,),
                acting_key=was.acting_key if was else item_alone.acting,
                questions=was.questions if was else item_alone.questions,
            )
    return chosen, packages, notes


class _Relevance:
    """Judges conditions of one item, and notes each question that decides one of them."""

    def __init__(
        self,
        one: Chosen,
        values: Mapping[str, str],
        today: date,
        region: str | None,
        questions: dict[str, list[str]],
    ) -> None:
        self.item = one.key
        self.askable = one.askable
        self.values = values
        self.today = today
        self.region = region
        self.questions = questions

    def holds(self, when: When) -> bool | None:
        """The condition's value now; its questions that are open, or whose answer decided it, are noted."""
        if when is ALWAYS or not when.keys:
            return True
        result = when.holds(self.values, self.today)
        for key in when.keys & self.askable:
            if result is None:
                relevant = key in when.undecided(self.values, self.today)
            else:
                rest = {k: v for k, v in self.values.items() if k != key and k in when.keys}
                relevant = key in when.undecided(rest, self.today)
            if relevant:
                self.note(key)
        return result

    def note(self, key: str) -> None:
        """The question `key` matters to this item."""
        asking = self.questions.setdefault(key, [])
        if self.item not in asking:
            asking.append(self.item)


def _any_holds(whens: Iterable[When], judge: _Relevance) -> bool | None:
    results = [judge.holds(w) for w in whens]
    if True in results:
        return True
    return None if None in results else False


def _who(catalog: Catalog, one: Chosen, judge: _Relevance) -> None:
    """The item's applicant, who acts for it, and on which ground (DESIGN 6)."""
    for rule in one.item.applicant:
        holds = judge.holds(rule.when)
        if holds is not False:
            one.applicant = rule.party if holds else None
            break
    if one.acting_key is None:
        one.acting = (one.applicant,) if one.applicant == APPLICANT else ()
    else:
        judge.note(one.acting_key)
        asked = catalog.fields[split_ask(one.acting_key)[1]]
        option = asked.option(judge.values.get(one.acting_key, ""))
        one.option = option
        one.acting = option.parties if option else ()
    if one.applicant is None or not one.acting:
        return
    one.ground = ground_of(catalog, one.item, one.applicant, one.option, one.acting)
    if one.ground in ("mandate", "officer"):
        one.mandate = principal_of(catalog, one.applicant)


def _met(one: Chosen, facts: Facts) -> bool:
    """Whether the citizen holds the item's result already: so recorded, as e-certificate, or the paper was seen."""
    if one.key in facts.held_results:
        return True
    for result in one.item.results:
        if result.e_certificate and join_key(one.applicant, result.e_certificate) in facts.certificates:
            return True
        if result.material:
            paper = facts.materials.get(join_key(one.applicant, result.material))
            if paper and (paper.verdict in IN or paper.verdict in ("earlier", "shared")):
                return True
    return False


def _uses(one: Chosen, judge: _Relevance) -> None:
    for ask in one.item.fields:
        party = one.applicant if ask.of == APPLICANT else ask.of
        if not ask.in_force(judge.today, judge.region):
            continue
        if judge.holds(ask.when) and (party or ask.of is None):
            key = join_key(party, ask.field)
            if key not in judge.askable:
                was = one.asks.get(key)
                one.asks[key] = _stricter_ask(was, ask) if was else ask
    for use in one.item.materials:
        party = one.applicant if use.of == APPLICANT else use.of
        if not use.in_force(judge.today, judge.region):
            continue
        if judge.holds(use.when) and (party or use.of is None):
            key = join_key(party, use.material)
            known = one.papers.get(key)
            one.papers[key] = _stricter_paper(known, use) if known else use
    for shown in one.option.shows if one.option else ():
        whose, material = split_ask(shown)
        one.papers.setdefault(shown, MaterialUse(material=material, of=whose))
    for condition in one.item.conditions:
        if condition.in_force(judge.today, judge.region) and judge.holds(condition.when):
            judge.holds(condition.holds)


def _stricter_ask(first: Ask, second: Ask) -> Ask:
    """Two uses of one field that hold at once in one item: required if either is, to come only if both are."""
    given_by = first.given_by if first.given_by == second.given_by else None
    return first.model_copy(update={"required": first.required or second.required, "given_by": given_by})


def _stricter_paper(first: MaterialUse, second: MaterialUse) -> MaterialUse:
    """Two uses of one paper that hold at once in one item, under the strictest rule of both."""
    both_by_value = first.value_of and second.value_of
    return first.model_copy(
        update={
            "original": first.original or second.original,
            "copies": max(first.copies, second.copies),
            "tolerable": first.tolerable and second.tolerable,
            "basis": "；".join(dict.fromkeys(b for b in (first.basis, second.basis) if b)),
            "value_of": tuple(dict.fromkeys((*first.value_of, *second.value_of))) if both_by_value else (),
            "given_by": first.given_by if first.given_by == second.given_by else None,
        }
    )


def _reminders(
    element: Item | Package, holds: Callable[[When], bool | None], on: date, region: str | None
) -> list[Note]:
    return [
        Note("plan.reminder", element.key, {"name": one.say, "name_en": one.say_en or one.say})
        for one in element.reminders
        if one.in_force(on, region) and holds(one.when)
    ]


def _requires(catalog: Catalog, kept: Mapping[str, Chosen]) -> dict[str, tuple[str, ...]]:
    """Which items of the case come before which, by any package: the order lies in the items, not in the package."""
    edges: dict[str, tuple[str, ...]] | None = catalog.cache.get("requires")
    if edges is None:
        edges = {}
        for package in catalog.packages.values():
            for part in package.items:
                edges[part.item] = tuple(dict.fromkeys((*edges.get(part.item, ()), *part.requires)))
        catalog.cache["requires"] = edges
    return {key: tuple(r for r in edges.get(key, ()) if r in kept) for key in kept}


def _question_order(chosen: Iterable[Chosen], packages: Iterable[Package]) -> list[str]:
    order: dict[str, None] = {}
    for package in packages:
        for key in ((package.acting,) if package.acting else ()) + package.questions:
            order[key] = None
    for one in chosen:
        for key in ((one.acting_key,) if one.acting_key else ()) + one.questions:
            order[key] = None
    return list(order)
