"""Catalogues that nobody wrote, as plain data, and what a case of them needs: counted from that data alone.

Nothing here calls the plan or its conditions, so that it can be held against them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from hypothesis import strategies as st

from clerk_tui.catalog.build import GROUPS
from clerk_tui.catalog.model import Catalog

Raw = dict[str, Any]
WHO = "visit.who"
DROP = "q.drop"
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "q.one": ("x", "y", "z"),
    "q.two": ("x", "y"),
    "q.three": ("x", "y", "z"),
    DROP: ("yes", "no"),
}
ACTING: Mapping[str, tuple[str, ...]] = {"a": ("a",), "b": ("b",), "both": ("a", "b"), "other": ("agent",)}
GUARDIANS = {"child": ("a", "b")}
PARTIES = ("a", "b", "child", "agent")
AGENTS_NAME = "agent.f.n0"
FIELDS = tuple(f"f.n{n}" for n in range(6))
PAPERS = tuple(f"m.n{n}" for n in range(4))
CERTIFIED = {"m.n0": "ec.n0", "m.n1": "ec.n1"}
MANDATE = "sf.mandate"
STEPS = ("number", "hand_in", "pay", "sign", "collect")
MATTER = "p"


@st.composite
def conditions(draw: st.DrawFn) -> Raw:
    """A condition of one or two questions, each of which can make it true and false."""
    tests: Raw = {}
    for key in draw(st.lists(st.sampled_from([k for k in OPTIONS if k != DROP]), min_size=1, max_size=2, unique=True)):
        options = OPTIONS[key]
        tests[key] = draw(st.lists(st.sampled_from(options), min_size=1, max_size=len(options) - 1, unique=True))
    match draw(st.sampled_from(["all", "any", "not"])):
        case "any":
            return {"any": [{key: values} for key, values in tests.items()]}
        case "not":
            return {"not": tests}
    return tests


MAYBE = st.one_of(st.just({}), conditions())


@st.composite
def raw_items(draw: st.DrawFn, key: str, others: list[str]) -> Raw:
    applicant: Any = draw(st.sampled_from(PARTIES[:3]))
    if draw(st.booleans()):
        other = draw(st.sampled_from([p for p in PARTIES[:3] if p != applicant]))
        applicant = [{"party": other, "when": draw(conditions())}, {"party": applicant}]
    of = st.sampled_from([*PARTIES[:3], "applicant", None])
    givers = st.sampled_from([None, None, *others])
    asks = [
        {
            "field": draw(st.sampled_from(FIELDS)),
            "of": draw(of),
            "when": draw(MAYBE),
            "required": draw(st.booleans()),
            "given_by": draw(givers),
        }
        for _ in range(draw(st.integers(1, 6)))
    ]
    papers = [
        {
            "material": draw(st.sampled_from(PAPERS)),
            "of": draw(of),
            "when": draw(MAYBE),
            "original": draw(st.booleans()),
            "copies": draw(st.integers(0, 3)),
            "tolerable": draw(st.booleans()),
            "given_by": draw(givers),
            "value_of": draw(st.lists(st.sampled_from(FIELDS), max_size=2, unique=True)),
            "basis": "clause",
        }
        for _ in range(draw(st.integers(0, 4)))
    ]
    return {
        "name": key,
        "type": "20",
        "applicant": applicant,
        "acting": WHO,
        "promise_days": draw(st.integers(0, 5)),
        "form_assumed": draw(st.booleans()),
        "steps": draw(st.lists(st.sampled_from(STEPS), min_size=1, unique=True)),
        "fields": asks,
        "materials": papers,
    }


@st.composite
def raw_catalogs(draw: st.DrawFn) -> Raw:
    """One package of two to six items; its last item falls away when the question `DROP` is answered no."""
    keys = [f"d.i{n}" for n in range(draw(st.integers(2, 6)))]
    items = {key: draw(raw_items(key, [k for k in keys if k != key])) for key in keys}
    parts = []
    for at, key in enumerate(keys):
        before = draw(st.lists(st.sampled_from(keys[:at]), max_size=2, unique=True)) if at else []
        parts.append({"item": key, "requires": before, "when": draw(MAYBE)})
    parts[-1]["when"] = {DROP: ["yes"]}
    draw(st.randoms(use_true_random=False)).shuffle(parts)
    return {
        "departments": {"d": {"code": "D", "name": "d"}},
        "parties": {p: {"name": p, "guardians": GUARDIANS.get(p, ())} for p in PARTIES},
        "fields": {
            WHO: {
                "name": WHO,
                "type": "choice",
                "options": [
                    {"value": v, "name": v, "parties": who, "asks": [AGENTS_NAME] if v == "other" else []}
                    for v, who in ACTING.items()
                ],
            },
            **{
                key: {"name": key, "type": "choice", "options": [{"value": v, "name": v} for v in values]}
                for key, values in OPTIONS.items()
            },
            **{key: {"name": key, "type": "text"} for key in FIELDS},
        },
        "certificates": {key: {"name": key} for key in CERTIFIED.values()},
        "materials": {
            **{key: {"name": key, "e_certificate": CERTIFIED.get(key)} for key in PAPERS},
            MANDATE: {"name": MANDATE, "kind": "mandate"},
        },
        "items": items,
        "packages": {MATTER: {"name": "p", "lead": "d", "items": parts, "acting": WHO, "questions": list(OPTIONS)}},
    }


def catalog_of(raw: Raw) -> Catalog:
    """The catalogue that the plan reads."""
    groups: Any = {
        group: {key: model.model_validate({**element, "key": key}) for key, element in raw[group].items()}
        for group, model in GROUPS.items()
    }
    return Catalog(**groups)


@dataclass(frozen=True)
class Known:
    """What is known: all answers to the situation questions, values typed and given by a source, and the rest."""

    answers: Mapping[str, str]
    typed: Mapping[str, str]
    shared: Mapping[str, str]
    certificates: frozenset[str]
    held: frozenset[str]


@st.composite
def knowns(draw: st.DrawFn, raw: Raw) -> Known:
    asks = [f"{p}.{f}" if p else f for p, f in product([*PARTIES, None], FIELDS)]
    values = st.dictionaries(st.sampled_from(asks), st.sampled_from(["甲", "乙"]), max_size=8)
    return Known(
        answers={
            WHO: draw(st.sampled_from(list(ACTING))),
            **{key: draw(st.sampled_from(options)) for key, options in OPTIONS.items()},
        },
        typed=draw(values),
        shared=draw(values),
        certificates=frozenset(
            draw(st.lists(st.sampled_from([f"{p}.{c}" for p in PARTIES for c in CERTIFIED.values()]), max_size=4))
        ),
        held=frozenset(draw(st.lists(st.sampled_from(list(raw["items"])), max_size=1))),
    )


# What it needs, from the data alone


def true(when: Raw, answers: Mapping[str, str]) -> bool:
    """A condition under answers that are all given."""
    if "any" in when:
        return any(true(part, answers) for part in when["any"])
    if "not" in when:
        return not true(when["not"], answers)
    return all(answers[key] in values for key, values in when.items())


def _matters(when: Raw, answers: Mapping[str, str]) -> set[str]:
    """The questions whose answer alone turns the condition: found by trying every other answer."""
    return {q for q in OPTIONS if len({true(when, {**answers, q: other}) for other in OPTIONS[q]}) > 1}


def _key(party: str | None, what: str) -> str:
    return f"{party}.{what}" if party else what


@dataclass
class Wanted:
    """What one item's own form asks and wants; each use of a field or paper under its key."""

    asks: dict[str, list[Raw]]
    papers: dict[str, list[Raw]]
    questions: set[str]
    met: bool


def wanted(raw: Raw, known: Known, *, bare: bool = False) -> tuple[dict[str, Wanted], dict[str, set[str]]]:
    """For each item that the answers leave, what it wants; and each question that is asked with its items.

    `bare`: as if no result were held already.
    """
    found: dict[str, Wanted] = {}
    questions: dict[str, set[str]] = {}
    answers = known.answers
    for part in raw["packages"][MATTER]["items"]:
        key, item = part["item"], raw["items"][part["item"]]
        asked = _matters(part["when"], answers)
        if true(part["when"], answers):
            rules = item["applicant"] if isinstance(item["applicant"], list) else [{"party": item["applicant"]}]
            applicant = next(r["party"] for r in rules if true(r.get("when", {}), answers))
            met = key in known.held and not bare
            one = Wanted({}, {}, {WHO}, met)
            for rule in rules:
                asked |= _matters(rule.get("when", {}), answers)
            for use in () if met else (*item["fields"], *item["materials"]):
                asked |= _matters(use["when"], answers)
                if not true(use["when"], answers):
                    continue
                party = applicant if use["of"] == "applicant" else use["of"]
                if "field" in use:
                    one.asks.setdefault(_key(party, use["field"]), []).append(use)
                else:
                    one.papers.setdefault(_key(party, use["material"]), []).append({**use, "party": party})
            _acting(one, applicant, answers[WHO])
            one.questions |= asked
            asked |= {WHO}
            found[key] = one
        for question in asked:
            questions.setdefault(question, set()).add(key)
    return found, questions


def _acting(one: Wanted, applicant: str, who: str) -> None:
    """Who comes as somebody else's agent gives a name, and brings the mandate of whose matter it is."""
    if one.met:
        return
    if who == "other":
        one.asks.setdefault(AGENTS_NAME, []).append({"required": True, "given_by": None})
    present = {applicant, *GUARDIANS.get(applicant, ())}
    if not present & set(ACTING[who]):
        principal = GUARDIANS.get(applicant, (applicant,))[0]
        use = {"original": True, "copies": 0, "tolerable": False, "given_by": None, "value_of": []}
        one.papers[_key(principal, MANDATE)] = [{**use, "party": principal, "material": MANDATE}]


@dataclass(frozen=True)
class Sums:
    """The sums of DESIGN 5's formula."""

    fields_separate: int
    fields_asked: int
    fields_filled: int
    materials_separate: int
    materials_brought: int
    steps_separate: int
    steps_now: int


def counted(raw: Raw, known: Known, *, bare: bool = False) -> Sums:
    """The sums for what is known; `bare` types every value and brings every paper."""
    found, questions = wanted(raw, known, bare=bare)
    todo = {key: one for key, one in found.items() if not one.met}
    values = {**known.shared, **known.typed}
    uses = {key: [(i, u) for i, one in todo.items() for u in one.asks.get(key, ())] for key in _all(todo, "asks")}
    comes = {
        key
        for key, ones in uses.items()
        if key not in values
        and all(u["given_by"] in todo and u["given_by"] != i for i, u in ones)
        and _one_giver_an_item(ones)
    }
    filled = set() if bare else {key for key in uses if key in known.shared and key not in known.typed}
    free = 0
    for key in _all(todo, "papers"):
        of_items = [(i, u) for i, one in todo.items() for u in one.papers.get(key, ())]
        ones = [u for _, u in of_items]
        party = ones[0]["party"]
        certificate = CERTIFIED.get(ones[0]["material"])
        by_value = all(u["value_of"] and all(_key(party, f) in values for f in u["value_of"]) for u in ones)
        free += (
            (not bare and certificate is not None and f"{party}.{certificate}" in known.certificates)
            or by_value
            or (all(u["given_by"] in todo for u in ones) and _one_giver_an_item(of_items))
        )
    steps = [raw["items"][key]["steps"] for key in todo]
    return Sums(
        fields_separate=sum(len(one.asks) + len(one.questions) for one in todo.values()),
        fields_asked=len(uses) - len(filled) - len(comes) + len(questions),
        fields_filled=len(filled),
        materials_separate=sum(len(one.papers) for one in todo.values()),
        materials_brought=len(_all(todo, "papers")) - free,
        steps_separate=sum(map(len, steps)),
        steps_now=len({s for one in steps for s in one}),
    )


def _one_giver_an_item(uses: list[tuple[str, Raw]]) -> bool:
    """An item that expects the same thing from two others waits for neither."""
    givers: dict[str, set[str]] = {}
    for item, use in uses:
        givers.setdefault(item, set()).add(use["given_by"])
    return all(len(one) == 1 for one in givers.values())


def _all(todo: Mapping[str, Wanted], what: str) -> set[str]:
    return {key for one in todo.values() for key in getattr(one, what)}
