"""What every screen has: actions from the registry, their reasons, help, palette and the line that speaks."""

from dataclasses import replace
from typing import Any, ClassVar

from textual import on
from textual.binding import ActiveBinding, Binding
from textual.screen import Screen
from textual.widget import Widget

from clerk_tui.screens.actions import BY_ID, Where
from clerk_tui.screens.theme import DARK, LIGHT
from clerk_tui.screens.view import OptionView
from clerk_tui.screens.widgets.command_panel import CommandPanel
from clerk_tui.screens.widgets.field_input import FieldInput
from clerk_tui.screens.widgets.help_panel import HelpPanel
from clerk_tui.screens.widgets.key_bar import KeyBar
from clerk_tui.screens.widgets.notice_line import NoticeLine
from clerk_tui.screens.widgets.painted import Painted
from clerk_tui.texts import Lang, text


class RegistryScreen(Screen[None]):
    """A screen whose verbs come from the registry: one `do` for all keys, which asks `why_not` first."""

    WHERE: ClassVar[Where] = "workbench"
    AUTO_FOCUS = ""
    ESCAPE_TO_MINIMIZE = False

    def __init__(self) -> None:
        super().__init__()
        self.notice_line = NoticeLine(id="notice")
        self.key_bar = KeyBar(id="keys")
        self.help_panel = HelpPanel(self.WHERE, id="help")
        self.palette = CommandPanel(self.WHERE, id="palette")
        self._panels: list[tuple[Widget, Widget | None]] = []
        """The open panels, the uppermost last, each with what had the focus under it."""

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return "en" if getattr(self.app, "lang", "zh") == "en" else "zh"

    def say(self, code: str, **params: Any) -> str:
        """A label or sentence by its code."""
        return text(code, self.lang, **params)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The active bindings with their words in the reader's language; blocked ones say why in the tooltip."""
        found = super().active_bindings
        for key, active in found.items():
            action = BY_ID.get(active.binding.id or "")
            if action is None:
                continue
            reason = self.why_not(action.id)
            sentence = reason or self.say(action.sentence_code)
            binding: Binding = replace(active.binding, description=self.say(action.label_code), tooltip=sentence)
            found[key] = ActiveBinding(active.node, binding, active.enabled and not reason, sentence)
        return found

    def why_not(self, action: str) -> str:
        """The sentence against this action now; empty when it can be used."""
        return ""

    def action_do(self, action: str) -> None:
        """Run an action of the registry, or say why not."""
        if reason := self.why_not(action):
            self.notice_line.tell(reason)
            return
        self.notice_line.hush()
        getattr(self, f"do_{action}")()

    def do_help(self) -> None:
        """Open or close the help for what has the focus."""
        if self.help_panel.display:
            self.close_panels()
            return
        self._open(self.help_panel)
        self.help_panel.show_for(self.pane_sentence())
        self.help_panel.focus()

    def do_palette(self) -> None:
        """Open or close the palette."""
        if self.palette.display:
            self.close_panels()
            return
        self._open(self.palette)
        self.palette.open(self.lang, self.papers())

    def do_language(self) -> None:
        """The other language, at once."""
        setattr(self.app, "lang", "zh" if self.lang == "en" else "en")  # noqa: B010 - the app is typed as any App

    def do_theme(self) -> None:
        """The other theme, at once."""
        self.app.theme = LIGHT if self.app.theme == DARK else DARK

    def do_back(self) -> None:
        """Close what is open."""
        self.close_panels()

    def do_quit(self) -> None:
        """Leave."""
        self.app.exit()

    def papers(self) -> tuple[OptionView, ...]:
        """Papers that can be printed now; they stand first in the palette."""
        return ()

    def pane_sentence(self) -> str:
        """What can be done where the focus is."""
        return ""

    def print_paper(self, paper: str) -> None:
        """A paper was taken from the palette."""

    @property
    def paneled(self) -> bool:
        """Whether a panel lies over the work."""
        return bool(self._panels)

    def _open(self, panel: Widget) -> None:
        """Lay a panel over what is there; one that lies below already comes up again."""
        while any(one is panel for one, _ in self._panels):
            self._panels.pop()[0].display = False
        if self._panels:
            self._panels[-1][0].display = False
        self._panels.append((panel, self.focused))
        self.add_class("-paneled")
        panel.display = True

    def close_panels(self) -> bool:
        """Take the uppermost panel away and put the focus back; False when none was open."""
        if not self._panels:
            return False
        panel, back = self._panels.pop()
        panel.display = False
        if self._panels:
            self._panels[-1][0].display = True
        else:
            self.remove_class("-paneled")
        self.set_focus(back if back is not None and back.focusable else None)
        return True

    @on(CommandPanel.Chosen)
    def _run_command(self, event: CommandPanel.Chosen) -> None:
        self.close_panels()
        if event.id.startswith("paper:"):
            self.print_paper(event.id.removeprefix("paper:"))
        else:
            self.action_do(event.id)

    @on(FieldInput.Declined)
    def _say_why_declined(self, event: FieldInput.Declined) -> None:
        self.notice_line.tell(self.say(event.code, **event.params))

    @on(FieldInput.NothingToUndo)
    def _say_nothing_to_undo(self) -> None:
        self.notice_line.tell(self.say("field.nothing_to_undo"))

    def relabel(self) -> None:
        """Draw everything in the language that is now set."""
        for widget in self.query(Painted):
            widget.redraw()
        self.refresh_bindings()
