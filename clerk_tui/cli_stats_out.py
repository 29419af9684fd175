"""A hall's figures as a page for the terminal, as CSV and as a workbook."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from clerk_tui.cli_tables import clock, share, table
from clerk_tui.queue.figures import Figures, Group, Spread, WindowFigures
from clerk_tui.texts import Lang, text

SPREADS = (
    "wait",
    "wait_of_abandoned",
    "handle",
    "handle_consultation",
    "handle_pickup",
    "handle_without_arrival",
)
COUNTS = (
    "taken",
    "called",
    "served",
    "not_served",
    "no_show",
    "abandoned",
    "cancelled",
    "waiting",
    "at_window",
    "held",
    "unended",
)
_ALWAYS = frozenset({"taken", "called", "served", "not_served", "no_show", "abandoned", "cancelled"})
Cell = str | int | float | None


def as_text(figures: Figures, lang: Lang) -> str:
    """The page: what happened, how times were spread, and tables by class, window and matter."""
    parts = [
        text(
            "stats.head",
            lang,
            from_day=figures.from_day.isoformat(),
            to_day=figures.to_day.isoformat(),
            days=figures.days,
        ),
        table([text("stats.h.what", lang), text("stats.h.count", lang)], _overview(figures, lang)),
        _spreads(figures, lang),
    ]
    for title, groups in (("class", figures.classes), ("window", figures.windows), ("matter", figures.matters)):
        if groups:
            parts.append(_groups(title, groups, figures.within_s // 60, lang))
    return "\n\n".join(parts)


def _overview(figures: Figures, lang: Lang) -> list[list[str]]:
    rows = [
        [text(f"stats.f.{name}", lang), str(getattr(figures, name))]
        for name in COUNTS
        if name in _ALWAYS or getattr(figures, name)
    ]
    minutes = figures.within_s // 60
    rows.append([text("stats.f.within", lang, minutes=minutes), share(figures.within_share)])
    acts = figures.acts
    more: list[tuple[str, int]] = [
        ("overtime", figures.overtime.tickets),
        ("begun_after", figures.overtime.begun_after),
        ("recalls", acts.recalls),
        ("passes", sum(acts.passes.values())),
        ("returns", acts.returns),
        ("holds", sum(acts.holds.values())),
        ("transfers", sum(acts.transfers.values())),
        ("promotes", sum(acts.promotes.values())),
        ("undone", sum(acts.undone.values())),
        ("by_number", acts.by_number),
        ("double_services", acts.double_services),
        ("booked", figures.bookings.booked),
        ("checked_in", figures.bookings.checked_in),
        ("void", figures.bookings.void),
        ("rated", figures.ratings.rated),
    ]
    rows += [[text(f"stats.f.{name}", lang), str(count)] for name, count in more if count]
    if figures.overtime.tickets:
        rows.append([text("stats.f.overtime_time", lang), clock(figures.overtime.seconds)])
    if figures.ratings.rated:
        rows.append([text("stats.f.good_share", lang), share(figures.ratings.good_share)])
    return rows


def _spreads(figures: Figures, lang: Lang) -> str:
    heads = ["", *(text(f"stats.h.{h}", lang) for h in ("count", "mean")), "P50", "P90", "P99"]
    rows = []
    for name in SPREADS:
        spread: Spread = getattr(figures, name)
        if spread.count or name in ("wait", "handle"):
            times = (spread.mean_s, spread.p50_s, spread.p90_s, spread.p99_s, spread.max_s)
            rows.append([text(f"stats.f.{name}", lang), str(spread.count), *map(clock, times)])
    return table([*heads, text("stats.h.longest", lang)], rows)


def _groups(title: str, groups: dict[str, Any], minutes: int, lang: Lang) -> str:
    # A window is come to; where a number was taken is not its doing.
    counts = ("called", "served", "no_show") if title == "window" else ("taken", "called", "served", "no_show")
    names = [title, *counts, "wait"]
    heads = [*(text(f"stats.h.{n}", lang) for n in names), "P90", text("stats.h.within", lang, minutes=minutes)]
    heads.append(text("stats.h.handle", lang))
    if title == "window":
        heads += [text(f"stats.h.{n}", lang) for n in ("open", "busy", "paused")]
    rows = []
    for name, group in groups.items():
        row = [_name(title, name, lang), *(str(getattr(group, count)) for count in counts)]
        row += [
            clock(group.wait.mean_s),
            clock(group.wait.p90_s),
            share(group.within_share),
            clock(group.handle.mean_s),
        ]
        if isinstance(group, WindowFigures):
            row += [clock(group.open_s), clock(group.busy_s), clock(sum(group.paused_s.values()))]
        rows.append(row)
    return table(heads, rows)


def _name(title: str, name: str, lang: Lang) -> str:
    if title == "class":
        return text(f"ticket_class.{name}", lang)
    return name or text("stats.none", lang)


def as_csv(figures: Figures) -> str:
    """Every figure on a line of its own: section, name, figure, value; codes as in the JSON, times in seconds."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("section", "name", "figure", "value"))
    for section, name, figure, value in _lines(figures):
        writer.writerow((section, _plain(name), _plain(figure), "" if value is None else value))
    return out.getvalue()


def _plain(value: str) -> str:
    """A spreadsheet takes what begins like this for a formula."""
    return "'" + value if value[:1] in ("=", "+", "-", "@", "\t") else value


def _lines(figures: Figures) -> Iterator[tuple[str, str, str, Cell]]:
    told = figures.model_dump(mode="json", by_alias=True)
    apart = {section: told.pop(section) for section in ("classes", "windows", "matters", "curve")}
    yield from (("all", "", figure, value) for figure, value in _flat(told))
    for quarter in apart.pop("curve"):
        begins = quarter.pop("begins")
        yield from (("curve", begins, figure, value) for figure, value in _flat(quarter))
    for section, groups in apart.items():
        for name, group in groups.items():
            yield from ((section, name, figure, value) for figure, value in _flat(group))


def _flat(group: dict[str, Any], above: str = "") -> Iterator[tuple[str, Cell]]:
    for name, value in group.items():
        path = f"{above}.{name}" if above else name
        if isinstance(value, dict):
            yield from _flat(value, path)
        else:
            yield path, value


def write_xlsx(figures: Figures, path: Path, lang: Lang) -> None:
    """A workbook with a sheet each for all, classes, windows, matters and quarters; times in seconds. Raises OSError."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    for empty in list(book.worksheets):
        book.remove(empty)
    for name, rows in _sheets(figures, lang):
        sheet = book.create_sheet(text(f"stats.sheet.{name}", lang))
        for row in rows:
            sheet.append(row)
            for cell in sheet[sheet.max_row]:
                if isinstance(cell.value, str):
                    # A name is never a formula.
                    cell.data_type = "s"
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "B2"
        for column in sheet.columns:
            widest = max(len(str(cell.value or "")) for cell in column)
            sheet.column_dimensions[column[0].column_letter].width = min(40, 2 * widest + 2)
    book.save(path)


def _sheets(figures: Figures, lang: Lang) -> Iterator[tuple[str, list[list[Cell]]]]:
    overview: list[list[Cell]] = [[text("stats.h.what", lang), text("stats.h.count", lang)]]
    overview += [[text(f"stats.f.{name}", lang), getattr(figures, name)] for name in COUNTS]
    minutes = figures.within_s // 60
    overview.append([text("stats.f.within", lang, minutes=minutes), figures.within_share])
    for name in SPREADS:
        spread: Spread = getattr(figures, name)
        label = text(f"stats.f.{name}", lang)
        heads = (("mean_s", text("stats.h.mean", lang)), ("p50_s", "P50"), ("p90_s", "P90"), ("p99_s", "P99"))
        both = (*heads, ("max_s", text("stats.h.longest", lang)))
        overview += [[f"{label} {head} (s)", getattr(spread, key)] for key, head in both]
    for part in (figures.acts, figures.overtime, figures.bookings, figures.ratings):
        overview += [[_label(part, path, lang), value] for path, value in _flat(part.model_dump())]
    yield "overview", overview
    yield "classes", _group_rows("class", figures.classes, minutes, lang)
    yield "windows", _group_rows("window", figures.windows, minutes, lang)
    yield "matters", _group_rows("matter", figures.matters, minutes, lang)
    names = ("quarter", "taken", "called", "finished", "waiting_max")
    curve: list[list[Cell]] = [[*(text(f"stats.h.{n}", lang) for n in names), text("stats.h.wait", lang) + " (s)"]]
    curve += [[q.begins, q.taken, q.called, q.finished, q.waiting_max, q.wait_mean_s] for q in figures.curve]
    yield "curve", curve


_LABELS = {
    "Overtime.tickets": "overtime",
    "Overtime.seconds": "overtime_time",
    "Bookings.cancelled": "booking_cancelled",
    "Bookings.open": "booking_open",
}


def _label(part: BaseModel, path: str, lang: Lang) -> str:
    """A figure's name, and the code of its reason or kind where it has one."""
    name, _, code = path.partition(".")
    label = text(f"stats.f.{_LABELS.get(f'{type(part).__name__}.{name}', name)}", lang)
    return f"{label} {code}" if code else label


def _group_rows(title: str, groups: "dict[str, Any]", minutes: int, lang: Lang) -> list[list[Cell]]:
    wait, handle = text("stats.f.wait", lang), text("stats.f.handle", lang)
    times: Sequence[tuple[str, str]] = (
        ("mean_s", text("stats.h.mean", lang)),
        ("p50_s", "P50"),
        ("p90_s", "P90"),
        ("p99_s", "P99"),
        ("max_s", text("stats.h.longest", lang)),
    )
    heads = [text(f"stats.h.{n}", lang) for n in (title, "taken", "called", "served", "no_show")]
    heads += [f"{wait} {label} (s)" for _, label in times]
    heads += [text("stats.h.within", lang, minutes=minutes), *(f"{handle} {label} (s)" for _, label in times)]
    if title == "window":
        heads += [f"{text(f'stats.h.{n}', lang)} (s)" for n in ("open", "busy", "paused")]
    rows: list[list[Cell]] = [list(heads)]
    for name, group in groups.items():
        rows.append([_name(title, name, lang), *_group_cells(group, [key for key, _ in times])])
    return rows


def _group_cells(group: Group, keys: Sequence[str]) -> list[Cell]:
    cells: list[Cell] = [group.taken, group.called, group.served, group.no_show]
    cells += [getattr(group.wait, key) for key in keys]
    cells += [group.within_share, *(getattr(group.handle, key) for key in keys)]
    if isinstance(group, WindowFigures):
        cells += [group.open_s, group.busy_s, sum(group.paused_s.values())]
    return cells
