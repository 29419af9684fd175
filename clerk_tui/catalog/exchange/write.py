"""Our own format as text, as an author would write it. A general dumper takes ten times as long for a large list."""

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

_PLAIN = re.compile(r"[A-Za-z_\u4e00-\u9fff《（“][\w《》（）“”、，。；．.·/-]*")
_WORDS = frozenset(["true", "false", "null"])
_NARROW = 100
_SHORT = 60


def scalar(value: Any) -> str:
    """One value; text that could be read as something else is quoted."""
    if isinstance(value, str):
        return _text(value) if len(value) <= _SHORT else _text.__wrapped__(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


@lru_cache(maxsize=20_000)
def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and text not in _WORDS:
        return text
    # JSON's strings are YAML's; what JSON leaves bare and YAML doesn't allow is escaped too.
    return json.dumps(text, ensure_ascii=not text.replace("\n", "").isprintable())


def flow(value: Any) -> str:
    """A value in one line: a dict, a list or a tuple of values, or a scalar."""
    if isinstance(value, dict):
        return "{" + ", ".join([f"{k}: {flow(v)}" for k, v in value.items()]) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join([flow(v) for v in value]) + "]"
    return scalar(value)


def element(key: str, parts: dict[str, Any]) -> str:
    """One element of a group, with a line each for its parts."""
    lines = [f"  {key}:"]
    for name, value in parts.items():
        if not isinstance(value, dict | list | tuple):
            lines.append(f"    {name}: {scalar(value)}")
            continue
        whole = flow(value)
        if isinstance(value, dict) and len(whole) > _NARROW:
            lines.append(f"    {name}:")
            lines += [f"      {k}: {flow(v)}" for k, v in value.items()]
        elif not isinstance(value, dict) and (len(whole) > _NARROW or any(isinstance(v, dict) for v in value)):
            lines.append(f"    {name}:")
            lines += [f"      - {flow(v)}" for v in value]
        else:
            lines.append(f"    {name}: {whole}")
    return "\n".join(lines) + "\n"


def group(name: str, elements: dict[str, dict[str, Any]] | Sequence[tuple[str, dict[str, Any]]]) -> str:
    """A whole group of short elements, a line each."""
    pairs = elements.items() if isinstance(elements, dict) else elements
    return f"{name}:\n" + "".join(f"  {key}: {flow(parts)}\n" for key, parts in pairs)
