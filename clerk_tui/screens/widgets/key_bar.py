"""The last line: which key does what now, from the screen's active bindings, never wider than the screen."""

from textual.strip import Strip

from clerk_tui.screens.actions import BY_ID, key_display
from clerk_tui.screens.widgets.painted import Painted, Run
from clerk_tui.texts.cells import cell_width


class KeyBar(Painted):
    """Redrawn, never recomposed. What can't be used now stays, dimmed."""

    def on_mount(self) -> None:
        """Follow the bindings."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.redraw())

    def entries(self, width: int) -> list[tuple[str, str, bool]]:
        """(key, label, enabled) of what fits in `width` cells, in the order of the table; help is never cut."""
        seen: dict[str, tuple[str, str, bool]] = {}
        for key, active in self.screen.active_bindings.items():
            action = BY_ID.get(active.binding.id or "")
            if action is not None and action.bar and action.id not in seen:
                seen[action.id] = (key_display(key), active.binding.description, active.enabled)
        ordered = sorted(seen, key=lambda name: BY_ID[name].bar)
        room = width - 1
        kept: list[tuple[str, str, bool]] = []
        need_help = seen.get("help")
        reserve = cell_width(need_help[0] + need_help[1]) + 2 if need_help else 0
        for name in ordered:
            key, label, enabled = seen[name]
            cost = cell_width(key + label) + (1 if self.lang == "zh" else 2)
            left = room - cost - (reserve if name != "help" and need_help not in kept else 0)
            if left < 0:
                continue
            kept.append((key, label, enabled))
            room -= cost
        return kept

    def lines(self, width: int) -> list[Strip]:
        gap = "" if self.lang == "zh" else " "
        runs = [Run(" ")]
        for key, label, enabled in self.entries(width):
            runs += [Run(key, "key" if enabled else "off"), Run(gap + label + " ", "" if enabled else "off")]
        return [self.strip(runs)]
