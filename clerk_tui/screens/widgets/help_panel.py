"""Every key of this screen with its sentence, from the registry; a panel, not a dialog."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.strip import Strip

from clerk_tui.screens.actions import Where, actions_of, key_display
from clerk_tui.screens.widgets.labelled import Labelled
from clerk_tui.screens.widgets.painted import Run
from clerk_tui.texts.cells import fit

FIXED_KEYS = ("tab", "arrows", "digits", "enter", "right")


class HelpPanel(Labelled):
    """Scrolls by ↑ ↓; Esc or the help key closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,pageup", "scroll_by(-1)", show=False),
        Binding("down,pagedown,space", "scroll_by(1)", show=False),
    ]

    def __init__(self, where: Where, **options: Any) -> None:
        super().__init__(**options)
        self.where = where
        self.pane = ""
        self._top = 0
        self.display = False

    def show_for(self, pane: str) -> None:
        """Open with the sentence of the pane that has the focus."""
        self.pane = pane
        self._top = 0
        self.redraw()

    def _all(self) -> list[list[Run]]:
        keys_of = self._keys()
        rows: list[list[Run]] = [[Run("  " + self.say("help.title"), "strong")], []]
        if self.pane:
            rows += [[Run("  " + self.pane, "accent")], []]
        for action in actions_of(self.where):
            shown = keys_of.get(action.id, "")
            if shown:
                rows.append(self._row(shown, self.say(action.label_code), self.say(action.sentence_code)))
        if self.where == "workbench":
            rows.append([])
            rows += [
                self._row(self.say(f"help.{name}.key"), self.say(f"help.{name}"), self.say(f"help.{name}.help"))
                for name in FIXED_KEYS
            ]
        return rows

    def _row(self, key: str, label: str, sentence: str) -> list[Run]:
        return [Run("  " + fit(key, 9), "key"), Run(fit(label, 10) + " "), Run(sentence, "soft")]

    def _keys(self) -> dict[str, str]:
        keys: dict[str, list[str]] = {}
        for key, active in self.screen.active_bindings.items():
            if active.binding.id:
                keys.setdefault(active.binding.id, []).append(key_display(key))
        return {name: " ".join(dict.fromkeys(shown)) for name, shown in keys.items()}

    def lines(self, width: int) -> list[Strip]:
        rows = self._all()
        height = max(self.size.height - 1, 1)
        self._top = min(self._top, max(len(rows) - height, 0))
        drawn = [self.strip(row) for row in rows[self._top : self._top + height]]
        drawn += [self.strip([])] * (height - len(drawn))
        more = self.say("help.more") if self._top + height < len(rows) else ""
        drawn.append(self.strip([], [Run(more + " ", "accent")]))
        return drawn

    def action_scroll_by(self, by: int) -> None:
        """A row up or down."""
        self._top = max(self._top + by * 3, 0)
        self.redraw()
