"""The ticket machine's page: one question in large, areas to touch, a pad to type on; drawn whole, hit by place."""

from dataclasses import dataclass
from typing import Any

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from clerk_tui.screens.kiosk_view import Choice, KioskView
from clerk_tui.screens.widgets.big import bigger
from clerk_tui.screens.widgets.big_words import big_words, largest
from clerk_tui.screens.widgets.painted import Painted, Run, width_of
from clerk_tui.screens.widgets.phone_pane import qr_rows
from clerk_tui.screens.wrap import wrap
from clerk_tui.texts.cells import cell_width, fit

Row = list[Run]
TOUCH = 3
"""Rows that a finger needs at least."""
GAP = 2
MARGIN = 2
TALLEST = 14
BIG_SIGN = 5
SPREAD_UP_TO = 6
"""Chinese words of at most so many characters are set double spaced."""
PADS = {
    "digits": ("123", "456", "789", "X0<"),
    "letters": ("qwertyuiop", "asdfghjkl", "zxcvbnm<"),
}
PAD_WIDEST = {"digits": 14, "letters": 10}


@dataclass(frozen=True, slots=True)
class Area:
    """Where a choice lies: columns `left` to `right`, rows `top` to `bottom`, the last ones not included."""

    left: int
    top: int
    right: int
    bottom: int
    code: str

    def holds(self, x: int, y: int) -> bool:
        """Whether a finger there means this."""
        return self.left <= x < self.right and self.top <= y < self.bottom


class KioskPane(Painted):
    """Fills the screen."""

    @dataclass
    class Touched(Message):
        """A finger or mouse on a choice."""

        code: str

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.view = KioskView()
        self.areas: list[Area] = []
        self.caret: tuple[int, int] | None = None
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

    def _title(self, width: int, height: int) -> list[Strip]:
        """The question, as large as the page has room for."""
        title = self.view.title
        size = largest(title, width - 8, height) if self.lang == "zh" else 0
        large = big_words(title, size) if size else ()
        if large:
            return [self.strip([]), *(self._centred([Run(row, "accent")], width) for row in large)]
        return [self.strip([]), self._centred([Run(spread(title, self.lang), "key")], width)]

    def _said(self, width: int) -> list[Strip]:
        rows = []
        for said in self.view.said:
            rows += [self._centred([Run(line, said.look)], width) for line in wrap(said.words, width - 8)]
        return rows

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

    def _large(self, row: tuple[Choice, ...], width: int, height: int) -> dict[str, tuple[str, ...]]:
        """The labels of one row in large, all of one size; none when one of them does not fit."""
        if self.lang != "zh":
            return {}
        size = min(largest(choice.label, width, height - 3) for choice in row)
        return {choice.code: big_words(choice.label, size) for choice in row} if size else {}

    def _button(
        self,
        choice: Choice,
        width: int,
        height: int,
        *,
        chosen: bool,
        quiet: bool = False,
        large: tuple[str, ...] | None = None,
    ) -> list[Strip]:
        """One area: its digit in the corner, its words in the middle."""
        ground = "tab" if chosen else "row"
        words: list[str] = [spread(choice.label, self.lang) if not quiet else choice.label]
        if large:
            words = list(large)
        elif cell_width(words[0]) > width - 4:
            words = [choice.label] if cell_width(choice.label) <= width - 4 else wrap(choice.label, width - 4)[:2]
        help_rows = wrap(choice.help, width - 4)[: max(height - len(words), 0)] if choice.help else []
        blank = [""] if help_rows and height >= len(words) + len(help_rows) + 3 else []
        look, soft = ("tab", "tab") if chosen else ("row", "row-soft")
        lines = [(row, look) for row in words] + [(row, soft) for row in [*blank, *help_rows]]
        lines = lines[:height]
        above = (height - len(lines)) // 2
        rows: list[Strip] = []
        for y in range(height):
            row, style = lines[y - above] if above <= y < above + len(lines) else ("", look)
            before = (width - cell_width(row)) // 2
            runs = [Run(" " * before, ground), Run(row, style)]
            if y == (above if height == TOUCH else 1) and choice.key:
                mark = f" {choice.key} "
                runs = [
                    Run(mark, "tab" if chosen else "row-accent"),
                    Run(" " * max(before - 3, 0), ground),
                    Run(row, style),
                ]
            rows.append(self.strip(runs, ground=ground, width=width))
        return rows

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

    # Something to type

    def _typed_body(self, width: int, room: int) -> list[Strip]:
        return self._digits_body(width, room) if self.view.pad == "digits" else self._search_body(width, room)

    def _box(self, left: int, width: int, y: int) -> Strip:
        """Where typed characters stand; the real cursor goes there, so that an input method opens its window here."""
        view = self.view
        typed = view.typed or ""
        shown = Run(typed, "row") if typed else Run(view.hint, "row-soft")
        if cell_width(typed) > width - 4:
            shown = Run(fit(typed, width - 4), "row")
        self.caret = (left + 2 + min(cell_width(typed), width - 4), y)
        mark = Run("▏" if typed else "", "row-accent")
        return self.strip([Run("  ", "row"), shown, mark], ground="row", width=width)

    def _indented(self, inner: list[Strip], left: int, width: int) -> list[Strip]:
        blank = Segment(" " * left, self.look(""))
        return [Strip([blank, *row]).adjust_cell_length(width, self.look("")) for row in inner]

    def _search_body(self, width: int, room: int) -> list[Strip]:
        view = self.view
        wide = min(width - 2 * MARGIN, 90)
        left = (width - wide) // 2
        title = self._title(width, room - 16 if room >= 26 else 1)
        rows = title if room > 14 else [self._centred([Run(spread(view.title, self.lang), "key")], width)]
        rows = [*rows, *([self.strip([])] if room > 14 else [])]
        rows += self._indented([self._box(left, wide, 1 + len(rows))], left, width)
        rows += self._said(width)
        rows += [self.strip([])] if room - len(rows) > TOUCH * 2 else []
        count = max((room - len(rows)) // TOUCH, 1)
        first = max(min(view.chosen - count + 1, len(view.results) - count), 0)
        for n, choice in enumerate(view.results[first : first + count], first):
            y = 1 + len(rows)
            self.areas.append(Area(left, y, left + wide, y + TOUCH, choice.code))
            rows += self._indented(self._result(choice, wide, chosen=n == view.chosen, odd=n % 2 == 1), left, width)
        return rows

    def _result(self, choice: Choice, width: int, *, chosen: bool, odd: bool) -> list[Strip]:
        ground = "tab" if chosen else "row" if odd else ""
        look, soft = ("tab", "tab") if chosen else ("row", "row-soft") if odd else ("strong", "soft")
        middle = self.strip(
            [Run("  ", ground), Run(choice.label, look)], [Run(choice.help + "  ", soft)], ground=ground, width=width
        )
        blank = self.strip([], ground=ground, width=width)
        return [blank, middle, blank]

    def _digits_body(self, width: int, room: int) -> list[Strip]:
        """Question and box on the left, the pad on the right."""
        pad_rows = PADS["digits"]
        key = min(PAD_WIDEST["digits"], (width // 2 - 4) // 3 - 1)
        pad_width = 3 * (key + 1)
        own = width - pad_width - MARGIN
        high = max(min((room - 1) // len(pad_rows), 6), TOUCH)
        pad_top = max((room - high * len(pad_rows)) // 2, 0)
        left_rows = self._left_of_pad(own, room)
        drawn: list[Strip] = []
        for y in range(room):
            at = (y - pad_top) // high
            right: list[Segment] = [Segment(" " * pad_width, self.look(""))]
            between = high > TOUCH and (y - pad_top) % high == high - 1
            if 0 <= y - pad_top < high * len(pad_rows) and not between:
                right = self._pad_line(
                    pad_rows[at], key, (y - pad_top) % high == (high - (high > TOUCH)) // 2, at % 2 == 1
                )
            drawn.append(Strip([*left_rows[y], *right]).adjust_cell_length(width, self.look("")))
        for at, signs in enumerate(pad_rows):
            for n, sign in enumerate(signs):
                x, y = own + n * (key + 1), 1 + pad_top + at * high
                self.areas.append(Area(x, y, x + key, y + high, pad_code(sign)))
        return drawn

    def _left_of_pad(self, own: int, room: int) -> list[Strip]:
        view = self.view
        size = largest(view.title, own - 6, room - 14) if self.lang == "zh" else 0
        large = big_words(view.title, size) if size else (spread(view.title, self.lang),)
        rows: list[Strip] = [self._centred([Run(row, "key")], own) for row in large] + [self.strip([], width=own)]
        for said in view.said:
            rows += [self._centred([Run(line, said.look)], own) for line in wrap(said.words, own - 6)]
        rows.append(self.strip([], width=own))
        wide = min(own - 4, 40)
        left = (own - wide) // 2
        above = max((room - len(rows) - 8) // 2, 0)
        rows = [self.strip([], width=own)] * above + rows
        blank = self.strip([], ground="row", width=wide)
        box = [blank, self._box(left, wide, 2 + len(rows)), blank]
        rows += self._indented(box, left, own)
        rows.append(self.strip([], width=own))
        choice = view.rows[0][0]
        y = 1 + len(rows)
        self.areas.append(Area(left, y, left + wide, y + TOUCH, choice.code))
        rows += self._indented(self._button(choice, wide, TOUCH, chosen=True), left, own)
        return (rows + [self.strip([], width=own)] * room)[:room]

    def _pad(self, width: int, bottom: int) -> list[Strip]:
        """The letters, above the foot."""
        rows = PADS["letters"]
        key = min(PAD_WIDEST["letters"], (width - 2 * MARGIN) // 10 - 1)
        drawn: list[Strip] = []
        top = bottom - TOUCH * len(rows)
        for at, signs in enumerate(rows):
            left = (width - len(signs) * (key + 1)) // 2
            for n, sign in enumerate(signs):
                x, y = left + n * (key + 1), top + at * TOUCH
                self.areas.append(Area(x, y, x + key, y + TOUCH, pad_code(sign)))
            for y in range(TOUCH):
                segments = self._pad_line(signs, key, y == 1, at % 2 == 1)
                drawn.append(
                    Strip([Segment(" " * left, self.look("")), *segments]).adjust_cell_length(width, self.look(""))
                )
        return drawn

    def _pad_line(self, signs: str, key: int, middle: bool, odd: bool) -> list[Segment]:
        segments = []
        for n, sign in enumerate(signs):
            words = self.say("kiosk.delete") if sign == "<" else sign.upper()
            label = words if middle else ""
            before = (key - cell_width(label)) // 2
            look = self.look("row" if (n + odd) % 2 == 0 else "row-accent")
            segments += [Segment(fit(" " * before + label, key), look), Segment(" ", self.look(""))]
        return segments

    def _centred(self, runs: Row, width: int) -> Strip:
        before = max((width - width_of(runs)) // 2, 0)
        return self.strip([Run(" " * before), *runs], width=width)


def pad_code(sign: str) -> str:
    """The code of a key on the pad."""
    return "pad:delete" if sign == "<" else f"pad:{sign}"


def spread(words: str, lang: str) -> str:
    """Short Chinese words double spaced, as on a door plate."""
    return " ".join(words) if lang == "zh" and len(words) <= SPREAD_UP_TO else words
