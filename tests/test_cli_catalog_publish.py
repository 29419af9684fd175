"""What a catalogue changes, in words on the command line."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner

from clerk_tui.catalog import diff
from clerk_tui.cli import app
from clerk_tui.cli_catalog import mount
from clerk_tui.texts import text

mount(app)


def run(*words: str) -> tuple[int, str]:
    answer = CliRunner().invoke(app, ["catalog", *words], env={"CLERK_TUI_LANG": "zh"})
    assert "Traceback" not in answer.output
    return answer.exit_code, answer.output


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The built-in catalogue as files, one field and one day less for the newborn's card."""
    folder = tmp_path / "catalogue"
    shutil.copytree(str(files("clerk_tui.catalog").joinpath("builtin")), folder, ignore=shutil.ignore_patterns("*.py*"))
    file = folder / "departments" / "rs.yaml"
    told = file.read_text(encoding="utf-8")
    head, card, rest = told.partition("  rs.newborn_card:\n")
    rest = rest.replace("promise_days: 3\n", "promise_days: 2\n", 1).replace("      - mother.person.phone\n", "", 1)
    file.write_text(head + card + rest, encoding="utf-8")
    return folder


def test_the_same_twice_changes_nothing() -> None:
    assert run("diff", "builtin", "builtin") == (0, "没有变化。\n")


def test_a_change_is_told_in_words_and_numbers(changed: Path) -> None:
    code, said = run("diff", "builtin", str(changed))
    assert code == 1
    assert "共 1 处变化；合计：字段 -1，材料 +0，环节 +0。" in said
    assert "承诺时限：3 → 2" in said
    assert "－ 字段：母亲" in said


def test_a_side_that_is_not_there_or_not_sound_is_refused(changed: Path) -> None:
    assert run("diff", "builtin", "nowhere")[0] == 2
    (changed / "departments" / "rs.yaml").write_text("items: {rs.x: {nam: x}}\n", encoding="utf-8")
    code, said = run("diff", "builtin", str(changed))
    assert code == 2
    assert "catalog check" in said


def test_every_part_has_its_word() -> None:
    whats = {name for names in diff._PLAIN.values() for name in names}
    for what in whats | {"name", "field", "material", "step", "condition", "result", "item", "joining", "question"}:
        for lang in ("zh", "en"):
            assert text(f"diff.what.{what}", lang)
    for group in diff.GROUPS:
        assert text(f"diff.group.{group}", "zh")
