"""The hall's display, from the command line."""

import asyncio
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from clerk_tui.cli_window import display_settings, need_terminal
from clerk_tui.refusal import Refusal


def run_board(flags: dict[str, Any], demo_dir: Path | None = None) -> None:
    """The hall's display, until it is closed; `flags` as Settings names them.

    Raises Refusal when neither a hub nor a demo is known, or the voice asked for does not exist. A voice that this
    machine can't give is said on the screen: the numbers matter more.
    """
    from clerk_tui.voice.voice import choice_of, voice_of

    settings, password = display_settings(flags, demo_dir)
    choice = choice_of(settings.voice)
    need_terminal()
    from clerk_tui.app import ClerkApp
    from clerk_tui.data.board import BoardLine
    from clerk_tui.data.client import Client
    from clerk_tui.data.face import FaceAccount
    from clerk_tui.screens.board import BoardScreen
    from clerk_tui.screens.theme import DARK, LIGHT

    def clock() -> datetime:
        return datetime.now(UTC)

    async def show() -> None:
        token = settings.device_token.get_secret_value() if settings.device_token else ""
        client = Client(settings.hub or "", clock=clock, device_token=token, timeout_seconds=settings.timeout_seconds)
        line = BoardLine(client, FaceAccount(settings.staff_no or "", password), clock=clock, random=random.random)
        voice, no_voice = None, None
        try:
            voice = voice_of(choice, line.now, green_words=settings.voice_green)
        except Refusal as refusal:
            no_voice = refusal
        app = ClerkApp(
            lambda: BoardScreen(line, voice, no_voice=no_voice),
            lang=settings.lang,
            theme=LIGHT if settings.theme == "light" else DARK,
        )
        try:
            await app.run_async()
        finally:
            await line.close()

    asyncio.run(show())
