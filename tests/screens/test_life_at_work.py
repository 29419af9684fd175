"""The life of a case by the keys of the window: gaps by a signed promise, one notice and its supplement, acts by palette."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from clerk_tui.screens.view import PromptView
from clerk_tui.texts import text
from tests.data.hub_process import HubProcess
from tests.screens.visiting import FATHER, Visit, take_numbers, window

MAY_COME_LATER = ("mother.yb.discharge_record",)


@pytest.fixture
def hub(tmp_path: Path) -> Any:
    hub = HubProcess(tmp_path / "hub")
    hub.start()
    yield hub
    hub.close()


def prompt(visit: Visit) -> PromptView | None:
    return visit.screen.notice_line.prompt


async def asked(visit: Visit, key: str) -> PromptView:
    """The question of that key, once it stands in the line."""
    await visit.until(lambda: (now := prompt(visit)) is not None and now.key.startswith(key))
    found = prompt(visit)
    assert found is not None
    return found


async def choose(visit: Visit, key: str, code: str) -> None:
    """Takes an answer by its digit."""
    options = [one.code for one in (await asked(visit, key)).options]
    await visit.pilot.press(str(options.index(code) + 1))


async def say(visit: Visit, key: str, words: str) -> None:
    """Types an answer."""
    await asked(visit, key)
    await visit.type(words)
    await visit.pilot.press("enter")


async def command(visit: Visit, name: str) -> None:
    """A command of the palette, by its id."""
    await visit.pilot.press("ctrl+p")
    await visit.type(name)
    await visit.pilot.press("enter")


async def filled(visit: Visit, leave: tuple[str, ...] = (), *, leave_main: bool = False) -> str:
    """A case of a birth, filled in and signed on paper, with every paper but those to leave, or the first main one."""
    await visit.begin_case()
    await visit.type(FATHER)
    await visit.pilot.press("enter")
    await visit.until(lambda: any(field.state == "filled" for field in visit.screen.view.fields))
    await visit.fill()
    desk, case = visit.screen.desk, visit.screen.desk.current_case or ""
    plan = desk.plan(case)
    assert plan is not None
    if leave_main:
        leave = next((m.key,) for m in plan.materials if m.standing == "missing" and not m.tolerable)
    for paper in plan.materials:
        if paper.standing == "missing" and paper.key not in leave:
            await desk.judge(case, paper.key, "copies_kept" if paper.copies else "original_seen")
    for section in plan.sections:
        await desk.confirm(case, section.key, section.confirmers[0], "paper", "3")
    for party in plan.signers:
        await desk.sign(case, party, "paper", "3")
    return case


async def test_a_gap_wants_the_promise_and_a_day_and_the_case_can_be_withdrawn(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path) as visit:
        case = await filled(visit, leave=MAY_COME_LATER)
        desk = visit.screen.desk
        await visit.pilot.press("ctrl+s")
        await choose(visit, "submit", "gaps")
        ways = await asked(visit, "gaps")
        assert [one.code for one in ways.options] == ["latest", "other", "promise", "back"]
        await choose(visit, "gaps", "other")
        await say(visit, "gap_day", "1231")
        await visit.until(lambda: "补齐日期最迟" in visit.said)
        await visit.pilot.press("ctrl+s")
        await choose(visit, "submit", "gaps")
        await choose(visit, "gaps", "latest")
        await visit.until(lambda: visit.said.startswith("已受理"))
        file = desk.case_file(case)
        assert file is not None
        assert set(file.case.gaps) == set(MAY_COME_LATER)
        assert file.case.until is not None
        assert timedelta(0) <= file.case.until - desk.today(desk.now()) <= timedelta(days=30)

        await command(visit, "close_case")
        await visit.until(lambda: "没有办结" in visit.said)
        await command(visit, "deliver")
        await visit.until(lambda: visit.said == text("life.none.deliver", "zh"))
        await command(visit, "hand_back")
        await visit.until(lambda: visit.said == text("window.supervisor_only", "zh"))
        await command(visit, "withdraw")
        await say(visit, "life:withdraw", "buban")
        await visit.until(lambda: visit.said.startswith("已撤回"))
        assert hub.case(case)[-1]["kind"] in ("case_withdrawn", "case_accepted", "paper_printed")


async def test_what_was_told_is_brought_and_the_supplement_accepts(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path) as visit:
        case = await filled(visit, leave_main=True)
        desk = visit.screen.desk
        await visit.pilot.press("ctrl+s")
        await choose(visit, "submit", "notice")
        await visit.until(lambda: visit.said.startswith("已一次性告知"))
        await visit.pilot.press("ctrl+s")
        assert "supplement" not in [one.code for one in (await asked(visit, "submit")).options]
        await visit.pilot.press("escape")
        await visit.until(lambda: prompt(visit) is None)
        file = desk.case_file(case)
        assert file is not None
        (line,) = file.case.notices[0].missing
        await desk.judge(case, line.subject, "copies_kept", copies=3)
        # What is wrong in the form is corrected on the spot, and signed once more.
        phone = next(field for field in visit.screen.view.fields if field.key == "mother.person.phone")
        assert not phone.locked
        await visit.pilot.press("ctrl+s")
        assert (await asked(visit, "submit")).options[0].code == "supplement"
        await visit.pilot.press("enter")
        await visit.until(lambda: visit.said.startswith("已受理"))
        file = desk.case_file(case)
        assert file is not None
        assert file.case.supplemented_on == file.case.accepted_on


async def test_what_is_another_authoritys_is_told_with_where_to_go(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path) as visit:
        await visit.begin_case()
        case = visit.screen.desk.current_case or ""
        await visit.pilot.press("ctrl+s")
        await choose(visit, "submit", "not_ours")
        await say(visit, "refuse_reason:not_ours", "shengting")
        await visit.until(lambda: visit.said.startswith("不属本机关"))
        file = visit.screen.desk.case_file(case)
        assert file is not None
        assert file.case.refusal is not None
        assert file.case.refusal.where == "shengting"
        assert file.case.number
