"""One citizen's visit with the keyboard alone, through the real screen and the real hub."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from clerk_tui.screens.window import WindowScreen
from clerk_tui.texts import text
from tests.data.hub_process import HubProcess
from tests.screens.visiting import FATHER, take_numbers, window

WRONG = "330402199203140015"


@pytest.fixture
def hub(tmp_path: Path) -> Any:
    hub = HubProcess(tmp_path / "hub")
    hub.start()
    yield hub
    hub.close()


async def test_a_visit_without_any_phone(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary", "ordinary")
    async with window(hub, tmp_path) as visit:
        screen, pilot = visit.screen, visit.pilot
        await visit.begin_case()

        await visit.type(WRONG)
        await pilot.press("enter")
        await visit.until(lambda: visit.state_of("father.person.id_no") == "wrong")
        wrong = next(field for field in screen.view.fields if field.key == "father.person.id_no")
        assert wrong.error == text("value.id_checksum", "zh")
        await visit.until(lambda: bool(screen.pool.current and screen.pool.current.field.key == "father.person.id_no"))
        await pilot.press("backspace")
        await visit.type(FATHER[-1])
        await pilot.press("enter")
        await visit.until(lambda: bool(screen.view.case and screen.view.case.filled > 10))

        await visit.fill()
        await pilot.press("f6")
        for paper in range(len(screen.view.materials)):
            if screen.view.materials[paper].state == "missing":
                while screen.materials.index < paper:
                    await pilot.press("down")
                await pilot.press("１" if paper % 2 else "1")
                await visit.until(lambda paper=paper: screen.view.materials[paper].state == "received")  # type: ignore[misc]
        assert screen.view.tabs.materials_missing == 0

        await pilot.press("f6", "1")
        await visit.until(lambda: any((tmp_path / "papers").glob("*-application_form.pdf")))
        await pilot.press("2")
        await visit.until(lambda: visit.said.endswith("已签字确认"))

        await pilot.press("ctrl+s")
        await visit.until(lambda: screen.notice_line.prompt is not None)
        assert screen.notice_line.prompt is not None
        assert screen.notice_line.prompt.options[0].code == "accept"
        await pilot.press("enter")
        await visit.until(lambda: visit.said.startswith("已受理"))
        (notice,) = (tmp_path / "papers").glob("*-acceptance_notice.pdf")
        assert notice.read_bytes().startswith(b"%PDF")
        assert notice.stat().st_mode & 0o077 == 0
        assert screen.view.case is not None
        assert notice.name.startswith(screen.view.case.number.split()[0])

        await pilot.press("f8")
        await visit.until(lambda: screen.view.strip.number == "A002")
        assert screen.view.case is None
        assert not any(row.input.value for row in screen.pool.rows)


async def test_a_recall_too_soon_is_not_called_done(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path) as visit:
        screen, pilot = visit.screen, visit.pilot
        await pilot.press("f8")
        await visit.until(lambda: screen.view.strip.number == "A001")
        await pilot.press("f5")
        await visit.until(lambda: visit.said == text("notice.recall_swallowed", "zh", number="A001"))


async def test_what_was_typed_while_the_hub_was_dead_reaches_it(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path) as visit:
        screen, pilot = visit.screen, visit.pilot
        await visit.begin_case()
        case = screen.desk.current_case
        assert case is not None
        hub.kill()
        await visit.until(lambda: screen.view.strip.link == "off")
        await visit.type("3304")
        await pilot.press("f5")
        assert visit.said == text("why.off_line", "zh")
        await visit.type(FATHER[4:])
        await pilot.press("enter")
        await visit.until(lambda: screen.view.strip.unsent > 0)
        await screen.desk.saved()
        hub.start()
        await visit.until(lambda: screen.view.strip.link == "on" and screen.desk.unsent() == 0)
        values = [frame["sealed"]["values"] for frame in hub.case(case) if frame["kind"] == "answers_patched"]
        assert {"father.person.id_no": FATHER} in values


async def test_a_phone_joins_by_the_digits_on_the_screen(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path) as visit:
        screen, pilot = visit.screen, visit.pilot
        await visit.begin_case()
        await pilot.press("f9")
        await visit.until(lambda: screen.view.phone.unfolded)
        assert screen.view.phone.party == "父亲"
        first = screen.view.phone.code
        await pilot.press("f9")
        await visit.until(lambda: screen.view.phone.code not in ("", first))
        assert screen.view.phone.party == "母亲"
        async with httpx.AsyncClient(base_url=hub.url, trust_env=False) as phone:
            answer = await phone.post("/p", data={"code": screen.view.phone.code})
            assert answer.status_code == 303
        await visit.until(lambda: text("party.joined", "zh") in [p.state_text for p in screen.view.phone.parties])


async def test_signing_in_says_what_is_wrong_and_where(hub: HubProcess, tmp_path: Path) -> None:
    async with window(hub, tmp_path, signed_in=False) as visit:
        await visit.until(lambda: visit.app.sign_in is not None)
        sign_in = visit.app.sign_in
        assert sign_in is not None
        await visit.until(lambda: visit.app.desk is not None and not sign_in.busy)
        await visit.type("nonsense")
        await visit.pilot.press("enter")
        await visit.until(lambda: not sign_in.busy and sign_in.notice_line.notice is not None)
        assert sign_in.notice_line.notice is not None
        assert sign_in.notice_line.notice.kind == "error"
        assert visit.app.focused is sign_in.rows["password"].box
        sign_in.rows["password"].box.show_value("")
        await visit.type(hub.account("clerk", "3")["password"])
        await visit.pilot.press("enter")
        await visit.until(lambda: isinstance(visit.app.screen, WindowScreen))


async def test_finishing_over_a_draft_asks_what_becomes_of_it(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary", "ordinary")
    async with window(hub, tmp_path) as visit:
        screen, pilot = visit.screen, visit.pilot
        await visit.begin_case()
        await pilot.press("f8")
        await visit.until(lambda: screen.notice_line.prompt is not None)
        assert screen.notice_line.prompt is not None
        assert [one.code for one in screen.notice_line.prompt.options] == ["hold", "consultation", "back"]
        await pilot.press("3")
        await visit.until(lambda: screen.notice_line.prompt is None)
        assert screen.view.strip.number == "A001"
        await pilot.press("f8")
        await visit.until(lambda: screen.notice_line.prompt is not None)
        await pilot.press("1")
        await visit.until(lambda: screen.view.strip.number == "A002")
        assert screen.view.strip.held == 1


async def test_who_is_held_leaves_the_screen_and_comes_back_by_number(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary", "ordinary")
    async with window(hub, tmp_path) as visit:
        await visit.begin_case()
        number = visit.screen.view.strip.number
        await visit.pilot.press("ctrl+y", "1")
        await visit.until(lambda: visit.screen.view.case is None and visit.screen.view.strip.state == "idle")
        assert not any(field.value for field in visit.screen.view.fields)
        await visit.pilot.press("f3")
        await visit.type(number.lower())
        await visit.until(lambda: [row.name for row in visit.screen.results.results][:1] == [number])
        await visit.pilot.press("enter")
        await visit.until(lambda: visit.screen.view.case is not None and visit.screen.view.strip.number == number)
        assert not visit.screen.searching


async def test_submitting_says_what_still_keeps_the_case_from_acceptance(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path) as visit:
        await visit.begin_case()
        await visit.type(FATHER)
        await visit.pilot.press("enter")
        await visit.until(lambda: any(field.state == "filled" for field in visit.screen.view.fields))
        await visit.fill()
        desk, case = visit.screen.desk, visit.screen.desk.current_case or ""
        plan = desk.plan(case)
        assert plan is not None
        for paper in plan.materials:
            if paper.standing == "missing":
                await desk.judge(case, paper.key, "copies_kept" if paper.copies else "original_seen")
        await visit.pilot.press("ctrl+s")
        await visit.until(lambda: visit.screen.notice_line.prompt is not None)
        prompt = visit.screen.notice_line.prompt
        assert prompt is not None
        assert "没有本人确认" in prompt.text
        assert prompt.options[0].code == "receive"


async def test_what_cannot_be_accepted_is_said_at_the_answer(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path) as visit:
        screen, pilot = visit.screen, visit.pilot
        await visit.until(lambda: screen.view.strip.waiting > 0 and bool(screen.runner.find("djys")))
        await pilot.press("f8")
        await visit.until(lambda: screen.view.strip.state == "called")
        await pilot.press("f3")
        await visit.type("djys")
        await pilot.press("enter")
        await visit.until(lambda: screen.view.question is not None and visit.app.focused is screen.question)
        await pilot.press("1")
        await visit.until(lambda: screen.view.question is not None and screen.view.question.key == "jt.divisible")
        assert screen.view.case is not None
        assert screen.view.case.refuses == ()
        await visit.until(lambda: visit.app.focused is screen.question)
        await pilot.press("1")
        await visit.until(lambda: bool(screen.view.case and screen.view.case.refuses))
        assert "不可解体" in screen.view.case.refuses[0]
        assert "依据《" in screen.view.case.refuses[0]


async def test_matters_of_several_departments_picked_by_hand_are_one_case(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path) as visit:
        screen, pilot = visit.screen, visit.pilot
        await visit.until(lambda: screen.view.strip.waiting > 0 and bool(screen.runner.find("sbkbh")))
        await pilot.press("f8")
        await visit.until(lambda: screen.view.strip.state == "called")
        for words in ("sbkbl", "jzz", "gjjtq"):
            taken = len(screen.view.matters)
            await pilot.press("f3")
            await visit.type(words)
            await pilot.press("enter")
            await visit.until(lambda: screen.notice_line.prompt is not None or screen.view.case is not None)
            if screen.notice_line.prompt is not None:
                await pilot.press("1")
            await visit.until(lambda taken=taken: len(screen.view.matters) == taken + 1)  # type: ignore[misc]
            # The work goes on where it asks something, not in the box where the matter was found.
            await visit.until(lambda: visit.app.focused is screen.question)
        plan = screen.desk.plan(screen.desk.current_case or "")
        assert plan is not None
        assert {item.item.department for item in plan.items} == {"rs", "ga", "gj"}
        numbers = [ask for ask in plan.asks if ask.field.key == "person.id_no"]
        assert len(numbers) == 1
        assert len(numbers[0].why) == 3
        cards = [paper for paper in plan.materials if paper.material.key == "ga.id_card"]
        assert len(cards) == 1


async def test_a_refusal_is_addressed_to_somebody(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path) as visit:
        await visit.begin_case()
        for option in ("notice", "receive"):
            await visit.pilot.press("ctrl+s")
            await visit.until(lambda: visit.screen.notice_line.prompt is not None)
            prompt = visit.screen.notice_line.prompt
            assert prompt is not None
            await visit.pilot.press(str([one.code for one in prompt.options].index(option) + 1))
            await visit.until(lambda: visit.said == text("notice.name_first", "zh"))
        assert visit.screen.view.case is not None
        assert not visit.screen.view.case.number
