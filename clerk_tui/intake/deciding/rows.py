"""Rows of repeating groups come and go by their own keys in a patch: a value adds one, clearing drops it for good."""

import re

from clerk_tui.catalog.model import ROW
from clerk_tui.intake import commands as cmd
from clerk_tui.intake.case import Case
from clerk_tui.intake.plan import Plan
from clerk_tui.intake.plan_rows import HERE
from clerk_tui.refusal import Refusal


class Rows:
    """The rows of one case while one patch is judged."""

    def __init__(self, case: Case, made: Plan) -> None:
        self._case = case
        self._made = made
        self._here = {group.key: {row.key for row in group.rows} for group in made.groups}

    def holds(self, key: str) -> bool:
        """Whether the key is a row of a group that this case asks, or a field of one."""
        row = ROW.fullmatch(key)
        group = self._made.group(key) if row else None
        if row is None or group is None:
            return False
        return not row["field"] or any(one.field == row["field"] for one in group.repeats.fields)

    def refusal(self, change: cmd.Change, party: str | None) -> Refusal | None:
        """Why a row is not added, filled or dropped; None also for what is in no row."""
        row, group = ROW.fullmatch(change.field), self._made.group(change.field)
        if row is None or group is None:
            return None
        key = _row_key(row)
        was = self._case.answers.get(key)
        if was is not None and not was.value:
            return Refusal("case.row_gone", field=key) if change.value else None
        if change.value:
            here = self._here[group.key]
            if key not in here and len(here) >= group.repeats.max:
                return Refusal("case.too_many_rows", limit=group.repeats.max)
        elif not row["field"] and change.word is None:
            answers = self._case.answers
            if any(answers[one].confirmed_by not in (None, party) for one in self._filled(key)):
                return Refusal("case.confirmed_needs_word", field=key)
        return None

    def taken(self, change: cmd.Change) -> str:
        """The value as it is kept, now that the change is taken."""
        row, group = ROW.fullmatch(change.field), self._made.group(change.field)
        if row is None or group is None:
            return change.value or ""
        if change.value:
            self._here[group.key].add(_row_key(row))
        elif not row["field"]:
            self._here[group.key].discard(change.field)
        return HERE if change.value and not row["field"] else change.value or ""

    def falls(self, change: cmd.Change) -> list[str]:
        """The answers that fall with a row that is dropped."""
        row = ROW.fullmatch(change.field)
        if row is None or row["field"] or change.value:
            return []
        return self._filled(change.field)

    def _filled(self, key: str) -> list[str]:
        return [one for one, answer in self._case.answers.items() if one.startswith(f"{key}.") and answer.value]


def _row_key(row: re.Match[str]) -> str:
    return f"{row['group']}.{row['row']}"
