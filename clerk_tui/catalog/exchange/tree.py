"""A JSON list of departments with nested items, as rows of a table."""

from collections.abc import Iterator, Mapping
from typing import Any

from clerk_tui.catalog.exchange.columns import Layout, national_name
from clerk_tui.catalog.exchange.mapping import Tree
from clerk_tui.refusal import Refusal

DEEPEST = 20
"""Groups inside of groups."""


def layout_of(tree: Tree) -> Layout:
    """The columns of the rows: the department, then the elements that the mapping names."""
    elements = ["dept_name", *dict.fromkeys(e for e in tree.elements.values() if e != "dept_name")]
    return Layout(0, tuple(map(national_name, elements)), dict(enumerate(elements)))


def unknown_members(tree: Tree, value: Any) -> list[str]:
    """Members of items that the mapping doesn't name, in the order in which they are met."""
    known = {*tree.elements, tree.items, tree.department}
    return list(dict.fromkeys(m for _, item in _items(tree, value) for m in item if m not in known))


def rows_of(tree: Tree, value: Any) -> Iterator[list[str]]:
    """A row for each item. Raises Refusal exchange.tree when there is no list of departments where the mapping says so."""
    layout = layout_of(tree)
    for department, item in _items(tree, value):
        row = [""] * len(layout.headers)
        row[0] = department
        for member, element in tree.elements.items():
            text = _text(_at(item, member), tree.material)
            at = 0 if element == "dept_name" else list(layout.at.values()).index(element)
            row[at] = text or row[at]
        yield row


def _items(tree: Tree, value: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    departments = _at(value, tree.departments) if tree.departments else value
    if isinstance(departments, Mapping) and not tree.departments:
        departments = [departments]
    if not isinstance(departments, list):
        raise Refusal("exchange.tree", path=tree.departments or "–", found=type(departments).__name__)
    for department in departments:
        if isinstance(department, Mapping):
            name = _text(_at(department, tree.department), tree.material)
            yield from ((name, item) for item in _leaves(_at(department, tree.items), tree, 0))


def _leaves(items: Any, tree: Tree, depth: int) -> Iterator[Mapping[str, Any]]:
    """The items of a list; what has items itself is a group of them."""
    if depth > DEEPEST or not isinstance(items, list):
        return
    for item in items:
        if isinstance(item, Mapping):
            inside = _at(item, tree.items)
            if isinstance(inside, list) and inside:
                yield from _leaves(inside, tree, depth + 1)
            else:
                yield item


def _at(value: Any, path: str) -> Any:
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _text(value: Any, member: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case list():
            return "\n".join(t for one in value if (t := _text(one, member)))
        case Mapping():
            return _text(value.get(member), member) if not isinstance(value.get(member), Mapping) else ""
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
    return str(value)
