"""Relief for cases that were received before (`applies: open_too`): what ended since is asked of nobody any more.

A received case stays pinned to its catalogue. The newest one may take from it, never add to it: a use that ended there,
or went away from an element that says so, is gone; one that became milder there is as mild here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from clerk_tui.catalog.model import Ask, Catalog, Condition, Item, MaterialUse, Reminder, Valid, join_key

U = TypeVar("U", bound=Valid)


def relieved(pinned: Catalog, newest: Catalog | None, day: date) -> Catalog:
    """The catalogue by which a received case stands on `day`: its own, less what is relief in it or in the newest."""
    newest = newest or pinned
    # The newest catalogue keeps what was derived, so that it goes when another takes its place.
    kept: tuple[date, dict[str, Catalog]] = newest.cache.get("relieved", (day, {}))
    if kept[0] != day:
        kept = (day, {})
    made = kept[1].get(pinned.hash)
    if made is None or not pinned.hash:
        made = replace(pinned, items=_Mended(pinned, newest, day), cache={})
        kept[1][pinned.hash] = made
        newest.cache["relieved"] = kept
    return made


class _Mended(Mapping[str, Item]):
    """The items, each mended when it is first looked at: a case needs a dozen of thousands."""

    def __init__(self, pinned: Catalog, newest: Catalog, day: date) -> None:
        self._pinned = pinned.items
        self._newest = newest.items
        self._day = day
        self._made: dict[str, Item] = {}

    def __getitem__(self, key: str) -> Item:
        made = self._made.get(key)
        if made is None:
            was = self._pinned[key]
            made = self._made[key] = mended(was, self._newest.get(key) or was, self._day)
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._pinned)

    def __len__(self) -> int:
        return len(self._pinned)


def mended(was: Item, now: Item, day: date) -> Item:
    """The item as a case received under `was` has it on `day`, when `now` is in force: for those, relief alone counts."""
    if was is now and not _has_relief(was):
        return was
    if now.applies == "open_too" and _ended(now, day):
        # The matter itself was abolished: nothing is asked for it; to end it is the department's act.
        return was.model_copy(update={"fields": (), "materials": (), "conditions": (), "reminders": ()})
    whole = now.applies == "open_too"
    return was.model_copy(
        update={
            "fields": _left(was.fields, now.fields, _ask_key, _mild_ask, whole, day),
            "materials": _left(was.materials, now.materials, _use_key, _mild_use, whole, day),
            "conditions": _left(was.conditions, now.conditions, _condition_key, _mild_condition, whole, day),
            "reminders": _left(was.reminders, now.reminders, _reminder_key, _same, whole, day),
        }
    )


def _has_relief(item: Item) -> bool:
    parts: tuple[Valid, ...] = (item, *item.fields, *item.materials, *item.conditions, *item.reminders)
    return any(part.applies == "open_too" for part in parts)


def _ended(one: Valid, day: date) -> bool:
    return one.until is not None and one.until < day


def _left(
    was: tuple[U, ...],
    now: tuple[U, ...],
    key: Callable[[U], str],
    milder: Callable[[U, U], U],
    whole: bool,
    day: date,
) -> tuple[U, ...]:
    """What is left of `was`. `whole`: all that the element loses is relief."""
    newer = {key(one): one for one in now}
    # An item may want one thing under two conditions: the condition tells them apart where it stayed as it was.
    exact = {(key(one), _when(one)): one for one in now}
    left = []
    for one in was:
        again = exact.get((key(one), _when(one))) or newer.get(key(one))
        if again is None:
            if whole or one.applies == "open_too":
                continue
            left.append(one)
        elif whole or again.applies == "open_too":
            if not _ended(again, day):
                left.append(milder(one, again) if again.in_force(day) else one)
        else:
            left.append(one)
    return tuple(left)


def _when(one: Valid) -> str:
    return str(getattr(one, "when", ""))


def _ask_key(one: Ask) -> str:
    return join_key(one.of, one.field)


def _use_key(one: MaterialUse) -> str:
    return join_key(one.of, one.material)


def _condition_key(one: Condition) -> str:
    return one.key


def _reminder_key(one: Reminder) -> str:
    return one.say


def _mild_ask(was: Ask, now: Ask) -> Ask:
    return was.model_copy(update={"required": was.required and now.required})


def _mild_use(was: MaterialUse, now: MaterialUse) -> MaterialUse:
    return was.model_copy(
        update={
            "original": was.original and now.original,
            "copies": min(was.copies, now.copies),
            "tolerable": was.tolerable or now.tolerable,
        }
    )


def _mild_condition(_was: Condition, now: Condition) -> Condition:
    return now


def _same(was: Reminder, _now: Reminder) -> Reminder:
    return was
