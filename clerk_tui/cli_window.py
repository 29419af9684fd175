"""The screens, from the command line: the window of a role, and the citizen's side of it. Paints before it loads."""

import asyncio
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from clerk_tui.refusal import Refusal
from clerk_tui.settings import first_look

if TYPE_CHECKING:
    from clerk_tui.data.window import WindowDesk

Connect = Callable[[], dict[str, Any]]
"""Brings up what the window talks to, in a thread, while the sign-in stands; gives the settings' flags, and the
demo account's password where there is one."""


def run_workbench() -> None:
    """The window as the settings say; signs in on the screen."""
    run_window(dict, lang=None, theme=None)


def run_window(connect: Connect, *, lang: str | None, theme: str | None, lan: bool = False) -> None:
    """Runs the window until the clerk leaves. Raises nothing of its own: what goes wrong stands on the screen."""
    from clerk_tui.app import WindowApp
    from clerk_tui.screens.theme import DARK, LIGHT

    look = first_look({"lang": lang, "theme": theme})
    given = {"lang": look.lang, "theme": look.theme}

    async def startup() -> "WindowDesk":
        return await _desk(connect, given)

    WindowApp(
        startup,
        lang="en" if look.lang == "en" else "zh",
        theme=LIGHT if look.theme == "light" else DARK,
        staff_no=os.environ.get("CLERK_TUI_STAFF_NO", ""),
        window=os.environ.get("CLERK_TUI_WINDOW", ""),
    ).run()


async def _desk(connect: Connect, given: dict[str, Any]) -> "WindowDesk":
    """The desk, signed in where the account is known. Raises Refusal."""
    flags = await asyncio.to_thread(connect)
    password = flags.pop("password", None)
    from clerk_tui.data.window import open_desk
    from clerk_tui.settings import load_settings

    settings = await asyncio.to_thread(load_settings, {**given, **flags})
    desk = await open_desk(settings, use_keyring=password is None)
    if password is not None and settings.staff_no:
        try:
            await desk.sign_in(settings.staff_no, password, None, settings.window)
        except Refusal:
            await desk.stop()
            raise
    return desk


def run_face(window: str, hub_url: str | None, device_token: str | None) -> None:
    """The citizen's side of a window. Raises Refusal when the settings are not enough."""
    from clerk_tui.app import FaceApp
    from clerk_tui.data.client import Client
    from clerk_tui.settings import load_settings

    settings = load_settings({"hub": hub_url, "device_token": device_token, "window": window})
    if settings.hub is None:
        raise Refusal("settings.no_hub")
    FaceApp(settings, Client).run()
