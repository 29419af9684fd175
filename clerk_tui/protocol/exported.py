"""An exported ledger: JSON lines, the frames that GET /v1/audit gives, folded into the same records as at the centre.

`clerk-tui audit export` puts a line of kind `hall` first, with the hall's name, time zone and policy; a log without it is
folded with those that the reader gives.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from clerk_tui.queue import events as queue_events
from clerk_tui.queue.measures import DayRecord, Folding
from clerk_tui.queue.policy import Policy
from clerk_tui.refusal import Refusal
from clerk_tui.rules import EventBody

HALL = "hall"
FARTHEST = timedelta(days=400)
"""How long before or after its business day an event may lie: bookings before it, a late end of the day after it."""


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)
    seq: int = Field(ge=0)
    stream: str = Field(max_length=80)
    version: int = Field(ge=0)
    kind: str = Field(max_length=80)
    body: dict[str, Any]


class _Hall(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: str
    name: str
    timezone: str
    policy: Policy


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a day's stream; `event` is None for kinds that the queue does not fold."""

    line: int
    version: int
    event: EventBody | None


@dataclass(slots=True)
class Exported:
    """A log that was read: entries by business day, and what its first line told of the hall, if it had one."""

    days: dict[date, list[Entry]] = field(default_factory=dict)
    hall: str | None = None
    zone: ZoneInfo | None = None
    policy: Policy | None = None

    def record(self, day: date, zone: ZoneInfo, policy: Policy) -> DayRecord:
        """The record of one day. Raises Refusal log.* when its entries are not whole."""
        folding = Folding(day, zone)
        wanted = 1
        for entry in self.days.get(day, ()):
            if entry.version != wanted:
                if wanted == 1:
                    raise Refusal("log.begins_late", line=entry.line, day=day.isoformat(), found=entry.version)
                raise Refusal("log.gap", line=entry.line, wanted=wanted, found=entry.version)
            wanted += 1
            if entry.event is None:
                continue
            try:
                folding.add(entry.event)
            except KeyError:
                raise Refusal("log.line", line=entry.line, reason=f"{entry.event.KIND}: ticket?") from None
        return folding.record(policy)


def read_log(content: bytes, first: date = date.min, last: date = date.max) -> Exported:
    """Reads a log, of the days from `first` to `last`. Raises Refusal log.* with the line that is wrong."""
    found = Exported()
    seq = 0
    for number, raw in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not raw.strip():
            continue
        for told in _frames(raw, number):
            line = _checked(told, number)
            if line.kind == HALL and line.seq == 0:
                _hall(found, line.body, number)
                continue
            if line.seq <= seq:
                raise Refusal("log.gap", line=number, wanted=seq + 1, found=line.seq)
            seq = line.seq
            if line.stream.startswith("day/"):
                day = _day_of(line, number)
                if first <= day <= last:
                    found.days.setdefault(day, []).append(Entry(number, line.version, _event_of(line, day, number)))
    return found


def _frames(raw: bytes, number: int) -> Iterator[Any]:
    """The frames of a line: one, or a whole page as GET /v1/audit answers."""
    try:
        told = orjson.loads(raw)
    except orjson.JSONDecodeError:
        try:
            raw.decode()
        except UnicodeDecodeError:
            raise Refusal("log.encoding", line=number) from None
        raise Refusal("log.line", line=number, reason="JSON") from None
    if isinstance(told, dict) and isinstance(told.get("events"), list) and "seq" not in told:
        yield from told["events"]
    else:
        yield told


def _checked(told: Any, number: int) -> _Line:
    try:
        return _Line.model_validate(told)
    except ValidationError as wrong:
        raise Refusal("log.line", line=number, reason=_reason(wrong)) from None


def _reason(wrong: ValidationError) -> str:
    first = wrong.errors(include_url=False, include_input=False, include_context=False)[0]
    # The names are ours or a printable key; what stood there is not repeated.
    path = ".".join(str(step) for step in first["loc"] if str(step).isprintable())[:60]
    return f"{path}: {first['type']}" if path else str(first["type"])


def _hall(found: Exported, body: dict[str, Any], number: int) -> None:
    try:
        hall = _Hall.model_validate(body)
        found.zone = ZoneInfo(hall.timezone)
    except ValidationError as wrong:
        raise Refusal("log.line", line=number, reason=_reason(wrong)) from None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refusal("log.line", line=number, reason="timezone") from None
    found.hall, found.policy = hall.name, hall.policy


def _day_of(line: _Line, number: int) -> date:
    try:
        return date.fromisoformat(line.stream.removeprefix("day/"))
    except ValueError:
        raise Refusal("log.line", line=number, reason="stream") from None


def _event_of(line: _Line, day: date, number: int) -> EventBody | None:
    """The event of an entry; None for kinds that the queue does not fold."""
    model = queue_events.EVENTS.get(line.kind)
    if model is None:
        return None
    try:
        event = model.joined(line.body, None)
    except ValidationError as wrong:
        raise Refusal("log.line", line=number, reason=_reason(wrong)) from None
    at: datetime = event.at  # type: ignore[attr-defined]
    if at.tzinfo is None or abs(at.date() - day) > FARTHEST:
        raise Refusal("log.line", line=number, reason="at")
    return event
