"""Pictures of the workbench in every state that SCREENS.md draws, at every size, in both languages and themes."""

from collections.abc import Callable
from typing import Any

import pytest

from clerk_tui.app import ClerkApp
from clerk_tui.screens.sign_in import SignIn
from clerk_tui.screens.theme import DARK, LIGHT
from clerk_tui.screens.view import WorkbenchView
from clerk_tui.texts import Lang
from tests.screens import copy_samples, list_samples, samples
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
    "rows": (samples.rows, ()),
    "rows-head": (samples.rows, ("up", "up", "up", "up", "up", "up")),
    "materials": (samples.form_only, ("f6", "down", "down")),
    "papers": (samples.papers_desk, ("f6", *["down"] * 7)),
    "papers-copies": (samples.counting, ("f6",)),
    "papers-form": (samples.form_back, ("f6",)),
    "papers-scan": (samples.scan_left, ("f6",)),
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
    "lists": (list_samples.window_list, ("down",)),
    "lists-empty": (list_samples.empty_list, ()),
    "lists-found": (list_samples.found_list, ("down",)),
    "lists-untold": (list_samples.untold_list, ()),
    "double": (list_samples.double, ()),
    "story": (list_samples.story, ()),
    "handover": (copy_samples.items, ()),
    "copy-sheet": (copy_samples.sheet, ()),
    "copy-done": (copy_samples.sheet_done, ()),
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
        for key in press:
            # A page that is turned moves the focus after a refresh: on a busy machine the next key came before that.
            await pilot.press(key)
            await settled(pilot)

    assert snap_compare(app, terminal_size=size, run_before=before)


async def settled(pilot: Any) -> None:
    """Waits until the focus has followed the work, every part has its size, and what is drawn rests.

    Each comes after a refresh of its own, and rows are drawn anew after the sizes: the picture itself must hold still.
    """
    seen: list[object] = []
    while len(seen) < 3 or not seen[-1] == seen[-2] == seen[-3]:
        await pilot.pause()
        await pilot.pause()
        app = pilot.app
        parts = [(widget, widget.region) for widget in app.screen.query("*")]
        seen.append((app.focused, parts, app.export_screenshot()))


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1][0]}x{look[1][1]}-{look[2]}")
def test_sign_in(snap_compare: Compare, look: tuple[Lang, tuple[int, int], str]) -> None:
    lang, size, theme = look
    app = ClerkApp(lambda: SignIn(staff_no="1003", window="3"), lang=lang, theme=theme)
    assert snap_compare(app, terminal_size=size)
