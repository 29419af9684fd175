"""One matter's guide over the work: read, scrolled, printed, shown to a phone; the words are those of every other place."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.strip import Strip

from clerk_tui.screens.intents import ChecklistAsked, GuidePrinted, MatterChosen, ProposeChange
from clerk_tui.screens.view import GuideView
from clerk_tui.screens.widgets.labelled import Labelled
from clerk_tui.screens.widgets.painted import Run
from clerk_tui.screens.widgets.phone_pane import qr_rows
from clerk_tui.screens.wrap import wrap
from clerk_tui.texts import Lang, text
from clerk_tui.texts.sheet import SheetRow

MOST_CELLS = 96
"""Longer lines are hard to read aloud."""
NUMBERED = ("materials", "steps")
HEAD, FOOT = 3, 2
"""Rows above and below the text."""


class GuidePanel(Labelled):
    """Scrolls by ↑ ↓, blank and page keys; digits act, Enter begins the matter, Esc closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "roll(-1)", show=False),
        Binding("down", "roll(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("home", "end(0)", show=False),
        Binding("end", "end(1)", show=False),
        Binding("enter", "begin", show=False, id="guide.begin"),
    ]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.view: GuideView | None = None
        self.coded = False
        self._top = 0
        self._qr: list[str] = []
        self._body: list[list[Run]] = []
        self._made_for: tuple[GuideView | None, int] = (None, 0)
        self.display = False

    def show(self, view: GuideView) -> None:
        """Show this guide from its beginning; in another language it stays where it was."""
        if view == self.view:
            return
        if self.view is None or view.opened != self.view.opened:
            self._top, self.coded = 0, False
        if self.view is None or view.url != self.view.url:
            self._qr = qr_rows(view.url) if view.url else []
        self.view = view
        self.redraw()

    def lines(self, width: int) -> list[Strip]:
        view = self.view
        if view is None:
            return []
        room = max(self.size.height - HEAD - FOOT, 1)
        beside = bool(self._qr) and self._fits_beside(width) and room >= len(self._qr)
        text_width = min(width - 4 - (len(self._qr[0]) + 4 if beside else 0), MOST_CELLS)
        if self.coded and not beside:
            return self._code_alone(view, width)
        body = self._made(text_width)
        self._top = min(self._top, max(len(body) - room, 0))
        left = len(body) - self._top - room
        more = [Run(self.say("guide_panel.more", left=left) + " ", "accent")] if left > 0 else []
        drawn = [
            self.strip([Run("  "), Run(view.sheet.title, "strong")], [Run(self.say("guide.title") + " ", "faint")]),
            self.strip([Run("  "), Run(view.sheet.under, "soft")], more),
            self.strip([Run("─" * width, "line")]),
        ]
        shown: list[list[Run]] = body[self._top : self._top + room]
        shown += [[]] * (room - len(shown))
        if beside:
            words = wrap(self.say("guide.scan"), len(self._qr[0]))
            side = [Run(row, "qr") for row in self._qr] + [Run(line, "soft") for line in words]
            side += [Run("")] * (room - len(side))
            drawn += [self.strip(runs, [run, Run("  ")]) for runs, run in zip(shown, side, strict=False)]
        else:
            drawn += [self.strip(runs) for runs in shown]
        return [*drawn, self.strip([Run("─" * width, "line")]), self.strip(self._acts(beside))]

    def _fits_beside(self, width: int) -> bool:
        return width - len(self._qr[0]) >= 76

    def _code_alone(self, view: GuideView, width: int) -> list[Strip]:
        """The code takes the whole panel, its words stand beside it: a small terminal has no row to spare."""
        side = width - len(self._qr[0]) - 4
        words: list[list[Run]] = [[], [Run(line, "strong") for line in wrap(view.sheet.title, side)[:1]], []]
        words += [[Run(line, "soft")] for line in wrap(self.say("guide.scan"), side)]
        words += [[], *([Run(line, "accent")] for line in wrap(view.url, side)), []]
        for key, name in (("3", "text"), ("1", "print"), ("Esc", "close")):
            words.append([Run(f"{key} ", "key"), Run(self.say(f"guide_panel.{name}"), "soft")])
        if self.size.height < len(self._qr):
            words = [[Run(self.say("guide_panel.no_room"), "soft")], *words[3:]]
            return [self.strip([Run("  "), *runs]) for runs in words]
        rows = self._qr + [" " * len(self._qr[0])] * max(len(words) - len(self._qr), 0)
        words += [[]] * (len(rows) - len(words))
        return [
            self.strip([Run(row, "qr" if row.strip() or at < len(self._qr) else ""), Run("   "), *runs])
            for at, (row, runs) in enumerate(zip(rows, words, strict=True))
        ]

    def _acts(self, beside: bool) -> list[Run]:
        view = self.view
        if view is None:
            return []
        acts = [
            ("1", "print", True),
            ("2", "roll", view.printer),
            ("3", "code", not beside),
            ("4", "propose", True),
            ("5", "checklist", True),
        ]
        runs = [Run("  ")]
        for digit, name, there in acts:
            if there and (name != "code" or self._qr):
                runs += [Run(f"{digit} ", "key"), Run(self.say(f"guide_panel.{name}") + "   ", "soft")]
        for key, name in (("Enter", "begin"), ("Esc", "close")):
            runs += [Run(f"{key} ", "key"), Run(self.say(f"guide_panel.{name}") + "   ", "soft")]
        runs[-1] = Run(runs[-1].words.rstrip(), "soft")
        return runs if self.has_focus else [Run("  "), *(Run(run.words, "faint") for run in runs[1:])]

    def _made(self, width: int) -> list[list[Run]]:
        if self._made_for != (self.view, width) and self.view is not None:
            self._body = []
            for part in self.view.sheet.parts:
                if self._body:
                    self._body.append([])
                self._body.append([Run("  "), Run(part.heading, "accent")])
                for number, row in enumerate(part.rows, start=1):
                    self._body += self._row(
                        row, f"{number}. " if part.name in NUMBERED else "", width, self.view.sheet.lang
                    )
            self._made_for = (self.view, width)
        return self._body

    def _row(self, row: SheetRow, number: str, width: int, lang: Lang) -> list[list[Run]]:
        label = row.label + text("guide.colon", lang) if row.label else ""
        indent = "  " + " " * len(number)
        first, *rest = wrap(label + row.words, width - len(indent)) or [""]
        head = [Run("  "), Run(number, "key")] if number else [Run("  ")]
        made = [[*head, Run(first[: len(label)], "soft"), Run(first[len(label) :])]]
        made += [[Run(indent), Run(line)] for line in rest]
        for note in row.notes:
            made += [[Run(indent + "  "), Run(line, "soft")] for line in wrap(note, width - len(indent) - 2)]
        return made

    def digit(self, number: int) -> bool:
        """Print, print on the roll, show the code, propose a change, print what to bring."""
        if number == 1:
            self.post_message(GuidePrinted(roll=False))
        elif number == 2 and self.view is not None and self.view.printer:
            self.post_message(GuidePrinted(roll=True))
        elif number == 3 and self._qr:
            self.coded = not self.coded
            self.redraw()
        elif number == 4 and self.view is not None:
            self.post_message(ProposeChange(self.view.sheet.key))
        elif number == 5:
            self.post_message(ChecklistAsked())
        else:
            return False
        return True

    def action_roll(self, by: int) -> None:
        """By lines; it stops at both ends."""
        self._top = max(self._top + by, 0)
        self.redraw()

    def action_page(self, by: int) -> None:
        """By screens, one line of the last one stays."""
        self.action_roll(by * max(self.size.height - HEAD - FOOT - 1, 1))

    def action_end(self, last: int) -> None:
        """To the first or last line."""
        self._top = len(self._body) if last else 0
        self.redraw()

    def action_begin(self) -> None:
        """Begin the matter, or put it where the open case asks."""
        if self.view is not None:
            self.post_message(MatterChosen(self.view.sheet.key))

    def on_mouse_scroll_down(self) -> None:
        """The wheel."""
        self.action_roll(3)

    def on_mouse_scroll_up(self) -> None:
        """The wheel."""
        self.action_roll(-3)
