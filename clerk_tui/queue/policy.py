"""What a hall decides about its queue: classes, skills, hours, recalls, passes, bookings. One YAML file a hall."""

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError

from clerk_tui.refusal import Refusal

TicketClass = Literal["ordinary", "green", "appointment", "returned"]
V = TypeVar("V")
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
_PERIOD = re.compile(rf"({_CLOCK})-({_CLOCK}|24:00)")


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:5])


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _period(told: Any) -> tuple[int, int]:
    """Minutes from midnight; an end before the beginning lies in the next day."""
    if isinstance(told, (tuple, list)) and len(told) == 2:
        return int(told[0]), int(told[1])
    found = _PERIOD.fullmatch(str(told).strip())
    if found is None:
        raise ValueError("HH:MM-HH:MM")
    begin, end = _minutes(found[1]), _minutes(found[3])
    return begin, end if end > begin else end + 24 * 60


Period = Annotated[
    tuple[int, int],
    BeforeValidator(_period),
    PlainSerializer(lambda p: f"{_clock(p[0])}-{_clock(p[1] if p[1] <= 24 * 60 else p[1] - 24 * 60)}", return_type=str),
]
"""Opening hours as `HH:MM-HH:MM`; held as minutes from midnight, past 24 h where they pass midnight."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WindowPolicy(_Part):
    """One window: the skills it serves (none named: all), and its hours (none named: the hall's)."""

    skills: tuple[str, ...] | None = None
    hours: tuple[Period, ...] | None = None


class BookingPolicy(_Part):
    """Bookings (预约): real-name, so many days ahead, one a person a day; no-shows are recorded and limited."""

    days_ahead_min: int = Field(default=1, ge=0)
    days_ahead_max: int = Field(default=5, ge=0, le=60)
    slot_minutes: int = Field(default=30, ge=5, le=240)
    per_slot: int = Field(default=4, ge=0)
    cancel_before_minutes: int = Field(default=120, ge=0)
    no_shows_max: int = Field(default=3, ge=1)
    no_show_days: int = Field(default=90, ge=1)
    early_minutes: int = Field(default=30, ge=0)
    late_minutes: int = Field(default=15, ge=0)


class ItemsPolicy(_Part):
    """Which matters the hall takes, by the first letters of their keys; the longest that fits decides.

    `taken` absent: all. `elsewhere` names what it does not take, and where that is done ("" when there is no saying).
    """

    taken: tuple[str, ...] | None = None
    elsewhere: dict[str, Annotated[str, Field(max_length=60)]] = {}


HEAD_STARTS: dict[TicketClass, int] = {"ordinary": 0, "returned": 10, "appointment": 15, "green": 30}


def _by_name(told: Any) -> Any:
    """Windows as people write them: a bare number is its name, and one about which nothing is said has no limits."""
    if not isinstance(told, dict):
        return told
    return {
        str(name) if isinstance(name, int) and not isinstance(name, bool) else name: {} if window is None else window
        for name, window in told.items()
    }


class Policy(_Part):
    """One hall's queue rules. Minutes and seconds as named; clock times are the hall's own."""

    head_start_minutes: Annotated[dict[TicketClass, int], AfterValidator(lambda told: {**HEAD_STARTS, **told})] = (
        HEAD_STARTS
    )
    recalls_min: int = Field(default=2, ge=0)
    recalls_max: int = Field(default=5, ge=0)
    recall_gap_seconds: int = Field(default=10, ge=0)
    pass_after_seconds: int = Field(default=60, ge=0)
    pass_after_seconds_green: int = Field(default=120, ge=0)
    return_rule: Literal["last_passed", "behind"] = "last_passed"
    return_last_passed: int = Field(default=3, ge=0)
    return_behind: int = Field(default=5, ge=0)
    undo_seconds: int = Field(default=10, ge=0)
    letter: str = Field(default="A", pattern="^[A-F]$")
    within_minutes: int = Field(default=15, ge=1)
    hours: tuple[Period, ...] | None = None
    green_from_age: int = Field(default=60, ge=0, le=120)
    phone_tickets: bool = True
    skills: dict[str, tuple[str, ...]] = {}
    windows: Annotated[dict[str, WindowPolicy], BeforeValidator(_by_name)] = {}
    windows_all_listed: bool = False
    booking: BookingPolicy = BookingPolicy()
    region: str = Field(default="", pattern="^[0-9]{0,12}$")
    items: ItemsPolicy = ItemsPolicy()
    expected_minutes: dict[str, float] = Field(default={"default": 12.0})

    def head_start(self, ticket_class: TicketClass) -> int:
        """Minutes by which this class is ahead of its arrival."""
        return self.head_start_minutes.get(ticket_class, 0)

    def skill_of(self, matter: str | None) -> str | None:
        """The skill that a matter needs, by the longest of the prefixes named; None when any window serves it."""
        by_prefix = {prefix: skill for skill, prefixes in self.skills.items() for prefix in prefixes}
        return _longest(by_prefix, matter or "")

    def elsewhere(self, matter: str) -> str | None:
        """Where a matter is done that this hall does not take, "" when nobody said where; None of what it takes."""
        # A place is given as a tuple, so that what is taken (None) differs from what fits nothing.
        places: dict[str, tuple[str | None]] = {prefix: (place,) for prefix, place in self.items.elsewhere.items()}
        places |= dict.fromkeys(self.items.taken or (), (None,))
        found = _longest(places, matter)
        if found is None:
            return None if self.items.taken is None else ""
        return found[0]

    def windows_of(self, matter: str) -> tuple[str, ...] | None:
        """The listed windows that serve a matter whose skill not every window has; None when any may."""
        skill = self.skill_of(matter)
        if skill is None:
            return None
        return tuple(window for window in self.windows if self.serves(window, skill))

    def serves(self, window: str, skill: str | None) -> bool:
        """Whether tickets of this skill are for this window."""
        listed = self.windows.get(window)
        if listed is None:
            return not self.windows_all_listed
        if listed.skills is None:
            return True
        return skill is not None and skill in listed.skills

    def ever_served(self, skill: str | None) -> bool:
        """Whether any window of the hall may serve it."""
        return not self.windows_all_listed or any(self.serves(window, skill) for window in self.windows)

    def open_at(self, local: datetime) -> bool:
        """Whether the hall is open at that time of its own clock."""
        return _inside(self.hours, local)

    def window_open_at(self, window: str, local: datetime) -> bool:
        """Whether this window's hours (else the hall's) hold that time."""
        listed = self.windows.get(window)
        return _inside(listed.hours if listed and listed.hours is not None else self.hours, local)

    def closes_at(self, local: datetime) -> datetime | None:
        """When the last of the hours that concern this moment end; None in a hall that never closes.

        After midnight that is the end of hours which began the day before, as long as they last.
        """
        if self.hours is None:
            return None
        midnight = datetime.combine(local.date(), time(), local.tzinfo)
        last = max((end for _, end in self.hours), default=0)
        if last > 24 * 60 and local < midnight + timedelta(minutes=last - 24 * 60):
            midnight -= timedelta(days=1)
        return midnight + timedelta(minutes=last)

    def opens_next(self, local: datetime) -> str:
        """The clock time at which the hall opens next, `HH:MM`; empty in one that never closes or never opens."""
        begins = sorted(begin for begin, _ in self.hours or ())
        now = local.hour * 60 + local.minute
        return next((_clock(b) for b in begins if b >= now), _clock(begins[0]) if begins else "")

    def expected(self, matter: str | None) -> float:
        """Minutes that a matter is expected to take before anything was measured."""
        fallback = self.expected_minutes.get("default", 12.0)
        named = {prefix: minutes for prefix, minutes in self.expected_minutes.items() if prefix != "default"}
        found = _longest(named, matter or "")
        return fallback if found is None else found

    def slots(self, day: date) -> list[tuple[time, time]]:
        """The slots for bookings on a day, as local clock times; whole ones only, inside the hours of that day."""
        step = self.booking.slot_minutes
        found = []
        for begin, end in self.hours or ((9 * 60, 17 * 60),):
            at = begin
            while at + step <= min(end, 24 * 60 - 1):
                found.append((time(at // 60, at % 60), time((at + step) // 60, (at + step) % 60)))
                at += step
        return found


def _inside(hours: tuple[tuple[int, int], ...] | None, local: datetime) -> bool:
    if hours is None:
        return True
    now = local.hour * 60 + local.minute
    return any(begin <= now < end or begin <= now + 24 * 60 < end for begin, end in hours)


def _longest(by_prefix: dict[str, V], word: str) -> V | None:
    fitting = [prefix for prefix in by_prefix if word.startswith(prefix)]
    return by_prefix[max(fitting, key=len)] if fitting and word else None


def policy_of_yaml(text: str) -> Policy:
    """The policy in a YAML file's text. Raises Refusal queue.policy_invalid (line, path, reason)."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        told = yaml.safe_load(text)
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise Refusal("queue.policy_invalid", line=line, path="", reason="yaml") from None
    if told is None:
        return Policy()
    if not isinstance(told, dict):
        raise Refusal("queue.policy_invalid", line=1, path="", reason="dict_type")
    try:
        policy = Policy.model_validate(told)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_input=False, include_context=False)[0]
        path = ".".join(map(str, first["loc"]))
        line = _line_of(node, [str(step) for step in first["loc"]])
        raise Refusal("queue.policy_invalid", line=line, path=path, reason=first["type"]) from None
    for window, limits in policy.windows.items():
        if unknown := [skill for skill in limits.skills or () if skill not in policy.skills]:
            # A word that is spelt otherwise above would leave the window without work, and nobody would be told.
            steps = ["windows", window, "skills"]
            reason = f"{unknown[0]}: skills?"
            raise Refusal("queue.policy_invalid", line=_line_of(node, steps), path=".".join(steps), reason=reason)
    return policy


def _line_of(node: yaml.Node | None, path: list[str]) -> int:
    line = 1
    for step in path:
        below = None
        if isinstance(node, yaml.MappingNode):
            below = next(((key, value) for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
            below = (node.value[int(step)], node.value[int(step)])
        if below is None:
            break
        line = below[0].start_mark.line + 1
        node = below[1]
    return line
