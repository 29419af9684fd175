"""`clerk-tui replay` and what `stats` says of wrong use."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from clerk_tui.cli_stats_out import as_csv, as_text, write_xlsx
from clerk_tui.queue.figures import Figures
from clerk_tui.texts import Lang
from tests.test_command_line import run, said

HEAD = "ticket,taken_at,class,matter,handle_s\n"
DAY = HEAD + (
    "A001,2026-11-24T09:00:00+08:00,ordinary,birth,600\n"
    "A002,2026-11-24T09:01:00+08:00,ordinary,,600\n"
    "A003,2026-11-24T09:02:00+08:00,green,,300\n"
)


@pytest.fixture
def day(tmp_path: Path) -> Path:
    file = tmp_path / "day.csv"
    file.write_text(DAY)
    return file


def test_json_has_the_named_figures_and_nothing_else(day: Path) -> None:
    answer = run("replay", str(day), "--windows", "1", "--json")
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    per_class = found.pop("per_class")
    assert found == {
        "tickets": 3,
        "called": 3,
        "wait_mean_s": 440.0,
        "wait_p50_s": 480.0,
        "wait_p90_s": 840.0,
        "wait_p99_s": 840.0,
        "wait_max_s": 840.0,
        "handle_mean_s": 500.0,
        "within_share": 1.0,
    }
    assert sorted(per_class) == ["green", "ordinary"]
    assert per_class["green"]["wait_max_s"] == 480.0


def test_the_table_speaks_the_readers_language(day: Path) -> None:
    english = run("replay", str(day), "--windows", "1").stdout
    assert english.splitlines()[-1].split() == [
        "all",
        "3",
        "3",
        "7:20",
        "8:00",
        "14:00",
        "14:00",
        "14:00",
        "100.0%",
        "8:20",
    ]
    chinese = run("replay", str(day), "--windows", "1", env={"CLERK_TUI_LANG": "zh"}).stdout
    assert [line.split()[0] for line in chinese.splitlines()] == ["类别", "绿色通道", "普通", "全部"]


def test_a_policy_file_names_windows_hours_and_t(day: Path, tmp_path: Path) -> None:
    policy = tmp_path / "hall.yaml"
    policy.write_text("within_minutes: 5\nhead_start_minutes: {green: 0}\nwindows: {'1': {hours: ['09:00-09:15']}}\n")
    found = json.loads(run("replay", str(day), "--policy", str(policy), "--json").stdout)
    assert (found["tickets"], found["called"], found["within_share"]) == (3, 2, 0.5)
    assert "never called: 1" in run("replay", str(day), "--policy", str(policy)).stdout


def test_a_wrong_row_is_named(day: Path) -> None:
    day.write_text(DAY + "A004,2026-11-24T09:02:00,green,,300\n")
    answer = run("replay", str(day), "--windows", "1", "--json")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert said(answer) == "Line 5: taken_at “2026-11-24T09:02:00” has no offset; add +08:00 behind it."


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("replay", "none.csv", "--windows", "1"), 2, "none.csv can't be read"),
        (("replay", "{day}"), 1, "There are no windows"),
        (("replay", "{day}", "--windows", "0"), 2, "--windows"),
        (("replay", "{day}", "--policy", "{bad}"), 1, "Line 1, recalls_max is wrong"),
        (("stats", "--events", "none.log"), 2, "none.log can't be read"),
        (("stats", "--events", "{day}"), 1, "Line 1 is no entry of a ledger"),
        (("stats", "--from", "24.11.2026", "--events", "{day}"), 2, "is no date"),
        (("stats", "--from", "2026-11-24", "--to", "2026-11-23", "--events", "{day}"), 1, "the wrong way round"),
        (("stats", "--events", "{day}", "--db", "sqlite:///x"), 2, "not both"),
        (("stats", "--json", "--csv"), 2, "Choose one"),
        (("stats", "--timezone", "Mars/Olympus", "--events", "{empty}"), 2, "no time zone Mars/Olympus"),
        (("stats", "--day-csv", "out.csv", "--events", "{empty}"), 2, "name it with --from"),
        (("stats", "--db", "sqlite:///none/hub.db"), 1, "There is no database file"),
        (("stats",), 1, "nothing to read from"),
        (("stats", "--hub", "http://127.0.0.1:9"), 1, "No account is known"),
    ],
)
def test_wrong_use_gets_a_sentence(day: Path, tmp_path: Path, words: tuple[str, ...], code: int, says: str) -> None:
    (tmp_path / "bad.yaml").write_text("recalls_max: many\n")
    (tmp_path / "empty.log").write_text("")
    places = {"day": day, "bad": tmp_path / "bad.yaml", "empty": tmp_path / "empty.log"}
    settings = {"CLERK_TUI_CONFIG": str(tmp_path / "settings.toml")}
    answer = run(*(word.format(**places) for word in words), env=settings)
    assert (answer.returncode, answer.stdout) == (code, ""), answer.stderr
    assert says in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_empty_log_has_no_figures(tmp_path: Path) -> None:
    (tmp_path / "empty.log").write_text("")
    answer = run("stats", "--events", str(tmp_path / "empty.log"), "--json")
    assert (answer.returncode, json.loads(answer.stdout)["taken"]) == (0, 0)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_of_a_workbook_has_a_name(lang: Lang, tmp_path: Path) -> None:
    figures = Figures.model_validate(
        {
            "from": "2026-11-23",
            "to": "2026-11-24",
            "days": 2,
            "within_s": 900,
            "acts": {"passes": {"absent": 2}, "undone": {"called": 1}},
            "ratings": {"grades": {"5": 1}},
            "windows": {"=1+1": {"paused_s": {"lunch": 60}}},
        }
    )
    write_xlsx(figures, tmp_path / "figures.xlsx", lang)
    book = load_workbook(tmp_path / "figures.xlsx")
    names = [row[0] for row in book.worksheets[0].values]
    assert len(names) == len(set(names))
    assert not any("_" in str(name).split(" ")[0] for name in names)
    assert book.worksheets[2]["A2"].data_type == "s"
    assert "all,,acts.passes.absent,2" in as_csv(figures).splitlines()
    assert "windows,'=1+1,paused_s.lunch,60.0" in as_csv(figures).splitlines()
    assert as_text(figures, lang)
