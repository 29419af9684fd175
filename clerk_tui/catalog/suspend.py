"""Suspending a matter in one act (暂停办理), and its return: the changed catalogue, to be handed in like any other."""

from dataclasses import replace
from datetime import date

from clerk_tui.catalog.model import Catalog, Item, Package, Suspension
from clerk_tui.refusal import Refusal


def suspended(catalog: Catalog, key: str, since: date, reason: str, back: date | None) -> Catalog:
    """The catalogue with that item or package suspended from `since` until the day before `back`.

    Raises Refusal catalog.no_matter, suspended_already, back_before_since.
    """
    matter = _matter(catalog, key)
    if matter.suspended is not None and matter.suspended.holds(max(since, matter.suspended.since)):
        raise Refusal("catalog.suspended_already", name=matter.name, reason=matter.suspended.reason, key=key)
    if back is not None and back <= since:
        raise Refusal("catalog.back_before_since", back=back.isoformat(), since=since.isoformat())
    return _with(catalog, key, Suspension(since=since, reason=reason, back=back))


def resumed(catalog: Catalog, key: str) -> Catalog:
    """The catalogue with that item or package in service again. Raises Refusal catalog.no_matter, not_suspended."""
    matter = _matter(catalog, key)
    if matter.suspended is None:
        raise Refusal("catalog.not_suspended", name=matter.name)
    return _with(catalog, key, None)


def _matter(catalog: Catalog, key: str) -> Item | Package:
    matter = catalog.matter(key)
    if matter is None:
        raise Refusal("catalog.no_matter", key=key)
    return matter


def _with(catalog: Catalog, key: str, suspension: Suspension | None) -> Catalog:
    update = {"suspended": suspension}
    if package := catalog.packages.get(key):
        packages = {**catalog.packages, key: package.model_copy(update=update)}
        return replace(catalog, packages=packages, hash="", cache={})
    items = {**catalog.items, key: catalog.items[key].model_copy(update=update)}
    return replace(catalog, items=items, hash="", cache={})
