"""The ticket machine's pages on which something is typed: the box, what was found, the pads to touch."""

from rich.segment import Segment
from textual.strip import Strip

from clerk_tui.screens.kiosk_view import Choice
from clerk_tui.screens.widgets.big_words import big_words, largest
from clerk_tui.screens.widgets.kiosk_parts import MARGIN, TOUCH, Area, KioskParts, spread
from clerk_tui.screens.widgets.painted import Run
from clerk_tui.screens.wrap import wrap
from clerk_tui.texts.cells import cell_width, fit

PADS = {
    "digits": ("123", "456", "789", "X0<"),
    "letters": ("qwertyuiop", "asdfghjkl", "zxcvbnm<"),
}
PAD_WIDEST = {"digits": 14, "letters": 10}


class KioskTyping(KioskParts):
    """Pages with a box; `_typed_body` is everything between head and foot, the letters excepted."""

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


def pad_code(sign: str) -> str:
    """The code of a key on the pad."""
    return "pad:delete" if sign == "<" else f"pad:{sign}"
