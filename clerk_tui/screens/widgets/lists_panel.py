"""Lists of cases over the work: filtered by typing, opened with Enter; no dialog, and no second screen."""

from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip

from clerk_tui.screens.intents import CaseTaken, ListsAsked, StoryAsked
from clerk_tui.screens.typed import normal
from clerk_tui.screens.view import LIST_TABS, ListRow, ListsView, ListTab
from clerk_tui.screens.widgets.field_input import FieldInput
from clerk_tui.screens.widgets.painted import Painted, Run
from clerk_tui.texts.cells import cell_width, fit

LIGHTS = {"red": "bad", "yellow": "warn", "green": "good"}
WITH_NUMBER, WITH_SINCE = 110, 150
"""Widths from which a row also tells its number, and since when it stands so."""


def fits(row: ListRow, typed: str) -> bool:
    """Whether a row is meant by what was typed (normal, casefolded): a part of what it shows, or its initials."""
    shown = (row.name, row.title, row.number, row.state, row.window, row.due)
    return any(typed in words.casefold() for words in shown) or any(typed in letters for letters in row.heard)


class ListTabs(Painted):
    """Which list is shown, and how many people are still to be told."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.view = ListsView()

    def lines(self, width: int) -> list[Strip]:
        runs = [Run(" ")]
        for tab in tabs_of(self.view):
            count = f" {self.view.untold}" if tab == "untold" and self.view.untold else ""
            here = tab == self.view.tab
            look = "tab" if here else "warn" if count else "soft"
            runs.append(Run(f" {self.say(f'lists.tab.{tab}')}{count} ", look))
        by = [Run(self.view.found + " ", "faint")] if self.view.tab == "found" and width >= WITH_NUMBER else []
        return [self.strip(runs, by)]


def tabs_of(view: ListsView) -> tuple[ListTab, ...]:
    """The tabs that are there: a look-up's stands first while there is one."""
    return ("found", *LIST_TABS) if view.found else LIST_TABS


class CaseRows(Painted):
    """The visible slice of the cases that fit, one chosen, and what there was no room for in the last line."""

    @dataclass
    class Clicked(Message):
        """A row was clicked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.view = ListsView()
        self.rows: tuple[ListRow, ...] = ()
        self.typed = ""
        self.index = 0
        self._top = 0

    @property
    def chosen(self) -> ListRow | None:
        """The row under the cursor."""
        return self.rows[self.index] if self.index < len(self.rows) else None

    def show(self, view: ListsView, typed: str) -> None:
        """Show what fits; the cursor stays on its case while that is there."""
        was = self.chosen.key if self.chosen and (view.tab, typed) == (self.view.tab, self.typed) else ""
        self.view, self.typed = view, typed
        self.rows = tuple(row for row in view.rows if not typed or fits(row, typed))
        self.index = next((at for at, row in enumerate(self.rows) if row.key == was), 0)
        self._top = min(self._top, self.index)
        self.redraw()

    def move(self, by: int) -> None:
        """Move the cursor; it stops at both ends."""
        if self.rows:
            self.index = min(max(self.index + by, 0), len(self.rows) - 1)
            room = self._room()
            self._top = min(max(self._top, self.index - room + 1), self.index)
            self.redraw()

    def _room(self) -> int:
        return max(self.size.height - 2, 1)

    def lines(self, width: int) -> list[Strip]:
        if not self.rows:
            words = self.view.trouble or self.say("lists.loading") if self.view.loading or self.view.trouble else ""
            if not words and self.typed and self.view.rows:
                words = self.say("lists.no_match", typed=self.typed)
            return [self.strip([Run("   "), Run(words or self.say(f"lists.empty.{self.view.tab}"), "soft")])]
        room = self._room()
        shown = self.rows[self._top : self._top + room]
        name = min(max(max(cell_width(row.name) for row in shown), 6), width // 5)
        state = min(max(cell_width(row.state) for row in shown), 16)
        drawn = [self._row(row, width, name, state) for row in shown]
        drawn += [self.strip([])] * (room - len(drawn))
        left = len(self.rows) - self._top - len(shown)
        return [*drawn, self._under(left)]

    def _row(self, row: ListRow, width: int, name: int, state: int) -> Strip:
        chosen = row is self.chosen
        soft, plain = ("row-soft", "row") if chosen else ("faint", "")
        light = LIGHTS.get(row.light, "")
        look = (f"row-{light}" if chosen else light) if light else soft
        left = [
            Run(" ▸ " if chosen else "   ", "row-accent" if chosen else ""),
            Run("● " if light else "  ", look),
            Run(fit(row.name, name) + "  ", plain),
            Run(row.title, plain),
        ]
        right = [Run("  " + fit(row.state, state) + "  ", soft)]
        if width >= WITH_NUMBER:
            right.append(Run(fit(row.number, 21) + "  ", soft))
        if width >= WITH_SINCE:
            right.append(Run(fit(row.since, 14) + "  ", soft))
        right += [Run(fit(row.due, 12) + "  ", look if light else soft), Run(fit(row.window, 8) + " ", soft)]
        return self.strip(left, right, ground="row" if chosen else "")

    def _under(self, left: int) -> Strip:
        row = self.chosen
        told = [words for words in (row.number, row.since) if words] if row else []
        more = [Run(self.say("lists.more", left=left) + " ", "accent")] if left > 0 else []
        return self.strip([Run("     "), Run(" · ".join(told), "soft")], more)

    def on_click(self, event: events.Click) -> None:
        """A click takes the row."""
        index = self._top + event.y
        if index < len(self.rows) and event.y < self._room():
            self.index = index
            self.redraw()
            self.post_message(self.Clicked())


class ListBox(FieldInput):
    """What is typed filters; the keys around it choose, and turn the lists."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move(-10)", show=False),
        Binding("pagedown", "move(10)", show=False),
        Binding("tab", "turn(1)", show=False),
        Binding("shift+tab", "turn(-1)", show=False),
        Binding("right", "story", show=False),
    ]

    @dataclass
    class Turned(Message):
        """Another list is wanted."""

        by: int

    @dataclass
    class StoryWanted(Message):
        """→ behind the last letter: how the case went."""

    def __init__(self, rows: CaseRows, panel: "ListsPanel", **options: Any) -> None:
        super().__init__(max_length=60, **options)
        self.rows = rows
        self.panel = panel

    def watch_value(self, value: str) -> None:
        """Filter now: the rows are drawn with the same frame as the letters."""
        self.panel.filter(value)

    def action_move(self, by: int) -> None:
        """Move among the rows."""
        self.rows.move(by)

    def action_turn(self, by: int) -> None:
        """To the next list."""
        self.post_message(self.Turned(by))

    def action_story(self) -> None:
        """Behind the last letter the case's story; elsewhere the caret moves."""
        if self.cursor_position == len(self.value) and self.rows.chosen is not None:
            self.post_message(self.StoryWanted())
        else:
            self.action_cursor_right()


class ListsPanel(Vertical):
    """Tab turns the lists, typing filters, Enter opens the case, Esc goes back."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.view = ListsView()
        self.tabs = ListTabs()
        self.rows = CaseRows()
        self.box = ListBox(self.rows, self)
        self.display = False

    def compose(self) -> ComposeResult:
        yield self.tabs
        yield self.box
        yield self.rows

    def show(self, view: ListsView) -> None:
        """Show this list; another one begins without a filter."""
        if view == self.view:
            return
        if (view.tab, view.opened) != (self.view.tab, self.view.opened):
            self.box.show_value("")
        self.view = self.tabs.view = view
        self.tabs.redraw()
        self.filter(self.box.value)

    def filter(self, typed: str) -> None:
        """Show the rows that fit."""
        self.rows.show(self.view, normal(typed).casefold())

    def open(self) -> None:
        """Take the focus."""
        self.box.placeholder = self.tabs.say("lists.placeholder")
        self.box.focus()

    def turn(self, by: int) -> None:
        """To the next list, from the last to the first."""
        tabs = tabs_of(self.view)
        self.post_message(ListsAsked(tabs[(tabs.index(self.view.tab) + by) % len(tabs)]))

    def on_list_box_turned(self, event: ListBox.Turned) -> None:
        """Tab."""
        event.stop()
        self.turn(event.by)

    def on_list_box_story_wanted(self, event: ListBox.StoryWanted) -> None:
        """→ on a row."""
        event.stop()
        if self.rows.chosen is not None:
            self.post_message(StoryAsked(self.rows.chosen.key))

    def on_input_submitted(self, event: FieldInput.Submitted) -> None:
        """Enter on a row."""
        event.stop()
        self._take()

    def on_case_rows_clicked(self, event: CaseRows.Clicked) -> None:
        """A click on a row."""
        event.stop()
        self._take()

    def _take(self) -> None:
        if self.rows.chosen is not None:
            self.post_message(CaseTaken(self.rows.chosen.key, self.view.tab))

    def on_input_changed(self, event: FieldInput.Changed) -> None:
        """Letters in the box concern nobody else."""
        event.stop()
