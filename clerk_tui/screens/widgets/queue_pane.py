"""The queue beside the work: who is here and why, who is next, on hold or passed, and how the other windows stand."""

from typing import Any, ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.strip import Strip

from clerk_tui.screens.intents import QueueVerb
from clerk_tui.screens.view import QueueRow, QueueView, WindowRow, WindowState
from clerk_tui.screens.widgets.big import big
from clerk_tui.screens.widgets.labelled import Labelled
from clerk_tui.screens.widgets.painted import Run, width_of
from clerk_tui.screens.wrap import wrap
from clerk_tui.texts.cells import cell_width, fit

Section = Literal["next", "held", "passed"]
SECTIONS: tuple[Section, ...] = ("next", "held", "passed")
VERBS: dict[Section, tuple[str, ...]] = {
    "next": ("call", "promote", "cancel"),
    "held": ("resume", "abandon"),
    "passed": ("return", "call"),
}
"""What the digits do on a row, in their order; Enter is the first."""
PAGE_CELLS = 60
"""From this width on the pane is a page of two columns."""
ROWS_FOR_NEXT = 5
"""Rows that who comes next should have before anything else takes room."""
WINDOW_LINES = 2
LARGE_PAGE = 18
"""Rows from which on the page draws the number large."""
SIGNS: dict[WindowState, tuple[str, str]] = {"open": ("○", "soft"), "busy": ("●", "good"), "paused": ("×", "warn")}


class QueuePane(Labelled):
    """Beside the work from 120 columns on, beside the search below that, and a page of its own.

    With the focus, a cursor goes through all three lists and digits act on the row.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move(-10)", show=False),
        Binding("pagedown", "move(10)", show=False),
        Binding("enter", "first", show=False, id="queue.first"),
    ]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.view = QueueView()
        self.key = ""
        self._index = 0

    def show(self, view: QueueView) -> None:
        """Show this queue; the cursor stays on the ticket it was on."""
        if view != self.view:
            self.view = view
            self._keep_cursor()
            self.redraw()

    # The cursor

    def rows(self) -> list[tuple[Section, QueueRow]]:
        """The rows that can be chosen, in the order in which the cursor takes them."""
        return [(part, row) for part in SECTIONS for row in getattr(self.view, part) if row.key]

    @property
    def chosen(self) -> tuple[Section, QueueRow] | None:
        """The row under the cursor and its list."""
        rows = self.rows()
        return rows[self._index] if self._index < len(rows) else None

    def _keep_cursor(self) -> None:
        keys = [row.key for _, row in self.rows()]
        self._index = keys.index(self.key) if self.key in keys else min(self._index, max(len(keys) - 1, 0))
        self.key = keys[self._index] if keys else ""

    def action_move(self, by: int) -> None:
        """Move among the rows of all lists."""
        rows = self.rows()
        self._index = min(max(self._index + by, 0), max(len(rows) - 1, 0))
        self.key = rows[self._index][1].key if rows else ""
        self.redraw()

    def action_first(self) -> None:
        """What Enter does: the first verb of the row."""
        self.digit(1)

    def digit(self, number: int) -> bool:
        """Act on the chosen row."""
        chosen = self.chosen
        if chosen is None or not 1 <= number <= len(VERBS[chosen[0]]):
            return False
        self.post_message(QueueVerb(VERBS[chosen[0]][number - 1], chosen[1].key))
        return True

    def on_focus(self) -> None:
        """The cursor appears."""
        self._keep_cursor()
        super().on_focus()

    # Drawing

    def lines(self, width: int) -> list[Strip]:
        return self._page(width) if width >= PAGE_CELLS else self._column(width)

    def _column(self, width: int) -> list[Strip]:
        foot = self._foot(width)
        room = self.size.height - len(foot)
        # What gives way where rows are few: first the large number, then the blank lines.
        for large, airy in ((True, True), (False, True), (False, False)):
            head, tail = self._head(width, large=large, blank=airy), self._tail(width, airy=airy)
            left = room - len(head) - len(tail)
            if left >= min(len(self.view.next) + 2, ROWS_FOR_NEXT):
                break
        drawn = [*head, *self._next(width, max(left, 3), blank=airy), *tail][:room]
        return [*drawn, *[self.strip([])] * (room - len(drawn)), *foot]

    def _tail(self, width: int, *, airy: bool) -> list[Strip]:
        parts = [
            self._section("held", self.view.held, width),
            self._section("passed", self.view.passed, width),
            self._windows_line(width),
        ]
        return [line for part in parts if part for line in (part if airy else part[1:])]

    def _page(self, width: int) -> list[Strip]:
        foot = [self.strip([Run("─" * width, "line")], width=width), *(self._foot(width) or [self.strip([])])]
        room = self.size.height - len(foot)
        right = width * 2 // 5
        left = width - right - 1
        columns = self._next(left, room, blank=False)
        beside = [
            *self._head(right, large=room >= LARGE_PAGE, blank=False),
            *self._section("held", self.view.held, right),
            *self._section("passed", self.view.passed, right),
            *self._windows_rows(right),
        ]
        bar = self.strip([Run("│", "line")], width=1)
        drawn = []
        for at in range(max(room, 0)):
            first = columns[at] if at < len(columns) else self.strip([], width=left)
            second = beside[at] if at < len(beside) else self.strip([], width=right)
            drawn.append(Strip.join([first, bar, second]))
        return [*drawn, *foot]

    def _head(self, width: int, *, large: bool, blank: bool = True) -> list[Strip]:
        view = self.view
        drawn = []
        if view.off_since:
            words = self.say("queue.stale", since=view.off_since)
            drawn += [self.strip([Run(" " + line, "warn")], width=width) for line in wrap(words, width - 2)]
        if blank or drawn:
            drawn.append(self.strip([], width=width))
        if not view.number:
            words = self.say("queue.nobody")
            return drawn + [self.strip([Run(" " + line, "soft")], width=width) for line in wrap(words, width - 2)]
        if large:
            drawn += [self.strip([Run(" " + row, "accent")], width=width) for row in big(view.number)]
            drawn += [self.strip([], width=width), self.strip([Run(" " + view.ticket_class, "strong")], width=width)]
        else:
            runs = [Run(" " + view.number, "key"), Run(" " + view.ticket_class, "strong")]
            drawn.append(self.strip(runs, width=width))
        return drawn + [self.strip([Run(" " + line, "soft")], width=width) for line in wrap(view.why, width - 2)]

    def _next(self, width: int, room: int, *, blank: bool = True) -> list[Strip]:
        """Who comes next, as many as there is room for; the cursor's row is always among them."""
        view = self.view
        drawn = [self.strip([], width=width)] if blank else []
        estimates = any(row.estimate for row in view.next)
        right = [Run(self.say("queue.estimate") + " " if estimates else "", "faint")]
        drawn.append(
            self.strip(
                [Run(" " + self.say("queue.next") + " ", "soft"), Run(str(view.waiting), "faint")], right, width=width
            )
        )
        if not view.next:
            return [*drawn, self.strip([Run(" " + self.say("queue.empty"), "faint")], width=width)]
        fitting = max(room - len(drawn), 1)
        if view.waiting > fitting:
            fitting = max(fitting - 1, 1)
        top = 0
        if self.has_focus and self.chosen is not None and self.chosen[0] == "next":
            top = max(self._index - fitting + 1, 0)
        shown = view.next[top : top + fitting]
        drawn += [self._row("next", row, width, first=row is view.next[0]) for row in shown]
        if (left := view.waiting - top - len(shown)) > 0 and len(drawn) < room:
            drawn.append(
                self.strip(
                    [Run(" " + self.say("queue.more" if self.has_focus else "queue.rest", left=left), "faint")],
                    width=width,
                )
            )
        return drawn

    def _section(self, part: Section, rows: tuple[QueueRow, ...], width: int) -> list[Strip]:
        if not rows:
            return []
        title = [Run(" " + self.say(f"queue.{part}") + " ", "soft"), Run(str(len(rows)), "faint")]
        return [
            self.strip([], width=width),
            self.strip(title, width=width),
            *(self._row(part, row, width) for row in rows),
        ]

    def _row(self, part: Section, row: QueueRow, width: int, *, first: bool = False) -> Strip:
        on = self.has_focus and row.key != "" and row.key == self.key
        ink = "row" if on else "strong" if first else ""
        soft = "row-soft" if on else "soft"
        mark = ("row-accent" if on else "accent") if row.mark else soft
        number = fit(row.number, max(5, cell_width(row.number) + 1))
        left = [Run("▸" if on else " ", "row-accent" if on else ""), Run(number, ink)]
        if row.ticket_class:
            left.append(Run(row.ticket_class, mark))
        right = [Run(row.note + " ", ink if first or on else "soft")]
        if row.estimate:
            wide = [Run(row.note + " ", soft), Run(row.estimate + " ", ink or "soft")]
            if width_of(left) + 1 + width_of(wide) <= width:
                right = wide
        if row.detail and width_of(left) + width_of(right) + cell_width(row.detail) + 3 <= width:
            left.append(Run(" " + row.detail, "row-soft" if on else "faint"))
        return self.strip(left, right, ground="row" if on else "", width=width)

    def _windows_line(self, width: int) -> list[Strip]:
        if not self.view.windows:
            return []
        lines: list[list[Run]] = [[Run(" ")]]
        for one in self.view.windows:
            sign, look = SIGNS[one.state]
            cell = [Run(one.window, "key" if one.mine else "soft"), Run(sign + " ", look)]
            if width_of(lines[-1]) + width_of(cell) > width:
                lines.append([Run(" ")])
            lines[-1] += cell
        if len(lines) > WINDOW_LINES:
            # A large hall: how many of each, instead of all of them.
            counts = [(sign, look, state) for state, (sign, look) in SIGNS.items()]
            found = [one.state for one in self.view.windows]
            lines = [[Run(" "), *(Run(f"{sign}{found.count(state)} ", look) for sign, look, state in counts)]]
        head = self.strip([Run(" " + self.say("queue.windows"), "soft")], width=width)
        return [self.strip([], width=width), head, *(self.strip(runs, width=width) for runs in lines)]

    def _windows_rows(self, width: int) -> list[Strip]:
        if not self.view.windows:
            return []
        head = self.strip([Run(" " + self.say("queue.windows"), "soft")], width=width)
        return [self.strip([], width=width), head, *(self._window_row(one, width) for one in self.view.windows)]

    def _window_row(self, one: WindowRow, width: int) -> Strip:
        sign, look = SIGNS[one.state]
        name = self.say("strip.window", window=one.window)
        state = "" if one.state == "busy" else self.say(f"queue.window.{one.state}")
        words = " ".join(part for part in (state, one.note) if part)
        left = [Run(" " + fit(name, 8), "key" if one.mine else ""), Run(sign + " ", look), Run(words, "soft")]
        return self.strip(left, width=width)

    def _foot(self, width: int) -> list[Strip]:
        """What the digits do on the chosen row: drawn only where they work now."""
        chosen = self.chosen
        if not self.has_focus or chosen is None:
            return []
        lines: list[list[Run]] = [[Run(" ")]]
        for at, verb in enumerate(VERBS[chosen[0]], 1):
            cell = [Run(str(at), "key"), Run(self.say(f"verb.{verb}") + " ", "soft")]
            if width_of(lines[-1]) + width_of(cell) > width:
                lines.append([Run(" ")])
            lines[-1] += cell
        return [self.strip(runs, width=width) for runs in lines]
