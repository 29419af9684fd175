"""Repeating groups in a plan: which rows are there, what each is asked, and what a number in them comes to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from clerk_tui.catalog.model import ROW, Catalog, Field, Repeats, join_key, split_ask
from clerk_tui.catalog.values import check_value
from clerk_tui.intake.plan_types import CASE_SECTION, Facts, PlannedAsk, PlannedGroup, PlannedRow, SumState

HERE = "yes"
"""What stands under the key of a row that somebody added; a row that was dropped has nothing there."""


@dataclass(frozen=True, slots=True)
class RowsKnown:
    """Rows of one group: those that are there, and those that were dropped, by number."""

    here: frozenset[int] = frozenset()
    gone: frozenset[int] = frozenset()


def rows_known(facts: Facts) -> Mapping[str, RowsKnown]:
    """By group's ask key: a row is there when it was added or something stands in it, and not dropped since."""
    here: dict[str, set[int]] = {}
    gone: dict[str, set[int]] = {}
    for key, answer in facts.answers.items():
        row = ROW.fullmatch(key)
        if row is None:
            continue
        where = here if answer.value else gone if not row["field"] else None
        if where is not None:
            where.setdefault(row["group"], set()).add(int(row["row"]))
    return {
        group: RowsKnown(
            frozenset(here.get(group, set()) - gone.get(group, set())),
            frozenset(gone.get(group, ())),
        )
        for group in {*here, *gone}
    }


def row_numbers(known: RowsKnown, least: int) -> tuple[int, ...]:
    """The rows there are: the first `least` until they are dropped, and the next numbers where that leaves too few."""
    numbers = (set(known.here) | set(range(1, least + 1))) - known.gone
    fresh = 1
    while len(numbers) < least:
        if fresh not in numbers and fresh not in known.gone:
            numbers.add(fresh)
        fresh += 1
    return tuple(sorted(numbers))


def next_row(group: PlannedGroup, keys: Iterable[str]) -> int:
    """The number for one more row of `group`; `keys` are all under which something stands or stood in the case."""
    used = [int(row["row"]) for key in keys if (row := ROW.fullmatch(key)) and row["group"] == group.key]
    return 1 + max([*used, *(row.number for row in group.rows)], default=0)


def row_asks(repeats: Repeats, row: str, values: Mapping[str, str], on: date) -> list[tuple[str, str, bool]]:
    """What a row is asked, as ask key, field and whether it is wanted, in its authors' order."""
    own = {one.field: values.get(join_key(row, one.field), "") for one in repeats.fields}
    return [
        (join_key(row, one.field), one.field, one.required)
        for one in repeats.fields
        if one.when.holds({key: value for key, value in own.items() if value}, on)
    ]


def sum_state(catalog: Catalog, repeats: Repeats, values: Sequence[str]) -> SumState | None:
    """What the values (normalized, or empty) of the group's sum field come to, exactly; None for a group without one."""
    wanted = repeats.sum
    asked = catalog.fields.get(wanted.field) if wanted else None
    if wanted is None or asked is None:
        return None
    numbers = [number_of(asked, value) for value in values]
    total = sum((number for number in numbers if number is not None), Decimal(0))
    return SumState(asked, total, wanted.equals - total, wanted.unit, whole=None not in numbers)


def number_of(field: Field, value: str) -> Decimal | None:
    """The number that stands in a field; None where none or a wrong one does."""
    if not value or check_value(field, value) is not None:
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def grouped(
    catalog: Catalog, found: Mapping[str, Field], why: Mapping[str, Sequence[str]], asks: Sequence[PlannedAsk]
) -> tuple[PlannedGroup, ...]:
    """The repeating groups of a form, with the asks of each row; `found` are their fields by ask key."""
    groups = []
    for key, asked in found.items():
        assert asked.repeats is not None
        members: dict[str, list[PlannedAsk]] = {}
        for ask in asks:
            if (row := ROW.fullmatch(ask.key)) and row["group"] == key:
                members.setdefault(f"{key}.{row['row']}", []).append(ask)
        rows = tuple(
            PlannedRow(row, int(row.rpartition(".")[2]), tuple(one.key for one in of)) for row, of in members.items()
        )
        wanted = asked.repeats.sum
        values = [ask.value for of in members.values() for ask in of if wanted and ask.field.key == wanted.field]
        first = next((ask for of in members.values() for ask in of), None)
        groups.append(
            PlannedGroup(
                key=key,
                field=asked,
                repeats=asked.repeats,
                section=split_ask(key)[0] or CASE_SECTION,
                rows=rows,
                why=tuple(why[key]),
                sum=sum_state(catalog, asked.repeats, values),
                later=first is not None and all(a.state == "from_step" for of in members.values() for a in of),
            )
        )
    return tuple(groups)
