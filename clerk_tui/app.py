"""The Textual app: two themes, one language at a time, and the screen it is given; what a screen means is not its business."""

import os

# Kitty's report-all-keys mode turns an input method's commit into junk keys; read at Textual's import.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.reactive import reactive
from textual.screen import Screen

from clerk_tui.screens.theme import DARK, THEMES
from clerk_tui.texts import Lang


class ClerkApp(App[None], inherit_bindings=False):
    """Shows `start()` as its first screen. `lang` may change at any time: the screens draw anew at once."""

    CSS_PATH = Path(__file__).parent / "screens" / "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    lang: reactive[Lang] = reactive[Lang]("zh", init=False)

    def __init__(self, start: Callable[[], Screen[Any]], *, lang: Lang = "zh", theme: str = DARK) -> None:
        super().__init__()
        self.start = start
        for one in THEMES:
            self.register_theme(one)
        self.theme = theme
        self.set_reactive(ClerkApp.lang, lang)

    def get_default_screen(self) -> Screen[Any]:
        """The first screen, without an empty one before it."""
        screen = self.start()
        # Textual reads a screen's CSS when it is pushed; the first one never is.
        self._load_screen_css(screen)
        return screen

    def watch_lang(self) -> None:
        """Draw all screens in the new language."""
        for screen in self.screen_stack:
            relabel = getattr(screen, "relabel", None)
            if relabel is not None:
                relabel()
