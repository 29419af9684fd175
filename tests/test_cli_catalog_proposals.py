"""The catalogue's desk from the command line: list, adopt with the text to change, decline, count; over a real hub."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from clerk_tui.catalog.parse import read_catalog
from clerk_tui.cli_catalog_proposals import proposals
from tests.central.serving import PASSWORD, Serving, serving

ITEM = "ga.residence_permit"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("hub")
    with serving(f"sqlite:///{folder / 'hub.db'}", folder) as hub:
        yield hub


@pytest.fixture
def desk(here: Serving, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Serving:
    """The settings of the editor's machine."""
    for name, value in {
        "HUB": here.url,
        "STAFF_NO": "editor",
        "PASSWORD": PASSWORD,
        "DEVICE_TOKEN": here.device_tokens["d1"],
        "DATA_DIR": str(tmp_path),
        "LANG": "zh",
    }.items():
        monkeypatch.setenv(f"CLERK_TUI_{name}", value)
    return here


def run(*words: str | Path) -> Result:
    answer = CliRunner().invoke(proposals, [str(word) for word in words])
    assert not answer.exception or isinstance(answer.exception, SystemExit), answer.exception
    return answer


def propose(here: Serving, **body: str) -> str:
    clerk = here.sign_in("w3", "3")
    given = {"item": ITEM, "kind": "drop_field", "subject": "applicant.person.phone", "reason": "系统里已有", **body}
    return str(clerk.do("propose_change", given)["proposal"])


def test_list_adopt_decline_count(desk: Serving, tmp_path: Path) -> None:
    from clerk_tui.catalog.builtin import builtin_texts

    folder = tmp_path / "mine"
    for name, content in builtin_texts().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    one, two = propose(desk), propose(desk, kind="drop_material", subject="rs.photo")
    listed = run("list")
    assert listed.exit_code == 0
    assert "一号大厅" in listed.stdout
    assert "系统里已有" in listed.stdout
    assert {p["proposal"] for p in json.loads(run("list", "--json").stdout)} == {one, two}

    adopted = run("adopt", one[-8:], folder, "--write")
    assert adopted.exit_code == 0, adopted.stderr
    assert "-      - applicant.person.phone" in adopted.stdout
    after = {str(p): p.read_text("utf-8") for p in folder.rglob("*.yaml")}
    reading = read_catalog(after)
    assert reading.sound
    item = reading.catalog.items[ITEM]
    assert "person.phone" not in [ask.field for ask in item.fields]
    assert [(c.hall, c.proposal) for c in item.credits] == [("一号大厅", one)]

    again = run("adopt", one[-8:], folder)
    assert again.exit_code == 1
    assert "找不到" in again.stderr
    assert run("decline", two, "--reason", "照片仍要用于制证").exit_code == 0
    assert run("decline", two, "--reason", "x").exit_code == 1
    assert run("list").stdout.strip() == "没有建议。"
    assert "提出 2，采纳 1，不采纳 1，待定 0" in run("stats").stdout
    assert json.loads(run("stats", "--json").stdout)[0]["adopted"] == 1


def test_what_cannot_be_written_is_not_adopted(desk: Serving) -> None:
    one = propose(desk, kind="e_certificate", subject="rs.residence_proof")
    refused = run("adopt", one)
    assert refused.exit_code == 1
    assert "--certificate" in refused.stderr
    assert [p["state"] for p in json.loads(run("list", "--json").stdout) if p["proposal"] == one] == ["open"]
    assert run("adopt", "nothing").exit_code == 1
    assert run("list", "--state", "burnt").exit_code == 2
