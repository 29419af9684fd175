"""Pictures of the workbench in every state that SCREENS.md draws, at every size, in both languages and themes."""

from collections.abc import Callable
from typing import Any

import pytest

from clerk_tui.app import ClerkApp
from clerk_tui.screens.sign_in import SignIn
from clerk_tui.screens.theme import DARK, LIGHT
from clerk_tui.screens.view import WorkbenchView
from clerk_tui.texts import Lang
from tests.screens import samples
from tests.screens.conftest import MakeApp

SMALL, MIDDLE, LARGE = (80, 24), (120, 36), (200, 50)
LOOKS: list[tuple[Lang, tuple[int, int], str]] = [
    ("zh", SMALL, DARK),
    ("zh", MIDDLE, DARK),
    ("zh", LARGE, DARK),
    ("en", SMALL, DARK),
    ("zh", MIDDLE, LIGHT),
]
STATES: dict[str, tuple[Callable[[Lang], WorkbenchView], tuple[str, ...]]] = {
    "idle": (samples.idle, ()),
    "called": (samples.called, ()),
    "serving": (samples.serving, ()),
    "wrong": (samples.form_only, ()),
    "materials": (samples.form_only, ("f6", "down", "down")),
    "phone": (samples.phone_open, ("f9",)),
    "matters": (samples.form_only, ("f6", "f6", "f6")),
    "offering": (samples.offering, ()),
    "offline": (samples.offline, ()),
    "queue": (samples.full_queue, ("f6", "down")),
    "queue-idle": (samples.full_queue, ()),
    "transfer": (samples.transferring, ()),
    "hold": (samples.holding, ()),
    "close": (samples.closing, ()),
    "cut-off": (samples.cut_off, ()),
    "search": (samples.idle, ("f3", "x", "s", "e")),
    "palette": (samples.serving, ("ctrl+p",)),
    "help": (samples.serving, ("f1",)),
}
Compare = Callable[..., bool]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1][0]}x{look[1][1]}-{look[2]}")
@pytest.mark.parametrize("state", STATES)
def test_workbench(
    snap_compare: Compare, make_app: MakeApp, state: str, look: tuple[Lang, tuple[int, int], str]
) -> None:
    lang, size, theme = look
    sample, press = STATES[state]
    app = make_app(sample(lang), theme=theme)

    async def before(pilot: Any) -> None:
        await settled(pilot)
        app.workbench.search.search = samples.found
        await pilot.press(*press)
        await settled(pilot)

    assert snap_compare(app, terminal_size=size, run_before=before)


async def settled(pilot: Any) -> None:
    """Waits until the focus has followed the work and every part has its size: each comes after a refresh of its own."""
    seen: list[object] = [pilot, None]
    while seen[-1] != seen[-2]:
        await pilot.pause()
        await pilot.pause()
        screen = pilot.app.screen
        seen.append((pilot.app.focused, [(widget, widget.region) for widget in screen.query("*")]))


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1][0]}x{look[1][1]}-{look[2]}")
def test_sign_in(snap_compare: Compare, look: tuple[Lang, tuple[int, int], str]) -> None:
    lang, size, theme = look
    app = ClerkApp(lambda: SignIn(staff_no="1003", window="3"), lang=lang, theme=theme)
    assert snap_compare(app, terminal_size=size)
