"""A repeating group as rows of the form: a head for each row, its fields, the row that adds one, the sum while it is off."""

from collections.abc import Callable, Iterator

from clerk_tui.catalog.values import normalize
from clerk_tui.intake.plan import Plan, PlannedAsk, PlannedGroup, PlannedRow, SumState
from clerk_tui.intake.plan_rows import sum_state
from clerk_tui.screens.seen import Seen
from clerk_tui.screens.view import FieldView
from clerk_tui.texts import text
from clerk_tui.texts.masks import mask_name


def row_views(
    seen: Seen, plan: Plan, group: PlannedGroup, field: Callable[[PlannedAsk, str], FieldView], *, locked: bool
) -> Iterator[FieldView]:
    """The group's part of the form; `field` makes the view of one ask under a heading."""
    lang = seen.lang
    heading, at = group.field.label(lang), _sum_now(seen, plan, group)
    note = _sum_words(seen, at) if at is not None and not at.right else ""
    for place, row in enumerate(group.rows, 1):
        label = f"{group.repeats.label(lang)} {place}"
        yield FieldView(
            row.key,
            label,
            _summary(seen, plan, row),
            kind="row",
            state="filled",
            hint=text("hint.row", lang, label=label),
            group=heading,
            group_note=note,
            locked=locked,
        )
        note = ""
        for key in row.asks:
            if (ask := plan.ask(key)) is not None:
                yield field(ask, heading)
    if locked:
        return
    one = group.repeats.measure + group.repeats.row if lang == "zh" else group.repeats.label(lang).lower()
    yield FieldView(
        group.key,
        text("field.add_row", lang, row=one),
        kind="add",
        # Where every row is filled in and something is still missing, there must be another.
        state="open" if at is not None and at.off and at.missing > 0 and not group.full else "filled",
        hint=text("hint.add_row", lang, row=one),
        group=heading,
        group_note=note,
        locked=group.full,
    )


def _value(seen: Seen, ask: PlannedAsk) -> str:
    """What stands there now; what is being typed counts."""
    draft = seen.drafts.get(ask.key)
    return ask.value if draft is None else normalize(ask.field, draft)


def _sum_now(seen: Seen, plan: Plan, group: PlannedGroup) -> SumState | None:
    wanted = group.repeats.sum
    if wanted is None or seen.catalog is None:
        return None
    asks = [ask for row in group.rows for key in row.asks if (ask := plan.ask(key)) is not None]
    return sum_state(seen.catalog, group.repeats, [_value(seen, a) for a in asks if a.field.key == wanted.field])


def _sum_words(seen: Seen, at: SumState) -> str:
    """`出资比例 99% ✗ 还差 1%`."""
    code = "field.sum_over" if at.missing < 0 else "field.sum_short"
    missing = at.words(abs(at.missing))
    return text(code, seen.lang, label=at.field.label(seen.lang), sum=at.words(at.total), missing=missing)


def _summary(seen: Seen, plan: Plan, row: PlannedRow) -> str:
    """Who or what the row is, masked as everywhere."""
    asks = [ask for key in row.asks if (ask := plan.ask(key)) is not None]
    for ask in asks:
        value = _value(seen, ask)
        if not value or ask.error is not None:
            continue
        if ask.field.type == "name":
            return mask_name(value)
        if ask.field.type in ("certificate_no", "text") and ask.field.sensitivity != "sensitive":
            return value
    return ""
