"""A hub's figures, and those of its exported ledger: the same to the second, whatever was done, undone and done again."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from clerk_tui.central.audit import export
from clerk_tui.central.database import read_database
from clerk_tui.central.halls import HallSettings
from clerk_tui.queue.policy import Policy
from tests.central.serving import HALL, PASSWORD, Caller, Serving, command


def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    spoken = {**os.environ, "CLERK_TUI_LANG": "en", **env}
    return subprocess.run(
        [sys.executable, "-m", "clerk_tui", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        env=spoken,
        check=False,
    )


class Play:
    """A morning at windows 3 and 4 with everything that figures count."""

    def __init__(self, here: Serving) -> None:
        self.here = here
        self.three, self.four = here.clerk("3"), here.clerk("4")
        self.kiosk = here.sign_in("kiosk")

    def wait(self, **time: float) -> None:
        self.here.clock.pass_by(timedelta(**time))

    def take(self, **more: Any) -> str:
        return str(self.kiosk.do("take_ticket", {"channel": "kiosk", **more})["ticket"])

    def call(self, clerk: Caller, window: str) -> tuple[str, str]:
        """The ticket called, and the id of the command that did it."""
        asked = command("call_next", {"window": window})
        verdict = clerk.send(asked)[0]
        return str(verdict["result"]["ticket"]), str(asked["id"])

    def act(self, clerk: Caller, kind: str, ticket: str, body: dict[str, Any] | None = None) -> str:
        asked = command(kind, body, target=ticket)
        verdict = clerk.send(asked)[0]
        assert verdict["status"] == "applied", verdict
        return str(asked["id"])

    def undo(self, clerk: Caller, act: str) -> None:
        clerk.do("undo", {"command": act})

    def morning(self) -> None:
        for more in ({}, {"class": "green"}, {"matter": "birth"}, {"matter": "birth"}, {}, {}):
            self.take(**more)
            self.wait(seconds=95)
        # Called by mistake, taken back, and called by the other window.
        _, mistake = self.call(self.three, "3")
        self.wait(seconds=4)
        self.undo(self.three, mistake)
        ticket, _ = self.call(self.four, "4")
        self.wait(seconds=31)
        self.act(self.four, "welcome", ticket)
        self.wait(minutes=6)
        self.act(self.four, "hold", ticket, {"hold": "papers_stay"})
        other, _ = self.call(self.four, "4")
        self.act(self.four, "welcome", other)
        self.wait(minutes=3)
        self.act(self.four, "transfer", other, {"to_window": "3", "reason": "other_matter"})
        self.act(self.four, "resume", ticket)
        self.wait(minutes=2)
        finished = self.act(self.four, "finish", ticket, {"outcome": "accepted"})
        self.wait(seconds=3)
        self.undo(self.four, finished)
        self.wait(seconds=20)
        self.act(self.four, "finish", ticket, {"outcome": "accepted"})
        sent, _ = self.call(self.three, "3")
        assert sent == other
        self.act(self.three, "welcome", sent)
        self.wait(minutes=4)
        self.act(self.three, "finish", sent, {"outcome": "pickup"})
        absent, _ = self.call(self.three, "3")
        for _ in range(2):
            self.wait(seconds=31)
            self.act(self.three, "recall", absent)
        self.wait(seconds=40)
        self.act(self.three, "pass", absent, {"reason": "absent"})
        self.wait(minutes=1)
        self.act(self.three, "return_passed", absent)
        self.act(self.three, "call_ticket", absent, {"window": "3"})
        self.act(self.three, "welcome", absent)
        self.wait(seconds=200)
        self.act(self.three, "finish", absent, {"outcome": "consultation"})
        self.four.do("pause_window", {"window": "4", "reason": "lunch"})
        self.wait(minutes=20)
        self.four.do("open_window", {"window": "4"})


@pytest.fixture
def played(here: Serving) -> Serving:
    Play(here).morning()
    return here


def of_hub(here: Serving, **days: str) -> dict[str, Any]:
    answer = here.sign_in("supervisor").http.get(f"/v1/halls/{HALL}/stats", params=days)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def exported(database_url: str, folder: Path) -> Path:
    file = folder / "log.jsonl"
    database = read_database(database_url)
    file.write_bytes(b"".join(export(database, HALL)))
    database.close()
    return file


def test_hub_ledger_and_exported_log_agree(played: Serving, database_url: str, tmp_path: Path) -> None:
    hub = of_hub(played)
    assert hub["acts"]["undone"] == {"called": 1, "finished": 1}
    assert (hub["taken"], hub["called"], hub["served"], hub["no_show"]) == (6, 3, 3, 0)
    assert hub["acts"]["calls"] == 5
    log = run("stats", "--events", str(exported(database_url, tmp_path)), "--json")
    assert log.returncode == 0, log.stderr
    assert json.loads(log.stdout) == hub
    day = hub["from"]
    stored = run("stats", "--db", database_url, "--hall", HALL, "--from", day, "--to", day, "--json")
    assert json.loads(stored.stdout) == hub


def test_seconds_are_those_of_the_clock(played: Serving) -> None:
    hub = of_hub(played)

    def near(value: float | None, expected: float) -> bool:
        # The commands themselves take some of the clock's time.
        return value is not None and expected <= value < expected + 20

    assert near(hub["handle"]["max_s"], 8 * 60 + 23)
    assert near(hub["handle_pickup"]["max_s"], 7 * 60)
    assert near(hub["handle_consultation"]["max_s"], 200)
    assert near(hub["windows"]["4"]["paused_s"]["lunch"], 20 * 60)


def test_today_goes_on_from_where_it_stood(played: Serving, database_url: str, tmp_path: Path) -> None:
    before = of_hub(played)
    play = Play(played)
    play.take()
    play.wait(seconds=7)
    ticket, _ = play.call(play.three, "3")
    play.act(play.three, "finish", ticket, {"outcome": "other"})
    after = of_hub(played)
    assert (after["taken"], after["served"]) == (before["taken"] + 1, before["served"] + 1)
    log = run("stats", "--events", str(exported(database_url, tmp_path)), "--json")
    assert json.loads(log.stdout) == after


def test_pages_of_the_audit_route_are_a_log_too(played: Serving, tmp_path: Path) -> None:
    auditor = played.sign_in("auditor")
    pages, after = [], 0
    while True:
        page = auditor.http.get("/v1/audit", params={"after": after, "limit": 20})
        if not page.json()["events"]:
            break
        after = page.json()["next"]
        pages.append(page.text)
    file = tmp_path / "pages.jsonl"
    file.write_text("\n".join(pages))
    log = run("stats", "--events", str(file), "--json")
    assert log.returncode == 0, log.stderr
    assert json.loads(log.stdout) == of_hub(played)


def test_the_command_asks_the_hub(played: Serving, tmp_path: Path) -> None:
    account = {
        "CLERK_TUI_HUB": played.url,
        "CLERK_TUI_STAFF_NO": "supervisor",
        "CLERK_TUI_PASSWORD": PASSWORD,
        "CLERK_TUI_DEVICE_TOKEN": played.device_tokens["d1"],
    }
    asked = run("stats", "--json", **account)
    assert asked.returncode == 0, asked.stderr
    hub = of_hub(played)
    assert json.loads(asked.stdout) == hub
    page = run("stats", **account)
    assert "no-shows" in page.stdout
    book = tmp_path / "figures.xlsx"
    assert run("stats", "--xlsx", str(book), **account).returncode == 0
    sheets = load_workbook(book)
    assert sheets.sheetnames == ["Overview", "Classes", "Windows", "Matters", "Quarters"]
    assert [row[0] for row in sheets["Windows"].values] == ["window", "3", "4"]
    rows = list(csv.reader(io.StringIO(run("stats", "--csv", **account).stdout)))
    assert rows[0] == ["section", "name", "figure", "value"]
    assert ["all", "", "taken", "6"] in rows
    day = tmp_path / "day.csv"
    written = run("stats", "--day-csv", str(day), "--from", hub["from"], **account)
    assert "holds 3 tickets" in written.stdout
    again = run("replay", str(day), "--windows", "2", "--json")
    assert json.loads(again.stdout)["tickets"] == 3
    clerk = run("stats", **{**account, "CLERK_TUI_STAFF_NO": "w5"})
    assert (clerk.returncode, clerk.stdout) == (1, "")


def test_other_days_are_empty_and_ranges_bounded(played: Serving) -> None:
    today = of_hub(played)
    other = of_hub(played, **{"from": "2020-01-01", "to": "2020-01-05"})
    assert (other["days"], other["taken"], other["wait"]["mean_s"], other["curve"]) == (0, 0, None, [])
    http = played.sign_in("supervisor").http
    wrong = http.get(f"/v1/halls/{HALL}/stats", params={"from": today["from"], "to": "2020-01-01"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "stats.range")
    long = http.get(f"/v1/halls/{HALL}/stats", params={"from": "2020-01-01", "to": "2020-12-31"})
    assert (long.status_code, long.json()["code"]) == (400, "stats.range_too_long")
    assert http.get(f"/v1/halls/{HALL}/stats", params={"from": "yesterday"}).status_code == 400


@pytest.mark.parametrize(
    ("spoil", "line", "says"),
    [
        (lambda lines: [*lines[:4], b"{not json", *lines[5:]], 5, "no entry of a ledger"),
        (lambda lines: [*lines[:4], b'{"seq": "x"}', *lines[5:]], 5, "no entry of a ledger"),
        (lambda lines: [*lines[:4], b"\xc4\xe3", *lines[5:]], 5, "not UTF-8"),
        (lambda lines: [*lines[:4], lines[3], *lines[4:]], 5, "sequence should be"),
        (lambda lines: [*lines[:-30], *lines[-29:]], None, "so entries lack"),
        (lambda lines: [lines[0], *lines[20:]], 2, "begin with number"),
    ],
)
def test_a_log_that_is_not_whole_is_refused_with_its_line(
    request: pytest.FixtureRequest, tmp_path: Path, spoil: Any, line: int | None, says: str
) -> None:
    lines = [*_a_log(request), b""]
    file = tmp_path / "log.jsonl"
    file.write_bytes(b"\n".join(spoil(lines)))
    refused = run("stats", "--events", str(file), "--json")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert says in refused.stderr
    assert refused.stderr.startswith(f"Line {line}" if line else "Line ")
    assert "Traceback" not in refused.stderr


def _a_log(request: pytest.FixtureRequest) -> list[bytes]:
    """The log of a morning, made once."""
    kept: list[bytes] | None = getattr(request.module, "_KEPT", None)
    if kept is None:
        from tests.central.serving import serving

        folder = request.getfixturevalue("tmp_path_factory").mktemp("log")
        url = f"sqlite:///{folder / 'hub.db'}"
        with serving(url, folder) as here:
            Play(here).morning()
            kept = exported(url, folder).read_bytes().splitlines()
        request.module._KEPT = kept
    return kept


def test_the_log_tells_the_halls_own_policy(here: Serving, database_url: str, tmp_path: Path) -> None:
    policy = Policy(within_minutes=3)
    here.hub.admin.add_hall(HallSettings(id="h9", code="3309", name="九号大厅", policy=policy))
    database = read_database(database_url)
    file = tmp_path / "h9.jsonl"
    file.write_bytes(b"".join(export(database, "h9")))
    database.close()
    assert json.loads(run("stats", "--events", str(file), "--json").stdout)["within_s"] == 180
