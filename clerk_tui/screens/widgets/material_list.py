"""The papers of the case: what is wanted, how each stands, judged by one digit on the row."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.strip import Strip

from clerk_tui.screens.intents import MaterialFocused, MaterialJudged, MaterialOpened
from clerk_tui.screens.view import MaterialState, MaterialView
from clerk_tui.screens.widgets.labelled import Labelled
from clerk_tui.screens.widgets.painted import Run
from clerk_tui.texts.cells import fit

VERDICTS = {1: "received", 2: "scanned", 3: "phone", 4: "later", 5: "unacceptable", 0: "none"}
STATE_LOOKS: dict[MaterialState, tuple[str, str]] = {
    "todo": ("○", "soft"),
    "ready": ("✓", "good"),
    "received": ("✓", "good"),
    "later": ("◷", "warn"),
    "missing": ("!", "warn"),
    "bad": ("✗", "bad"),
}
SETTLING = frozenset({"received", "later"})
"""Verdicts after which nothing more is done with a paper."""
WIDE = 66


class MaterialList(Labelled):
    """One row a paper; under it why the chosen one is asked, and what the digits do."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("enter", "view", show=False, id="material.view"),
        Binding("delete", "take_back", show=False, id="material.take_back"),
    ]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.materials: tuple[MaterialView, ...] = ()
        self.index = 0
        self._top = 0
        self._stays = ""

    @property
    def chosen(self) -> MaterialView | None:
        """The paper under the cursor."""
        return self.materials[self.index] if self.index < len(self.materials) else None

    def show(self, materials: tuple[MaterialView, ...]) -> None:
        """Show these papers; the cursor stays on the paper it was on, or goes on to what is missing once that is judged."""
        was = self.chosen
        self.materials = materials
        keys = [material.key for material in materials]
        if was is not None and was.key in keys:
            self.index = keys.index(was.key)
        self.index = min(self.index, max(len(materials) - 1, 0))
        if self.has_focus and was is not None and was.state == "missing":
            self._to_missing()
            if self.chosen is not None and self.chosen.key != was.key:
                self._tell_focus()
        self.redraw()

    def _to_missing(self) -> None:
        """From a paper that is settled to the next one that is missing, if there is one.

        Not from one that was just scanned, called bad or taken back: another page, another scan or a look at it follows.
        """
        if self.chosen is not None and self.chosen.key == self._stays:
            return
        places = [*range(self.index, len(self.materials)), *range(self.index)]
        self.index = next((place for place in places if self.materials[place].state == "missing"), self.index)

    def lines(self, width: int) -> list[Strip]:
        if not self.materials:
            return [self.strip([]), self.strip([Run("  "), Run(self.say("materials.none"), "soft")])]
        each = 1 if width >= WIDE else 2
        foot = 3
        room = max((self.size.height - foot) // each, 1)
        self._top = min(max(self._top, self.index - room + 1), self.index)
        self._top = max(min(self._top, len(self.materials) - room), 0)
        drawn: list[Strip] = []
        for index in range(self._top, min(self._top + room, len(self.materials))):
            drawn += self._wide(index, width) if each == 1 else self._narrow(index, width)
        drawn += [self.strip([])] * (self.size.height - foot - len(drawn))
        drawn.append(self.strip([Run("─" * width, "line")]))
        chosen = self.chosen
        why = self.say("materials.why", why=chosen.why) if chosen and chosen.why else ""
        drawn.append(self.strip([Run(" " + why, "soft")]))
        drawn.append(self.strip(self._labels()))
        return drawn

    def _labels(self) -> list[Run]:
        if not self.has_focus:
            return [Run(" " + self.say("materials.enter"), "faint")]
        runs = [Run(" ")]
        for digit, verdict in VERDICTS.items():
            runs += [
                Run(str(digit), "key"),
                Run(self.say("materials.none_verdict" if verdict == "none" else f"materials.{verdict}") + " ", "soft"),
            ]
        return [*runs, Run("Enter", "key"), Run(self.say("materials.view"), "soft")]

    def _looks_of(self, index: int) -> tuple[MaterialView, str, str, str, str]:
        material = self.materials[index]
        mark, look = STATE_LOOKS[material.state]
        if index != self.index or not self.has_focus:
            return material, mark, look, "strong" if index == self.index else "", "faint"
        return material, mark, f"row-{look}", "row", "row-soft"

    def _wide(self, index: int, width: int) -> list[Strip]:
        material, mark, state, ink, soft = self._looks_of(index)
        name = min(max(width * 33 // 100, 24), 36)
        wants = min(max(width * 23 // 100, 18), 26)
        stands = min(max(width * 20 // 100, 16), 24)
        pointer = "▸ " if index == self.index else "  "
        left = [
            Run(pointer, "row-accent" if ink == "row" else "accent"),
            Run(fit(material.name, name) + " ", ink),
            Run(fit(material.wants, wants) + " ", soft),
            Run(fit(f"{mark} {material.state_text}", stands) + " ", state),
            Run(material.note, soft),
        ]
        return [self.strip(left, ground="row" if ink == "row" else "")]

    def _narrow(self, index: int, width: int) -> list[Strip]:
        material, mark, state, ink, soft = self._looks_of(index)
        ground = "row" if ink == "row" else ""
        pointer = "▸ " if index == self.index else "  "
        first = [Run(pointer, "row-accent" if ground else "accent"), Run(material.name, ink)]
        parts = [part for part in (material.wants, material.note) if part]
        second = [Run("    " + " · ".join(parts), soft)]
        return [
            self.strip(first, [Run(f"{mark} {material.state_text} ", state)], ground=ground),
            self.strip(second, ground=ground),
        ]

    def digit(self, number: int) -> bool:
        """Judge the chosen paper."""
        if self.chosen is None or number not in VERDICTS:
            return False
        self._stays = "" if VERDICTS[number] in SETTLING else self.chosen.key
        self.post_message(MaterialJudged(self.chosen.key, VERDICTS[number]))
        return True

    def action_take_back(self) -> None:
        """Take the judgement back."""
        self.digit(0)

    def action_move(self, by: int) -> None:
        """Move among the papers."""
        self._stays = ""
        self.index = min(max(self.index + by, 0), max(len(self.materials) - 1, 0))
        self.redraw()
        self._tell_focus()

    def on_focus(self) -> None:
        """The digits work now, on what is missing first; and what the cursor is on is looked at."""
        super().on_focus()
        self._to_missing()
        self._tell_focus()

    def _tell_focus(self) -> None:
        if self.chosen is not None:
            self.post_message(MaterialFocused(self.chosen.key))

    def action_view(self) -> None:
        """Show the paper."""
        if self.chosen is not None:
            self.post_message(MaterialOpened(self.chosen.key))
