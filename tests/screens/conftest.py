"""Screens under a still clock and no animation; what a test needs to drive a workbench."""

import os

os.environ["TEXTUAL_ANIMATIONS"] = "none"

from collections.abc import Callable

import pytest
from textual.message import Message

from clerk_tui.app import ClerkApp
from clerk_tui.screens.intents import Intent
from clerk_tui.screens.theme import DARK
from clerk_tui.screens.view import WorkbenchView
from clerk_tui.screens.workbench import Workbench
from clerk_tui.texts import Lang


class Recorded(ClerkApp):
    """The app with a list of all intents that reached it."""

    def __init__(self, view: WorkbenchView, *, lang: Lang, theme: str) -> None:
        self.workbench = Workbench(view)
        self.intents: list[Message] = []
        super().__init__(lambda: self.workbench, lang=lang, theme=theme)

    def post_message(self, message: Message) -> bool:
        """Keep what bubbles up."""
        if isinstance(message, Intent):
            self.intents.append(message)
        return super().post_message(message)


MakeApp = Callable[..., Recorded]


@pytest.fixture
def make_app() -> MakeApp:
    def make(view: WorkbenchView, *, theme: str = DARK) -> Recorded:
        return Recorded(view, lang=view.lang, theme=theme)

    return make
