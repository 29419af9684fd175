"""The guide of a matter, and the catalogue to look through: read from this window's own catalogue, online or not."""

import asyncio
from collections.abc import Sequence

from clerk_tui.catalog.guide import address, guide_of
from clerk_tui.catalog.model import Catalog
from clerk_tui.catalog.search import search
from clerk_tui.papers.printer import printer_of
from clerk_tui.queue.day import business_date
from clerk_tui.refusal import Refusal
from clerk_tui.screens.papers import keep_paper, short_place
from clerk_tui.screens.runner_materials import MaterialActs
from clerk_tui.screens.view import GuideView, ResultView
from clerk_tui.screens.widgets.browse_panel import DEPARTMENT
from clerk_tui.texts import text
from clerk_tui.texts.sheet import Sheet, sheet_of

MOST_HITS = 2000
"""Hits that a search in one department is filtered from."""


class GuideActs(MaterialActs):
    """Nothing here needs the centre, and nothing is about a person."""

    def show_guide(self, key: str) -> None:
        """Opens the guide of an item or package; a key that the catalogue in force no longer has says so."""
        catalog = self._in_force()
        if catalog is None or catalog.matter(key) is None:
            self.tell("guide.unknown", "warn")
            return
        self.guide = key
        self.guides_opened += 1
        self.changed()

    def close_guide(self) -> None:
        """The panel was closed."""
        self.guide = None
        self.changed()

    def guide_view(self) -> GuideView | None:
        """The guide that is open, in words."""
        catalog = self._in_force()
        if self.guide is None or catalog is None or catalog.matter(self.guide) is None:
            return None
        made_of = (catalog.hash, self.guide, self.lang, self.guides_opened)
        if self._guide_made is None or self._guide_made[0] != made_of:
            url = address(self.desk.hall.public_url, self.guide)
            printer = self.desk.printer != "none"
            made = GuideView(self._sheet(catalog, self.guide), url, printer, self.guides_opened)
            self._guide_made = (made_of, made)
        return self._guide_made[1]

    def _sheet(self, catalog: Catalog, key: str) -> Sheet:
        hall = self.desk.hall
        day = business_date(self.desk.now().astimezone(self.zone), hall.day_starts_minutes)
        return sheet_of(guide_of(catalog, key, self.lang, day), self.lang)

    async def print_guide(self, *, roll: bool) -> None:
        """As PDF into the papers' folder, or on this window's thermal printer. Raises Refusal papers.*, printer.*."""
        view = self.guide_view()
        if view is None:
            return
        from clerk_tui.papers.model import GuidePaper

        lang, day = self.lang, self.desk.now().astimezone(self.zone).date()
        paper = GuidePaper(hall=self.desk.hall.name, sheet=view.sheet, printed_on=day, url=view.url)
        if roll:
            from clerk_tui.papers.thermal import ticket_bytes

            printer = printer_of(self.desk.printer)
            if printer is None:
                raise Refusal("printer.away")
            content = await asyncio.to_thread(ticket_bytes, paper, lang, self.desk.roll_mm)
            await asyncio.to_thread(printer, content)
            self.tell("notice.guide_printed", "done", matter=view.sheet.title)
            return
        from clerk_tui.papers.render import render_pdf

        pdf = await asyncio.to_thread(render_pdf, paper, lang)
        name = f"{text('guide.title', lang)}-{view.sheet.title}.pdf".replace("/", "-").replace(" ", "-")
        place = await asyncio.to_thread(keep_paper, self.papers_dir, name, pdf)
        asyncio.get_running_loop().run_in_executor(None, self.opener.open, place)
        self.tell("notice.paper_saved", "done", paper=text("guide.title", lang), place=short_place(place))

    def browse(self, department: str, typed: str) -> Sequence[ResultView]:
        """The departments, or one's packages and items, that fit; called at every key, touches nothing but memory."""
        catalog = self._in_force()
        if catalog is None:
            return ()
        if department:
            return self._matters(catalog, department, typed)
        counts: dict[str, int] = {}
        for item in catalog.items.values():
            counts[item.department] = counts.get(item.department, 0) + 1
        for package in catalog.packages.values():
            counts[package.lead] = counts.get(package.lead, 0) + 1
        keys = [key for key in catalog.departments if key in counts]
        if typed:
            hits = [hit.key for hit in search(catalog.index, typed, MOST_HITS) if hit.kind == "department"]
            keys = [key for key in hits if key in counts]
        return [
            ResultView(
                DEPARTMENT + key, catalog.name(key, self.lang), text("browse.count", self.lang, count=counts[key])
            )
            for key in keys
        ]

    def _matters(self, catalog: Catalog, department: str, typed: str) -> list[ResultView]:
        own = [key for key, package in catalog.packages.items() if package.lead == department]
        own += [key for key, item in catalog.items.items() if item.department == department]
        if typed:
            wanted = frozenset(own)
            own = [hit.key for hit in search(catalog.index, typed, MOST_HITS) if hit.key in wanted]
        return [self._row(catalog, key) for key in own]

    def _in_force(self) -> Catalog | None:
        shelf = self.desk.shelf
        return shelf.get(shelf.current) if shelf.current else None
