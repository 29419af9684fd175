"""The ticket machine in a real terminal: a card through a pipe, the number on paper, nothing twice, nothing left behind."""

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy
import pytest

from tests.data.hub_process import HubProcess
from tests.e2e.screen import Screen
from tests.papers.test_thermal import pictured
from tests.screens.kiosk_samples import OLD, YOUNG

TUI = [sys.executable, "-m", "clerk_tui"]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    process = HubProcess(tmp_path / "hub")
    process.start()
    yield process
    process.close()


@pytest.fixture
def card_pipe(tmp_path: Path) -> Path:
    pipe = tmp_path / "card"
    os.mkfifo(pipe)
    return pipe


@pytest.fixture
def kiosk(tmp_path: Path, hub: HubProcess, card_pipe: Path) -> Iterator[Screen]:
    account = hub.account("kiosk")
    env = {
        "HOME": str(tmp_path),
        "CLERK_TUI_STAFF_NO": account["staff_no"],
        "CLERK_TUI_PASSWORD": account["password"],
        "CLERK_TUI_DEVICE_TOKEN": account["device_token"],
    }
    command = [*TUI, "kiosk", "--hub", hub.url, "--printer", f"file:{tmp_path / 'paper.bin'}"]
    with Screen([*command, "--reader", f"file:{card_pipe}"], 100, 30, env) as shown:
        shown.see("现在等候 0 人")
        yield shown


def lay_down(pipe: Path, id_no: str) -> None:
    """A card on the reader."""
    with pipe.open("w") as out:
        out.write(json.dumps({"id_no": id_no}) + "\n")


def test_a_card_gives_one_number_on_paper(kiosk: Screen, card_pipe: Path, tmp_path: Path) -> None:
    lay_down(card_pipe, OLD.id_no)
    kiosk.see("已读身份证", "按身份证上的年龄")
    assert OLD.id_no not in kiosk.text
    kiosk.key("Enter")
    kiosk.see("请取走号票", "前面等候 0 人")
    paper = numpy.array(pictured((tmp_path / "paper.bin").read_bytes()))
    url, *_rest = cv2.QRCodeDetector().detectAndDecode(paper)
    assert re.fullmatch(r"HTTP://\S+/P/[2-9A-Z]{10}", url), url
    # The same person once more: the number that is held already, and no second one.
    lay_down(card_pipe, OLD.id_no)
    kiosk.see("已读身份证")
    kiosk.key("Enter")
    kiosk.see("请勿重复取号", "A001")
    # Somebody else, by keys alone and without a card.
    kiosk.key("Enter")
    kiosk.see("现在等候 1 人")
    kiosk.key("１")
    kiosk.see("您走哪个通道", "老年人")
    kiosk.key("1")
    kiosk.see("请取走号票", "前面等候 1 人")
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and OLD.id_no.encode() in path.read_bytes()]
    assert kept == []


def test_without_the_hub_no_number_is_invented(kiosk: Screen, hub: HubProcess, card_pipe: Path) -> None:
    hub.kill()
    kiosk.see("请到引导台取号", "取号机暂时不能取号")
    lay_down(card_pipe, YOUNG.id_no)
    kiosk.key("1")
    assert "A00" not in kiosk.see("请到引导台取号")
    hub.start()
    kiosk.see("现在等候 0 人")
    kiosk.key("1")
    kiosk.see("您走哪个通道")
    kiosk.key("1")
    kiosk.see("请取走号票", "前面等候 0 人")
