"""What a citizen reads at a window: the number in large, a code for the phone, the form read back; calm when nobody is here."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, zip_longest
from math import ceil
from typing import Any

from babel.dates import format_date
from textual.strip import Strip

from clerk_tui.protocol.face import Face, FaceCode, FaceLine, FaceSubmitted
from clerk_tui.screens.widgets.big import big, bigger
from clerk_tui.screens.widgets.painted import Painted, Run, width_of
from clerk_tui.screens.widgets.phone_pane import qr_rows
from clerk_tui.screens.wrap import wrap
from clerk_tui.texts import Lang
from clerk_tui.texts.cells import cell_width, fit

Block = list[list[Run]]

GAP = 4
TALL_MORE = 13
"""Rows that number and code want above and below the QR; with fewer they stand beside it."""
READING_WIDTH_MOST = 90
READING_WIDTH = 62
"""Cells that the read-back keeps beside the codes on a wide screen."""
SPACIOUS = (50, 24)
"""From this width and height on every value has a blank line under it."""
BIG_SIGN = 5
"""Cells of a sign in large."""
SPREAD_UP_TO = 5
"""Chinese words of at most so many characters are set wide."""


@dataclass(frozen=True, slots=True)
class FaceView:
    """What to show. `face` is None before the first answer and while the hub is away for long; `page` counts on."""

    window: str
    face: Face | None = None
    away_since: str = ""
    sentence: str = ""
    page: int = 0


class FacePane(Painted):
    """Fills the screen; everything is drawn anew with each answer that differs."""

    def __init__(self, view: FaceView, **options: Any) -> None:
        super().__init__(**options)
        self.view = view
        self._pictures: dict[str, list[str]] = {}

    def show(self, view: FaceView) -> None:
        """Show this; nothing is drawn when nothing changed."""
        if view != self.view:
            self.view = view
            self.redraw()

    def lines(self, width: int) -> list[Strip]:
        height = max(self.size.height - 4, 1)
        body = self._body(width, height)[:height]
        head = [self.strip(self._head(), ground="row"), self.strip([])]
        drawn = [self.strip(row) for row in body] + [self.strip([])] * (height - len(body) + 1)
        return [
            *head,
            *drawn,
            self.strip(self._foot(), [Run("^L ", "faint"), Run(self.say("action.language") + "  ", "faint")]),
        ]

    def _head(self) -> list[Run]:
        face = self.view.face
        runs = [Run("  " + self.say("face.window", window=self.view.window), "row-accent")]
        if face and face.state == "serving" and face.number:
            runs += [Run("   " + face.number, "row"), Run("   " + self.say("face.serving"), "row-soft")]
            runs += [Run("   " + face.matter, "row")] if face.matter else []
        return runs

    def _foot(self) -> list[Run]:
        view = self.view
        if view.away_since:
            return [Run("  " + self.say("face.away", since=view.away_since), "warn")]
        return [Run("  " + self.say("face.check.help"), "soft")] if view.face and view.face.read_back else []

    def _body(self, width: int, height: int) -> Block:
        if self.view.sentence:
            said: Block = [[Run(line, "strong")] for line in wrap(self.view.sentence, min(width - 8, 60))]
            return middle([*said, [], [Run(self.say("face.again"), "soft")]], width, height)
        face = self.view.face
        if face is None:
            return self._calm("idle", width, height)
        if face.state == "called" and face.number:
            return self._called(face.number, width, height)
        if face.state != "serving":
            return self._calm(face.state, width, height)
        if face.submitted:
            return self._submitted(face.submitted, width, height)
        return self._serving(face, width, height)

    # Nobody, or somebody who is on the way

    def _calm(self, state: str, width: int, height: int) -> Block:
        number = self._large(self.view.window, width, height, "accent")
        words = [[Run(spread(self.say(f"face.{state}"), self.lang), "strong")], []]
        return middle([*number, [], *words, [Run(self.say(f"face.{state}.help"), "soft")]], width, height)

    def _called(self, number: str, width: int, height: int) -> Block:
        rows = self._large(number, width, height, "key")
        words = [[Run(self.say("face.called", window=self.view.window), "strong")], []]
        return middle([*rows, [], *words, [Run(self.say("face.called.help"), "soft")]], width, height)

    def _large(self, words: str, width: int, height: int, look: str) -> Block:
        """As large as half the width and a third of the height allow."""
        times = max(min(width // 2 // (BIG_SIGN * max(len(words), 4)), height // 8), 1)
        return [[Run(row, look)] for row in bigger(words, times)]

    # What became of the case

    def _submitted(self, done: FaceSubmitted, width: int, height: int) -> Block:
        look = "good" if done.state == "accepted" else "strong"
        rows: Block = [[Run(spread(self.say(f"face.submitted.{done.state}"), self.lang), look)], []]
        rows += [[Run(self.say("face.number"), "soft")], []]
        for line in wrap_groups(groups(done.number), (width - 4) // BIG_SIGN):
            rows += [[Run(row, "key")] for row in square(big(line))] + [[]]
        if done.due:
            rows += [[Run(self.say("face.due", due=day_in_words(done.due, self.lang)), "strong")], []]
        return middle([*rows, [Run(self.say("face.thanks"), "soft")]], width, height)

    # The form, together

    def _serving(self, face: Face, width: int, height: int) -> Block:
        number = face.number or ""
        codes = self._codes(face)
        if not codes:
            return self._without_code(face, number, width, height)
        picture = self._picture(codes[0].url)
        each = len(picture[0])
        beside = min(len(codes), max(1, (width - READING_WIDTH) // (each + 2 * GAP)))
        tall = height >= len(picture) + TALL_MORE
        columns = []
        for code in codes[:beside]:
            drawn: Block = [[Run(row, "qr")] for row in self._picture(code.url)]
            columns.append(drawn + (self._code_words(code, face.as_of, each) if tall else []))
        pictures = side_by_side(columns, [each] * beside, 2 * GAP)
        left = self._number(number, block_width(pictures)) + pictures if tall else pictures
        room = min(width - block_width(left) - GAP - 4, READING_WIDTH_MOST)
        right: Block = [] if tall else [[Run(row, "key")] for row in big(number)] + [[]]
        right += [] if tall else [*self._code_words(codes[0], face.as_of, room), []]
        right += self._other_codes(codes[beside:], face) if face.codes else []
        right += self._on_phone(face)
        right += self._read_back(face.read_back, room, height - len(right))
        return self._placed([left, right], room, width)

    def _without_code(self, face: Face, number: str, width: int, height: int) -> Block:
        if width < 2 * READING_WIDTH - 8:
            top: Block = [[Run(row, "key")] for row in big(number)] + [[]] + self._on_phone(face)
            return indent([*top, *self._read_back(face.read_back, width - 4, height - len(top))], 2)
        left = self._number(number, width // 4) + self._on_phone(face)
        room = min(width - block_width(left) - GAP - 4, READING_WIDTH_MOST)
        return self._placed([left, self._read_back(face.read_back, room, height)], room, width)

    def _number(self, number: str, width: int) -> Block:
        """The number over the codes, about as wide as they are."""
        times = 3 if width >= 3 * BIG_SIGN * len(number) else 2
        return [*[[Run(row, "key")] for row in bigger(number, times)], []]

    def _placed(self, columns: list[Block], room: int, width: int) -> Block:
        """Number and codes on the left, the form on the right, both in the middle of a wide screen."""
        taken = block_width(columns[0])
        return indent(side_by_side(columns, [taken, room]), max((width - taken - GAP - room) // 2, 2))

    def _codes(self, face: Face) -> list[FaceCode]:
        if face.codes or not face.ticket_url:
            return face.codes
        return [FaceCode(party="", url=face.ticket_url, digits="", expires_at=face.as_of)]

    def _picture(self, url: str) -> list[str]:
        if url not in self._pictures:
            self._pictures = {url: qr_rows(url), **dict(list(self._pictures.items())[:3])}
        return self._pictures[url]

    def _code_words(self, code: FaceCode, as_of: datetime, width: int) -> Block:
        if not code.digits:
            words = wrap(self.say("face.ticket.help"), width)
            return [[Run(self.say("face.ticket"), "strong")], *[[Run(line, "soft")] for line in words]]
        typed = wrap(self.say("face.or_type", url=code.url.rsplit("/", 1)[0]), width)
        return [
            [Run(self.say("face.for", party=code.party) + "  ", "strong"), Run(self.say("face.scan"), "soft")],
            *[[Run(line, "soft")] for line in typed],
            [],
            *[[Run(row, "key")] for row in square(big(spaced(code.digits)))],
            [Run(self.say("face.minutes", minutes=minutes_left(code, as_of)), "soft")],
        ]

    def _other_codes(self, codes: list[FaceCode], face: Face) -> Block:
        rows: Block = []
        for code in codes:
            told = {"party": code.party, "digits": spaced(code.digits), "minutes": minutes_left(code, face.as_of)}
            rows.append([Run(self.say("face.other_code", **told), "accent")])
        return [*rows, []] if rows else []

    def _on_phone(self, face: Face) -> Block:
        rows: Block = [[Run(self.say("face.on_phone", party=party), "good")] for party in face.on_phone]
        return [*rows, []] if rows else []

    # The read-back

    def _read_back(self, told: list[FaceLine], width: int, height: int) -> Block:
        if height < 3:
            return []
        if not told:
            return [[Run(line, "soft")] for line in wrap(self.say("face.nothing_yet"), width)]
        pages = self._pages(told, width, height - 2)
        page = self.view.page % len(pages)
        head = [Run(self.say("face.check"), "strong")]
        head += [Run("   " + self.say("face.page", page=page + 1, pages=len(pages)), "faint")] if len(pages) > 1 else []
        return [head, [], *pages[page]]

    def _pages(self, told: list[FaceLine], width: int, height: int) -> list[Block]:
        """The values in pages of at most `height` rows; each page says whose values begin it."""
        spacious = width >= SPACIOUS[0] and height >= SPACIOUS[1]
        label = min(max(cell_width(one.label) for one in told), max(width * 2 // 5, 8))
        pages: list[Block] = [[]]
        for section, lines in groupby(told, lambda one: one.section):
            title: Block = [[Run(section, "accent")]] if section else []
            fresh = True
            for one in lines:
                rows = self._value_rows(one, label, width) + ([[]] if spacious else [])
                lead: Block = ([[]] if pages[-1] and fresh and not spacious else []) + title if fresh else []
                if pages[-1] and len(pages[-1]) + len(lead) + len(rows) > height + spacious:
                    pages.append([])
                    lead = title
                pages[-1] += lead + rows
                fresh = False
        return pages

    def _value_rows(self, one: FaceLine, label: int, width: int) -> Block:
        values = wrap(one.value, max(width - label - 2, 8))
        return [
            [Run(fit(name, label) + "  ", "soft"), Run(value, "strong")]
            for name, value in zip_longest(wrap(one.label, label), values, fillvalue="")
        ]


def minutes_left(code: FaceCode, as_of: datetime) -> int:
    """Whole minutes for which the code still opens the door, by the centre's clock."""
    return max(ceil((code.expires_at - as_of).total_seconds() / 60), 0)


def day_in_words(day: date, lang: Lang) -> str:
    """`2026年11月27日星期五`, `Friday, 27 November 2026`."""
    return format_date(day, "full", locale="zh_CN" if lang == "zh" else "en_GB")


def spaced(digits: str) -> str:
    """`739 482`."""
    return f"{digits[:3]} {digits[3:]}" if len(digits) == 6 else digits


def groups(number: str) -> list[str]:
    """A case number in the parts that people read out: hall, day, serial."""
    return [part for part in (number[:-13], number[-13:-5], number[-5:]) if part]


def wrap_groups(parts: list[str], signs: int) -> list[str]:
    """The parts, blanks between, on lines of at most `signs` signs; no part is cut."""
    lines = [parts[0]]
    for part in parts[1:]:
        if len(lines[-1]) + 1 + len(part) <= signs:
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    return lines


def spread(words: str, lang: Lang) -> str:
    """A short Chinese notice set wide, as on a door plate."""
    return " ".join(words) if lang == "zh" and len(words) <= SPREAD_UP_TO else words


def square(rows: tuple[str, ...]) -> list[str]:
    """The rows all as long as the longest, so that they stay together when they are centred."""
    longest = max(len(row) for row in rows)
    return [row.ljust(longest) for row in rows]


def middle(rows: Block, width: int, height: int) -> Block:
    """The rows in the middle of a room."""
    above: Block = [[] for _ in range(max((height - len(rows)) // 2, 0))]
    return above + [[Run(" " * max((width - width_of(row)) // 2, 0)), *row] for row in rows]


def block_width(rows: Block) -> int:
    """Cells of the longest row."""
    return max(width_of(row) for row in rows)


def indent(rows: Block, cells: int) -> Block:
    """The rows moved to the right."""
    return [[Run(" " * cells), *row] for row in rows]


def side_by_side(columns: list[Block], widths: list[int], gap: int = GAP) -> Block:
    """Columns of those widths beside each other, their tops level."""
    rows: Block = []
    for place in range(max(len(column) for column in columns)):
        row: list[Run] = []
        for at, (column, width) in enumerate(zip(columns, widths, strict=True)):
            part = column[place] if place < len(column) else []
            last = at == len(columns) - 1
            row += part if last else [*part, Run(" " * (width - width_of(part) + gap))]
        rows.append(row)
    return rows
