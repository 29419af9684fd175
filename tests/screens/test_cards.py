"""Identity cards at the window: whose section they fill, bursts that the input method cut, and that nothing stays."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from stdnum.cn import ric
from textual.events import Key

from clerk_tui.data.reader import Card
from clerk_tui.data.wedge import FAST_S
from clerk_tui.texts import text
from tests.data.hub_process import HubProcess
from tests.screens.visiting import FATHER, Visit, take_numbers, window

MOTHER_BODY = "33040219930101002"
MOTHER = MOTHER_BODY + ric.calc_check_digit(MOTHER_BODY + "0")
NAME, ADDRESS = "演示某某", "演示市演示区演示路9号"


@pytest.fixture
def hub(tmp_path: Path) -> Any:
    hub = HubProcess(tmp_path / "hub")
    hub.start()
    yield hub
    hub.close()


def burst(visit: Visit, words: str, *, enter: bool = True) -> None:
    """As a reader types: all keys at one moment."""
    for sign in words:
        visit.app.post_message(Key(sign, sign))
    if enter:
        visit.app.post_message(Key("enter", None))


def option(visit: Visit, code: str) -> str:
    """The digit of this answer to the question in the line."""
    prompt = visit.screen.notice_line.prompt
    assert prompt is not None
    return str([one.code for one in prompt.options].index(code) + 1)


def asked(visit: Visit, kind: str) -> bool:
    """Whether the line asks this and a digit answers it."""
    line = visit.screen.notice_line
    return line.prompt is not None and line.prompt.key.partition(":")[0] == kind and visit.app.focused is line


def shown(visit: Visit) -> str:
    """Every word on the screen, and what could be pasted or searched again."""
    return visit.app.export_screenshot() + visit.app.clipboard + visit.screen.search.value


async def test_cards_fill_whom_they_belong_to_and_the_next_ticket_finds_nothing(
    hub: HubProcess, tmp_path: Path
) -> None:
    take_numbers(hub, "ordinary", "ordinary")
    pipe = tmp_path / "card"
    os.mkfifo(pipe)
    async with window(hub, tmp_path, reader=f"wedge,file:{pipe}") as visit:
        screen, pilot = visit.screen, visit.pilot
        await visit.begin_case()

        burst(visit, FATHER[:12])
        await visit.until(lambda: visit.said == text("card.mutilated", "zh"))
        assert screen.pool.current is not None
        assert screen.pool.current.input.value == ""
        burst(visit, "".join(chr(ord(sign) + 0xFEE0) for sign in FATHER[:17]))
        await visit.until(lambda: asked(visit, "card_guessed"))
        assert FATHER in screen.notice_line.prompt.text  # type: ignore[union-attr]
        await pilot.press("2")
        await visit.until(lambda: screen.notice_line.prompt is None)
        assert visit.value_of("father.person.id_no") == ""

        with pipe.open("w") as out:
            out.write(json.dumps({"id_no": FATHER, "name": NAME, "sex": "male", "address": ADDRESS}) + "\n")
        await visit.until(lambda: visit.state_of("father.person.id_no") == "answered")
        row = next(field for field in screen.view.fields if field.key == "father.person.id_no")
        assert row.source == text("source.card", "zh")
        case = screen.desk.current_case or ""
        await visit.until(lambda: bool(screen.view.case and screen.view.case.filled > 10))
        file = screen.desk.case_file(case)
        assert file is not None
        answers = file.case.answers
        assert (answers["father.person.name"].value, answers["father.person.name"].read) == (NAME, "card")
        assert answers["father.person.household_address"].value == ADDRESS

        await pilot.press("f6")
        screen.materials.focus()
        burst(visit, MOTHER)
        await visit.until(lambda: asked(visit, "card_whose") or asked(visit, "card_other"))
        assert asked(visit, "card_whose")
        # A reader is told by its speed: the person's key must not follow as fast as one of its own.
        await pilot.pause(4 * FAST_S)
        await pilot.press(option(visit, "mother"))
        await visit.until(lambda: asked(visit, "card_other") or "mother.person.id_no" in _answers(visit, case))
        assert _answers(visit, case)["mother.person.id_no"].value == MOTHER

        visit.app.copy_to_clipboard(NAME)
        burst(visit, MOTHER[:17])
        await visit.until(lambda: asked(visit, "card_guessed"))
        await screen.desk.finish("other")
        await screen.desk.call_next()
        await visit.until(lambda: screen.view.strip.number == "A002" and screen.view.case is None)
        await pilot.pause()
        assert screen.runner._card is None
        assert screen.notice_line.prompt is None
        assert not [word for word in (NAME, ADDRESS, FATHER, MOTHER, MOTHER[:17]) if word in shown(visit)]


def _answers(visit: Visit, case: str) -> Any:
    file = visit.screen.desk.case_file(case)
    assert file is not None
    return file.case.answers


async def test_a_digit_outside_inputs_is_a_persons_when_nothing_follows(hub: HubProcess, tmp_path: Path) -> None:
    """With a reader that types, a digit waits for the next: alone it chooses, as ever."""
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path, reader="wedge") as visit:
        await visit.begin_case()
        assert visit.screen.pool.current is not None
        await visit.pilot.press("f6")
        visit.screen.materials.focus()
        visit.screen.take_reading(Card(MOTHER))
        await visit.until(lambda: asked(visit, "card_whose"))
        await visit.pilot.press("escape")
        await visit.until(lambda: visit.screen.notice_line.prompt is None)
        assert visit.screen.runner._card is None
