"""The lists of cases over the work, at a real hub and under a pilot."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.central.visiting import catalog as visiting_catalog
from tests.data.hub_process import HubProcess
from tests.screens.visiting import FATHER, Visit, take_numbers, window


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    hub = HubProcess(tmp_path / "hub")
    hub.start()
    yield hub
    hub.close()


async def turned(visit: Visit, tab: str) -> None:
    """Turns the lists until this one is shown and answered."""
    for _ in range(9):
        if visit.screen.lists_panel.view.tab == tab:
            break
        was = visit.screen.lists_panel.view.tab
        await visit.pilot.press("tab")
        await visit.until(lambda was=was: visit.screen.lists_panel.view.tab != was)  # type: ignore[misc]
    await visit.until(lambda: visit.screen.lists_panel.view.tab == tab and not visit.screen.lists_panel.view.loading)


async def test_a_parked_case_is_found_in_the_lists_and_goes_on_where_it_stopped(
    hub: HubProcess, tmp_path: Path
) -> None:
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path) as visit:
        await visit.begin_case()
        await visit.type(FATHER)
        await visit.pilot.press("enter")
        await visit.until(lambda: any(field.state == "filled" for field in visit.screen.view.fields))
        await visit.until(lambda: visit.screen.pool.current is not None and visit.screen.view.question is None)
        await visit.pilot.press("down")
        await visit.pilot.press("down")
        row = visit.screen.pool.current
        assert row is not None
        stopped, case = row.field.key, visit.screen.desk.current_case
        await visit.pilot.press("ctrl+y", "1")
        await visit.until(lambda: visit.screen.view.case is None and visit.screen.view.strip.state == "idle")

        await visit.pilot.press("ctrl+o")
        await visit.until(lambda: visit.screen.lists_panel.display)
        await turned(visit, "parked")
        await visit.type("xse")
        await visit.until(lambda: visit.screen.lists_panel.rows.chosen is not None)
        assert [one.key for one in visit.screen.lists_panel.rows.rows] == [case]
        assert "*" in visit.screen.lists_panel.rows.rows[0].name
        await visit.pilot.press("right")
        await visit.until(lambda: visit.screen.story_panel.display)
        assert any("共享数据" in one.text for one in visit.screen.story_panel.view.rows)
        assert visit.screen.story_panel.view.rows[-1].text.startswith("第 ")
        await visit.pilot.press("escape")
        await visit.until(lambda: visit.app.focused is visit.screen.lists_panel.box)
        await visit.pilot.press("enter")
        await visit.until(lambda: visit.screen.view.case is not None and not visit.screen.lists_panel.display)
        await visit.until(lambda: visit.screen.pool.current is not None)
        assert visit.screen.pool.current.field.key == stopped
        # With the next ticket it is out of sight again.
        take_numbers(hub, "ordinary")
        await visit.until(lambda: visit.screen.view.strip.waiting > 0)
        await visit.pilot.press("f8")
        await visit.until(lambda: visit.screen.view.strip.state == "called")
        assert visit.screen.view.case is None


async def test_a_filter_without_a_match_says_so_and_escape_goes_back(hub: HubProcess, tmp_path: Path) -> None:
    async with window(hub, tmp_path) as visit:
        await visit.pilot.press("ctrl+o")
        await visit.until(lambda: visit.screen.lists_panel.display and not visit.screen.lists_panel.view.loading)
        await visit.type("qqqq")
        assert visit.screen.lists_panel.rows.chosen is None
        await visit.pilot.press("enter")
        await visit.pilot.press("escape")
        await visit.until(lambda: not visit.screen.lists_panel.display)
        await visit.until(lambda: visit.screen.view.lists is None)


def begun_elsewhere(hub: HubProcess, window: str = "5") -> str:
    """A draft for the same father, begun by another clerk at another window."""
    catalog = visiting_catalog().hash
    case = str(uuid4())
    hub.send("clerk", [{"id": case, "kind": "open_case", "body": {"matters": ["birth"], "catalog": catalog}}], window)
    changes = [
        {"field": field, "value": value, "base": 0}
        for field, value in (
            ("visit.parent", "father"),
            ("father.person.id_no", FATHER),
            ("father.person.name", "演示甲"),
        )
    ]
    for change in changes:
        sent = {"id": str(uuid4()), "kind": "patch_answers", "target": case, "body": {"changes": [change]}}
        assert hub.send("clerk", [sent], window)[0]["status"] == "applied"
    return case


async def test_a_scanned_identity_number_leads_to_the_persons_cases(hub: HubProcess, tmp_path: Path) -> None:
    case = begun_elsewhere(hub)
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path) as visit:
        screen = visit.screen
        await visit.until(lambda: screen.view.strip.waiting > 0)
        # With nobody at the window it can be seen that there is something, not what.
        await visit.pilot.press("f3")
        await visit.type(FATHER)
        await visit.pilot.press("enter")
        await visit.until(lambda: screen.lists_panel.display and screen.lists_panel.rows.chosen is not None)
        assert [row.name for row in screen.lists_panel.rows.rows] == ["演*甲"]
        await visit.pilot.press("enter")
        await visit.until(lambda: "先叫号" in visit.said)
        await visit.pilot.press("escape")
        await visit.until(lambda: not screen.lists_panel.display)
        await visit.pilot.press("f8")
        await visit.until(lambda: screen.view.strip.state == "called")
        await visit.pilot.press("f3")
        await visit.until(lambda: visit.app.focused is screen.search)
        await visit.type(FATHER)
        await visit.pilot.press("enter")
        await visit.until(lambda: screen.lists_panel.display and screen.lists_panel.rows.chosen is not None)
        await visit.pilot.press("enter")
        await visit.until(lambda: screen.desk.current_case == case)
        await visit.until(lambda: screen.view.case is not None and not screen.lists_panel.display)
        assert not screen.searching


async def test_a_second_draft_of_the_same_person_is_noticed_at_the_number(hub: HubProcess, tmp_path: Path) -> None:
    case = begun_elsewhere(hub)
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path) as visit:
        screen = visit.screen
        await visit.begin_case()
        mine = screen.desk.current_case
        await visit.type(FATHER)
        await visit.pilot.press("enter")
        await visit.until(lambda: screen.notice_line.prompt is not None)
        assert screen.notice_line.prompt is not None
        assert "已有一件" in screen.notice_line.prompt.text
        assert "5号窗" in screen.notice_line.prompt.text
        await visit.pilot.press("1")
        await visit.until(lambda: screen.desk.current_case == case)
        taken_back = screen.desk.case_file(mine or "")
        await visit.until(lambda: str(screen.desk.case_file(mine or "").case.state) == "withdrawn")  # type: ignore[union-attr]
        assert taken_back is not None
        # The visit's outcome asks about the one draft that is left.
        await visit.pilot.press("f8")
        await visit.until(lambda: screen.notice_line.prompt is not None)
        assert screen.notice_line.prompt.key == "draft"


async def test_a_second_case_may_be_meant(hub: HubProcess, tmp_path: Path) -> None:
    begun_elsewhere(hub)
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path) as visit:
        screen = visit.screen
        await visit.begin_case()
        mine = screen.desk.current_case
        await visit.type(FATHER)
        await visit.pilot.press("enter")
        await visit.until(lambda: screen.notice_line.prompt is not None)
        await visit.pilot.press("2")
        await visit.until(lambda: bool(screen.view.case and screen.view.case.filled > 10))
        assert screen.desk.current_case == mine
