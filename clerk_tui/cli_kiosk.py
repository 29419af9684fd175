"""`clerk-tui kiosk`: the ticket machine, with its own account, printer and readers."""

import asyncio
import os
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clerk_tui.cli_window import need_terminal
from clerk_tui.refusal import Refusal

if TYPE_CHECKING:
    from clerk_tui.data.kiosk import KioskLine
    from clerk_tui.settings_model import Settings

TIMEOUT_SECONDS = 4.0
"""Somebody stands there and waits: no request takes longer."""


def run_kiosk(flags: dict[str, Any], demo_dir: Path | None) -> None:
    """The ticket machine, until it is closed. Raises Refusal when neither a hub nor a demo is known, or without terminal.

    A hub's address comes from flag or settings, the machine's account from the settings; without a hub a running demo
    tells both.
    """
    settings, password = _settings(flags, demo_dir)
    need_terminal()
    asyncio.run(_show(settings, password))


def _clock() -> datetime:
    return datetime.now(UTC)


async def _show(settings: "Settings", password: str) -> None:
    from clerk_tui.app import ClerkApp
    from clerk_tui.data.reader import sources_of
    from clerk_tui.papers.printer import printer_of
    from clerk_tui.screens.kiosk import KioskScreen
    from clerk_tui.screens.theme import DARK, LIGHT

    line = _line(settings, password)
    screen = KioskScreen(
        line,
        printer_of(settings.printer),
        sources_of(settings.reader),
        roll=settings.roll_mm,
        run=line.run,
        clock=_clock,
    )
    line.changed = screen.draw
    app = ClerkApp(lambda: screen, lang=settings.lang, theme=LIGHT if settings.theme == "light" else DARK)
    try:
        await app.run_async()
    finally:
        await line.close()


def _settings(flags: dict[str, Any], demo_dir: Path | None) -> "tuple[Settings, str]":
    """The machine's settings and its password. Raises Refusal settings.*, face.no_demo, kiosk.no_account."""
    from clerk_tui.demo_file import KIOSK_NAME, read_demo
    from clerk_tui.settings import load_settings

    password = os.environ.get("CLERK_TUI_PASSWORD", "")
    settings = load_settings(flags)
    if settings.hub is None or demo_dir is not None:
        told = read_demo(demo_dir, KIOSK_NAME)
        password = told.pop("password")
        settings = load_settings({**flags, **told})
    if not (settings.staff_no and password and settings.device_token):
        raise Refusal("kiosk.no_account")
    return settings, password


def _line(settings: "Settings", password: str) -> "KioskLine":
    import uuid_utils

    from clerk_tui.catalog.build import load_catalog
    from clerk_tui.data.client import Client
    from clerk_tui.data.face import FaceAccount
    from clerk_tui.data.kiosk import KioskLine

    client = Client(
        settings.hub or "",
        clock=_clock,
        device_token=settings.device_token.get_secret_value() if settings.device_token else "",
        lang=settings.lang,
        timeout_seconds=min(settings.timeout_seconds, TIMEOUT_SECONDS),
    )
    return KioskLine(
        client,
        FaceAccount(settings.staff_no or "", password),
        clock=_clock,
        ids=lambda: str(uuid_utils.uuid7()),
        sleep=asyncio.sleep,
        random=random.random,
        load_catalog=load_catalog,
    )
