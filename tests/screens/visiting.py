"""A window's screen under a pilot, over a real hub: what the tests of whole visits, and the bench of keys, are made of."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from textual.pilot import Pilot

from clerk_tui.app import WindowApp
from clerk_tui.data.window import WindowDesk, open_desk
from clerk_tui.screens.papers import Opener
from clerk_tui.screens.window import WindowScreen
from clerk_tui.settings import Settings
from tests.data.hub_process import HubProcess

FATHER = "330402199203140014"
VALUES = {
    "phone": "19900000002",
    "bank_account": "6222020000000000001",
    "name": "演示宝",
    "address": "演示路1号",
    "date": "2099-12-31",
}


class Quiet(Opener):
    """Nothing is opened on the machine that tests; what would be is kept."""

    def __init__(self) -> None:
        self.opened: list[object] = []

    def open(self, place: Path) -> bool:
        self.opened.append(place)
        return True

    def print_file(self, place: Path, title: str, printer: str) -> str | None:
        return None

    def browse(self, url: str) -> bool:
        self.opened.append(url)
        return True


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
                self.screen.pool.focus_first()
                await self.pilot.pause(0.02)
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
    hub: HubProcess, tmp_path: Path, *, signed_in: bool = True, role: str = "clerk", **more: Any
) -> AsyncIterator[Visit]:
    """The window's app, signed in at window 3; `more` are settings of it."""
    account = hub.account(role, "3" if role == "clerk" else None)

    async def startup() -> WindowDesk:
        settings = Settings(
            hub=hub.url,
            data_dir=tmp_path / "window",
            device_token=account["device_token"],
            timeout_seconds=5,
            **more,
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
