"""A matter's guide from the command line: in the terminal, as PDF, on a thermal printer."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from clerk_tui.refusal import Refusal
from clerk_tui.texts import Lang, text

if TYPE_CHECKING:
    from clerk_tui.catalog.model import Catalog
    from clerk_tui.papers.model import GuidePaper
    from clerk_tui.texts.sheet import Sheet


def sheet(known: "Catalog", key: str, lang: Lang) -> "Sheet":
    """The guide as it is on the terminal's day."""
    from clerk_tui.catalog.guide import guide_of
    from clerk_tui.texts.sheet import sheet_of

    return sheet_of(guide_of(known, key, lang, date.today()), lang)  # noqa: DTZ011 - the terminal's own day


def guide_lines(known: "Catalog", key: str, lang: Lang) -> list[str]:
    """The guide for a terminal."""
    made = sheet(known, key, lang)
    lines = [made.title, made.under]
    for part in made.parts:
        lines += ["", part.heading]
        for row in part.rows:
            label = row.label + text("guide.colon", lang) if row.label else ""
            lines.append(f"  {label}{row.words}")
            lines += [f"      {note}" for note in row.notes]
    return lines


def _paper(known: "Catalog", key: str, lang: Lang, hub: str) -> "GuidePaper":
    from clerk_tui.catalog.guide import address
    from clerk_tui.papers.model import GuidePaper

    today = date.today()  # noqa: DTZ011 - the terminal's own day
    return GuidePaper(hall="", sheet=sheet(known, key, lang), printed_on=today, url=address(hub, key))


def guide_to_pdf(known: "Catalog", key: str, lang: Lang, file: Path, hub: str) -> None:
    """Writes the guide as PDF. Raises Refusal guide.unwritable or papers.missing_glyph."""
    from clerk_tui.papers.render import render_pdf

    made = render_pdf(_paper(known, key, lang, hub), lang)
    try:
        file.write_bytes(made)
    except OSError as wrong:
        raise Refusal("guide.unwritable", file=str(file), reason=wrong.strerror or "") from None


def guide_to_roll(known: "Catalog", key: str, lang: Lang, named: str, hub: str) -> None:
    """Prints the guide, 80 mm wide. Raises Refusal guide.printer, printer.* or papers.missing_glyph."""
    import re

    from clerk_tui.devices import PRINTER
    from clerk_tui.papers.printer import printer_of
    from clerk_tui.papers.thermal import ticket_bytes

    printer = printer_of(named) if re.fullmatch(PRINTER, named) else None
    if printer is None:
        raise Refusal("guide.printer", printer=named)
    printer(ticket_bytes(_paper(known, key, lang, hub), lang, 80))
