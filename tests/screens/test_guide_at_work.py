"""The guide through the real screen and the real hub: from the search, on paper, to the desk as a proposal."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk_tui.texts import text
from tests.data.hub_process import HubProcess
from tests.screens.visiting import Visit, window


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    hub = HubProcess(tmp_path / "hub")
    hub.start()
    yield hub
    hub.close()


async def options(visit: Visit, begins: str) -> list[str]:
    """The answers of the question whose key begins so."""
    await visit.until(
        lambda: bool(visit.screen.notice_line.prompt and visit.screen.notice_line.prompt.key.startswith(begins))
    )
    prompt = visit.screen.notice_line.prompt
    assert prompt is not None
    return [option.code for option in prompt.options]


async def test_read_print_and_propose(hub: HubProcess, tmp_path: Path) -> None:
    async with window(hub, tmp_path) as visit:
        screen, pilot = visit.screen, visit.pilot
        await visit.until(lambda: screen.desk.catalog is not None)
        await pilot.press("f3")
        await visit.type("居住证")
        await pilot.press("right")
        await visit.until(lambda: screen.guide_panel.display)
        guide = screen.view.guide
        assert guide is not None
        assert guide.sheet.key == "ga.residence_permit"
        assert guide.url == f"{screen.desk.hall.public_url}/g/{guide.sheet.code}".upper()
        await pilot.press("1")
        await visit.until(lambda: any((tmp_path / "papers").glob("*.pdf")))
        (paper,) = (tmp_path / "papers").glob("*.pdf")
        assert paper.read_bytes().startswith(b"%PDF")
        assert stat.S_IMODE(paper.stat().st_mode) == 0o600

        await pilot.press("4")
        assert await options(visit, "propose_kind") == [
            "drop_field",
            "drop_material",
            "e_certificate",
            "merge_steps",
            "other",
        ]
        await pilot.press("1")
        assert "applicant.person.phone" in await options(visit, "propose_part")
        await pilot.press("3")
        await options(visit, "propose_reason")
        await visit.type("系统里已有")
        await pilot.press("enter")
        await visit.until(lambda: visit.said == text("proposal.sent", "zh", item="居住证申领"))
        assert screen.guide_panel.display
        await pilot.press("escape")
        await visit.until(lambda: screen.view.guide is None)
        assert visit.app.focused is screen.search
        assert screen.search.value == "居住证"


async def test_a_package_is_not_changed_but_its_items_are(hub: HubProcess, tmp_path: Path) -> None:
    async with window(hub, tmp_path) as visit:
        screen, pilot = visit.screen, visit.pilot
        await visit.until(lambda: screen.desk.catalog is not None)
        screen.action_do("browse")
        await visit.until(lambda: screen.browse_panel.display)
        await visit.type("公安")
        await pilot.press("enter")
        await visit.until(lambda: screen.browse_panel.department == "ga")
        assert {"ga.birth_registration", "ga.residence_permit"} <= {r.key for r in screen.browse_panel.results.results}
        screen.runner.show_guide("birth")
        await visit.until(lambda: screen.guide_panel.display)
        await pilot.press("4")
        await visit.until(lambda: visit.said == text("proposal.package", "zh"))
