"""Groups of fields: one key that stands for several fields which are always asked together.

They are the authors' shorthand alone: an item that is read holds the fields themselves.
"""

from collections.abc import Sequence
from typing import Any

from clerk_tui.catalog.model import join_key, split_ask

GROUPS_OF_FIELDS = "groups"
"""The name of their group in the files."""


class FieldGroups:
    """All groups by key; a member is a field key, or an ask with its own `when`."""

    def __init__(self) -> None:
        self._members: dict[str, list[dict[str, Any]]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._members

    def add(self, key: str, members: Sequence[Any]) -> None:
        """One more group, as written; what is neither text nor an ask stays and is found where the group is used."""
        self._members[key] = [one if isinstance(one, dict) else {"field": one} for one in members]

    def spread(self, asks: Sequence[Any]) -> tuple[list[Any], list[int]]:
        """The asks with each group replaced by its members, and for each the place at which it was written.

        A field that the item asks by itself of the same party stands instead of the group's.
        """
        own = {join_key(*pair) for one in asks if (pair := _ask(one)) and pair[1] not in self._members}
        spread: list[Any] = []
        places: list[int] = []
        for place, one in enumerate(asks):
            pair = _ask(one)
            if pair is None or pair[1] not in self._members:
                spread.append(one)
                places.append(place)
                continue
            party, group = pair
            rest = {k: v for k, v in one.items() if k not in ("of", "field")} if isinstance(one, dict) else {}
            for member in self._members[group]:
                made = {**rest, **member, **({"of": party} if party else {})}
                if isinstance(made.get("field"), str) and join_key(party, made["field"]) in own:
                    continue
                spread.append(made)
                places.append(place)
        return spread, places


def _ask(one: Any) -> tuple[str | None, str] | None:
    """The party and the key that an ask names, if it is one."""
    if isinstance(one, str):
        return split_ask(one)
    if isinstance(one, dict) and isinstance(one.get("field"), str):
        of = one.get("of")
        return (of if isinstance(of, str) else None, one["field"])
    return None
