"""What a case answers to a command: the events that follow from it, or a refusal."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from clerk_tui.intake.case import Case
from clerk_tui.rules import CommandBody, Context, EventBody


@dataclass(frozen=True, slots=True)
class CaseRules:
    """What a hall and its centre bring to a case: catalogues by hash, the calendar of working days, numbers."""

    catalog: Callable[[str], Any]
    calendar: Any
    number_prefix: str = ""
    serial: int | None = None


def open_case(command: CommandBody, context: Context, rules: CaseRules) -> list[EventBody]:
    """The first event of a case's stream."""
    raise NotImplementedError


def decide(
    case: Case, command: CommandBody, context: Context, rules: CaseRules, party: str | None = None
) -> list[EventBody]:
    """The events that `command` causes; `party` is whose phone sent it, None for staff."""
    raise NotImplementedError


def result_of(before: Case, after: Case, command: CommandBody, happened: list[EventBody]) -> dict[str, Any]:
    """What the caller of a case command is told."""
    raise NotImplementedError
