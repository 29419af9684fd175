"""Editors that read the schema accept what the program accepts, and know its keys."""

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from clerk_tui.catalog.builtin import builtin_texts
from clerk_tui.catalog.schema import SCHEMA_FILE, json_schema
from clerk_tui.catalog.source import SourceFile

VALIDATOR = Draft202012Validator(json_schema())


def plain(value: Any) -> Any:
    """The value as an editor sees it: dates are text."""
    return json.loads(json.dumps(value, default=str))


def test_the_schema_in_the_package_is_that_of_the_models() -> None:
    kept = json.loads(files("clerk_tui.catalog").joinpath(SCHEMA_FILE).read_text(encoding="utf-8"))
    assert kept == json_schema(), "run: clerk-tui catalog schema > clerk_tui/catalog/catalog.schema.json"
    Draft202012Validator.check_schema(kept)


@pytest.mark.parametrize("name", sorted(builtin_texts()))
def test_every_built_in_file_obeys_the_schema_and_names_it(name: str) -> None:
    content = builtin_texts()[name]
    wrong = [f"{list(e.path)}: {e.message}" for e in VALIDATOR.iter_errors(plain(SourceFile(name, content).value))]
    assert wrong == []
    up = "../" * (name.count("/") + 1)
    assert content.startswith(f"# yaml-language-server: $schema={up}{SCHEMA_FILE}\n")


@pytest.mark.parametrize(
    "wrong",
    [
        {"itmes": {}},
        {"items": {"ga.x": {"name": "甲", "type": "01"}}},
        {"items": {"ga.x": {"name": "甲", "type": "01", "promise_days": 1, "promise_day": 2}}},
        {"items": {"ga.x": {"name": "甲", "type": "01", "promise_days": 1, "fields": [{"when": {}}]}}},
        {"items": {"ga.x": {"name": "甲", "type": "01", "promise_days": 1, "clock_rule": "licens"}}},
        {"fields": {"a.b": {"name": "甲", "type": "txt"}}},
        {"groups": {"a.b": []}},
    ],
)
def test_what_is_wrong_is_wrong_for_an_editor_too(wrong: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(wrong)
