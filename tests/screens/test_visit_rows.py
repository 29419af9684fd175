"""An enterprise is started with the keyboard alone: two shareholders whose shares come to 99 % until corrected."""

from pathlib import Path
from typing import Any

import pytest

from clerk_tui.data.reader import Card
from tests.data.hub_process import HubProcess
from tests.screens.visiting import FATHER, VALUES, Visit, take_numbers, window

HOLDERS = "company.sj.shareholders"
OTHER = "330402199502200021"
KIND, RATIO = "sj.holder_kind", "sj.share_ratio"
TYPED = {**VALUES, "id_no": OTHER, "number": "10", "money": "50", "text": "演示", "name": "演示人"}


@pytest.fixture
def hub(tmp_path: Path) -> Any:
    hub = HubProcess(tmp_path / "hub")
    hub.start()
    yield hub
    hub.close()


async def begin(visit: Visit) -> None:
    """From F8 to the first open field of 企业开办; every question with its first answer."""
    screen, pilot = visit.screen, visit.pilot
    await visit.until(lambda: screen.view.strip.waiting > 0 and bool(screen.runner.find("qykb")))
    await pilot.press("f8")
    await visit.until(lambda: screen.view.strip.state == "called" and visit.app.focused is screen.strip)
    await pilot.press("enter")
    await visit.until(lambda: screen.view.strip.state == "serving")
    await pilot.press("f3")
    await visit.type("qykb")
    await pilot.press("enter")
    await visit.until(lambda: screen.view.case is not None)
    while (question := screen.view.question) is not None or screen.pool.current is None:
        await visit.until(lambda: screen.view.question is None or visit.app.focused is screen.question)
        if question is not None and screen.view.question == question:
            await pilot.press("1")
            await visit.until(lambda asked=question: screen.view.question != asked)  # type: ignore[misc]
        else:
            await pilot.pause(0.02)


def at(visit: Visit) -> str:
    row = visit.screen.pool.current
    return row.field.key if row is not None else ""


def left(visit: Visit) -> int:
    return visit.screen.view.case.left if visit.screen.view.case else -1


def note(visit: Visit) -> str:
    return next((f.group_note for f in visit.screen.view.fields if f.group_note), "")


async def fill(visit: Visit, values: dict[str, str]) -> None:
    """Types what is open, as Enter leads."""
    screen = visit.screen
    while any(f.state == "open" and f.kind == "field" for f in screen.view.fields):
        row = screen.pool.current
        if row is None or row.field.state != "open" or row.field.kind == "add":
            if row is None:
                screen.pool.focus_first()
            await visit.pilot.press("tab")
            continue
        key = row.field.key
        if row.field.options:
            await visit.pilot.press("1")
        else:
            plan = screen.desk.plan(screen.desk.current_case or "")
            ask = plan.ask(key) if plan else None
            assert ask is not None
            await visit.type(values.get(key) or TYPED.get(ask.field.type, "演示"))
            await visit.pilot.press("enter")
        await visit.until(lambda key=key: visit.state_of(key) != "open")  # type: ignore[misc]


async def test_two_shareholders_come_to_ninety_nine_until_corrected(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path) as visit:
        screen, pilot = visit.screen, visit.pilot
        await begin(visit)
        values = {
            "legal_rep.person.id_no": FATHER,
            f"{HOLDERS}.1.person.id_no": FATHER,
            f"{HOLDERS}.1.{RATIO}": "66",
            f"{HOLDERS}.2.person.id_no": OTHER,
            f"{HOLDERS}.2.{RATIO}": "33",
        }
        await fill(visit, values)
        # Every row is filled in and the shares are short: the focus is led to what adds a row.
        await visit.until(lambda: note(visit) == "出资比例 66% ✗ 还差 34%")
        while at(visit) != HOLDERS:
            await pilot.press("tab")
            await pilot.pause(0.02)
        await pilot.press("enter")
        await visit.until(lambda: at(visit) == f"{HOLDERS}.2.{KIND}")
        await fill(visit, values)
        await visit.until(lambda: note(visit) == "出资比例 99% ✗ 还差 1%")
        assert {f.key: f.error for f in screen.view.fields if f.state == "wrong"} == {}
        await visit.until(lambda: left(visit) == 1)

        # A third by mistake: Del on its head asks in the line and drops it, and no other row moves.
        while at(visit) != HOLDERS:
            await pilot.press("tab")
            await pilot.pause(0.02)
        await pilot.press("enter")
        await visit.until(lambda: at(visit) == f"{HOLDERS}.3.{KIND}")
        await pilot.press("up")
        assert at(visit) == f"{HOLDERS}.3"
        await pilot.press("delete")
        await visit.until(lambda: screen.notice_line.prompt is not None)
        await pilot.press("enter")
        await visit.until(lambda: not any(f.key == f"{HOLDERS}.3" for f in screen.view.fields))
        assert visit.said == "已删去 股东 3"
        assert visit.value_of(f"{HOLDERS}.2.{RATIO}") == "33"

        # Not submitted while it is off: the line offers no acceptance.
        assert not await offered(visit, "accept")
        screen.pool.focus_key(f"{HOLDERS}.2.{RATIO}")
        await pilot.press("backspace")
        await visit.type("4")
        await visit.until(lambda: note(visit) == "")
        await pilot.press("enter")
        await fill(visit, values)
        await visit.until(lambda: left(visit) == 0)

        await pilot.press("f6")
        for paper in range(len(screen.view.materials)):
            if screen.view.materials[paper].state == "missing":
                while screen.materials.index < paper:
                    await pilot.press("down")
                await pilot.press("1")
                await visit.until(lambda paper=paper: screen.view.materials[paper].state == "received")  # type: ignore[misc]
        await pilot.press("f6", "1")
        await visit.until(lambda: any((tmp_path / "papers").glob("*-application_form.pdf")))
        await pilot.press("2")
        await visit.until(lambda: visit.said.endswith("已签字确认"))
        assert await offered(visit, "accept")
        await pilot.press("ctrl+s")
        await visit.until(lambda: screen.notice_line.prompt is not None)
        await pilot.press("enter")
        await visit.until(lambda: visit.said.startswith("已受理"))
        plan = screen.desk.plan(screen.desk.current_case or "")
        assert plan is not None
        assert [[plan.ask(key).value for key in row.asks][3] for row in plan.groups[0].rows] == ["66", "34"]  # type: ignore[union-attr]


async def test_a_card_read_in_a_row_fills_that_row_only(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path) as visit:
        screen = visit.screen
        await begin(visit)
        case = screen.desk.current_case or ""
        # The legal representative is a shareholder too: the same card, once in each place.
        await screen.runner.read(Card(FATHER, name="演示人"), "legal_rep.person.id_no")
        await screen.runner.read(Card(FATHER, name="演示人"), f"{HOLDERS}.1.{KIND}")
        await screen.runner.add_row(HOLDERS)
        await screen.runner.read(Card(OTHER, name="演示乙"), f"{HOLDERS}.2")
        plan = screen.desk.plan(case)
        assert plan is not None
        stands = {a.key: a.value for a in plan.asks if a.value and (a.party or "").startswith((HOLDERS, "legal_rep"))}
        assert stands | {"legal_rep.person.phone": ""} == {
            "legal_rep.person.id_no": FATHER,
            "legal_rep.person.name": "演示人",
            "legal_rep.person.phone": "",
            f"{HOLDERS}.1.{KIND}": "person",
            f"{HOLDERS}.1.person.id_no": FATHER,
            f"{HOLDERS}.1.person.name": "演示人",
            f"{HOLDERS}.2.{KIND}": "person",
            f"{HOLDERS}.2.person.id_no": OTHER,
            f"{HOLDERS}.2.person.name": "演示乙",
        }
        # Another card in a row that has one asks first.
        await screen.runner.read(Card(OTHER), f"{HOLDERS}.1.{RATIO}")
        await visit.until(lambda: screen.notice_line.prompt is not None)
        assert screen.notice_line.prompt is not None
        assert "股东 1" in screen.notice_line.prompt.text


async def offered(visit: Visit, way: str) -> bool:
    """Whether the line offers this way to submit; it is put away again."""
    await visit.pilot.press("ctrl+s")
    await visit.until(lambda: visit.screen.notice_line.prompt is not None)
    prompt = visit.screen.notice_line.prompt
    assert prompt is not None
    await visit.pilot.press("escape")
    await visit.until(lambda: visit.screen.notice_line.prompt is None)
    return way in {option.code for option in prompt.options}
