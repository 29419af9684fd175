"""How a case went, over the work: what the citizen beside the window may read along."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.strip import Strip

from clerk_tui.screens.view import StoryView
from clerk_tui.screens.widgets.labelled import Labelled
from clerk_tui.screens.widgets.painted import Run
from clerk_tui.screens.wrap import wrap

HEAD = 3
MOST_CELLS = 96


class StoryPanel(Labelled):
    """A line of time: ↑ ↓ scroll, Esc closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "roll(-1)", show=False),
        Binding("down", "roll(1)", show=False),
        Binding("pageup", "roll(-10)", show=False),
        Binding("pagedown,space", "roll(10)", show=False),
    ]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.view = StoryView("", "")
        self._top = 0
        self.display = False

    def show(self, view: StoryView) -> None:
        """Show this story from its beginning; in another language it stays where it was."""
        if view.opened != self.view.opened:
            self._top = 0
        if view != self.view:
            self.view = view
            self.redraw()

    def lines(self, width: int) -> list[Strip]:
        view, room = self.view, max(self.size.height - HEAD, 1)
        body: list[list[Run]] = []
        last = len(view.rows) - 1
        for number, row in enumerate(view.rows):
            first, *rest = wrap(row.text, min(width - 24, MOST_CELLS)) or [""]
            here = number == last
            body.append(
                [
                    Run(f"  {row.time:<12} ", "soft"),
                    Run("● " if here else "○ ", "accent"),
                    Run(first, "strong" if here else ""),
                ]
            )
            body += [
                [Run(" " * 15), Run("  " if here else "│ ", "line"), Run(line, "strong" if here else "")]
                for line in rest
            ]
            if not here:
                body.append([Run(" " * 15), Run("│", "line")])
        self._top = min(self._top, max(len(body) - room, 0))
        shown = body[self._top : self._top + room]
        shown += [[]] * (room - len(shown))
        left = len(body) - self._top - room
        more = [Run(self.say("guide_panel.more", left=left) + " ", "accent")] if left > 0 else []
        return [
            self.strip([Run("  "), Run(view.title, "strong")], [Run(self.say("timeline.title") + " ", "faint")]),
            self.strip([Run("  "), Run(view.under, "soft")], more),
            self.strip([Run("─" * width, "line")]),
            *(self.strip(runs) for runs in shown),
        ]

    def action_roll(self, by: int) -> None:
        """By lines; it stops at both ends."""
        self._top = max(self._top + by, 0)
        self.redraw()
