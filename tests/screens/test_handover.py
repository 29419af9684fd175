"""To departments' systems by hand: box after box on the clipboard, the number back, and nothing left for the next person."""

from pathlib import Path
from typing import Any

import pytest

from clerk_tui.screens.clipboard import SystemClipboard, tool_of
from tests.data.hub_process import HubProcess
from tests.screens.visiting import FATHER, Visit, take_numbers, window

ITEM = "ga.birth_registration"
NUMBER = "33040220261100001"


@pytest.fixture
def hub(tmp_path: Path) -> Any:
    hub = HubProcess(tmp_path / "hub")
    hub.start()
    yield hub
    hub.close()


async def accepted(visit: Visit) -> None:
    """The case at this window, taken in and accepted by what the desk can do without a screen."""
    await visit.begin_case()
    pilot, screen = visit.pilot, visit.screen
    await visit.type(FATHER)
    await pilot.press("enter")
    await visit.until(lambda: bool(screen.view.case and screen.view.case.filled > 10))
    await visit.fill()
    desk = screen.desk
    case = desk.current_case or ""
    plan = desk.plan(case)
    assert plan is not None
    for paper in plan.materials:
        if paper.needed and paper.standing == "missing":
            await desk.judge(case, paper.key, "copies_kept" if paper.copies else "original_seen")
    for section in plan.sections:
        await desk.confirm(case, section.key, section.confirmers[0], "paper", "3")
    for party in plan.signers:
        await desk.sign(case, party, "paper", "3")
    done = await desk.submit(case)
    assert done.confirmed
    await visit.until(lambda: bool((file := desk.case_file(case)) and file.case.item_lives))


async def test_items_are_copied_box_by_box_and_their_number_comes_back(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary", "ordinary")
    kept = tmp_path / "clipboard"
    async with window(hub, tmp_path) as visit:
        pilot, screen, app = visit.pilot, visit.screen, visit.app
        screen.clipboard = SystemClipboard(("/usr/bin/env", "tee", str(kept)))
        await accepted(visit)
        await pilot.press("ctrl+p")
        await visit.type("copy")
        await visit.until(lambda: any(row.key == "copy_sheet" for row in screen.palette.results.results))
        await pilot.press("enter")
        await visit.until(lambda: app.focused is screen.copy_panel)
        view = screen.view.copy
        assert view is not None
        at = next(n for n, one in enumerate(view.items) if one.item == ITEM)
        assert view.items[at].boxes
        assert screen.copy_panel.chosen is not None, "the first that can be copied"
        assert screen.copy_panel.chosen.boxes
        while screen.copy_panel.index != at:
            await pilot.press("down" if screen.copy_panel.index < at else "up")
        await pilot.press("enter")
        await visit.until(lambda: screen.view.copy is not None and screen.view.copy.item == ITEM)
        await pilot.press("enter")
        await visit.until(lambda: app.clipboard == "演")
        await pilot.press("enter")
        await visit.until(lambda: app.clipboard == "示宝")
        await visit.until(lambda: kept.exists() and kept.read_text(encoding="utf-8") in ("演", "示宝"))
        drawn = "\n".join(strip.text for strip in screen.copy_panel.lines(80))
        assert FATHER not in drawn, "what can't be read over the shoulder can still be copied"
        await pilot.press("up")
        await visit.until(lambda: screen.view.copy is not None and screen.view.copy.at == 1)
        count = len(screen.view.copy.lines) if screen.view.copy else 0
        for _ in range(count - 1):
            await pilot.press("enter")
        await visit.until(lambda: screen.view.copy is not None and screen.view.copy.at == count)
        await pilot.press("enter")
        await visit.until(lambda: screen.notice_line.prompt is not None)
        await visit.type("x")
        await pilot.press("enter")
        await visit.until(lambda: "样子不对" in visit.said)
        await visit.until(lambda: screen.notice_line.prompt is not None)
        await visit.type(NUMBER)
        await pilot.press("enter")
        await visit.until(lambda: screen.view.copy is not None and not screen.view.copy.item)
        assert screen.view.copy is not None
        row = screen.view.copy.items[at]
        assert row.done
        assert NUMBER in row.detail
        assert str(count) in screen.view.copy.twice
        case = screen.desk.current_case or ""
        file = screen.desk.case_file(case)
        assert file is not None
        assert (file.case.handovers[ITEM].number, file.case.handovers[ITEM].fields_typed) == (NUMBER, count)
        await visit.until(lambda: not screen.desk.unsent())
        await pilot.press("escape")
        await visit.until(lambda: not screen.copy_panel.display)
        assert app.clipboard
        await pilot.press("f8")
        await visit.until(lambda: app.clipboard == "", 30)
        await visit.until(lambda: kept.read_text(encoding="utf-8") == "")


async def test_nothing_is_handed_over_before_acceptance(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path) as visit:
        visit.screen.action_do("copy_sheet")
        await visit.until(lambda: bool(visit.said))
        await visit.begin_case()
        visit.screen.action_do("copy_sheet")
        await visit.until(lambda: "受理后" in visit.said)
        assert visit.screen.view.copy is None


def test_the_tool_is_the_platforms_own_and_never_one_of_another_machine(tmp_path: Path) -> None:
    def here(name: str) -> str:
        return f"/usr/bin/{name}"

    assert tool_of({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, "linux", here) == ("/usr/bin/wl-copy",)
    assert tool_of({"DISPLAY": ":0"}, "linux", here) == ("/usr/bin/xclip", "-selection", "clipboard")
    assert tool_of({}, "linux", here) == ()
    assert tool_of({"DISPLAY": ":0", "SSH_CONNECTION": "x"}, "linux", here) == ()
    assert tool_of({}, "darwin", here) == ("/usr/bin/pbcopy",)
    assert tool_of({}, "win32", here) == ("/usr/bin/clip",)
    assert tool_of({"DISPLAY": ":0"}, "linux", lambda _: None) == ()
    kept = tmp_path / "kept"
    assert SystemClipboard(("/usr/bin/env", "tee", str(kept))).put("演示")
    assert kept.read_text(encoding="utf-8") == "演示"
    assert not SystemClipboard(()).put("演示")
    assert not SystemClipboard((str(tmp_path / "none"),)).put("演示")
    assert not SystemClipboard(("/usr/bin/env", "false")).put("演示")
