"""The guide and the catalogue at the window: asked for by one key, read, printed, shown to a phone, put away."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from clerk_tui.screens import intents
from clerk_tui.screens.prompts import joining_prompt
from clerk_tui.screens.view import GuideView
from clerk_tui.texts import Lang
from tests.screens import guide_samples, samples
from tests.screens.conftest import MakeApp, Recorded
from tests.screens.test_snapshots import LOOKS, Compare, settled

SMALL, WIDE = (80, 24), (120, 36)


def asked(app: Recorded, kind: type) -> list[Any]:
    return [one for one in app.intents if isinstance(one, kind)]


def shown(app: Recorded) -> str:
    return "\n".join("".join(s.text for s in line) for line in app.workbench.guide_panel.lines(app.size.width))


async def open_guide(app: Recorded, pilot: Any) -> None:
    app.workbench.show(guide_samples.reading(app.workbench.lang))
    await settled(pilot)


async def test_one_key_from_a_result_asks_for_its_guide(make_app: MakeApp) -> None:
    app = make_app(samples.idle())
    async with app.run_test(size=SMALL) as pilot:
        app.workbench.search.search = samples.found
        await pilot.press("f3", "x", "s", "e", "down", "right")
        await pilot.pause()
        assert [one.key for one in asked(app, intents.GuideAsked)] == ["ga.birth_registration"]
        assert asked(app, intents.MatterChosen) == []


async def test_inside_the_word_the_same_key_moves_the_caret(make_app: MakeApp) -> None:
    app = make_app(samples.idle())
    async with app.run_test(size=SMALL) as pilot:
        app.workbench.search.search = samples.found
        await pilot.press("f3", "x", "s", "e", "left", "left", "right")
        await pilot.pause()
        assert asked(app, intents.GuideAsked) == []
        assert app.workbench.search.cursor_position == 2


async def test_with_a_case_open_the_third_answer_is_the_guide(make_app: MakeApp) -> None:
    app = make_app(replace(samples.serving(), prompt=joining_prompt("zh", "出生登记", "ga.birth_registration")))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("3")
        await pilot.pause()
        (answer,) = asked(app, intents.PromptAnswered)
        assert (answer.key, answer.option) == ("join:ga.birth_registration", "guide")


async def test_the_panel_scrolls_prints_and_goes_back_where_one_was(make_app: MakeApp) -> None:
    app = make_app(samples.serving())
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        before = app.focused
        await open_guide(app, pilot)
        assert app.focused is app.workbench.guide_panel
        first = shown(app)
        assert "居住证申领" in first
        assert "谁可以办" in first
        assert "收不收费" not in first
        await pilot.press("end")
        assert "收不收费" in shown(app)
        assert "谁可以办" not in shown(app)
        await pilot.press("home", "space", "pageup", "down", "up")
        assert shown(app) == first
        await pilot.press("1", "２")
        await pilot.pause()
        assert [one.roll for one in asked(app, intents.GuidePrinted)] == [False, True]
        await pilot.press("escape")
        await pilot.pause()
        assert len(asked(app, intents.GuideClosed)) == 1
        assert not app.workbench.guide_panel.display
        assert app.focused is before
        assert app.workbench.view.case is not None


async def test_nothing_is_printed_on_a_roll_that_is_not_there(make_app: MakeApp) -> None:
    app = make_app(samples.serving())
    async with app.run_test(size=SMALL) as pilot:
        guide = GuideView(guide_samples.sheet("zh"), guide_samples.URL)
        app.workbench.show(replace(samples.serving(), guide=guide))
        await settled(pilot)
        await pilot.press("2")
        await pilot.pause()
        assert asked(app, intents.GuidePrinted) == []
        assert "打小票" not in shown(app)


async def test_enter_begins_the_matter_and_puts_the_guide_away(make_app: MakeApp) -> None:
    app = make_app(samples.serving())
    async with app.run_test(size=SMALL) as pilot:
        await open_guide(app, pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert [one.key for one in asked(app, intents.MatterChosen)] == ["ga.residence_permit"]
        assert not app.workbench.paneled


async def test_the_same_guide_can_be_asked_for_again_and_another_language_keeps_the_place(make_app: MakeApp) -> None:
    app = make_app(samples.serving())
    async with app.run_test(size=SMALL) as pilot:
        await open_guide(app, pilot)
        await pilot.press("down", "down")
        view = guide_samples.reading()
        assert view.guide is not None
        app.workbench.show(replace(view, guide=replace(view.guide, sheet=guide_samples.sheet("en"))))
        await settled(pilot)
        assert "Residence permit" in shown(app)
        assert "Who applies" not in shown(app)
        await pilot.press("escape")
        app.workbench.show(replace(view, guide=replace(view.guide, opened=2)))
        await settled(pilot)
        assert app.workbench.guide_panel.display
        assert "谁可以办" in shown(app)


@pytest.mark.parametrize("size", [SMALL, WIDE, (200, 50)])
async def test_a_phone_reads_the_code(make_app: MakeApp, size: tuple[int, int]) -> None:
    app = make_app(samples.serving())
    async with app.run_test(size=size) as pilot:
        await open_guide(app, pilot)
        if size == SMALL:
            await pilot.press("3")
        dark = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1)}
        rows = [line[:37] if size == SMALL else line[-42:] for line in shown(app).splitlines()]
        modules = [[dark.get(c, (0, 0))[half] for c in row] for row in rows for half in (0, 1)]
        picture = np.array([[0 if ink else 255 for ink in row] for row in modules], dtype=np.uint8)
        large = cv2.resize(np.pad(picture, 6, constant_values=255), None, fx=8, fy=8, interpolation=cv2.INTER_NEAREST)
        assert cv2.QRCodeDetector().detectAndDecode(large)[0] == guide_samples.URL


async def test_the_catalogue_by_departments_by_keyboard(make_app: MakeApp) -> None:
    app = make_app(samples.idle())
    async with app.run_test(size=SMALL) as pilot:
        panel = app.workbench.browse_panel
        panel.browse = guide_samples.browse
        app.workbench.action_do("browse")
        await settled(pilot)
        assert [row.name for row in panel.results.results] == ["公安局", "卫生健康局", "医疗保障局"]
        panel.box.replace("公安", 0, 0)
        await pilot.press("enter")
        assert panel.department == "ga"
        panel.box.replace("居住", 0, 0)
        assert [row.name for row in panel.results.results] == ["居住证申领"]
        await pilot.press("right")
        await pilot.pause()
        assert [one.key for one in asked(app, intents.GuideAsked)] == ["ga.residence_permit"]
        app.workbench.show(replace(samples.idle(), guide=GuideView(guide_samples.sheet("zh"), guide_samples.URL)))
        await settled(pilot)
        assert app.workbench.guide_panel.display
        assert not panel.display
        await pilot.press("escape")
        await settled(pilot)
        assert panel.display
        assert panel.department == "ga"
        assert app.focused is panel.box
        await pilot.press("escape")
        assert panel.display
        assert panel.department == ""
        await pilot.press("escape")
        assert not app.workbench.paneled


async def test_help_over_the_guide_gives_it_back(make_app: MakeApp) -> None:
    app = make_app(samples.serving())
    async with app.run_test(size=SMALL) as pilot:
        await open_guide(app, pilot)
        await pilot.press("f1")
        assert app.workbench.help_panel.display
        assert not app.workbench.guide_panel.display
        await pilot.press("escape")
        assert app.workbench.guide_panel.display
        assert app.focused is app.workbench.guide_panel
        assert asked(app, intents.GuideClosed) == []


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1][0]}x{look[1][1]}-{look[2]}")
@pytest.mark.parametrize("state", ["guide", "browse"])
def test_looks(snap_compare: Compare, make_app: MakeApp, state: str, look: tuple[Lang, tuple[int, int], str]) -> None:
    lang, size, theme = look
    app = make_app(samples.idle(lang) if state == "browse" else samples.serving(lang), theme=theme)

    async def before(pilot: Any) -> None:
        await settled(pilot)
        if state == "guide":
            app.workbench.show(guide_samples.reading(lang))
        else:
            app.workbench.browse_panel.browse = guide_samples.browse
            app.workbench.action_do("browse")
        await settled(pilot)

    assert snap_compare(app, terminal_size=size, run_before=before)
