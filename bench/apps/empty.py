"""The yardstick: an empty Textual app with an Input."""

import os

os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")

from textual.app import App, ComposeResult
from textual.widgets import Input, Static


class Empty(App[None]):
    """One line and one box."""

    def compose(self) -> ComposeResult:
        yield Static("READY")
        yield Input()


if __name__ == "__main__":
    Empty().run()
