"""Whatever an author does to the files, there are findings and no traceback; what is accepted can be worked with."""

import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from clerk_tui.catalog.build import load_catalog, publish
from clerk_tui.catalog.model import Catalog
from clerk_tui.catalog.parse import Reading, read_catalog
from clerk_tui.catalog.search import search
from clerk_tui.catalog.source import SourceFile
from clerk_tui.intake.plan import AnswerFact, Facts, plan
from clerk_tui.protocol.calendar_source import state_council_calendar
from clerk_tui.texts import text

SAMPLE = Path(__file__).with_name("sample.yaml").read_text(encoding="utf-8")
TODAY, CALENDAR = date(2026, 11, 23), state_council_calendar()
Tree = dict[str, Any]


def mappings(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Tree]]:
    if isinstance(value, dict):
        yield path, value
        for key, one in value.items():
            yield from mappings(one, (*path, key))
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from mappings(one, (*path, at))


def a_required_key_is_dropped(tree: Tree, chance: random.Random) -> None:
    group, keys = chance.choice(
        [
            ("departments", ["name", "code", "name_en"]),
            ("parties", ["name", "name_en"]),
            ("fields", ["name", "type", "name_en"]),
            ("materials", ["name"]),
            ("items", ["name", "type", "promise_days"]),
            ("packages", ["name", "lead", "items", "name_en"]),
        ]
    )
    element = chance.choice(list(tree[group].values()))
    del element[chance.choice(keys)]


def a_key_is_misspelt(tree: Tree, chance: random.Random) -> None:
    inside = [m for path, m in mappings(tree) if len(path) >= 2 and path[0] != "groups" and m]
    mapping = chance.choice(inside)
    key = chance.choice(list(mapping))
    mapping[f"{key}x"] = mapping.pop(key)


def a_reference_is_misspelt(tree: Tree, chance: random.Random) -> None:
    known = {
        key
        for group in ("departments", "parties", "fields", "certificates", "materials", "items")
        for key in tree[group]
    }
    places: list[tuple[Any, Any]] = []
    for path, mapping in mappings(tree):
        if path[:1] == ("groups",):
            continue
        for key, value in mapping.items():
            if isinstance(value, str) and value in known and key not in ("name", "name_en", "value", "code"):
                places.append((mapping, key))
            elif isinstance(value, list):
                places += [(value, at) for at, one in enumerate(value) if isinstance(one, str) and one in known]
    home, key = chance.choice(places)
    home[key] += "x"


def an_element_is_lost(tree: Tree, chance: random.Random) -> None:
    group = chance.choice(["departments", "fields", "certificates", "items"])
    element = chance.choice(sorted(tree[group]))
    del tree[group][element]


def a_value_is_of_another_kind(tree: Tree, chance: random.Random) -> None:
    inside = [m for path, m in mappings(tree) if len(path) == 2 and path[0] not in ("groups",)]
    mapping = chance.choice(inside)
    key = chance.choice(list(mapping))
    mapping[key] = chance.choice([{"x": {"y": 1}}, 10**9, [[1]]])


def a_promise_breaks_the_law(tree: Tree, chance: random.Random) -> None:
    tree["items"]["ga.first"]["promise_days"] = chance.randint(11, 300)


def a_refusal_has_no_basis(tree: Tree, chance: random.Random) -> None:
    tree["items"]["ga.first"]["conditions"][0]["basis"] = chance.choice(["", "  "])


def two_come_before_each_other(tree: Tree, _chance: random.Random) -> None:
    tree["packages"]["both"]["items"][0] = {"item": "ga.first", "requires": ["mz.second"]}


def two_are_called_the_same(tree: Tree, chance: random.Random) -> None:
    group = chance.choice(["departments", "materials"])
    one, other = chance.sample(sorted(tree[group]), 2)
    tree[group][one]["name"] = tree[group][other]["name"] + chance.choice(["", "（）", "　"])


def an_option_is_not_there(tree: Tree, chance: random.Random) -> None:
    chance.choice(tree["fields"]["ga.way"]["options"])["value"] = "three"


def a_result_has_no_way_out(tree: Tree, _chance: random.Random) -> None:
    tree["items"]["ga.first"]["results"][0]["ways"] = []


BREAKS: list[Callable[[Tree, random.Random], None]] = [
    a_required_key_is_dropped,
    a_key_is_misspelt,
    a_reference_is_misspelt,
    an_element_is_lost,
    a_value_is_of_another_kind,
    a_promise_breaks_the_law,
    a_refusal_has_no_basis,
    two_come_before_each_other,
    two_are_called_the_same,
    an_option_is_not_there,
    a_result_has_no_way_out,
]


def slip(content: str, chance: random.Random) -> str:
    """One slip of the hand: a character or a line lost, doubled, moved, replaced."""
    lines = content.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    place = chance.randrange(len(content))
    match chance.randrange(7):
        case 0:
            return content[:place] + content[place + 1 :]
        case 1:
            return content[:place] + chance.choice(":{}[]#-'\"|>&*!%@`\t\x00\u2028你 0") + content[place:]
        case 2:
            return content[:place]
        case 3:
            del lines[at]
        case 4:
            lines.insert(at, lines[at])
        case 5:
            lines[at] = " " * chance.randrange(9) + lines[at].lstrip()
        case 6:
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
    return "".join(lines)


def told(reading: Reading) -> None:
    for one in reading.findings:
        assert one.place.line >= 1
        assert one.place.column >= 1
        for lang in ("zh", "en"):
            assert text(one.code, lang, **one.details)  # type: ignore[arg-type]


def works(catalog: Catalog) -> None:
    """A catalogue that is accepted can be published, opened, searched and planned with."""
    opened = load_catalog(publish(catalog))
    for key in [*opened.packages, *opened.items]:
        assert search(opened.index, opened.name(key), 50)
        answers: dict[str, AnswerFact] = {}
        while asked := plan(opened, [key], Facts(answers=answers), TODAY, CALENDAR).open_questions:
            options = asked[0].field.options
            answers[asked[0].key] = AnswerFact(options[0].value if options else "yes")


@pytest.mark.parametrize("seed", range(200))
def test_a_broken_catalogue_is_never_accepted(seed: int) -> None:
    chance = random.Random(seed)
    tree = SourceFile("sample.yaml", SAMPLE).value
    BREAKS[seed % len(BREAKS)](tree, chance)
    reading = read_catalog({"a.yaml": yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)})
    assert not reading.sound, BREAKS[seed % len(BREAKS)].__name__
    told(reading)


@pytest.mark.parametrize("seed", range(200))
def test_a_slip_of_the_hand_gives_findings_or_a_catalogue_that_works(seed: int) -> None:
    chance = random.Random(seed)
    content = SAMPLE
    for _ in range(chance.randint(1, 4)):
        content = slip(content, chance)
    reading = read_catalog({"a.yaml": content})
    told(reading)
    if reading.sound:
        works(reading.catalog)
