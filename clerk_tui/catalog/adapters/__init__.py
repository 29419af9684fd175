"""The adapters that come with the program, as their authors' YAML: one file a system.

Reads the package's own resources, as `catalog.builtin` does; the rooms are handed what is read here.
"""

from functools import cache
from importlib.resources import files

from clerk_tui.catalog.adapter import Adapter, read_adapter


def adapter_texts() -> dict[str, str]:
    """The YAML files by name."""
    found = {
        one.name: one.read_text(encoding="utf-8") for one in files(__name__).iterdir() if one.name.endswith(".yaml")
    }
    return dict(sorted(found.items()))


@cache
def builtin_adapters() -> tuple[Adapter, ...]:
    """All of them; tests hold that each can be read."""
    read = (read_adapter(name, text)[0] for name, text in adapter_texts().items())
    return tuple(adapter for adapter in read if adapter is not None)
