"""One citizen's visit from call to acceptance in a real terminal, with the hub in a process of its own."""

import os
import re
import signal
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from clerk_tui.central.demo import DEMO_FATHER_ID
from tests.e2e.screen import Screen

DEMO = [sys.executable, "-m", "clerk_tui", "demo", "--data-dir"]
TYPED = {
    "开户行": "中国建设银行演示支行",
    "户名": "演示父一",
    "账号": "6222020000000000001",
    "姓名": "演示宝[/]",
    "接种单位": "演示社区卫生服务中心",
    "参保地": "演示市",
    "委托期限": "20991231",
}
"""What only the citizen knows, by the label on the screen."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def screen(tmp_path: Path, home: Path) -> Iterator[Screen]:
    env = {"HOME": str(home), "XDG_DOCUMENTS_DIR": str(home / "documents"), "XDG_CONFIG_HOME": str(home / "config")}
    with Screen([*DEMO, str(tmp_path / "demo")], 80, 24, env) as shown:
        shown.see("空闲", "●")
        yield shown


def hub_of(screen: Screen) -> int:
    """The process id of the demo's hub: the demo's child that serves."""
    for entry in Path("/proc").iterdir():
        child = entry.name.isdigit() and f"PPid:\t{screen.pid}\n" in _read(entry / "status")
        if child and "\0hub\0" in _read(entry / "cmdline"):
            return int(entry.name)
    raise AssertionError("the demo has no hub")


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""


def begin_case(screen: Screen) -> None:
    """Calls, finds the matter, answers its questions."""
    screen.key("F8")
    screen.see("已叫", "Enter 到场")
    screen.key("Enter")
    screen.see("办理")
    screen.key("F3", "x", "s", "e")
    screen.see("▸ 新生儿出生一件事")
    screen.key("Enter")
    for question in range(1, 6):
        screen.see(f"问 {question}/5")
        screen.key("1")


def identify(screen: Screen) -> None:
    """Types a wrong identity number first, mends it where the screen says so, and lets the register fill the form."""
    screen.see("▸身份证号")
    wrong = "0" if DEMO_FATHER_ID[-1] != "0" else "1"
    screen.key(DEMO_FATHER_ID[:-1] + wrong, "Enter")
    screen.see("✗ 身份证号第18位校验不对")
    screen.key("Backspace", DEMO_FATHER_ID[-1], "Enter")
    screen.see("共享数据填好")


def left(screen: Screen) -> int:
    """How many fields are still open."""
    found = re.search(r"待填 (\d+)", screen.text)
    return int(found[1]) if found else -1


def settle(screen: Screen, seconds: float = 0.5) -> None:
    """Reads what the screen says for so long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        screen._read(0.05)


def fill(screen: Screen, until: int = 0) -> None:
    """Walks what is still open until only that many are left."""
    for _ in range(60):
        settle(screen)
        before = left(screen)
        if before <= until:
            return
        label = next((m[1] for m in [re.search(r"▸(\S+)", screen.text)] if m), "")
        value = next((value for words, value in TYPED.items() if label.startswith(words)), None)
        screen.key(*((value, "Tab") if value else ("1",)))
    raise AssertionError(f"fields are left open:\n{screen.text}")


def judge(screen: Screen) -> None:
    """Marks every missing paper as seen."""
    screen.key("F6")
    screen.see("为何要")
    for _ in range(20):
        settle(screen, 0.3)
        row = next((line for line in screen.text.splitlines() if line.startswith("▸")), "")
        # Judged, the cursor goes on to the next that is missing by itself.
        screen.key("1" if "! 缺" in row else "Down")
        settle(screen, 0.3)
    assert "! 缺" not in screen.text


def sign_on_paper(screen: Screen) -> None:
    """No phone: the printed form is signed and confirmed at the window."""
    screen.key("F6")
    screen.see("已签字确认")
    screen.key("2")
    screen.see("✓ 父亲 已签字确认")


def accept(screen: Screen) -> str:
    """Submits; the case number."""
    screen.key("^S")
    screen.see("1 受理")
    screen.key("1")
    shown = screen.see("✓ 已受理")
    found = re.search(r"已受理 (\d{19})", shown)
    assert found, shown
    return found[1]


def test_a_visit_without_a_phone_ends_with_a_paper_and_the_next_number(screen: Screen, home: Path) -> None:
    begin_case(screen)
    identify(screen)
    fill(screen)
    judge(screen)
    sign_on_paper(screen)
    number = accept(screen)
    screen.see("通知书")
    (paper,) = (one for one in (home / "documents").rglob("*-acceptance_notice.pdf") if ".shown" not in one.parts)
    assert stat.S_IMODE(paper.stat().st_mode) == 0o600
    words = "".join(page.extract_text() for page in PdfReader(paper).pages)
    assert number in words
    assert "受理通知书" in words.replace(" ", "")
    screen.key("F8")
    screen.see("已叫", "Enter 到场")


def test_a_hub_killed_half_way_loses_nothing_that_was_typed(screen: Screen) -> None:
    begin_case(screen)
    identify(screen)
    fill(screen, until=8)
    os.kill(hub_of(screen), signal.SIGKILL)
    screen.see("断线")
    fill(screen)
    assert "演示社区卫生服务中心" in screen.text or "中国建设银行演示支行" in screen.text
    judge(screen)
    screen.see_no_more("断线")
    sign_on_paper(screen)
    assert accept(screen)


def test_a_window_killed_half_way_comes_back_where_it_was(screen: Screen, tmp_path: Path) -> None:
    begin_case(screen)
    identify(screen)
    fill(screen, until=8)
    screen.see("草稿已存")
    open_before = left(screen)
    os.kill(screen.pid, signal.SIGKILL)
    with Screen([*DEMO, str(tmp_path / "demo")], 80, 24) as again:
        again.see("新生儿出生一件事", f"待填 {open_before}")
