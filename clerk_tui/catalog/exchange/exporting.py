"""The catalogue's items as rows in the national element names."""

from collections.abc import Iterator, Sequence

from clerk_tui.catalog.exchange.columns import COLUMNS, national_name
from clerk_tui.catalog.exchange.items import ACCEPTS, AT_ONCE, LEVELS, PROMISED, TYPES, WHOM
from clerk_tui.catalog.exchange.papers import Paper, merged, write_papers
from clerk_tui.catalog.exchange.periods import in_words
from clerk_tui.catalog.model import Catalog, Item

LEFT_OUT = frozenset(["handle_item_name", "task_state", "dept_code", "promise_type", "anticipate_type"])
"""What the catalogue doesn't hold, or says in another column."""
ELEMENTS = tuple(e for e in COLUMNS if e not in LEFT_OUT)
_TYPE_NAMES = {code: name for name, code in TYPES.items()}
_LEVEL_NAMES = {code: name for name, code in LEVELS.items()}
_WHOM_NAMES = {code: name for name, code in WHOM.items()}
_YES_NO = {1: "是", 0: "否"}


def header() -> list[str]:
    """The national names of the columns."""
    return [national_name(e) for e in ELEMENTS]


def rows(catalog: Catalog) -> Iterator[list[str]]:
    """A row for each item, in the catalogue's order."""
    for item in catalog.items.values():
        cells = _cells(catalog, item)
        yield [cells.get(e, "") for e in ELEMENTS]


def _cells(catalog: Catalog, item: Item) -> dict[str, str]:
    more = item.elements
    cells: dict[str, str] = {
        "key": item.key,
        "dept_name": catalog.departments[item.department].name
        if item.department in catalog.departments
        else item.department,
        "task_name": item.name,
        "task_type": _TYPE_NAMES.get(item.type, item.type),
        "promise_day": in_words(item.promise_days, assumed=item.promise_assumed),
        "by_law": item.basis,
        "anticipate_explain": item.legal_basis,
        "accept_condition": _conditions(item),
        "special_procedure": _lines(
            f"{u.name}（{u.days:g}天）" if u.days is not None and u.days == int(u.days) else u.name
            for u in item.uncounted
        ),
        "result_name": _lines(r.name for r in item.results),
        "materials": write_papers(_papers(catalog, item)),
        "aliases": "；".join(item.aliases),
        "server_type": "；".join(_WHOM_NAMES.get(s, str(s)) for s in more.server_type),
        "use_level": _LEVEL_NAMES.get(more.use_level, more.use_level),
        "other_dept": "；".join(more.other_dept),
        "task_version": str(more.task_version),
    }
    if item.legal_days is not None:
        cells["anticipate_day"] = in_words(item.legal_days, item.legal_unit, assumed=item.legal_assumed)
    if item.immediate or more.project_type or not (item.promise_days or item.promise_assumed):
        cells["project_type"] = AT_ONCE if item.immediate or more.project_type == 1 else PROMISED
    if more.limit_scene_num is not None:
        cells["limit_scene_num"] = str(more.limit_scene_num)
        cells["limit_scene_explain"] = more.limit_scene_explain or "无"
    if more.fees:
        cells["is_fee"] = "是"
        for element, name in (("fee_name", "fee_name"), ("fee_stand", "fee_stand"), ("fee_law", "by_law")):
            cells[element] = _lines(getattr(fee, name) for fee in more.fees)
    for element in ELEMENTS:
        if element not in cells and hasattr(more, element):
            value = getattr(more, element)
            cells[element] = (
                _YES_NO[value] if value in (0, 1) and element.startswith("is_") else "" if value is None else str(value)
            )
    return cells


def _conditions(item: Item) -> str:
    told = [r.say.removeprefix(ACCEPTS) for r in item.reminders if r.say.startswith(ACCEPTS)]
    return _lines([*told, *(c.name for c in item.conditions)])


def _papers(catalog: Catalog, item: Item) -> Sequence[Paper]:
    found: dict[str, Paper] = {}
    for use in item.materials:
        known = catalog.materials.get(use.material)
        paper = Paper(known.name if known else use.material, use.original or not use.copies, use.copies, use.tolerable)
        found[paper.name] = merged(found[paper.name], paper) if paper.name in found else paper
    return list(found.values())


def _lines(parts: "Iterator[str] | Sequence[str]") -> str:
    return "\n".join(p for p in parts if p)
