"""The catalogue that comes with the program, as its authors' YAML.

The one place of this room that reads files (the package's own resources); the centre, the command line and tests import
it, the rooms do not.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from clerk_tui.catalog.build import publish
from clerk_tui.catalog.parse import parse_catalog


def builtin_texts() -> dict[str, str]:
    """The YAML files by their path in this folder, such as `departments/ga.yaml`."""
    return dict(sorted(_inside(files(__name__), "")))


def _inside(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _inside(entry, f"{path}{entry.name}/")
        elif entry.name.endswith(".yaml"):
            yield path + entry.name, entry.read_text(encoding="utf-8")


@cache
def builtin_catalog_bytes() -> bytes:
    """The built-in catalogue as published: canonical JSON, named by its SHA-256."""
    return publish(parse_catalog(builtin_texts()))
