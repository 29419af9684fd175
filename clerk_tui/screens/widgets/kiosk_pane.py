"""The ticket machine's page: one question in large, areas to touch, a pad to type on; drawn whole, hit by place."""

from dataclasses import dataclass
from typing import Any

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from clerk_tui.screens.kiosk_view import KioskView
from clerk_tui.screens.widgets.big import bigger
from clerk_tui.screens.widgets.kiosk_parts import GAP, MARGIN, TOUCH, Area, Row, spread
from clerk_tui.screens.widgets.kiosk_typing import KioskTyping
from clerk_tui.screens.widgets.painted import Run
from clerk_tui.screens.widgets.phone_pane import qr_rows
from clerk_tui.screens.wrap import wrap

TALLEST = 14
BIG_SIGN = 5


class KioskPane(KioskTyping):
    """Fills the screen."""

    @dataclass
    class Touched(Message):
        """A finger or mouse on a choice."""

        code: str

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._qr: tuple[str, list[str]] = ("", [])

    def show(self, view: KioskView) -> None:
        """Show this; nothing is drawn when nothing changed."""
        if view != self.view:
            self.view = view
            self.redraw()

    def on_click(self, event: events.Click) -> None:
        """A touch."""
        hit = next((area for area in self.areas if area.holds(event.x, event.y)), None)
        if hit is not None:
            self.post_message(self.Touched(hit.code))

    # The page, from above and below towards the middle

    def lines(self, width: int) -> list[Strip]:
        view, height = self.view, self.size.height
        self.areas, self.caret = [], None
        head = self.strip(
            [Run("  " + view.head, "row-accent")], [Run(view.head_right + "  ", "row-soft")], ground="row"
        )
        foot = self._foot(width, height)
        below = self._pad(width, height - len(foot)) if view.pad and view.pad != "digits" else []
        room = height - 1 - len(foot) - len(below)
        body = self._typed_body(width, room) if view.typed is not None else self._body(width, room)
        body = (body + [self.strip([])] * room)[:room]
        return [head, *body, *below, *foot]

    def _foot(self, width: int, height: int) -> list[Strip]:
        """Ways out, three rows high, and above them, where there is always a line for it, what is wrong."""
        choices = self.view.foot
        each = min(max((width - 2 * MARGIN - GAP * (len(choices) - 1)) // max(len(choices), 1), 8), 24)
        taken = len(choices) * (each + GAP) - GAP
        cells: list[list[Strip]] = []
        top = height - TOUCH
        left = width - MARGIN - taken
        rows: list[list[Segment]] = [[Segment(" " * left, self.look(""))] for _ in range(TOUCH)]
        for n, choice in enumerate(choices):
            at = left + n * (each + GAP)
            self.areas.append(Area(at, top, at + each, height, choice.code))
            cells.append(self._button(choice, each, TOUCH, chosen=False, quiet=True))
        for n, cell in enumerate(cells):
            for y in range(TOUCH):
                rows[y] += [*cell[y]]
                if n + 1 < len(cells):
                    rows[y].append(Segment(" " * GAP, self.look("")))
        said = wrap(self.view.trouble, width - 2 * MARGIN)[:2] or [""]
        return [
            *(self._centred([Run(line, "warn")], width) for line in said),
            *(Strip(row).adjust_cell_length(width, self.look("")) for row in rows),
        ]

    def _body(self, width: int, room: int) -> list[Strip]:
        view = self.view
        least = sum(TOUCH * h for h in view.heights) + len(view.rows)
        said = self._said(width)
        if view.number:
            return self._numbered(width, room)
        spare = room - least - len(said) - 4
        title = self._title(width, min(max(spare, 1), 12))
        above = [*title, self.strip([]), *said]
        if not view.rows:
            pad = max((room - len(above)) // 2, 0)
            return [self.strip([])] * pad + above
        above.append(self.strip([]))
        return above + self._grid(width, 1 + len(above), room - len(above))

    def _grid(self, width: int, top: int, room: int, left: int = MARGIN) -> list[Strip]:
        """Rows of choices; they share the height by their weights."""
        view = self.view
        gaps = len(view.rows) if room >= (TOUCH + 1) * len(view.rows) else 0
        weight = sum(view.heights)
        highs = [max(min((room - gaps) * share // weight, TALLEST), TOUCH) for share in view.heights]
        drawn: list[Strip] = [self.strip([])] * max((room - sum(highs) - gaps) // 2, 0)
        place = len(view.results)
        for row, high in zip(view.rows, highs, strict=True):
            # Rows of one kind have columns of one width, also the last and shorter one.
            columns = max(map(len, view.rows)) if len(set(view.heights)) == 1 else len(row)
            each = (width - left - MARGIN - GAP * (columns - 1)) // columns
            large = self._large(row, each - 6, high)
            cells = []
            start = left + (width - left - MARGIN - each * columns - GAP * (columns - 1)) // 2
            for n, choice in enumerate(row):
                at = start + n * (each + GAP)
                y = top + len(drawn)
                self.areas.append(Area(at, y, at + each, y + high, choice.code))
                cells.append(
                    self._button(choice, each, high, chosen=place == view.chosen, large=large.get(choice.code))
                )
                place += 1
            for y in range(high):
                segments = [Segment(" " * start, self.look(""))]
                for n, cell in enumerate(cells):
                    segments += [*cell[y]]
                    if n + 1 < len(cells):
                        segments.append(Segment(" " * GAP, self.look("")))
                drawn.append(Strip(segments).adjust_cell_length(width, self.look("")))
            if gaps:
                drawn.append(self.strip([]))
        return drawn

    # A number that was given

    def _numbered(self, width: int, room: int) -> list[Strip]:
        """The number in large on the left, its code on the right; below it what is to be known."""
        view = self.view
        picture = self._picture(view.url)
        if picture and len(picture) + 1 > room:
            picture = []
        aside = len(picture[0]) + MARGIN if picture else 0
        own = width - aside
        times = max(min((own - 6) // (BIG_SIGN * len(view.number)), (room - 8) // 3), 1)
        large = bigger(view.number, times)
        words = [Run(line, said.look) for said in view.said for line in wrap(said.words, own - 6)]
        title = Run(spread(view.title, self.lang), "strong")
        rows: list[Row] = [[title], [], *[[Run(row, "key")] for row in large], [], *[[word] for word in words]]
        grid = TOUCH + 1 if view.rows else 0
        above = max((room - grid - len(rows)) // 2, 0)
        rows = [[]] * above + rows
        qr_top = max((room - len(picture)) // 2, 0)
        drawn: list[Strip] = []
        for y in range(room):
            row = rows[y] if y < len(rows) else []
            left = self._centred(row, own)
            in_picture = picture and qr_top <= y < qr_top + len(picture)
            right = (
                self.strip([Run(picture[y - qr_top], "qr")], width=aside) if in_picture else self.strip([], width=aside)
            )
            drawn.append(Strip([*left, *right]).adjust_cell_length(width, self.look("")))
        if view.rows:
            self._reprint_button(drawn, own, room)
        return drawn

    def _reprint_button(self, drawn: list[Strip], own: int, room: int) -> None:
        choice, each = self.view.rows[0][0], min(own - 8, 30)
        top, left = room - TOUCH - 1, (own - each) // 2
        self.areas.append(Area(left, 1 + top, left + each, 1 + top + TOUCH, choice.code))
        for y, cell in enumerate(self._button(choice, each, TOUCH, chosen=True)):
            rest = drawn[top + y].crop(left + each)
            drawn[top + y] = Strip([*self.strip([], width=left), *cell, *rest]).adjust_cell_length(self.size.width)

    def _picture(self, url: str) -> list[str]:
        if self._qr[0] != url:
            self._qr = (url, qr_rows(url) if url else [])
        return self._qr[1]
