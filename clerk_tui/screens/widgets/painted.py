"""A widget that draws its own lines: words with a look, left and right, cut to the cell."""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from clerk_tui.screens.theme import DARK, PALETTES
from clerk_tui.screens.typed import plain
from clerk_tui.texts import Lang, text
from clerk_tui.texts.cells import cell_width, fit

LOOKS: dict[str, tuple[str, str, bool]] = {
    "soft": ("ink-soft", "", False),
    "faint": ("ink-faint", "", False),
    "strong": ("ink", "", True),
    "accent": ("accent-ink", "", False),
    "good": ("good", "", False),
    "warn": ("warn", "", False),
    "bad": ("bad", "", False),
    "key": ("accent-ink", "", True),
    "off": ("ink-faint", "", False),
    "line": ("line", "", False),
    "row": ("ink", "row", True),
    "row-soft": ("ink-soft", "row", False),
    "row-accent": ("accent-ink", "row", True),
    "row-good": ("good", "row", False),
    "row-warn": ("warn", "row", False),
    "row-bad": ("bad", "row", False),
    "tab": ("on-accent", "accent-ink", True),
    "alarm": ("on-accent", "bad", True),
}
"""(ink, ground or "" for the widget's own, bold) of each look, by the names of the theme's colours."""

QR_STYLE = Style(color="#000000", bgcolor="#ffffff")
"""Literal, in every theme: a camera has to read it."""


@cache
def _style(theme: str, look: str) -> Style:
    # Not component classes: forty widgets with twenty of them each cost a second at every restyling.
    if look == "qr":
        return QR_STYLE
    colours = PALETTES.get(theme, PALETTES[DARK])
    ink, ground, bold = LOOKS[look]
    return Style(color=colours[ink], bgcolor=colours[ground] if ground else None, bold=bold)


class Run(NamedTuple):
    """Some words and how they look; the look is one of LOOKS, "qr", or "" for plain ink."""

    words: str
    look: str = ""


Line = Iterable[Run]


def width_of(runs: Line) -> int:
    """Cells taken by the runs."""
    return sum(cell_width(run.words) for run in runs)


class Painted(Widget):
    """Draws `lines(width)` by `render_line`; nothing is measured or parsed that is not visible."""

    ALLOW_SELECT = False

    def __init__(self, **options: Any) -> None:
        self._drawn: list[Strip] | None = None
        self._drawn_for: tuple[int, int, str] | None = None
        self._looks: dict[str, Style] = {}
        super().__init__(**options)

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return "en" if getattr(self.app, "lang", "zh") == "en" else "zh"

    def say(self, code: str, **params: Any) -> str:
        """A label or sentence by its code."""
        return text(code, self.lang, **params)

    def look(self, name: str) -> Style:
        """The style of a look on this widget's ground; kept until the widget is restyled."""
        found = self._looks.get(name)
        if found is None:
            found = self.rich_style + _style(self.app.theme, name) if name else self.rich_style
            self._looks[name] = found
        return found

    def strip(self, left: Line, right: Line = (), *, ground: str = "", width: int | None = None) -> Strip:
        """One line: `left` cut to what `right` leaves, `right` flush at the end, both on `ground`."""
        total = self.size.width if width is None else width
        tail = [Run(plain(run.words), run.look) for run in right if run.words]
        room = max(total - width_of(tail) - (1 if tail else 0), 0)
        base = self.look(ground)
        segments: list[Segment] = []
        used = 0
        for run in left:
            words = plain(run.words)
            width_now = cell_width(words)
            if used + width_now > room:
                words = fit(words, room - used)
                width_now = room - used
            if width_now > 0:
                segments.append(Segment(words, self.look(run.look) if run.look else base))
                used += width_now
        gap = total - used - width_of(tail)
        if gap > 0:
            segments.append(Segment(" " * gap, base))
        segments.extend(Segment(run.words, self.look(run.look) if run.look else base) for run in tail)
        return Strip(segments).adjust_cell_length(total, base)

    def lines(self, width: int) -> list[Strip]:
        """All lines of this widget for that width; the rest of its height stays blank."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        now = (self.size.width, self.size.height, self.lang + self.app.theme)
        if self._drawn is None or self._drawn_for != now:
            self._drawn = self.lines(self.size.width)
            self._drawn_for = now
        return self._drawn[y] if y < len(self._drawn) else Strip.blank(self.size.width, self.look(""))

    def redraw(self) -> None:
        """Draw anew at the next frame, without a layout."""
        self._drawn = None
        self.refresh()

    def notify_style_update(self) -> None:
        self._drawn = None
        self._looks.clear()
        super().notify_style_update()
