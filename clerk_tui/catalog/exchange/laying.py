"""What a row says that an item of the catalogue doesn't say yet."""

from collections.abc import Mapping
from typing import Any

from clerk_tui.catalog.check_content import wrong_periods
from clerk_tui.catalog.listed import Listed, laid
from clerk_tui.catalog.model import Elements, Item

_KIND = "project_type"


def what_is_new(item: Item, parts: Mapping[str, Any], elements: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """What to lay over the item of a row's `parts` and `elements`, and whether periods were left out of it because
    they would contradict the law that the item names. A basis or legal period that the item has stays.
    """
    new: dict[str, Any] = {}
    if more := _elements(item, elements):
        new["elements"] = more
    if not item.basis and parts.get("basis"):
        new["basis"] = parts["basis"]
    promise, legal = _promise(item, parts), _legal(item, parts)
    for periods in ({**promise, **legal}, promise, legal, {}):
        if not any(one[-1] == "error" for one in wrong_periods(laid(item, Listed(**new, **periods)))):
            return {**new, **periods}, len(periods) < len(promise) + len(legal)
    return new, True


def _promise(item: Item, parts: Mapping[str, Any]) -> dict[str, Any]:
    if "promise_assumed" in parts:
        return {}
    new: dict[str, Any] = {}
    promise, at_once = float(parts["promise_days"]), bool(parts.get("immediate"))
    if promise != item.promise_days or item.promise_assumed:
        new = {"promise_days": promise, **({"promise_assumed": False} if item.promise_assumed else {})}
    if at_once != item.immediate and (at_once or promise):
        new["immediate"] = at_once
    return new


def _legal(item: Item, parts: Mapping[str, Any]) -> dict[str, Any]:
    if item.legal_days is not None or "legal_days" not in parts:
        return {}
    return {name: parts[name] for name in ("legal_days", "legal_unit", "legal_basis", "legal_assumed") if name in parts}


def _elements(item: Item, elements: Mapping[str, Any]) -> dict[str, Any]:
    read = Elements.model_validate(elements)
    new = {name: value for name, value in elements.items() if getattr(read, name) != getattr(item.elements, name)}
    if item.elements.project_type is None and elements.get(_KIND) == (1 if item.immediate else 2):
        new.pop(_KIND, None)
    return new
