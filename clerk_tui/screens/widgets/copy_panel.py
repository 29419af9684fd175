"""The hand-over to departments' systems, over the work: the items, and one's copy sheet box by box."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.strip import Strip

from clerk_tui.screens import intents
from clerk_tui.screens.view import CopyItemView, CopyLineView, CopyView
from clerk_tui.screens.widgets.labelled import Labelled
from clerk_tui.screens.widgets.painted import Run
from clerk_tui.texts.cells import cell_width, fit

HEAD = 3
LABEL_CELLS = 26
NAME_CELLS = 34
NUMBER = 2
"""The digit that asks for the number."""


class CopyPanel(Labelled):
    """Enter opens a sheet, then copies box after box; ↑ goes back one; Esc leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("enter", "take", show=False, id="copy.next"),
    ]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.view = CopyView("", "", opened=0)
        self.index = 0
        self.display = False

    def show(self, view: CopyView) -> None:
        """Show the items, from the first that is not done, or the sheet that is open."""
        if view.opened != self.view.opened:
            self.index = next((at for at, one in enumerate(view.items) if one.boxes and not one.done), 0)
        if view != self.view:
            self.view = view
            self.redraw()

    @property
    def chosen(self) -> CopyItemView | None:
        """The item under the cursor."""
        return self.view.items[self.index] if not self.view.item and self.index < len(self.view.items) else None

    def lines(self, width: int) -> list[Strip]:
        view, room = self.view, max(self.size.height - HEAD, 1)
        done = self.say("copy.progress", done=view.at, count=len(view.lines)) if view.item else view.twice
        drawn = [
            self.strip([Run("  "), Run(view.title, "strong")], [Run(self.say("copy.title") + " ", "faint")]),
            self.strip([Run("  "), Run(view.under, "soft")], [Run(done + " ", "accent")]),
            self.strip([Run("─" * width, "line")]),
        ]
        body = self._boxes() if view.item else self._items(width)
        rows = [at for at, (_, here) in enumerate(body) if here]
        # The box that is next, and the one after it, stay in sight.
        top = min(max((rows[0] if rows else 0) - room + 3, 0), max(len(body) - room, 0))
        shown = [strip for strip, _ in body[top : top + room]]
        shown += [self.strip([])] * (room - len(shown))
        return [*drawn, *shown]

    def _items(self, width: int) -> list[tuple[Strip, bool]]:
        return [(self._item(at, one, width), at == self.index) for at, one in enumerate(self.view.items)]

    def _item(self, at: int, one: CopyItemView, width: int) -> Strip:
        on = at == self.index and self.has_focus
        ink, soft, mark = ("row", "row-soft", "row-accent") if on else ("", "faint", "accent")
        name = min(NAME_CELLS, max(width // 2 - 8, 12))
        left = [Run("▸ " if at == self.index else "  ", mark), Run(_padded(one.name, name) + "  ", ink)]
        if width >= 100:
            left.append(Run(_padded(one.department, 18) + "  ", soft))
        left.append(Run(_padded(one.state, 10), soft if one.done else mark))
        boxes = self.say("copy.lines", count=one.boxes) if one.boxes and not one.done else one.detail
        return self.strip([*left, Run(boxes, soft)], ground=ink)

    def _boxes(self) -> list[tuple[Strip, bool]]:
        view = self.view
        made: list[tuple[Strip, bool]] = []
        part = ""
        for at, line in enumerate(view.lines):
            if line.part != part:
                part = line.part
                made.append((self.strip([Run("  "), Run(part, "accent")]), False))
            made.append((self._box(at, line), at == view.at))
        here = view.at >= len(view.lines)
        ink = "row" if here and self.has_focus else "strong" if here else "soft"
        words = f"{view.number_label}"
        made.append((self.strip([]), False))
        number = [Run("▸ " if here else "  ", "accent"), Run(f"{NUMBER} ", "key"), Run(words, ink)]
        made.append((self.strip(number), here))
        return made

    def _box(self, at: int, line: CopyLineView) -> Strip:
        view = self.view
        here = at == view.at
        on = here and self.has_focus
        ink, soft, mark = ("row", "row-soft", "row-accent") if on else ("", "soft", "accent")
        if at < view.at:
            ink = "faint"
        state = self.say("copy.now") if at == view.at - 1 else self.say("copy.done") if at < view.at else ""
        left = [Run("▸ " if here else "  ", mark), Run(_padded(line.label, LABEL_CELLS) + "  ", soft)]
        left.append(Run(line.value + "  ", ink))
        if line.trouble:
            left.append(Run(line.trouble, "warn"))
        return self.strip(
            left, [Run(state + " ", "accent" if at == view.at - 1 else "faint")], ground="row" if on else ""
        )

    def digit(self, number: int) -> bool:
        """2 asks for the number."""
        if number != NUMBER or not self.view.item:
            return False
        self.post_message(intents.CopyNumberAsked())
        return True

    def action_move(self, by: int) -> None:
        """Among the items; on a sheet only back."""
        if not self.view.item:
            self.index = min(max(self.index + by, 0), max(len(self.view.items) - 1, 0))
            self.redraw()
        elif by < 0:
            self.post_message(intents.CopyBack())

    def action_take(self) -> None:
        """Open the sheet, or copy the next box."""
        if self.view.item:
            self.post_message(intents.CopyNext())
        elif self.chosen is not None:
            self.post_message(intents.CopyItemTaken(self.chosen.item))


def _padded(words: str, cells: int) -> str:
    words = fit(words, cells)
    return words + " " * (cells - cell_width(words))
