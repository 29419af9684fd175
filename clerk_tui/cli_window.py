"""The screens, from the command line: the window of a role, and the citizen's side of it. Paints before it loads."""

import asyncio
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clerk_tui.refusal import Refusal
from clerk_tui.settings import first_look

if TYPE_CHECKING:
    from clerk_tui.data.face import FaceLine
    from clerk_tui.data.window import WindowDesk
    from clerk_tui.protocol.face import Face
    from clerk_tui.settings_model import Settings
    from clerk_tui.texts import Lang

Connect = Callable[[], dict[str, Any]]
"""Brings up what the window talks to, in a thread, while the sign-in stands; gives the settings' flags, and the
demo account's password where there is one."""


def run_workbench() -> None:
    """The window as the settings say; signs in on the screen."""
    run_window(dict, lang=None, theme=None)


def need_terminal() -> None:
    """A screen needs a terminal on both sides. Raises Refusal cli.no_terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refusal("cli.no_terminal")


def run_window(
    connect: Connect,
    *,
    lang: str | None,
    theme: str | None,
    window: str | None = None,
    greeting: Callable[["Lang"], str] | None = None,
) -> None:
    """Runs the window until the clerk leaves; `greeting` is said once it is signed in, `window` stands in the sign-in.

    Raises Refusal cli.no_terminal; what else goes wrong stands on the screen.
    """
    need_terminal()
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
        window=window or os.environ.get("CLERK_TUI_WINDOW", ""),
        greeting=greeting,
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


def run_face(window: str, hub_url: str | None, device_token: str | None, demo_dir: Path | None = None) -> None:
    """The citizen's side of a window, until it is closed. Raises Refusal when neither a hub nor a demo is known.

    A hub's address comes from flag or settings, the display's account from the settings; without a hub a running
    demo tells both.
    """
    from clerk_tui.app import ClerkApp
    from clerk_tui.screens.face import FaceScreen
    from clerk_tui.screens.theme import DARK, LIGHT

    flags = {"hub": hub_url, "device_token": device_token, "window": window}
    settings, password = display_settings(flags, demo_dir)
    need_terminal()
    line: FaceLine | None = None

    async def ask(lang: "Lang") -> "Face | None":
        nonlocal line
        if line is None:
            line = await asyncio.to_thread(_face_line, settings, password, window)
        return await line.ask(lang)

    async def show() -> None:
        app = ClerkApp(
            lambda: FaceScreen(window, ask),
            lang=settings.lang,
            theme=LIGHT if settings.theme == "light" else DARK,
        )
        try:
            await app.run_async()
        finally:
            if line is not None:
                await line.close()

    asyncio.run(show())


def display_settings(flags: dict[str, Any], demo_dir: Path | None) -> "tuple[Settings, str]":
    """A display's settings and its password: those of a running demo where no hub is set. Raises Refusal settings.*, face.*."""
    from clerk_tui.demo_file import read_demo
    from clerk_tui.settings import load_settings

    password = os.environ.get("CLERK_TUI_PASSWORD", "")
    settings = load_settings(flags)
    if settings.hub is None or demo_dir is not None:
        told = read_demo(demo_dir)
        password = told.pop("password")
        settings = load_settings({**flags, **told})
    if not (settings.staff_no and password and settings.device_token):
        raise Refusal("face.no_account")
    return settings, password


def _face_line(settings: "Settings", password: str, window: str) -> "FaceLine":
    from clerk_tui.data.client import Client
    from clerk_tui.data.face import FaceAccount, FaceLine

    def clock() -> datetime:
        return datetime.now(UTC)

    token = settings.device_token.get_secret_value() if settings.device_token else ""
    client = Client(settings.hub or "", clock=clock, device_token=token, timeout_seconds=settings.timeout_seconds)
    return FaceLine(client, FaceAccount(settings.staff_no or "", password), window, clock)
