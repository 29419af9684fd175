"""Draws the phone's pages: templates, static files by content hash, and the headers that every answer carries."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape

from clerk_tui.central.phone.ticket import TicketView
from clerk_tui.central.phone.view import FilingView
from clerk_tui.texts import Lang, catalogue_of_texts, text
from clerk_tui.texts.phone import SCRIPT_WORDS
from clerk_tui.texts.rating import REASONS

GRADES = (5, 4, 3, 2, 1)
SCRIPTS = {
    "filing.html": "filing.js",
    "ticket.html": "ticket.js",
    "viewer.html": "viewer.js",
    "viewer_door.html": "viewer_door.js",
}
STATIC = Path(__file__).parent / "static"
_MEDIA = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    # Not no-referrer: a browser would then send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=()",
    "X-Robots-Tag": "noindex",
}


@cache
def static_files() -> dict[str, tuple[bytes, str]]:
    """Static files under names that change with their content (`phone.3f2a….css`): bytes and media type."""
    found = {}
    for path in sorted(STATIC.iterdir()):
        if media := _MEDIA.get(path.suffix):
            content = path.read_bytes()
            found[f"{path.stem}.{sha256(content).hexdigest()[:12]}{path.suffix}"] = (content, media)
    return found


@cache
def _name_of(file: str) -> str:
    stem, _, suffix = file.partition(".")
    return next(n for n in static_files() if n.startswith(f"{stem}.") and n.endswith(f".{suffix}"))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("clerk_tui.central.phone", "templates"),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(template: str, lang: Lang, **values: Any) -> str:
    """A whole page, or a piece of one, with `t` as the texts in `lang`."""

    def t(code: str, /, **params: Any) -> str:
        return text(code, lang, **params)

    script = SCRIPTS.get(template)
    style = "viewer.css" if template == "viewer.html" else "phone.css"
    shared = {"lang": lang, "t": t, "css": _name_of(style), "js": _name_of(script) if script else ""}
    return _environment().get_template(template).render(shared | values)


def filing_page(view: FilingView, lang: Lang, hall: str) -> str:
    """The whole page of a party's part."""
    # As written: the script fills their parameters in.
    words = {name: catalogue_of_texts()[code][lang == "en"] for name, code in SCRIPT_WORDS.items()}
    return page("filing.html", lang, v=view, title=view.title, hall=hall, words=words)


def filing_parts(view: FilingView, lang: Lang) -> dict[str, str]:
    """Every part of that page by its id."""
    return {id_: page("part.html", lang, v=view, id=id_).strip() for id_ in view.order}


def ticket_parts(view: TicketView, lang: Lang) -> dict[str, str]:
    """The parts of a ticket's page that change: what is so, and what may be done."""
    values = {"v": view, "grades": GRADES, "reasons": REASONS}
    return {part: page(f"ticket_{part}.html", lang, **values).strip() for part in ("now", "acts")}
