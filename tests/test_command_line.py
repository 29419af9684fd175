"""Wrong use of the command line gets a sentence and an exit code, never a traceback."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from clerk_tui.central.halls import HallSettings
from clerk_tui.central.hub import Hub
from clerk_tui.queue.policy import Policy, policy_of_yaml


def run(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """`clerk-tui` with these words, without a terminal, in English."""
    spoken = {**os.environ, "CLERK_TUI_LANG": "en", **(env or {})}
    return subprocess.run(
        [sys.executable, "-m", "clerk_tui", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        env=spoken,
        check=False,
    )


def said(answer: subprocess.CompletedProcess[str]) -> str:
    """What it said on standard error, which is one sentence of ours."""
    assert "Traceback" not in answer.stderr
    return answer.stderr.strip()


def test_a_screen_without_a_terminal_is_refused() -> None:
    answer = run()
    assert answer.returncode == 1
    assert said(answer).startswith("There is no terminal to draw on")
    assert answer.stdout == ""


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = run("hub", "--port", str(port), "--db", f"sqlite:///{tmp_path / 'hub.db'}")
    assert answer.returncode == 1
    assert said(answer) == (
        f"Port {port} is in use by another program: choose another with --port, or --port 0 for a free one."
    )


@pytest.mark.parametrize("command", [("demo", "--data-dir"), ("hub", "--port", "0", "--db")])
def test_a_place_that_cannot_be_written_is_named(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    place = tmp_path / "file" / "below"
    answer = run(*command, f"sqlite:///{place}" if command[-1] == "--db" else str(place))
    assert answer.returncode == 1
    assert str(place) in said(answer)


def test_more_than_one_worker_is_refused(tmp_path: Path) -> None:
    answer = run("hub", "--workers", "2", "--db", f"sqlite:///{tmp_path / 'hub.db'}")
    assert (answer.returncode, said(answer)[:11]) == (1, "--workers 2")


def test_an_address_too_long_for_the_qr_is_refused(tmp_path: Path) -> None:
    url = "https://" + "a" * 60 + ".example"
    answer = run("hub", "--port", "0", "--public-url", url, "--db", f"sqlite:///{tmp_path / 'hub.db'}")
    assert answer.returncode == 1
    assert "too long for a QR" in said(answer)


def test_an_audit_reads_and_makes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "none" / "hub.db"
    answer = run("audit", "verify", "--db", f"sqlite:///{file}")
    assert answer.returncode == 1
    assert "There is no database file" in said(answer)
    assert not file.parent.exists()
    other = tmp_path / "other.db"
    other.write_bytes(b"not a database")
    answer = run("audit", "verify", "--db", f"sqlite:///{other}")
    assert "not the database of a hub" in said(answer)


def test_the_demo_without_a_terminal_does_a_visit_and_its_ledger_is_whole(tmp_path: Path) -> None:
    answer = run("demo", "--data-dir", str(tmp_path / "demo"))
    assert answer.returncode == 0, answer.stderr
    lines = answer.stdout.splitlines()
    assert len(lines) == 9
    assert lines[6].startswith("Accepted: case 330402")
    verified = run("audit", "verify", "--db", f"sqlite:///{tmp_path / 'demo' / 'hub.db'}")
    assert verified.returncode == 0
    unprinted = run("audit", "refusals", "--json", "--db", f"sqlite:///{tmp_path / 'demo' / 'hub.db'}")
    assert (unprinted.returncode, json.loads(unprinted.stdout)) == (0, {"hall": "demo", "refusals": []})


def test_a_halls_policy_is_printed_replaced_and_refused_at_its_line(tmp_path: Path) -> None:
    db = f"sqlite:///{tmp_path / 'hub.db'}"
    hub = Hub.open(db)
    hub.admin.add_hall(HallSettings(id="demo", code="330402", name="大厅"))
    hub.database.close()
    file = tmp_path / "policy.yaml"
    file.write_text('recalls_min: 1\nhours: ["08:30-12:00"]\n', encoding="utf-8")
    assert run("hall", "policy", str(file), "--db", db).returncode == 0
    printed = run("hall", "policy", "--db", db)
    assert printed.returncode == 0
    assert policy_of_yaml(printed.stdout) == Policy.model_validate({"recalls_min": 1, "hours": ["08:30-12:00"]})
    file.write_text("recalls_min: 1\nrecall_max: 2\n", encoding="utf-8")
    wrong = run("hall", "policy", str(file), "--db", db)
    assert wrong.returncode == 1
    assert "2" in said(wrong)
    assert "recall_max" in said(wrong)
    for other in (
        ("hall", "policy", str(tmp_path / "no.yaml"), "--db", db),
        ("hall", "policy", "--db", db, "--hall", "x"),
    ):
        answer = run(*other)
        assert answer.returncode == 1
        assert said(answer)


def test_plan_prints_json_and_nothing_else() -> None:
    answer = run("plan", "birth", "--json")
    assert answer.returncode == 0
    proof = json.loads(answer.stdout)["proof"]
    assert proof["fields_separate"] > proof["fields_asked"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--voice", "zh,fr"), "There is no voice fr: take zh, yue, en, or none, or file:FOLDER"),
        (("--voice", "none"), "There is no terminal to draw on"),
        (("--hub", "nonsense"), "The value of hub in --hub is wrong"),
    ],
)
def test_a_display_that_cannot_begin_says_why(words: tuple[str, ...], sentence: str) -> None:
    account = {f"CLERK_TUI_{key}": "x" for key in ("STAFF_NO", "PASSWORD", "DEVICE_TOKEN")}
    answer = run("board", *(() if "--hub" in words else ("--hub", "http://127.0.0.1:9")), *words, env=account)
    assert answer.returncode == 1
    assert said(answer).startswith(sentence)
    assert answer.stdout == ""
