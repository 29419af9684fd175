"""How a case went, in steps that a citizen may be shown: what happened and when; never a name, never a value."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from clerk_tui.rules import EventBody

Params = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `code` says what happened (`timeline.<code>`), `params` its counts, dates and numbers.

    `item` and `party` are catalogue keys, for whoever has the catalogue to name them by.
    """

    at: datetime
    code: str
    params: Params = field(default_factory=dict)
    item: str | None = None
    party: str | None = None


def _accepted(event: Any) -> tuple[str, Params]:
    gaps = len(event.gaps)
    due = {"due": event.due} if event.due else {}
    return ("accepted_gaps", {"count": gaps, **due}) if gaps else ("accepted", due)


def _deemed(event: Any) -> tuple[str, Params]:
    return "deemed", {"due": event.due} if event.due else {}


def _looked_up(event: Any) -> tuple[str, Params]:
    return ("shared", {"count": len(event.fields)}) if event.fields else ("", {})


def _replied(event: Any) -> tuple[str, Params]:
    return f"item_{event.outcome}", {}


def _just(code: str) -> Callable[[Any], tuple[str, Params]]:
    return lambda _: (code, {})


_TOLD: Mapping[str, Callable[[Any], tuple[str, Params]]] = {
    "case_opened": _just("opened"),
    "shared_data_received": _looked_up,
    "signed": _just("signed"),
    "case_submitted": lambda e: ("received", {"number": e.number}),
    "case_accepted": _accepted,
    "notice_given": lambda e: ("noticed", {"count": len(e.missing)}),
    "case_deemed_accepted": _deemed,
    "case_supplemented": lambda e: ("gaps_in" if e.gaps else "supplemented", {}),
    "case_refused": lambda e: (e.kind, {}),
    "case_withdrawn": _just("withdrawn"),
    "case_terminated": _just("terminated"),
    "case_closed": _just("closed"),
    "clock_paused": _just("paused"),
    "clock_resumed": _just("resumed"),
    "clock_extended": _just("extended"),
    "item_returned": _just("item_returned"),
    "item_resubmitted": _just("item_resubmitted"),
    "item_replied": _replied,
    "payment_recorded": _just("paid"),
    "items_delivered": lambda e: ("delivered", {"count": len(e.items)}),
}
"""Kinds that are steps; all others (keys typed, papers judged, prints, reads) are work, not news."""


def timeline(events: Iterable[EventBody]) -> tuple[Step, ...]:
    """The steps of a case, oldest first; what was asked of one source twice in a row stands there once."""
    steps: list[Step] = []
    for event in events:
        tell = _TOLD.get(event.KIND)
        if tell is None:
            continue
        code, params = tell(event)
        if not code:
            continue
        step = Step(event.at, code, params, getattr(event, "item", None), getattr(event, "party", None))  # type: ignore[attr-defined]
        if steps and code == "shared" == steps[-1].code:
            both = {"count": int(str(steps[-1].params["count"])) + int(str(params["count"]))}
            step = Step(step.at, code, both)
            steps.pop()
        steps.append(step)
    return tuple(steps)
