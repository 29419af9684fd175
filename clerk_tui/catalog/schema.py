"""The JSON Schema of the authors' files, made from the models, so that editors complete and check while one writes.

It stands in the package as `catalog.schema.json`; a test holds it to the models.
"""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from clerk_tui.catalog.adapter import Adapter
from clerk_tui.catalog.build import GROUPS
from clerk_tui.catalog.groups import GROUPS_OF_FIELDS
from clerk_tui.catalog.listed import LISTED, Listed
from clerk_tui.catalog.when import OPERATORS

SCHEMA_ID = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_FILE = "catalog.schema.json"
ADAPTER_SCHEMA_FILE = "adapter.schema.json"
"""Their names, beside this module."""

_SHORT = (("Item", "fields"), ("Item", "materials"), ("Item", "results"), ("Package", "items"), ("Repeats", "fields"))
"""Lists in which a bare text stands for an element."""


def json_schema() -> dict[str, Any]:
    """The schema of one file of a catalogue."""
    models: dict[str, type[BaseModel]] = {**GROUPS, LISTED: Listed}
    _, made = models_json_schema([(model, "validation") for model in models.values()], by_alias=True)
    definitions = made["$defs"]
    for name, definition in definitions.items():
        definition.pop("title", None)
        for key, part in list(definition.get("properties", {}).items()):
            part.pop("title", None)
            part.pop("default", None)
            # The key of an element stands outside it.
            if key == "key" and name in {model.__name__ for model in models.values()}:
                del definition["properties"]["key"]
    for name, key in _SHORT:
        part = definitions[name]["properties"][key]
        part["items"] = {"anyOf": [{"type": "string"}, part["items"]]}
    item = definitions["Item"]
    item["required"].remove("department")
    item["properties"]["applicant"] = {"anyOf": [{"type": "string"}, item["properties"]["applicant"]]}
    definitions["When"] = _when()
    groups: dict[str, Any] = {
        group: {"type": "object", "additionalProperties": {"$ref": f"#/$defs/{model.__name__}"}}
        for group, model in models.items()
    }
    members = {"type": "array", "minItems": 1, "items": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Ask"}]}}
    groups["retired"] = {"type": "array", "items": {"type": "string"}, "description": "Keys never to be used again."}
    groups[GROUPS_OF_FIELDS] = {"type": "object", "additionalProperties": members}
    return {
        "$schema": SCHEMA_ID,
        "title": "clerk-tui catalogue",
        "type": "object",
        "properties": groups,
        "additionalProperties": False,
        "$defs": {name: d for name, d in sorted(definitions.items()) if name != "Test"},
    }


def adapter_schema() -> dict[str, Any]:
    """The schema of one adapter file."""
    made = Adapter.model_json_schema(by_alias=True)
    definitions = {**made.pop("$defs"), "When": _when()}
    del made["properties"]["key"]
    for definition in (made, *definitions.values()):
        definition.pop("title", None)
        for part in definition.get("properties", {}).values():
            if isinstance(part, dict) and definition is not definitions["When"]:
                part.pop("title", None)
                part.pop("default", None)
    ask = definitions["Line"]["properties"]["ask"]
    definitions["Line"]["properties"]["ask"] = {"anyOf": [{"type": "string"}, ask]}
    definitions.pop("Test", None)
    return {"$schema": SCHEMA_ID, **made, "title": "clerk-tui adapter", "$defs": dict(sorted(definitions.items()))}


def _when() -> dict[str, Any]:
    """`{ask key: option | [options] | limits}`, with `all`, `any` and `not` beside."""
    code = {"type": ["string", "integer", "boolean"]}
    limits = {
        "type": "object",
        "properties": {
            "age_from": {"type": "integer"},
            "age_below": {"type": "integer"},
            "above": {"type": "number"},
        },
        "additionalProperties": False,
        "minProperties": 1,
    }
    nested = {"$ref": "#/$defs/When"}
    several, none_of = {"type": "array", "items": nested}, OPERATORS[2]
    return {
        "type": "object",
        "description": "When it holds: an ask key and the option codes it may have, an age, or a number to exceed.",
        "properties": {**dict.fromkeys(OPERATORS[:2], several), none_of: nested},
        "additionalProperties": {"anyOf": [code, {"type": "array", "items": code, "minItems": 1}, limits]},
    }
