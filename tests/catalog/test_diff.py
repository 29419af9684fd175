"""What one catalogue changes against another, told in parts that add up."""

from datetime import date
from typing import Any

from clerk_tui.catalog.build import load_catalog, publish
from clerk_tui.catalog.builtin import builtin_texts
from clerk_tui.catalog.diff import Part, compare
from clerk_tui.catalog.model import Catalog, Item, Suspension
from clerk_tui.catalog.parse import parse_catalog

BUILTIN = parse_catalog(builtin_texts())


def changed(key: str, **values: Any) -> Catalog:
    """The built-in catalogue with one item changed."""
    items = {**BUILTIN.items, key: BUILTIN.items[key].model_copy(update=values)}
    return Catalog(
        departments=BUILTIN.departments,
        parties=BUILTIN.parties,
        fields=BUILTIN.fields,
        materials=BUILTIN.materials,
        certificates=BUILTIN.certificates,
        items=items,
        packages=BUILTIN.packages,
    )


def some_item() -> Item:
    return next(i for i in BUILTIN.items.values() if len(i.fields) > 3 and len(i.materials) > 1 and len(i.steps) > 2)


def test_a_catalogue_does_not_differ_from_itself_nor_from_its_published_bytes() -> None:
    assert not compare(BUILTIN, BUILTIN)
    assert not compare(BUILTIN, load_catalog(publish(BUILTIN)))


def test_what_an_item_loses_and_gains_is_counted() -> None:
    item = some_item()
    new = changed(
        item.key, fields=item.fields[3:], materials=item.materials[:-1], steps=item.steps[:-1], promise_days=99
    )
    (change,) = compare(BUILTIN, new).changes
    assert (change.how, change.group, change.key, change.name) == ("changed", "items", item.key, item.name)
    assert [change.net(what) for what in ("field", "material", "step")] == [-3, -1, -1]
    assert Part("changed", "promise_days", "promise_days", item.promise_days, 99) in change.parts
    (back,) = compare(new, BUILTIN).changes
    assert [back.net(what) for what in ("field", "material", "step")] == [3, 1, 1]


def test_every_change_is_told_of_something() -> None:
    item = some_item()
    codes = item.elements.model_copy(update={"task_code": "A1"})
    (change,) = compare(BUILTIN, changed(item.key, elements=codes)).changes
    assert change.parts == (Part("changed", "other", "elements"),)
    stopped = changed(item.key, suspended=Suspension(since=date(2026, 12, 1), reason="系统升级"))
    (back,) = compare(stopped, BUILTIN).changes
    assert back.parts == (Part("removed", "suspension", "suspended", "系统升级"),)


def test_an_element_that_comes_or_goes_is_named() -> None:
    item = some_item()
    rest = {key: one for key, one in BUILTIN.items.items() if key != item.key}
    without = Catalog(BUILTIN.departments, BUILTIN.parties, BUILTIN.fields, BUILTIN.materials, rest, BUILTIN.packages)
    gone = [c for c in compare(BUILTIN, without).changes if c.group == "items"]
    assert [(c.how, c.key) for c in gone] == [("removed", item.key)]


def test_a_case_is_touched_by_what_its_matters_stand_on() -> None:
    package = BUILTIN.packages["birth"]
    inside = BUILTIN.items[package.items[0].item]
    outside = next(i for i in BUILTIN.items.values() if i.key not in {p.item for p in package.items})
    for item, touches in ((inside, True), (outside, False)):
        difference = compare(BUILTIN, changed(item.key, promise_days=98))
        assert bool(difference.touched(BUILTIN, ["birth"])) is touches
        assert difference.touched(BUILTIN, [item.key])


def test_relief_is_told() -> None:
    item = some_item()
    ended = item.materials[0].model_copy(update={"applies": "open_too", "until": date(2026, 1, 1)})
    (change,) = compare(BUILTIN, changed(item.key, materials=(ended, *item.materials[1:]))).changes
    assert change.relief
