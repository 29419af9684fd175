"""The hall's display in a real terminal against a hub in a process of its own."""

import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uuid_utils

from tests.data.hub_process import HALL, HubProcess
from tests.e2e.screen import Screen


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    process = HubProcess(tmp_path / "hub")
    process.start()
    try:
        yield process
    finally:
        process.close()


class Desk:
    """A clerk at window 3 who stays signed in, and a ticket machine."""

    def __init__(self, hub: HubProcess) -> None:
        self.hub = hub
        account = hub.account("clerk", "3")
        self.http = httpx.Client(base_url=hub.url, timeout=10, trust_env=False)
        body = {"staff_no": account["staff_no"], "password": account["password"], "window": "3"}
        answer = self.http.post("/v1/sessions", json=body, headers={"X-Device-Token": account["device_token"]})
        self.http.headers["Authorization"] = f"Bearer {answer.raise_for_status().json()['token']}"

    def do(self, kind: str, body: dict[str, Any] | None = None, target: str | None = None) -> str:
        """Sends a command, which must be applied; its id."""
        command = {"id": str(uuid_utils.uuid7()), "kind": kind, "body": body or {}}
        if target:
            command["target"] = target
        answer = self.http.post(f"/v1/halls/{HALL}/commands", json={"commands": [command]})
        verdict = answer.raise_for_status().json()["verdicts"][0]
        assert verdict["status"] == "applied", verdict
        return str(command["id"])

    def take(self) -> tuple[str, str]:
        """A ticket: its id and its number."""
        command = {"id": str(uuid_utils.uuid7()), "kind": "take_ticket", "body": {"channel": "kiosk"}}
        (verdict,) = self.hub.send("kiosk", [command])
        return verdict["result"]["ticket"], verdict["result"]["number"]


def board(hub: HubProcess, tmp_path: Path, voice: str) -> Screen:
    account = hub.account("display")
    env = {
        "HOME": str(tmp_path / "home"),
        "XDG_CONFIG_HOME": str(tmp_path / "home" / "config"),
        "CLERK_TUI_STAFF_NO": account["staff_no"],
        "CLERK_TUI_PASSWORD": account["password"],
        "CLERK_TUI_DEVICE_TOKEN": account["device_token"],
    }
    command = [sys.executable, "-m", "clerk_tui", "board", "--hub", hub.url, "--voice", voice]
    return Screen(command, 80, 24, env)


def test_the_hall_sees_a_call_its_undo_and_that_the_hub_is_gone(hub: HubProcess, tmp_path: Path) -> None:
    spoken = tmp_path / "spoken"
    speaks = shutil.which("espeak-ng") is not None
    clerk = Desk(hub)
    clerk.do("open_window", {"window": "3"})
    with board(hub, tmp_path, f"file:{spoken},zh,en" if speaks else "none") as screen:
        screen.see("一窗演示大厅", "3 号窗口", "等候叫号")
        ticket, number = clerk.take()
        screen.see("等候 1 人", number)
        command = clerk.do("call_ticket", {"window": "3"}, target=ticket)
        called = time.monotonic()
        screen.see(f"请 {number} 号到 3 号窗口", f"{number}, please come to window 3", "请前往", patience=10)
        assert time.monotonic() - called < 2
        clerk.do("undo", {"command": command}, target="3")
        screen.see_no_more(f"请 {number} 号到", patience=2)
        screen.see("等候 1 人")
        clerk.do("call_ticket", {"window": "3"}, target=ticket)
        screen.see(f"请 {number} 号到 3 号窗口", patience=2)
        if speaks:
            log = spoken / "announcements.jsonl"
            until = time.monotonic() + 20
            while not log.exists() or "\n" not in log.read_text("utf-8"):
                assert time.monotonic() < until, "nothing was spoken"
                screen._read(0.1)
            line = json.loads(log.read_text("utf-8").splitlines()[0])
            assert (line["number"], line["window"], line["lang"]) == (number, "3", "zh")
            assert (spoken / line["file"]).stat().st_size > 10_000
        clerk.do("welcome", target=ticket)
        screen.see("办理中", patience=2)
        screen.see_no_more(f"请 {number} 号到", patience=2)
        screen.key("^L")
        screen.see("serving", "data")
        screen.key("^L")
        hub.kill()
        screen.see("起与大厅中心断线", "Cut off since")
        hub.start()
        screen.see_no_more("断线")
        screen.see("办理中")
    clerk.http.close()


def test_without_a_voice_the_screen_says_so(hub: HubProcess, tmp_path: Path) -> None:
    os.makedirs(tmp_path / "empty")
    account = hub.account("display")
    env = {"PATH": str(tmp_path / "empty"), "CLERK_TUI_STAFF_NO": account["staff_no"]}
    env |= {"CLERK_TUI_PASSWORD": account["password"], "CLERK_TUI_DEVICE_TOKEN": account["device_token"]}
    with Screen([sys.executable, "-m", "clerk_tui", "board", "--hub", hub.url], 80, 24, env) as screen:
        screen.see("没有语音：找不到 espeak-ng")
