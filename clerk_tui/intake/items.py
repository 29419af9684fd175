"""The life of each item of a case, from acceptance to delivery: a fold over events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from immutables import Map

from clerk_tui.intake import events_life as ev
from clerk_tui.refusal import Refusal
from clerk_tui.rules import EventBody


class ItemState(StrEnum):
    """How one item stands with its department."""

    WAITING = "waiting"
    HANDLING = "handling"
    PAUSED = "paused"
    PASSED = "passed"
    PASSED_WITH_GAP = "passed_with_gap"
    NOT_PASSED = "not_passed"
    NOT_NEEDED = "not_needed"
    RETURNED = "returned"
    FALLEN = "fallen"


OPEN = frozenset({ItemState.WAITING, ItemState.HANDLING, ItemState.PAUSED, ItemState.RETURNED})
"""States of an item that nobody has decided."""
RELEASES = frozenset({ItemState.PASSED, ItemState.PASSED_WITH_GAP, ItemState.NOT_NEEDED})
"""What lets the items behind it begin."""
GRANTED = frozenset({ItemState.PASSED, ItemState.PASSED_WITH_GAP})


@dataclass(frozen=True, slots=True)
class Pause:
    """A special procedure: the clock stands after `on` until it is resumed, at most its planned working days."""

    basis: str
    on: date
    days: float
    resumed: date | None = None


@dataclass(frozen=True, slots=True)
class ItemLife:
    """One item: `accepted_on` is the day of its 受理, `begun` the day on which its department could begin."""

    item: str
    number: str
    accepted_on: date
    state: ItemState = ItemState.HANDLING
    requires: tuple[str, ...] = ()
    begun: date | None = None
    told: date | None = None
    joint: bool = False
    cap: float | None = None
    pauses: tuple[Pause, ...] = ()
    asked: ev.ExtensionAsked | None = None
    extended: int = 0
    decided_on: date | None = None
    reply: ev.ItemReplied | None = None
    returned: ev.ItemReturned | None = None
    payment: ev.PaymentRecorded | None = None
    delivered: ev.ItemsDelivered | None = None

    @property
    def open(self) -> bool:
        """Whether it waits for a decision."""
        return self.state in OPEN


Lives = Map[str, ItemLife]


def in_order(lives: Mapping[str, ItemLife]) -> list[ItemLife]:
    """The lives as the case numbers its items: the same in every process."""
    return sorted(lives.values(), key=lambda life: life.number)


def begin(lives: Lives, items: Iterable[ev.NumberedItem], on: date) -> Lives:
    """The lives with those that an acceptance begins; one that waits for another of the case begins after it."""
    numbered = list(items)
    known = {*lives, *(one.item for one in numbered)}
    for one in numbered:
        if one.item in lives:
            continue
        requires = tuple(r for r in one.requires if r in known)
        ready = all(r in lives and lives[r].state in RELEASES for r in requires)
        lives = lives.set(
            one.item,
            ItemLife(
                item=one.item,
                number=one.number,
                accepted_on=on,
                state=ItemState.HANDLING if ready else ItemState.WAITING,
                requires=requires,
                begun=on if ready else None,
                told=one.due,
                joint=one.joint,
                cap=one.cap,
            ),
        )
    return lives


def released_by(lives: Mapping[str, ItemLife], item: str) -> tuple[str, ...]:
    """The waiting items that begin when `item` is granted or needed no more."""

    def free(required: str) -> bool:
        return required == item or (required in lives and lives[required].state in RELEASES)

    return tuple(
        life.item
        for life in in_order(lives)
        if life.state is ItemState.WAITING and item in life.requires and all(map(free, life.requires))
    )


def fallen_with(lives: Mapping[str, ItemLife], item: str) -> tuple[str, ...]:
    """Exactly the open items that can't go on without `item`: those behind it, and those behind them."""
    gone = {item}
    while more := {
        key for key, life in lives.items() if life.open and key not in gone and gone.intersection(life.requires)
    }:
        gone |= more
    return tuple(life.item for life in in_order(lives) if life.item in gone and life.item != item)


def evolve_items(lives: Lives, event: EventBody) -> Lives:
    """The lives after `event`; events that concern no item change nothing."""
    match event:
        case ev.ItemReplied():
            return _replied(lives, event)
        case ev.ItemReturned():
            return _set(lives, event.item, state=ItemState.RETURNED, returned=event)
        case ev.ItemResubmitted():
            return _set(lives, event.item, state=ItemState.HANDLING)
        case ev.ClockPaused():
            life = lives[event.item]
            paused = (*life.pauses, Pause(event.basis, event.on, event.days))
            return _set(lives, event.item, state=ItemState.PAUSED, pauses=paused)
        case ev.ClockResumed():
            *before, last = lives[event.item].pauses
            ended = (*before, replace(last, resumed=event.on))
            return _set(lives, event.item, state=ItemState.HANDLING, pauses=ended)
        case ev.ExtensionAsked():
            return _set(lives, event.item, asked=event)
        case ev.ClockExtended():
            return _set(lives, event.item, asked=None, extended=lives[event.item].extended + event.days)
        case ev.PaymentRecorded():
            return _set(lives, event.item, payment=event)
        case ev.ItemsDelivered():
            for item in event.items:
                lives = _set(lives, item, delivered=event)
    return lives


def _replied(lives: Lives, event: ev.ItemReplied) -> Lives:
    lives = _set(lives, event.item, state=ItemState(event.outcome), decided_on=event.on, reply=event)
    for item in event.released:
        lives = _set(lives, item, state=ItemState.HANDLING, begun=event.on)
    for item in event.fallen:
        lives = _set(lives, item, state=ItemState.FALLEN, decided_on=event.on)
    return lives


def _set(lives: Lives, item: str, **changes: object) -> Lives:
    life = lives.get(item)
    return lives if life is None else lives.set(item, replace(life, **changes))  # type: ignore[arg-type]


def only_handling(life: ItemLife) -> None:
    """Raises Refusal unless the department has the item in hand now."""
    if life.state is not ItemState.HANDLING:
        raise Refusal(f"item.{life.state}" if life.open else "item.decided")
