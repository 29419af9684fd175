"""The catalogue that comes with the program, as its authors' YAML.

The one place of this room that reads files (the package's own resources); the centre, the command line and tests import
it, the rooms do not.
"""

from functools import cache
from importlib.resources import files

from clerk_tui.catalog.build import publish
from clerk_tui.catalog.parse import parse_catalog


def builtin_texts() -> dict[str, str]:
    """The YAML files by name."""
    folder = files(__name__)
    return {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda e: e.name)
        if entry.name.endswith(".yaml")
    }


@cache
def builtin_catalog_bytes() -> bytes:
    """The built-in catalogue as published: canonical JSON, named by its SHA-256."""
    return publish(parse_catalog(builtin_texts()))
