"""The catalogue's commands, as a person and as a program call them."""

import json
from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from clerk_tui import cli_catalog

APP = typer.Typer(pretty_exceptions_enable=False)
cli_catalog.mount(APP)
ANSWERS = """\
visit.parent: father
ga.household_follow: father
mz.married: yes
yb.maternity_insured: mother
wj.subsidy_wanted: no
"""


def run(*words: str | Path) -> Result:
    result = CliRunner().invoke(APP, [str(w) for w in words])
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    return result


def test_search_lists_the_best_first() -> None:
    result = run("catalog", "search", "xse", "--json")
    hits = json.loads(result.stdout)
    assert result.exit_code == 0
    assert hits[0] == {"key": "birth", "kind": "package", "name": "新生儿出生一件事", "department": "wj"}
    assert json.loads(run("catalog", "search", "zzzzzz", "--json").stdout) == []
    nothing = run("catalog", "search", "zzzzzz")
    assert nothing.exit_code == 1
    assert not nothing.stdout
    assert "zzzzzz" in nothing.stderr


def test_check_of_the_built_in_catalogue_is_sound() -> None:
    assert run("catalog", "check").exit_code == 0
    assert json.loads(run("catalog", "check", "--json").stdout) == {"sound": True, "findings": []}


def test_check_names_file_line_reason_and_mend(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("departments:\n  ga: {code: GA, nam: 公安局, name_en: Police}\n", encoding="utf-8")
    result = run("catalog", "check", tmp_path)
    assert result.exit_code == 1
    assert f"{wrong}:2:" in result.stdout
    assert "name" in result.stdout
    findings = json.loads(run("catalog", "check", wrong, "--json").stdout)["findings"]
    assert {f["code"] for f in findings} >= {"catalog.unknown_key"}
    assert all(f["line"] == 2 for f in findings)


def test_show_prints_one_element() -> None:
    shown = json.loads(run("catalog", "show", "ga.birth_registration", "--json").stdout)
    assert shown["group"] == "items"
    assert shown["name"] == "出生登记"
    missing = run("catalog", "show", "ga.birth_reg")
    assert missing.exit_code == 1
    assert "ga.birth_registration" in missing.stderr


def test_due_says_each_day() -> None:
    answer = json.loads(run("due", "2026-09-30", "1", "--json").stdout)
    assert (answer["due"], answer["provisional"]) == ("2026-10-08", False)
    assert [d["counts"] for d in answer["days"]] == [False] * 7 + [True]
    assert answer["days"][0] == {"date": "2026-10-01", "counts": False, "why": "holiday"}
    assert "2026-10-08" in run("due", "2026-09-30", "1").stdout


@pytest.mark.parametrize(
    "words", [("due", "tomorrow", "3"), ("due", "2026-01-01", "99999"), ("due", "2026-01-01", "nan")]
)
def test_wrong_use_of_due_gets_a_sentence(words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert result.stderr.strip()
    assert not result.stdout


def test_plan_proves_what_it_saves(tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(ANSWERS, encoding="utf-8")
    made = json.loads(run("plan", "birth", "--answers", answers, "--on", "2026-11-23", "--json").stdout)
    assert made["due"]["due"] == "2026-11-27"
    assert len(made["items"]) == 9
    proof = made["proof"]
    assert proof["fields_asked"] < proof["fields_separate"]
    assert proof["materials_brought"] < proof["materials_separate"]
    assert proof["steps_now"] < proof["steps_separate"]
    assert proof["without_prefill"]["fields_filled"] == 0
    assert proof["saved"]["fields"] == round(1 - proof["fields_asked"] / proof["fields_separate"], 4)
    assert proof["saved_without_prefill"] == proof["saved"]
    assert set(proof["typed_again"]) == {"ga.birth_registration", "yb.resident_insurance"}
    assert proof["yardstick"] == {"fields": 0.8, "materials": 0.7, "steps": 0.7}
    assert all(q["value"] for q in made["questions"])
    as_json = tmp_path / "answers.json"
    as_json.write_text(json.dumps({"answers": {"mz.married": False}, "certificates": ["baby.ec.birth_certificate"]}))
    made = json.loads(run("plan", "birth", "--answers", as_json, "--json").stdout)
    assert next(i for i in made["items"] if i["key"] == "yy.birth_certificate_issue")["met"]
    assert made["joint"] is False


def test_plan_in_words_names_questions_items_and_papers() -> None:
    result = run("plan", "xse")
    assert result.exit_code == 0
    for words in ("新生儿出生一件事", "孩子落户", "出生登记", "居民身份证"):
        assert words in result.stdout
    assert date.today().isoformat()[:4] in result.stdout  # noqa: DTZ011 - the command line's own day


@pytest.mark.parametrize(
    ("content", "code"),
    [("[1, 2]", 2), ("a: [", 2), ("mother.person.nam: x", 2), ("visit.parent: {x: 1}", 2), ("\x00", 2), ("", 2)],
)
def test_a_wrong_answers_file_gets_a_sentence(tmp_path: Path, content: str, code: int) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(content, encoding="utf-8")
    result = run("plan", "birth", "--answers", answers, "--json")
    assert result.exit_code == code
    assert result.stderr.strip()
    assert not result.stdout


def test_an_unknown_matter_or_file_gets_a_sentence(tmp_path: Path) -> None:
    assert run("plan", "zzzzzz").exit_code == 1
    assert run("plan", "birth", "--answers", tmp_path / "none.yaml").exit_code == 2
    assert run("plan", "birth", "--on", "23.11.2026").exit_code == 2
    assert run("catalog", "check", tmp_path).exit_code == 2


def test_show_prints_a_matter_as_the_citizen_s_guide(tmp_path: Path) -> None:
    told = run("catalog", "show", "birth")
    assert told.exit_code == 0
    assert run("catalog", "show", "YYJSE6HN").stdout == told.stdout
    assert "items:" in run("catalog", "show", "birth", "--yaml").stdout
    paper = tmp_path / "birth.pdf"
    assert run("catalog", "show", "birth", "--pdf", str(paper), "--hub", "https://hall.example").exit_code == 0
    assert paper.read_bytes().startswith(b"%PDF")
    roll = tmp_path / "roll"
    assert run("catalog", "show", "birth", "--roll", f"file:{roll}").exit_code == 0
    assert roll.read_bytes().startswith(b"\x1b@")
    for wrong in (("--pdf", str(tmp_path / "none" / "x.pdf")), ("--roll", "none"), ("--roll", "fax")):
        refused = run("catalog", "show", "birth", *wrong)
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert refused.stderr.strip()


def test_a_copy_is_a_folder_to_work_in(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert run("catalog", "copy", folder).exit_code == 0
    assert run("catalog", "check", folder).exit_code == 0
    for file in folder.rglob("*.yaml"):
        schema = file.read_text(encoding="utf-8").splitlines()[0].partition("$schema=")[2]
        assert (file.parent / schema).resolve() == (folder / "catalog.schema.json").resolve()
    again = run("catalog", "copy", folder)
    assert (again.exit_code, again.stdout) == (2, "")
    assert str(folder) in again.stderr
    package = "packages: {mine: {name: 我的一件事, name_en: Mine, lead: ga, items: [ga.residence_permit]}}\n"
    (folder / "packages" / "mine.yaml").write_text(package, encoding="utf-8")
    shown = json.loads(run("catalog", "show", "mine", "--json", "--in", folder).stdout)
    assert shown["name"] == "我的一件事"
    assert json.loads(run("plan", "mine", "--json", "--in", folder).stdout)["matters"] == ["mine"]
    assert json.loads(run("catalog", "search", "我的一件事", "--json", "--in", folder).stdout)[0]["key"] == "mine"
    assert run("catalog", "show", "mine").exit_code == 1


def test_a_broken_folder_is_refused_with_its_first_error(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("items: {ga.x: {nam: 某事}}\n", encoding="utf-8")
    for words in (("catalog", "show", "ga.x"), ("plan", "ga.x")):
        refused = run(*words, "--in", wrong)
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert f"{wrong}:1" in refused.stderr
        assert "catalog check" in refused.stderr
