"""The authors' handbook is right: whoever types its files and commands, in its order, gets what it prints."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import BaseModel
from typer.testing import CliRunner

from clerk_tui import cli, cli_catalog
from clerk_tui.catalog.build import GROUPS
from clerk_tui.catalog.groups import GROUPS_OF_FIELDS
from clerk_tui.catalog.listed import LISTED, Listed
from clerk_tui.catalog.model import Elements, Fee, Model
from clerk_tui.catalog.parse import _RETIRED
from clerk_tui.catalog.schema import json_schema
from clerk_tui.catalog.source import SourceFile
from clerk_tui.texts import catalogue_of_texts
from tests.central.serving import PASSWORD, Serving, serving

PAGE = (Path(__file__).parents[2] / "docs" / "catalogue-author.zh-CN.md").read_text(encoding="utf-8")
STEP = re.compile(
    r"\*\*(?P<act>新建|接着写在|删去) `(?P<path>[^`]+)`"
    r"|^\*\*(?P<who>编辑员|发布员)\*\*"
    r"|^```(?P<lang>yaml|console)\n(?P<block>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
HASH = "3f9c0a1b2c3d"
"""What the page prints for the version that an editor hands in."""
ACCOUNTS = {"编辑员": "editor", "发布员": "publisher"}


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    folder = tmp_path / "hub"
    folder.mkdir()
    with serving(f"sqlite:///{folder / 'hub.db'}", folder) as here:
        yield here


class Reader:
    """Somebody who does what the page says."""

    def __init__(self, hub: Serving) -> None:
        self.env = {
            "CLERK_TUI_LANG": "zh",
            "CLERK_TUI_HUB": hub.url,
            "CLERK_TUI_PASSWORD": PASSWORD,
            "CLERK_TUI_DEVICE_TOKEN": hub.device_tokens["d1"],
        }
        self.handed_in = HASH

    def type(self, act: str, path: Path, content: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") + "\n" if act == "接着写在" else ""
        path.write_text(before + content, encoding="utf-8")

    def run(self, block: str) -> None:
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, wanted = part.partition("\n")
            program, *words = command.replace(HASH, self.handed_in).split()
            assert program == "clerk-tui"
            result = CliRunner().invoke(cli.app, words, env=self.env)
            assert not result.exception or isinstance(result.exception, SystemExit), (command, result.exception)
            if found := re.search(r"[0-9a-f]{12}", result.output):
                self.handed_in = found[0]
            wanted = wanted.replace(HASH, self.handed_in)
            assert re.fullmatch(_pattern(wanted), result.output), f"{command}\n{result.output}\n!=\n{wanted}"


def _pattern(wanted: str) -> str:
    lines = wanted.rstrip("\n").split("\n")
    return "".join(r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*?") + r"\n" for line in lines)


def test_who_follows_the_page_gets_what_it_prints(
    hub: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    cli_catalog.mount(cli.app)
    reader, told, ran = Reader(hub), ("", Path()), 0
    for step in STEP.finditer(PAGE):
        if step["who"]:
            reader.env["CLERK_TUI_STAFF_NO"] = ACCOUNTS[step["who"]]
        elif step["act"] == "删去":
            Path(step["path"]).unlink()
        elif step["act"]:
            told = (step["act"], Path(step["path"]))
        elif step["lang"] == "yaml":
            reader.type(*told, step["block"])
        else:
            reader.run(step["block"])
            ran += 1
    assert ran > 12


def test_an_editor_paints_none_of_the_files_red() -> None:
    schema, checked = json_schema(), 0
    editor = Draft202012Validator(schema)
    for block in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
        value = SourceFile("x", block).value
        if value.keys() <= schema["properties"].keys() and "nmae" not in block:
            editor.validate(_as_json(value))
            checked += 1
            assert yaml.safe_load(block).keys() == value.keys()
    assert checked == 6


def _as_json(value: object) -> object:
    if isinstance(value, dict):
        return {key: _as_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_as_json(one) for one in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def test_every_attribute_stands_in_the_cheat_sheet() -> None:
    sheet = set(re.findall(r"`([a-z_]+)`", PAGE[PAGE.index("## 速查") :]))
    names = {*GROUPS, GROUPS_OF_FIELDS, LISTED, _RETIRED} | set(Listed.model_fields)
    for model in _models(Model):
        if model not in (Elements, Fee):
            names |= {info.alias or name for name, info in model.model_fields.items()}
    assert names - {"_"} <= sheet | {"since"}


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for one in model.__subclasses__():
        if one.__module__ == Model.__module__:
            yield one
            yield from _models(one)


def test_every_finding_that_the_page_explains_is_one() -> None:
    table = PAGE[PAGE.index("| 它说 |") : PAGE.index("## 发布")]
    said = re.findall(r"^\| (?!它说|---)(.*?) \|", table, re.MULTILINE)
    sentences = [re.sub(r"\{\w+\}", "…", zh) for code, (zh, _) in catalogue_of_texts().items() if "catalog." in code]
    assert len(said) > 20
    for phrase in said:
        assert any(phrase in sentence for sentence in sentences), phrase
