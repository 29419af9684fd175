"""How a second screen finds a running demo, and what it says when there is none."""

import json
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from clerk_tui.cli import app
from clerk_tui.demo_file import KEYS, read_demo, write_demo
from clerk_tui.refusal import Refusal

TOLD = {
    "hub": "http://127.0.0.1:8765",
    "staff_no": "9001",
    "password": "demo-1",
    "device_token": "token",
    "role": "display",
}


def test_it_is_told_to_its_owner_alone(tmp_path: Path) -> None:
    file = write_demo(tmp_path, TOLD)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read_demo(tmp_path) == {key: TOLD[key] for key in KEYS}


def test_an_older_one_is_replaced_whoever_could_read_it(tmp_path: Path) -> None:
    file = tmp_path / "demo.json"
    file.write_text("{}")
    file.chmod(0o644)
    write_demo(tmp_path, TOLD)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "[]", "{", json.dumps({"hub": "x"})])
def test_a_broken_one_gets_a_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / "demo.json").write_text(content)
    with pytest.raises(Refusal) as wrong:
        read_demo(tmp_path)
    assert wrong.value.code == "face.demo_unreadable"


@pytest.mark.parametrize(
    ("env", "said"),
    [({}, "No hub is set and no demo is running"), ({"CLERK_TUI_HUB": "http://127.0.0.1:1"}, "account is missing")],
)
def test_without_a_demo_or_an_account_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, env: dict[str, str], said: str
) -> None:
    for name in ("HUB", "STAFF_NO", "PASSWORD", "DEVICE_TOKEN"):
        monkeypatch.delenv(f"CLERK_TUI_{name}", raising=False)
    monkeypatch.setenv("CLERK_TUI_CONFIG", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("CLERK_TUI_LANG", "en")
    done = CliRunner().invoke(app, ["face", "--window", "3"], env=env)
    assert done.exit_code == 1
    assert said in done.output
