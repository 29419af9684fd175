"""A hall's display, edge to edge: the call that stands large, every window, who is next, who was passed."""

from datetime import datetime
from typing import Any

from babel.dates import format_date
from textual.strip import Strip

from clerk_tui.screens.board_view import BoardView, Seat
from clerk_tui.screens.widgets.big import big, bigger
from clerk_tui.screens.widgets.face_pane import BIG_SIGN, Block, middle, side_by_side, spread, square
from clerk_tui.screens.widgets.painted import Painted, Run, width_of
from clerk_tui.screens.wrap import wrap
from clerk_tui.texts import Lang, text
from clerk_tui.texts.cells import cell_width, fit
from clerk_tui.voice.announcements import Call

MARGIN = 2
FLAT_CELL = 25
"""Cells of a window on one row: its name, number and state."""
TALL_CELL = 38
TALL_ROWS = 4
"""A window with its number in large."""
LABEL = 10
TALL_SCREEN = 34
"""From this height on the next numbers are in large too."""
LARGE_SHARE = 0.4
"""Of the height, at most so much for the large digits."""


class BoardPane(Painted):
    """Fills the screen; everything is drawn anew with each picture that differs."""

    def __init__(self, view: BoardView, **options: Any) -> None:
        super().__init__(**options)
        self.view = view

    def show(self, view: BoardView) -> None:
        """Show this; nothing is drawn when nothing changed."""
        if view != self.view:
            self.view = view
            self.redraw()

    @property
    def _other(self) -> Lang:
        return "en" if self.lang == "zh" else "zh"

    def lines(self, width: int) -> list[Strip]:
        height = self.size.height
        head = [self.strip(self._head(), self._clock(), ground="row")]
        banner = self._banner(width)
        foot = [self.strip(self._foot(), [Run("^L ", "faint"), Run(self.say("action.language") + "  ", "faint")])]
        room = height - len(head) - len(banner) - len(foot)
        body = self._body(width, room)[:room]
        body += [self.strip([])] * (room - len(body))
        return [*head, *banner, *body, *foot]

    # The edges

    def _head(self) -> list[Run]:
        return [Run("  " + (self.view.hall or self.say("board.title")), "row-accent")]

    def _clock(self) -> list[Run]:
        day = self.view.day
        if day is None:
            return []
        return [Run(day_in_short(day, self.lang) + "  ", "row-soft"), Run(f"{day:%H:%M}  ", "row")]

    def _banner(self, width: int) -> list[Strip]:
        """What says in both languages that the screen stands still."""
        since = self.view.away
        if not since or self.view.sentence:
            return []
        rows: list[str] = []
        for lang in (self.lang, self._other):
            said = text("board.away.never", lang) if since == "?" else text("board.away", lang, since=since)
            rows += wrap(said, width - 2 * MARGIN)
        return [self.strip([Run(" " * MARGIN + row, "alarm")], ground="alarm") for row in rows]

    def _foot(self) -> list[Run]:
        view = self.view
        runs: list[Run] = [Run(" " * MARGIN)]
        if view.age is not None:
            old = view.age >= OLD_SECONDS
            said = (
                self.say("board.age", seconds=view.age)
                if view.age < 120
                else self.say("board.age.minutes", minutes=view.age // 60)
            )
            runs.append(Run(said, "warn" if old else "faint"))
        if view.voice:
            runs.append(Run("  " + view.voice, "warn"))
        return runs

    # The middle

    def _body(self, width: int, room: int) -> list[Strip]:
        view = self.view
        if view.sentence:
            said: Block = [[Run(line, "strong")] for line in wrap(view.sentence, min(width - 8, 60))]
            return self._strips(middle([*said, [], [Run(self.say("board.again"), "soft")]], width, room))
        if view.loading:
            said = [] if view.away else [[Run(self.say("board.loading"), "soft")]]
            return self._strips(middle(said, width, room))
        large = self._large(width, room)
        lower = self._lower(width)
        seats = self._seats(width, room - len(large) - len(lower) - 1)
        gap = room - len(large) - len(seats) - len(lower)
        return [*large, self.strip([]), *seats, *[self.strip([])] * (gap - 1), *lower]

    def _strips(self, rows: Block, ground: str = "") -> list[Strip]:
        return [self.strip(row, ground=ground) for row in rows]

    def _large(self, width: int, room: int) -> list[Strip]:
        call = self.view.large
        if call is None:
            return self._calm(width, room)
        look = "tab" if self.view.lit else "off" if self.view.away else "key"
        ground = "tab" if self.view.lit else ""
        rows: Block = [[Run(row, look)] for row in pictured(call, width - 2 * MARGIN, int(room * LARGE_SHARE))]
        rows = [[], *rows, [], *self._sentence(call, width, lit=self.view.lit), []]
        strips = self._strips(centred(rows, width), ground)
        return strips + self._others(width)

    def _sentence(self, call: Call, width: int, *, lit: bool) -> Block:
        """Where to go, in both languages: on one line where there is room."""
        first, second = (
            text("board.come", lang, number=call.number, window=call.window) for lang in (self.lang, self._other)
        )
        strong, soft = ("tab", "tab") if lit else ("soft", "soft") if self.view.away else ("strong", "soft")
        if cell_width(first) + cell_width(second) + 6 <= width:
            return [[Run(first, strong), Run("   ", strong if lit else ""), Run(second, soft)]]
        return [[Run(first, strong)], [Run(second, soft)]]

    def _others(self, width: int) -> list[Strip]:
        if not self.view.others:
            return []
        runs = [Run(" " * MARGIN + self.say("board.others") + "  ", "soft")]
        for call in self.view.others:
            window = self.say("board.window.short", window=call.window)
            one = [Run(call.number, "soft" if self.view.away else "key"), Run(f" → {window}   ")]
            if width_of(runs) + width_of(one) > width:
                break
            runs += one
        return [self.strip(runs)]

    def _calm(self, width: int, room: int) -> list[Strip]:
        open_now = any(seat.state != "paused" for seat in self.view.seats)
        code = "board.quiet" if open_now else "board.no_window"
        words: Block = [[Run(spread(self.say(code), self.lang), "strong")]]
        words += [[Run(text(code, self._other), "soft")]]
        if open_now:
            words += [[], [Run(self.say("board.quiet.help"), "soft")]]
        return self._strips(middle(words, width, max(int(room * LARGE_SHARE), len(words) + 2)))[:room]

    # Windows

    def _seats(self, width: int, room: int) -> list[Strip]:
        seats, inner = self.view.seats, width - 2 * MARGIN
        if not seats or room <= 0:
            return []
        columns = max(inner // TALL_CELL, 1)
        if len(seats) <= columns * (room // TALL_ROWS):
            return self._tall(seats, columns)
        columns = max(inner // FLAT_CELL, 1)
        if len(seats) > columns * room:
            # Which windows are free concerns nobody who waits.
            seats = tuple(seat for seat in seats if seat.state != "open")
        rows = room if len(seats) <= columns * room else max(room - 1, 1)
        each = columns * rows
        pages = -(-len(seats) // each)
        page = self.view.ticks % pages
        shown = seats[page * each : (page + 1) * each]
        cell = inner // columns
        strips = []
        for row in range(0, len(shown), columns):
            runs = [Run(" " * MARGIN)]
            for seat in shown[row : row + columns]:
                runs += self._flat_cell(seat, cell)
            strips.append(self.strip(runs))
        if pages > 1:
            strips.append(self.strip([], [Run(self.say("board.page", page=page + 1, pages=pages) + "  ", "faint")]))
        return strips

    def _look(self, seat: Seat) -> str:
        if self.view.away:
            return "soft"
        return {"called": "key", "serving": "", "open": "soft", "paused": "warn"}[seat.state]

    def _flat_cell(self, seat: Seat, width: int) -> list[Run]:
        look = self._look(seat)
        name = fit(self.say("board.window.short", window=seat.window), 6)
        word = self.say(f"board.{seat.state}")
        runs = [Run(name + "  ", "strong" if seat.number else "soft")]
        runs += [Run(fit(seat.number, 5) + "  ", "key" if look == "key" else "strong")] if seat.number else []
        runs += [Run(word, look if seat.number == "" or look else "soft")]
        return [*runs, Run(" " * max(width - width_of(runs), 0))]

    def _tall(self, seats: tuple[Seat, ...], columns: int) -> list[Strip]:
        cell = (self.size.width - 2 * MARGIN) // columns
        strips: list[Strip] = []
        for row in range(0, len(seats), columns):
            blocks = [self._tall_cell(seat) for seat in seats[row : row + columns]]
            joined = side_by_side(blocks, [cell] * len(blocks), gap=0)
            strips += self._strips([[Run(" " * MARGIN), *line] for line in joined])
            strips.append(self.strip([]))
        return strips

    def _tall_cell(self, seat: Seat) -> Block:
        look = self._look(seat)
        name = self.say("board.window", window=seat.window)
        word = self.say(f"board.{seat.state}")
        labels = [Run(fit(name, LABEL), "strong"), Run(fit(word, LABEL), look or "soft"), Run(" " * LABEL)]
        if not seat.number:
            return [[labels[0]], [labels[1]], []]
        digits = square(big(seat.number))
        return [
            [label, Run(" " * (LABEL + 2 - cell_width(label.words))), Run(row, look or "strong")]
            for label, row in zip(labels, digits, strict=True)
        ]

    # Who is next, who was passed

    def _lower(self, width: int) -> list[Strip]:
        view = self.view
        count = [Run(self.say("board.waiting", count=view.waiting) + "  ", "soft")] if view.waiting else []
        label = Run(" " * MARGIN + fit(self.say("board.next"), LABEL), "accent")
        if not view.next:
            rows = [self.strip([label, Run(self.say("board.next.none"), "soft")])]
        elif self.size.height >= TALL_SCREEN:
            fits = max((width - LABEL - 2 * MARGIN) // (BIG_SIGN * 5), 1)
            numbers = [square(big(number)) for number in view.next[:fits]]
            joined = side_by_side([[[Run(row)] for row in rows] for rows in numbers], [25] * len(numbers), gap=0)
            blank = Run(" " * (LABEL + MARGIN))
            rows = self._strips([[blank if at else label, *line] for at, line in enumerate(joined)])
            rows[-1] = self.strip([blank, *joined[-1]])
            rows.append(self.strip([blank, *self._numbers(view.next[fits:], width - LABEL - 24)], count))
        else:
            taken = LABEL + MARGIN + width_of(count) + 1
            rows = [self.strip([label, *self._numbers(view.next, width - taken)], count)]
        if view.passed:
            label = Run(" " * MARGIN + fit(self.say("board.passed"), LABEL), "soft")
            hint = [Run(self.say("board.passed.help") + "  ", "faint")]
            room = width - LABEL - MARGIN - width_of(hint) - 1
            rows.append(self.strip([label, *self._numbers(view.passed, room, "soft")], hint))
        return rows

    def _numbers(self, numbers: tuple[str, ...], room: int, look: str = "strong") -> list[Run]:
        runs: list[Run] = []
        for number in numbers:
            one = Run(number + "  ", look)
            if width_of([*runs, one]) > room:
                break
            runs.append(one)
        return runs


OLD_SECONDS = 15
"""The hub says something every ten seconds: what is older than this has missed a beat."""


def pictured(call: Call, width: int, rows_most: int) -> list[str]:
    """`A023 > 3` as large as the room allows: beside each other, else one above the other, else the number alone."""
    ways = ([f"{call.number}>{call.window}"], [call.number, f">{call.window}"])
    times, parts = max(((largest(way, width, rows_most), way) for way in ways), key=lambda found: found[0])
    alone = largest([call.number], width, rows_most)
    # The window belongs to it, unless that costs half the size: the words below say it too.
    if alone >= 2 * max(times, 1):
        times, parts = alone, [call.number]
    rows: list[str] = []
    for part in parts:
        rows += ([""] if rows else []) + list(bigger(part, max(times, 1)))
    longest = max(len(row) for row in rows)
    # The arrow begins where the number does.
    return [row.ljust(longest) for row in rows]


def largest(parts: list[str], width: int, rows_most: int) -> int:
    """How many times as large the words of `parts` can be drawn, one part above the other; 0 when not at all."""
    times = 0
    while True:
        bigger_by = times + 1
        wide = max(BIG_SIGN * len(part) for part in parts) * bigger_by
        tall = len(parts) * -(-5 * bigger_by // 2) + len(parts) - 1
        if wide > width or tall > rows_most:
            return times
        times = bigger_by


def centred(rows: Block, width: int) -> Block:
    """Each row in the middle of the width."""
    return [[Run(" " * max((width - width_of(row)) // 2, 0)), *row] for row in rows]


def day_in_short(day: datetime, lang: Lang) -> str:
    """`11月23日 星期一`, `Monday 23 November`."""
    return format_date(
        day, "M月d日 EEEE" if lang == "zh" else "EEEE d MMMM", locale="zh_CN" if lang == "zh" else "en_GB"
    )
