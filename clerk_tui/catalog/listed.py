"""What a list of matters says of an item that stands in another file: its codes, its periods, its basis.

An import writes it, for the item's own file belongs to somebody else. It is laid over the item when the files are read,
so a published catalogue knows nothing of it.
"""

from typing import Any, Literal

from pydantic import Field as Setting

from clerk_tui.catalog.model import Elements, Item, Model

LISTED = "listed"
"""The group of a file that holds it, by the key of the item."""


class Listed(Model):
    """What is laid over the item `key`; what isn't written stays as the item says. The words are the item's own."""

    key: str = ""
    elements: Elements = Elements()
    basis: str | None = None
    promise_days: float | None = Setting(default=None, ge=0, le=365)
    promise_assumed: bool | None = None
    immediate: bool | None = None
    legal_days: float | None = Setting(default=None, ge=0, le=365)
    legal_unit: Literal["working_days", "days"] | None = None
    legal_assumed: bool | None = None
    legal_basis: str | None = None

    @property
    def says(self) -> frozenset[str]:
        """The names of what is written."""
        return frozenset(self.model_fields_set - {"key"})


def laid(item: Item, over: Listed) -> Item:
    """The item with what the list says of it."""
    update: dict[str, Any] = {
        name: value for name in over.says - {"elements"} if (value := getattr(over, name)) is not None
    }
    if item.assumed and over.promise_assumed is False:
        # Assumed as a whole no more: the form still is, and the steps that name no basis.
        steps = [s if s.basis else s.model_copy(update={"assumed": True}) for s in item.uncounted]
        update |= {"assumed": False, "form_assumed": True, "uncounted": tuple(steps)}
    if over.elements.model_fields_set:
        more = {name: getattr(over.elements, name) for name in over.elements.model_fields_set}
        update["elements"] = item.elements.model_copy(update=more)
    return item.model_copy(update=update)
