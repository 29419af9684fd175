"""Papers through the real screen and the real hub: Ctrl+P Enter prints; looked at, saved, on the roll, or a list to take home."""

import io
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from clerk_tui.texts import text
from tests.data.hub_process import HubProcess
from tests.screens.visiting import Visit, take_numbers, window


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    hub = HubProcess(tmp_path / "hub")
    hub.start()
    yield hub
    hub.close()


def words_of(place: Path) -> str:
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(place.read_bytes())).pages)
    return "".join("".join(pages).replace("\u200b", "").split())


def printing(visit: Visit) -> list[tuple[str, bytes]]:
    """From now on the machine has a printer; what it is handed."""
    printed: list[tuple[str, bytes]] = []

    def print_file(place: Path, title: str, printer: str) -> str:
        assert stat.S_IMODE(place.stat().st_mode) == 0o600
        printed.append((title, place.read_bytes()))
        return "Hall_3"

    visit.screen.runner.opener.print_file = print_file  # type: ignore[method-assign]
    return printed


async def choose(visit: Visit, kind: str, code: str) -> None:
    """Takes an option of the line's question by its digit."""
    await visit.until(
        lambda: bool(visit.screen.notice_line.prompt and visit.screen.notice_line.prompt.key.startswith(kind))
    )
    prompt = visit.screen.notice_line.prompt
    assert prompt is not None
    await visit.pilot.press(str([option.code for option in prompt.options].index(code) + 1))


async def test_papers_of_the_case_stand_first_and_enter_prints(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary", "ordinary")
    async with window(hub, tmp_path) as visit:
        screen, pilot = visit.screen, visit.pilot
        await visit.begin_case()
        printed = printing(visit)
        case = screen.desk.current_case
        assert case is not None
        names = [paper.code for paper in screen.papers()]
        assert names[0] == "application_form"
        assert {"mandate.mother", "gap_promise", "checklist", "ways"} <= set(names)

        await pilot.press("ctrl+p", "enter")
        await visit.until(lambda: len(printed) == 1)
        await visit.until(lambda: "Hall_3" in visit.said)
        assert printed[0][0].endswith("-application_form")
        counted = [f["body"] for f in hub.case(case) if f["kind"] == "paper_printed"]
        assert [(one["paper"], one["copy_no"]) for one in counted] == [("application_form", 1)]
        assert not list((tmp_path / "papers").glob("*.pdf"))

        screen.print_paper("ways")
        await choose(visit, "paper_which", "checklist")
        await choose(visit, "paper_way:checklist", "look")
        await visit.until(lambda: visit.said == text("notice.paper_shown", "zh", paper="办事清单"))
        (shown,) = (tmp_path / "papers" / ".shown").rglob("*-checklist.pdf")
        assert stat.S_IMODE(shown.stat().st_mode) == 0o600
        assert "办事清单" in words_of(shown)
        assert len([f for f in hub.case(case) if f["kind"] == "paper_printed"]) == 1

        screen.print_paper("ways")
        await choose(visit, "paper_which", "checklist")
        await choose(visit, "paper_way:checklist", "save")
        await visit.until(lambda: any((tmp_path / "papers").glob("*-checklist.pdf")))

        await pilot.press("f8")
        await choose(visit, "draft", "consultation")
        await visit.until(lambda: screen.view.strip.number == "A002")
        await visit.until(lambda: not list((tmp_path / "papers" / ".shown").rglob("*.pdf")))
        assert [place.name for place in (tmp_path / "papers").glob("*.pdf")] == [f"{case[-12:]}-checklist.pdf"]


async def test_a_list_to_take_home_for_who_only_asked(hub: HubProcess, tmp_path: Path) -> None:
    async with window(hub, tmp_path) as visit:
        screen, pilot = visit.screen, visit.pilot
        await visit.until(lambda: screen.desk.catalog is not None)
        screen.runner.show_guide("birth")
        await visit.until(lambda: screen.guide_panel.display)
        await pilot.press("5")
        await choose(visit, "checklist:birth/", "=father")
        await choose(visit, "checklist:birth/", "print")
        await visit.until(lambda: any((tmp_path / "papers").glob("*.pdf")))
        (place,) = (tmp_path / "papers").glob("*.pdf")
        words = words_of(place)
        for expected in ("办事清单", "新生儿出生一件事", "今天谁来办：父亲", "还要看这些情形", "孩子落户"):
            assert expected in words, expected
        assert screen.desk.current_case is None
        assert screen.guide_panel.display
