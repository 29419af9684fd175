"""A day of arrivals as CSV: what `replay` reads, and what `stats --day-csv` writes of a real day.

Columns: ticket, taken_at (RFC 3339 with offset), class, matter (may be empty), handle_s (seconds at the window from the
call). UTF-8, with or without the mark that spreadsheets put before it; columns in any order.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, get_args

from clerk_tui.queue.measures import Visit
from clerk_tui.queue.policy import TicketClass
from clerk_tui.refusal import Refusal

if TYPE_CHECKING:
    from _csv import Reader

COLUMNS = ("ticket", "taken_at", "class", "matter", "handle_s")
CLASSES: tuple[TicketClass, ...] = get_args(TicketClass)
LONGEST_S = 86_400
_SHOWN = 40
_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?(?P<offset>[Zz]|[+-]\d\d:\d\d)?")
_SECONDS = re.compile(r"-?\d{1,9}(\.\d{1,9})?")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One row: a ticket taken at an aware instant, which takes a window `handle_s` seconds from the call."""

    ticket: str
    taken_at: datetime
    ticket_class: TicketClass
    matter: str | None
    handle_s: float


def arrivals_of_csv(content: bytes) -> list[Arrival]:
    """The rows, ordered by `taken_at`. Raises Refusal replay.* with the line that is wrong."""
    rows = csv.reader(io.StringIO(_decoded(content), newline=""), strict=True)
    found: list[Arrival] = []
    lines: dict[str, int] = {}
    names = _header(rows)
    for line, row in _rows(rows):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(names):
            raise Refusal("replay.cells", line=line, found=len(row), wanted=len(names))
        arrival = _arrival(dict(zip(names, (cell.strip() for cell in row), strict=True)), line)
        if arrival.ticket in lines:
            raise Refusal("replay.twice", line=line, ticket=arrival.ticket, first=lines[arrival.ticket])
        lines[arrival.ticket] = line
        found.append(arrival)
    return sorted(found, key=lambda a: a.taken_at)


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Refusal("replay.encoding", line=content[: wrong.start].count(b"\n") + 1) from None
    if "\0" in text:
        # UTF-16 of plain letters is valid UTF-8 with a zero after each.
        raise Refusal("replay.encoding", line=text[: text.index("\0")].count("\n") + 1)
    return text


def _header(rows: "Reader") -> list[str]:
    for _, row in _rows(rows):
        names = [cell.strip() for cell in row]
        break
    else:
        raise Refusal("replay.columns", line=1, wanted=",".join(COLUMNS), found="")
    if sorted(names) != sorted(COLUMNS):
        raise Refusal("replay.columns", line=1, wanted=",".join(COLUMNS), found=_shown(",".join(names), 120))
    return names


def _rows(rows: "Reader") -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which each begins."""
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            raise Refusal("replay.quotes", line=line) from None
        yield line, row


def _arrival(cells: dict[str, str], line: int) -> Arrival:
    ticket = cells["ticket"]
    if not ticket or len(ticket) > 64:
        raise Refusal("replay.ticket", line=line)
    if cells["class"] not in CLASSES:
        raise Refusal("replay.class", line=line, value=_shown(cells["class"]), classes=", ".join(CLASSES))
    return Arrival(
        ticket=ticket,
        taken_at=_time(cells["taken_at"], line),
        ticket_class=cells["class"],
        matter=cells["matter"] or None,
        handle_s=_seconds(cells["handle_s"], line),
    )


def _time(value: str, line: int) -> datetime:
    found = _TIME.fullmatch(value)
    if found is None:
        raise Refusal("replay.time", line=line, value=_shown(value))
    if found["offset"] is None:
        raise Refusal("replay.offset", line=line, value=_shown(value))
    try:
        taken = datetime.fromisoformat(value)
    except ValueError:
        raise Refusal("replay.time", line=line, value=_shown(value)) from None
    if not 1970 <= taken.year <= 2200:
        raise Refusal("replay.time", line=line, value=_shown(value))
    return taken


def _seconds(value: str, line: int) -> float:
    if not _SECONDS.fullmatch(value) or abs(float(value)) > LONGEST_S:
        raise Refusal("replay.handle", line=line, value=_shown(value), most=LONGEST_S)
    if float(value) < 0:
        raise Refusal("replay.negative", line=line, value=_shown(value))
    return float(value)


def _shown(value: str, most: int = _SHOWN) -> str:
    """What was in the file, printable and short: a terminal obeys what it is sent."""
    printable = "".join(c if c.isprintable() else "·" for c in value)
    return printable if len(printable) <= most else printable[:most] + "…"


def csv_of_visits(visits: Iterable[Visit], zone: tzinfo) -> tuple[str, int, int]:
    """A real day in this format: the text, how many tickets are in it, and how many numbers are left out.

    Left out is who was never called: nobody knows how long it would have taken. `handle_s` is all the time that the
    ticket was called or served at a window, so that the same windows replay the same load.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    written = left_out = 0
    for visit in visits:
        if not visit.numbered:
            continue
        if visit.wait is None or visit.unended:
            left_out += 1
            continue
        seconds = f"{sum(visit.at_windows.values()):.3f}".rstrip("0").rstrip(".")
        arrived = visit.arrived.astimezone(zone).isoformat()
        writer.writerow((visit.ticket.label, arrived, visit.ticket_class, visit.matter, seconds))
        written += 1
    return out.getvalue(), written, left_out
