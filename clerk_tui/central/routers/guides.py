"""The citizen's guide of a matter at /g: public, about nobody, in the words that the window shows and prints."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from clerk_tui.catalog.guide import guide_of, keys_of
from clerk_tui.central.phone.pages import html, hub_of, sentence_page
from clerk_tui.central.phone.render import page
from clerk_tui.central.phone.session import lang_of
from clerk_tui.texts import text
from clerk_tui.texts.sheet import Sheet, sheet_of

router = APIRouter(include_in_schema=False)
MOST_SIGNS = 200
"""Longer ones are nobody's key."""


@router.get("/g/{key}")
@router.get("/G/{key}")
async def guide(request: Request, key: str) -> Response:
    """The guide of an item or package by its key or short code, from the catalogue in force."""
    lang, hub = lang_of(request), hub_of(request)
    current = await asyncio.to_thread(hub.catalogs.current)
    catalog = await asyncio.to_thread(hub.catalogs.get, current) if current else None
    keys = keys_of(catalog, key) if catalog and len(key) <= MOST_SIGNS else ()
    if catalog is None or not keys:
        return sentence_page(request, lang, "guide.unknown", 404)
    if len(keys) > 1:
        other = [(one, catalog.name(one, lang)) for one in keys]
        return html(request, page("guide.html", lang, title=text("guide.title", lang), hall="", other=other))
    hall = next(iter(hub.halls), None)
    day = hub.hall(hall).settings.today(hub.clock()) if hall else hub.clock().date()
    # A guide lives as long as the catalogue and the day: the next day's takes its place.
    kept: dict[tuple[str, str], tuple[object, Sheet]] = catalog.cache.setdefault("guide_sheets", {})
    made = kept.get((keys[0], lang))
    if made is None or made[0] != day:
        made = kept[keys[0], lang] = (day, sheet_of(guide_of(catalog, keys[0], lang, day), lang))
    return html(request, page("guide.html", lang, title=made[1].title, hall="", sheet=made[1]))
