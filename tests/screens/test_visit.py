"""One citizen's visit with the keyboard alone, through the real screen and the real hub."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from textual.pilot import Pilot

from clerk_tui.app import WindowApp
from clerk_tui.data.window import WindowDesk, open_desk
from clerk_tui.screens.papers import Opener
from clerk_tui.screens.window import WindowScreen
from clerk_tui.settings import Settings
from clerk_tui.texts import text
from tests.data.hub_process import HubProcess

FATHER = "330402199203140014"
WRONG = "330402199203140015"
VALUES = {"phone": "19900000002", "bank_account": "6222020000000000001", "name": "演示宝", "address": "演示路1号"}


class Quiet(Opener):
    """Nothing is opened on the machine that tests; what would be is kept."""

    def __init__(self) -> None:
        self.opened: list[object] = []

    def open(self, place: Path) -> bool:
        self.opened.append(place)
        return True

    def browse(self, url: str) -> bool:
        self.opened.append(url)
        return True


@pytest.fixture
def hub(tmp_path: Path) -> Any:
    hub = HubProcess(tmp_path / "hub")
    hub.start()
    yield hub
    hub.close()


def take_numbers(hub: HubProcess, *classes: str) -> None:
    hub.send(
        "kiosk",
        [{"id": str(uuid4()), "kind": "take_ticket", "body": {"channel": "kiosk", "class": c}} for c in classes],
    )


class Visit:
    """The screen under a pilot, with waits for what it shows."""

    def __init__(self, app: WindowApp, pilot: "Pilot[None]") -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> WindowScreen:
        assert isinstance(self.app.screen, WindowScreen)
        return self.app.screen

    async def until(self, holds: Callable[[], bool], seconds: float = 20.0) -> None:
        """Returns once it holds on the screen; fails when the time is over."""
        for _ in range(int(seconds / 0.02)):
            if holds():
                return
            await self.pilot.pause(0.02)
        raise AssertionError(f"not in {seconds} s: the line says {self.said!r}")

    @property
    def said(self) -> str:
        line = self.screen.notice_line
        notice = line.passing or line.notice
        return notice.text if notice else ""

    async def type(self, words: str) -> None:
        await self.pilot.press(*["space" if c == " " else c for c in words])

    async def begin_case(self) -> None:
        """From F8 to the first open field, as the screen says at every step."""
        await self.until(lambda: self.screen.view.strip.waiting > 0 and bool(self.screen.runner.find("xse")))
        await self.pilot.press("f8")
        await self.until(lambda: self.screen.view.strip.state == "called")
        await self.until(lambda: self.app.focused is self.screen.strip)
        await self.pilot.press("enter")
        await self.until(lambda: self.screen.view.strip.state == "serving")
        await self.pilot.press("f3")
        await self.type("xse")
        await self.pilot.press("enter")
        await self.until(lambda: self.screen.view.case is not None)
        while (question := self.screen.view.question) is not None or self.screen.pool.current is None:
            await self.until(lambda: self.screen.view.question is None or self.app.focused is self.screen.question)
            if question is not None and self.screen.view.question == question:
                await self.pilot.press("1")
                await self.until(lambda asked=question: self.screen.view.question != asked)  # type: ignore[misc]
            else:
                await self.pilot.pause(0.02)
        assert self.screen.pool.current.field.key == "father.person.id_no"

    async def fill(self) -> None:
        """Types what is still open, one field after the other, as Tab and Enter lead."""
        while any(field.state == "open" for field in self.screen.view.fields):
            row = self.screen.pool.current
            if row is None or row.field.state != "open":
                await self.pilot.press("ctrl+o")
                continue
            key = row.field.key
            if row.field.options:
                await self.pilot.press("1")
            else:
                plan = self.screen.desk.plan(self.screen.desk.current_case or "")
                ask = plan.ask(key) if plan else None
                assert ask is not None
                await self.type(VALUES.get(ask.field.type, "演示"))
                await self.pilot.press("enter")
            await self.until(lambda key=key: self.state_of(key) != "open")  # type: ignore[misc]

    def state_of(self, key: str) -> str:
        return next((field.state for field in self.screen.view.fields if field.key == key), "gone")

    def value_of(self, key: str) -> str:
        return next((field.value for field in self.screen.view.fields if field.key == key), "")


@asynccontextmanager
async def window(
    hub: HubProcess, tmp_path: Path, *, signed_in: bool = True, role: str = "clerk"
) -> AsyncIterator[Visit]:
    account = hub.account(role, "3" if role == "clerk" else None)

    async def startup() -> WindowDesk:
        settings = Settings(
            hub=hub.url, data_dir=tmp_path / "window", device_token=account["device_token"], timeout_seconds=5
        )
        desk = await open_desk(settings, use_keyring=False)
        if signed_in:
            await desk.sign_in(account["staff_no"], account["password"], None, "3")
        return desk

    app = WindowApp(startup, staff_no=account["staff_no"], window="3", papers_dir=tmp_path / "papers", opener=Quiet())
    async with app.run_test(size=(80, 24)) as pilot:
        visit = Visit(app, pilot)
        if signed_in:
            await visit.until(lambda: isinstance(app.screen, WindowScreen))
        yield visit


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
