"""Papers on the desk by keyboard, over a real hub and a real folder of scans."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk_tui.intake.case import SIGNED_FORM
from clerk_tui.screens.memory_files import PREFIX, SHARED_MEMORY
from clerk_tui.screens.view import MaterialView
from clerk_tui.texts import text
from tests.data.hub_process import HubProcess
from tests.data.scans import pdf, picture
from tests.screens.visiting import FATHER, Quiet, Visit, take_numbers, window


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    hub = HubProcess(tmp_path / "hub")
    hub.start()
    yield hub
    hub.close()


def row(visit: Visit, key: str) -> MaterialView:
    return next(one for one in visit.screen.view.materials if one.key == key)


def missing(visit: Visit) -> list[str]:
    return [one.key for one in visit.screen.view.materials if one.state == "missing"]


async def go_to(visit: Visit, key: str) -> None:
    """The materials page, the cursor on that row."""
    pane = visit.screen.materials
    while visit.app.focused is not pane:
        await visit.pilot.press("f6")
    while pane.chosen is not None and pane.chosen.key != key:
        keys = [one.key for one in pane.materials]
        await visit.pilot.press("down" if keys.index(key) > pane.index else "up")


async def asked(visit: Visit, kind: str) -> None:
    await visit.until(lambda: (visit.screen.notice_line.prompt or Nobody).key.startswith(kind))


class Nobody:
    key = ""


def of_case(hub: HubProcess, visit: Visit, kind: str) -> list[dict[str, object]]:
    return [frame["body"] for frame in hub.case(visit.screen.desk.current_case or "") if frame["kind"] == kind]


async def test_rows_are_judged_with_reasons_scans_and_takings_back(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary", "ordinary")
    scans = tmp_path / "scans"
    scans.mkdir()
    (scans / "yesterday.jpg").write_bytes(picture("yesterday"))
    async with window(hub, tmp_path, scan_folder=scans) as visit:
        pilot, screen = visit.pilot, visit.screen
        await visit.begin_case()
        key = missing(visit)[0]
        await go_to(visit, key)

        # Not acceptable asks why, in line.
        await pilot.press("5")
        await visit.until(lambda: screen.notice_line.prompt is not None)
        await pilot.press("2")
        await visit.until(lambda: row(visit, key).state == "bad")
        assert row(visit, key).note == text("reason.blurred", "zh")
        assert screen.view.tabs.materials_bad == 1

        # What lay in the folder before this person came is not theirs unless somebody says so.
        await pilot.press("２")
        await asked(visit, "scan_older")
        await pilot.press("1")
        assert row(visit, key).state == "bad"

        # The newest file of the folder, two pages; then another page.
        (scans / "a.pdf").write_bytes(pdf(2))
        await pilot.press("2")
        await asked(visit, "scan_remove")
        await pilot.press("1")
        await visit.until(lambda: not (scans / "a.pdf").exists())
        assert row(visit, key).state == "received"
        assert row(visit, key).note == text("stand.pages", "zh", pages=2)
        (scans / "b.jpg").write_bytes(picture("b"))
        await pilot.press("2")
        await asked(visit, "scan_remove")
        await pilot.press("2")
        await visit.until(lambda: row(visit, key).note == text("stand.pages", "zh", pages=3))
        assert (scans / "b.jpg").exists()
        await visit.until(lambda: screen.desk.unsent() == 0)
        assert [body["pages"] for body in of_case(hub, visit, "material_attached")] == [2, 1]

        # Seen by eye as well: the scan stays with it. Taken back: nothing is left of either.
        await pilot.press("1")
        await visit.until(lambda: row(visit, key).state_text != text("stand.scanned", "zh"))
        assert row(visit, key).note == text("stand.pages", "zh", pages=3)
        await pilot.press("0")
        await visit.until(lambda: row(visit, key).state == "missing")

        # A broken file, and a folder that is gone, say so.
        (scans / "cut.jpg").write_bytes(picture("cut")[:5_000])
        await pilot.press("2")
        await visit.until(lambda: visit.said == text("scan.broken", "zh", name="cut.jpg"))
        for left in list(scans.iterdir()):
            left.unlink()
        scans.rmdir()
        await pilot.press("2")
        await visit.until(lambda: visit.said.startswith("扫描文件夹"))


async def test_the_signed_form_comes_back_and_is_witnessed(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary")
    scans = tmp_path / "scans"
    scans.mkdir()
    async with window(hub, tmp_path, scan_folder=scans, scan_after="remove") as visit:
        pilot, screen = visit.pilot, visit.screen
        await visit.begin_case()
        await visit.type(FATHER)
        await pilot.press("enter")
        await visit.until(lambda: bool(screen.view.case and screen.view.case.filled > 10))
        await visit.fill()
        assert screen.view.materials[-1].key == SIGNED_FORM
        assert row(visit, SIGNED_FORM).state_text == text("form.to_sign", "zh")
        await go_to(visit, SIGNED_FORM)
        await pilot.press("4")
        await visit.until(lambda: visit.said == text("form.no_gap", "zh"))
        (scans / "form.pdf").write_bytes(pdf(2))
        await pilot.press("2")
        await asked(visit, "form_signed")
        assert row(visit, SIGNED_FORM).state_text == text("form.to_confirm", "zh")
        await pilot.press("1")
        await visit.until(lambda: row(visit, SIGNED_FORM).state == "received")
        await visit.until(lambda: not (scans / "form.pdf").exists())
        assert row(visit, SIGNED_FORM).note == text("stand.pages", "zh", pages=2)
        await visit.until(lambda: screen.desk.unsent() == 0)
        assert {body["means"] for body in of_case(hub, visit, "signed")} == {"paper"}
        session = screen.desk.session
        assert session is not None
        assert {body["witness"] for body in of_case(hub, visit, "signed")} == {session.actor}


async def test_without_a_browser_a_paper_is_shown_from_memory_until_the_next_ticket(
    hub: HubProcess, tmp_path: Path
) -> None:
    take_numbers(hub, "ordinary", "ordinary")
    scans = tmp_path / "scans"
    scans.mkdir()
    async with window(hub, tmp_path, scan_folder=scans, scan_after="keep") as visit:
        pilot, screen, opener = visit.pilot, visit.screen, visit.app.opener
        assert isinstance(opener, Quiet)
        await visit.begin_case()
        key = missing(visit)[0]
        await go_to(visit, key)
        await pilot.press("enter")
        await visit.until(lambda: visit.said == text("materials.no_viewer", "zh", paper=row(visit, key).name))
        (scans / "a.jpg").write_bytes(picture("a"))
        await pilot.press("2")
        await visit.until(lambda: row(visit, key).state == "received")
        await pilot.press("enter")
        await visit.until(lambda: bool(opener.opened))
        place = opener.opened[-1]
        assert isinstance(place, Path)
        assert place.is_relative_to(SHARED_MEMORY)
        assert place.stat().st_mode & 0o777 == 0o600
        assert place.parent.stat().st_mode & 0o777 == 0o700

        await pilot.press("f8")
        await visit.until(lambda: screen.notice_line.prompt is not None)
        await pilot.press("2")
        await visit.until(lambda: screen.view.strip.number == "A002")
        await visit.until(lambda: not place.exists())
        assert not list(SHARED_MEMORY.glob(f"{PREFIX}{os.getpid()}-*"))


async def test_the_palette_tells_and_opens_the_viewing_screen(hub: HubProcess, tmp_path: Path) -> None:
    async with window(hub, tmp_path) as visit:
        opener = visit.app.opener
        assert isinstance(opener, Quiet)
        await visit.pilot.press("ctrl+p")
        await visit.type("kjp")
        await visit.pilot.press("enter")
        await visit.until(lambda: f"{hub.url}/w/3" in visit.said)
        assert str(opener.opened[-1]).startswith(f"{hub.url}/w/3#")


async def test_copies_are_counted_by_digits(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path) as visit:
        pilot, screen = visit.pilot, visit.screen
        await visit.until(lambda: screen.view.strip.waiting > 0 and bool(screen.runner.find("xse")))
        await pilot.press("f8")
        await visit.until(lambda: screen.view.strip.state == "called")
        await screen.runner.take_matter("cl.card_issue")
        await visit.until(lambda: bool(screen.view.materials))
        photo = "client.wj.two_inch_photo"
        await go_to(visit, photo)
        assert row(visit, photo).wants == text("wants.copies", "zh", copies=2)
        await pilot.press("1")
        await asked(visit, "copies")
        await pilot.press("１")
        await visit.until(lambda: row(visit, photo).state_text == text("stand.copies_of", "zh", held=1, wanted=2))
        assert row(visit, photo).state == "missing"
        assert row(visit, photo).note == text("stand.copies_left", "zh", left=1)
        await pilot.press("1")
        await asked(visit, "copies")
        await pilot.press("enter")
        await visit.until(lambda: row(visit, photo).state == "received")
        assert row(visit, photo).state_text == text("stand.copies_of", "zh", held=2, wanted=2)
        # A main paper can't come later, and says which it is.
        await go_to(visit, photo)
        await pilot.press("4")
        await visit.until(lambda: "不能容缺" in visit.said)
        assert row(visit, photo).name in visit.said
