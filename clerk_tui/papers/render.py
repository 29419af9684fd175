"""A paper as PDF: its values go to the template as JSON, never as markup, so a name is printed as it is typed."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.dates import format_date

from clerk_tui.papers.glyphs import FAMILY, FONT, missing_in
from clerk_tui.papers.model import (
    AcceptanceNotice,
    ApplicationForm,
    Checklist,
    GuidePaper,
    HandOver,
    Notice,
    Paper,
    Receipt,
    TicketSlip,
)
from clerk_tui.papers.rolled import as_notice
from clerk_tui.refusal import Refusal
from clerk_tui.texts import Lang, catalogue_of_texts, text

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).parent / "templates"
WIDE_ROLL = 80
"""Millimetres of the usual thermal roll."""

_TEMPLATE_OF: dict[type, str] = {
    AcceptanceNotice: "acceptance_notice.typ",
    Receipt: "receipt.typ",
    ApplicationForm: "application_form.typ",
    TicketSlip: "ticket_slip.typ",
    HandOver: "hand_over.typ",
    GuidePaper: "guide.typ",
    Checklist: "guide.typ",
    Notice: "notice.typ",
}
_ON_A_ROLL: dict[type, str] = {
    TicketSlip: "ticket_slip.typ",
    GuidePaper: "guide_roll.typ",
    Checklist: "guide_roll.typ",
    Notice: "notice_roll.typ",
}
Rolled = TicketSlip | GuidePaper | Checklist | Notice | Receipt | AcceptanceNotice
"""What may be printed on a thermal roll."""


def render_pdf(paper: Paper, lang: Lang = "zh", large: bool = False) -> bytes:
    """The paper as PDF bytes; equal papers give equal bytes. `large` sets it in large type, to read aloud and sign.

    May be called from any thread. Raises Refusal `papers.missing_glyph` (characters, with their code points) when the
    font lacks a character, so that none is ever drawn as a box.
    """
    return _compiled(paper, _TEMPLATE_OF, lang, large, WIDE_ROLL, {"format": "pdf", "timestamp": 0})


def render_png(slip: Rolled, lang: Lang, roll: int, dots_per_mm: int) -> bytes:
    """The paper as a PNG as wide as its roll (`roll` in mm: 80 or 58). Raises as `render_pdf` does."""
    if isinstance(slip, Receipt | AcceptanceNotice):
        slip = as_notice(slip, lang)
    return _compiled(slip, _ON_A_ROLL, lang, False, roll, {"format": "png", "ppi": dots_per_mm * 25.4})


def _compiled(
    paper: Paper, templates: dict[type, str], lang: Lang, large: bool, roll: int, form: dict[str, Any]
) -> bytes:
    import typst  # here, so that a window that prints nothing starts without it

    missing = missing_glyphs(paper)
    if missing:
        raise Refusal("papers.missing_glyph", characters=" ".join(f"{c}(U+{ord(c):04X})" for c in missing))
    qr, side = _qr_svg(_qr_content(paper))
    data = {
        "paper": _plain(paper, lang),
        "words": _words(lang),
        "lang": lang,
        "large": large,
        "font": FAMILY,
        "qr": qr,
        "qr_side": side,
        "bars": _bars(paper.code) if isinstance(paper, TicketSlip) else "",
        "roll": roll,
    }
    compiler = typst.Compiler(
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    made = compiler.compile(TEMPLATES / templates[type(paper)], **form)
    assert isinstance(made, bytes)
    return made


def missing_glyphs(paper: Paper) -> list[str]:
    """The characters of this paper that the font cannot draw, each once, in the order in which they stand."""
    return missing_in(_strings(paper))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _strings(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))


def _plain(value: Any, lang: Lang) -> Any:
    """Values as JSON; a day in words, its weekday, both; a time with the clock besides."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name), lang) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(part, lang) for part in value]
    if isinstance(value, date):
        locale = "zh_CN" if lang == "zh" else "en_GB"
        words = {
            "day": format_date(value, text("papers.day_pattern", lang), locale),
            "name": format_date(value, "EEEE", locale),
            "weekday": format_date(value, text("papers.weekday_pattern", lang), locale),
        }
        if isinstance(value, datetime):
            if value.tzinfo is None:
                raise ValueError("a printed time must be aware: its zone is the hall's")
            words["clock"] = value.strftime("%H:%M")
        return words
    return value


def _words(lang: Lang) -> dict[str, str]:
    """The papers' own words by short code; a template fills in their parameters."""
    start = "papers."
    side = 0 if lang == "zh" else 1
    return {
        code.removeprefix(start): both[side] for code, both in catalogue_of_texts().items() if code.startswith(start)
    }


def _qr_content(paper: Paper) -> str:
    match paper:
        case AcceptanceNotice() | Receipt() | Notice():
            return paper.query_url or paper.case_no
        case ApplicationForm():
            return paper.case_no
        case TicketSlip() | GuidePaper() | Checklist():
            return paper.url
        case HandOver():
            return ""


def _qr_svg(content: str) -> tuple[str, int]:
    """The QR of `content` with its quiet zone of four, one path of dark runs, and its squares a side; empty for none."""
    if not content:
        return "", 0
    import qrcode

    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(content)
    code.make(fit=True)
    matrix: list[list[bool]] = code.get_matrix()
    path: list[str] = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                path.append(f"M{x} {y}h{end - x}v1h-{end - x}z")
            x = max(end, x + 1)
    side = len(matrix)
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{"".join(path)}"/></svg>'
    )
    return drawn, side


def _bars(digits: str) -> str:
    """Code 128 of the ticket's digits as modules, `1` for a bar; digits alone, which no input method swallows."""
    if not digits.isdigit():
        return ""
    from barcode.codex import Code128

    built: list[str] = Code128(digits).build()
    return built[0]


@cache
def _fonts() -> "typst.Fonts":
    """The one font, parsed once a process: system fonts would make the same paper differ between machines."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT.parent])
