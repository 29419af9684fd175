"""The second half of the plan: how each ask and paper stands, what fails, by when all is done, and what it saves."""

from collections.abc import Mapping, Sequence
from datetime import date

from clerk_tui.catalog.model import APPLICANT, MANDATE_ITEM, ROW, Catalog, MaterialUse, join_key, split_ask
from clerk_tui.catalog.values import check_value
from clerk_tui.intake.clock import Due, WorkCalendar, add_working_days
from clerk_tui.intake.grounds import mandate_error
from clerk_tui.intake.plan_needs import Chosen, Needs, needs
from clerk_tui.intake.plan_rows import RowsKnown, grouped, row_asks, row_numbers, rows_known
from clerk_tui.intake.plan_types import (
    CASE_SECTION,
    FREE,
    IN,
    AnswerFact,
    AskState,
    Counts,
    Facts,
    Failing,
    MaterialFact,
    MaterialWhy,
    Plan,
    PlannedAsk,
    PlannedGroup,
    PlannedItem,
    PlannedMaterial,
    Proof,
    Question,
    Section,
    SourceUse,
    Standing,
    SumState,
)


def build(
    catalog: Catalog,
    matters: Sequence[str],
    facts: Facts,
    today: date,
    calendar: WorkCalendar,
    received: date | None,
    region: str | None,
) -> Plan:
    """The plan; see `plan.plan`."""
    on = received or today
    need = needs(catalog, matters, facts, on, region)
    order = _party_order(catalog, need)
    asks, groups = _asks(catalog, need, facts, order, on)
    materials = _materials(catalog, need, facts, {a.key: a for a in asks}, order)
    items, due = _items(need, today, calendar)
    spokesman = need.acting[0] if need.acting else _default_spokesman(catalog, need)
    sections = _sections(catalog, need, asks, groups, spokesman)
    questions = _questions(catalog, need)
    counts = _counts(need, asks, materials, questions)
    # The same answers, but each typed and each paper brought.
    typed = {key: AnswerFact(value) for key, value in need.values.items()}
    typed |= {key: answer for key, answer in facts.answers.items() if key not in typed and ROW.fullmatch(key)}
    bare = Facts(answers=typed, materials=_brought_only(facts.materials))
    without = counts
    if facts.shared or facts.certificates or facts.held_results or len(bare.materials) != len(facts.materials):
        plain = needs(catalog, matters, bare, on, region)
        plain_asks, _ = _asks(catalog, plain, bare, order, on)
        plain_papers = _materials(catalog, plain, bare, {a.key: a for a in plain_asks}, order)
        without = _counts(plain, plain_asks, plain_papers, _questions(catalog, plain))
    return Plan(
        matters=tuple(matters),
        questions=questions,
        items=items,
        asks=asks,
        materials=materials,
        sections=sections,
        failing=_failing(need, asks, groups, materials, on, region),
        notes=tuple(need.notes),
        acting=need.acting,
        signers=need.acting,
        spokesman=spokesman,
        parties=tuple(dict.fromkeys(s.owner for s in sections)),
        due=due,
        joint=need.joint,
        proof=Proof(counts, without, _assumed_share(need, asks, materials, questions)),
        sources=_sources(asks),
        groups=groups,
    )


def _questions(catalog: Catalog, need: Needs) -> tuple[Question, ...]:
    return tuple(
        Question(key, catalog.fields[split_ask(key)[1]], need.values.get(key), tuple(why))
        for key, why in need.questions.items()
    )


def _brought_only(materials: Mapping[str, MaterialFact]) -> dict[str, MaterialFact]:
    return {key: m for key, m in materials.items() if m.verdict not in ("earlier", "shared")}


def _party_order(catalog: Catalog, need: Needs) -> dict[str | None, int]:
    parties: list[str | None] = [p for package in need.packages for p in package.parties]
    parties += catalog.parties
    return {party: place for place, party in enumerate(dict.fromkeys([*parties, None]))}


def _places(catalog: Catalog, group: str) -> dict[str, int]:
    """The place of each key of a group as its authors ordered it."""
    places: dict[str, int] | None = catalog.cache.get(("places", group))
    if places is None:
        places = {key: place for place, key in enumerate(getattr(catalog, group))}
        catalog.cache["places", group] = places
    return places


def _default_spokesman(catalog: Catalog, need: Needs) -> str:
    for one in need.chosen.values():
        if one.applicant:
            party = catalog.parties.get(one.applicant)
            return party.guardians[0] if party and party.guardians else one.applicant
    return APPLICANT


# Asks


def _asks(
    catalog: Catalog, need: Needs, facts: Facts, order: Mapping[str | None, int], on: date
) -> tuple[tuple[PlannedAsk, ...], tuple[PlannedGroup, ...]]:
    why: dict[str, list[str]] = {}
    required: set[str] = set()
    from_step: dict[str, bool] = {}
    for one in need.chosen.values():
        for key, use in one.asks.items():
            why.setdefault(key, []).append(one.key)
            if use.required:
                required.add(key)
            giver = need.chosen.get(use.given_by or "")
            # An item that gives the value itself must not wait for itself.
            later = giver is not None and not giver.met and giver.key != one.key
            from_step[key] = from_step.get(key, True) and later
        for key in _asked_of_acting(catalog, need, one):
            why.setdefault(key, []).append(one.key)
            required.add(key)
            from_step[key] = False
    for key, items in need.mandates.items():
        why.setdefault(key, []).extend(items)
        required.add(key)
        from_step[key] = False
    for question in need.questions:
        why.pop(question, None)
    # By party, then as the question bank stands: an answer adds or drops rows of the form and moves none. Repeating
    # groups come last of their party, so that a row more pushes nothing else away.
    bank = _places(catalog, "fields")
    fields = {key: field for key in why if (field := catalog.field_of(key)) is not None}
    keys = sorted(
        fields,
        key=lambda k: (
            order.get(split_ask(k)[0], len(order)),
            fields[k].repeats is not None,
            bank[_bank_key(k)],
        ),
    )
    asks: list[PlannedAsk] = []
    known = rows_known(facts) if any(field.repeats for field in fields.values()) else {}
    for key in keys:
        section = split_ask(key)[0] or CASE_SECTION
        if (repeats := fields[key].repeats) is None:
            asks.append(_ask(catalog, need, facts, key, section, why[key], key in required, from_step[key], on))
            continue
        least = repeats.min if key in required else 0
        for number in row_numbers(known.get(key, RowsKnown()), least):
            for member, _, wanted in row_asks(repeats, f"{key}.{number}", need.values, on):
                asks.append(_ask(catalog, need, facts, member, section, why[key], wanted, from_step[key], on))
    repeating = {key: fields[key] for key in keys if fields[key].repeats}
    return tuple(asks), grouped(catalog, repeating, why, asks) if repeating else ()


def _bank_key(key: str) -> str:
    """The field of the question bank that an ask is one of."""
    plain = split_ask(key)[1]
    return MANDATE_ITEM.rstrip(".") if plain.startswith(MANDATE_ITEM) else plain


def _asked_of_acting(catalog: Catalog, need: Needs, one: Chosen) -> tuple[str, ...]:
    if one.acting_key is None or one.met:
        return ()
    option = catalog.fields[split_ask(one.acting_key)[1]].option(need.values.get(one.acting_key, ""))
    return option.asks if option else ()


def _ask(
    catalog: Catalog,
    need: Needs,
    facts: Facts,
    key: str,
    section: str,
    why: list[str],
    required: bool,
    from_step: bool,
    on: date,
) -> PlannedAsk:
    party, field_key = split_ask(key)
    asked = catalog.field_of(key)
    assert asked is not None
    value = need.values.get(key, "")
    answer = facts.answers.get(key)
    shared = facts.shared.get(key) if answer is None and value else None
    error = (check_value(asked, value) or mandate_error(catalog, field_key, value, on)) if value else None
    confirmed = bool(value) and (
        answer.confirmed if answer else bool(shared and (shared.confirmed or asked.reuse == "always"))
    )
    state: AskState
    if not value:
        state = "from_step" if from_step else "open"
    elif error:
        state = "wrong"
    elif confirmed:
        state = "confirmed"
    else:
        state = "filled" if shared else "answered"
    return PlannedAsk(
        key=key,
        field=asked,
        party=party,
        section=section,
        state=state,
        value=value,
        required=required,
        why=tuple(why),
        confirmed=confirmed,
        typed=bool(answer and value),
        source=shared.source if shared else None,
        at=shared.at if shared else None,
        grade=shared.grade if shared else None,
        error=error,
    )


def _sections(
    catalog: Catalog, need: Needs, asks: Sequence[PlannedAsk], groups: Sequence[PlannedGroup], spokesman: str
) -> tuple[Section, ...]:
    members_of: dict[str, list[PlannedAsk]] = {}
    for ask in asks:
        members_of.setdefault(ask.section, []).append(ask)
    for group in groups:
        members_of.setdefault(group.section, [])
    sections = []
    for key, members in members_of.items():
        subject = None if key == CASE_SECTION else key
        party = catalog.parties.get(subject or "")
        if subject is None:
            speaker = spokesman
        elif party and party.guardians:
            speaker = next((p for p in need.acting if p in party.guardians), spokesman)
        else:
            speaker = subject
        sections.append(
            Section(
                key=key,
                party=subject,
                owner=speaker,
                confirmers=tuple(dict.fromkeys((speaker, *need.acting))),
                asks=tuple(a.key for a in members),
                open=sum(a.state == "open" and a.required for a in members),
                wrong=sum(a.state == "wrong" for a in members)
                + sum(g.section == key and g.sum is not None and g.sum.off for g in groups),
                unconfirmed=sum(a.state in ("filled", "answered") for a in members),
            )
        )
    return tuple(sections)


def _sources(asks: Sequence[PlannedAsk]) -> tuple[SourceUse, ...]:
    found: dict[tuple[str, str | None], list[str]] = {}
    for ask in asks:
        if ask.field.source and ask.state in ("open", "from_step"):
            found.setdefault((ask.field.source, ask.party), []).append(ask.key)
    return tuple(SourceUse(source, party, tuple(keys)) for (source, party), keys in found.items())


# Papers


def _materials(
    catalog: Catalog, need: Needs, facts: Facts, asks: Mapping[str, PlannedAsk], order: Mapping[str | None, int]
) -> tuple[PlannedMaterial, ...]:
    wanted: dict[str, list[tuple[Chosen, MaterialUse]]] = {}
    for one in need.chosen.values():
        for key, use in one.papers.items():
            wanted.setdefault(key, []).append((one, use))
        if one.mandate and need.mandate_material and not one.met:
            use = MaterialUse(material=need.mandate_material, of=one.mandate)
            wanted.setdefault(join_key(one.mandate, use.material), []).append((one, use))
    bank = _places(catalog, "materials")
    papers = [_material(catalog, need, facts, asks, key, uses) for key, uses in wanted.items()]
    papers.sort(key=lambda p: (bank[p.material.key], order.get(p.party, len(order))))
    return tuple(papers)


def _material(
    catalog: Catalog,
    need: Needs,
    facts: Facts,
    asks: Mapping[str, PlannedAsk],
    key: str,
    uses: Sequence[tuple[Chosen, MaterialUse]],
) -> PlannedMaterial:
    """One paper under the strictest rule: an original if any item wants one, the most copies, 容缺 if all allow it."""
    material = catalog.materials[uses[0][1].material]
    party = key.removesuffix(material.key).rstrip(".") or None
    fact = facts.materials.get(key) or MaterialFact()
    values_known = all(
        use.value_of
        and all(_known(asks.get(join_key(party, value)), need.values, join_key(party, value)) for value in use.value_of)
        for _, use in uses
    )
    givers = [need.chosen.get(use.given_by or "") for _, use in uses]
    coming = all(giver is not None and not giver.met for giver in givers)
    certificate = bool(material.e_certificate) and join_key(party, material.e_certificate or "") in facts.certificates
    return PlannedMaterial(
        key=key,
        material=material,
        party=party,
        original=any(use.original for _, use in uses),
        copies=max(use.copies for _, use in uses),
        tolerable=all(use.tolerable for _, use in uses),
        why=tuple(MaterialWhy(one.key, use.basis) for one, use in uses),
        standing=_standing(fact, certificate, values_known, coming),
        reason=fact.reason,
        copies_held=fact.copies,
        pages=fact.pages,
        by_value=all(use.value_of for _, use in uses),
    )


def _known(ask: PlannedAsk | None, values: Mapping[str, str], key: str) -> bool:
    return ask.state not in ("open", "wrong", "from_step") if ask else key in values


def _standing(fact: MaterialFact, certificate: bool, values_known: bool, coming: bool) -> Standing:
    if fact.verdict == "not_acceptable":
        return "not_acceptable"
    for verdict in (*sorted(IN), "earlier", "shared"):
        if fact.verdict == verdict:
            return verdict
    if certificate:
        return "e_certificate"
    if values_known:
        return "met_by_value"
    if fact.verdict == "later":
        return "later"
    return "from_step" if coming else "missing"


# Items and days


def _items(need: Needs, today: date, calendar: WorkCalendar) -> tuple[tuple[PlannedItem, ...], Due]:
    """Each item's due date along the longest path of what must come before, and the whole's (DOMAIN 6)."""
    stages: dict[str, int] = {}
    ends: dict[str, float] = {}
    promises = [p.promise_days for p in need.packages if p.promise_days is not None] if need.joint else []
    cap = max(promises) if promises and len(promises) == len(need.packages) else None
    in_package = {part.item for p in need.packages for part in p.items}
    dues: dict[float, Due] = {}

    def due(days: float) -> Due:
        return dues.setdefault(days, dues.get(days) or add_working_days(today, days, calendar))

    def settle(key: str) -> None:
        # A result that is held waits for nothing.
        before = [] if need.chosen[key].met else [r for r in need.requires[key] if not need.chosen[r].met]
        for other in before:
            if other not in stages:
                settle(other)
        stages[key] = 1 + max((stages[r] for r in before), default=-1)
        one = need.chosen[key]
        begun = max((ends[r] for r in before), default=0.0)
        end = 0.0 if one.met else begun + one.item.promise_days
        ends[key] = min(end, cap) if cap is not None and key in in_package else end
        starts[key] = min(begun, ends[key])

    starts: dict[str, float] = {}
    for key in need.chosen:
        if key not in stages:
            settle(key)
    items = [
        PlannedItem(
            item=one.item,
            applicant=one.applicant,
            acting=one.acting,
            ground=one.ground,
            requires=need.requires[key],
            stage=stages[key],
            undecided=one.undecided,
            met=one.met,
            start=due(starts[key]).date,
            due=due(ends[key]),
        )
        for key, one in need.chosen.items()
    ]
    # Stable: within a stage the order of the catalogue stays.
    items.sort(key=lambda i: i.stage)
    return tuple(items), due(max(ends.values(), default=0.0))


# What fails


def _failing(
    need: Needs,
    asks: Sequence[PlannedAsk],
    groups: Sequence[PlannedGroup],
    materials: Sequence[PlannedMaterial],
    on: date,
    region: str | None,
) -> tuple[Failing, ...]:
    found: list[Failing] = []
    for ask in asks:
        if ask.error:
            found.append(Failing(ask.error.code, ask.key, ask.why, details=dict(ask.error.details)))
        elif ask.state == "open" and ask.required:
            found.append(Failing("plan.field_missing", ask.key, ask.why))
    found += [_sum_off(group, group.sum) for group in groups if group.sum is not None and group.sum.off]
    for paper in materials:
        items = tuple(w.item for w in paper.why)
        basis = next((w.basis for w in paper.why if w.basis), "")
        if paper.standing == "missing":
            found.append(Failing("plan.material_missing", paper.key, items, basis))
        elif paper.standing == "not_acceptable":
            details = {"reason": paper.reason or ""}
            found.append(Failing("plan.material_not_acceptable", paper.key, items, basis, details))
        elif paper.copies_left:
            details_left = {"count": paper.copies_left}
            found.append(Failing("plan.copies_missing", paper.key, items, basis, details_left))
    for one in need.chosen.values():
        for condition in () if one.met else one.item.conditions:
            if not condition.in_force(on, region):
                continue
            if condition.when.holds(need.values, on) and condition.holds.holds(need.values, on) is False:
                subject = f"{one.key}.{condition.key}"
                details = {"name": condition.name, "name_en": condition.name_en or condition.name}
                found.append(
                    Failing("plan.condition_failed", subject, (one.key,), condition.basis, details, refuses=True)
                )
    return tuple(found)


def _sum_off(group: PlannedGroup, at: SumState) -> Failing:
    """The rows come to less than they must, or to more; figures and names of fields, never who has how much."""
    details = {
        "label": at.field.name,
        "sum": at.words(at.total),
        "missing": at.words(abs(at.missing)),
    }
    return Failing("plan.sum_over" if at.missing < 0 else "plan.sum_off", group.key, group.why, details=details)


# The proof


def _counts(
    need: Needs, asks: Sequence[PlannedAsk], materials: Sequence[PlannedMaterial], questions: Sequence[Question]
) -> Counts:
    """DESIGN 5's formula. A situation question counts for each item that it decides, and once in the one form."""
    todo = [one for one in need.chosen.values() if not one.met]
    todo_keys = {one.key for one in todo}
    asked_of = {a.key: a for a in asks}
    separate = sum(len(set(a.why) & todo_keys) for a in asks)
    separate += sum(len(set(q.why) & todo_keys) for q in questions)
    filled = sum(a.source is not None for a in asked_of.values())
    from_step = sum(a.state == "from_step" for a in asks)
    steps = [one.item.steps for one in todo]
    return Counts(
        fields_separate=separate,
        fields_asked=len(asks) - filled - from_step + len(questions),
        fields_filled=filled,
        materials_separate=sum(len(m.why) for m in materials),
        materials_brought=sum(m.standing not in FREE for m in materials),
        steps_separate=sum(len(s) for s in steps),
        steps_now=len({s for one in steps for s in one}),
    )


def _assumed_share(
    need: Needs, asks: Sequence[PlannedAsk], materials: Sequence[PlannedMaterial], questions: Sequence[Question]
) -> float:
    """The part of all separate fields and papers that belongs to items whose form no source was found for."""
    size = dict.fromkeys((one.key for one in need.chosen.values() if not one.met), 0)
    wanting = [*(a.why for a in asks), *(q.why for q in questions), *([w.item for w in m.why] for m in materials)]
    for item in (item for why in wanting for item in why if item in size):
        size[item] += 1
    total = sum(size.values())
    return sum(n for key, n in size.items() if need.chosen[key].item.form_assumed) / total if total else 0.0
