"""Every sentence and label, by code, in Chinese and English side by side.

One module a subject holds `TEXTS: dict[str, tuple[str, str]]` (code -> Chinese, English) with `{name}` parameters;
`text` looks a code up. A code that nobody wrote is a programming error and raises KeyError; tests walk all codes.
"""

from functools import cache
from importlib import import_module
from typing import Any, Literal

Lang = Literal["zh", "en"]

SUBJECTS = (
    "refusals",
    "refusals_life",
    "handover",
    "actions",
    "screens",
    "life",
    "queue",
    "papers",
    "notices",
    "phone",
    "face",
    "board",
    "kiosk",
    "cli",
    "catalog_changes",
    "values",
    "central",
    "stats",
    "ticket_page",
    "rating",
    "poster",
    "guide",
    "exchange",
    "proposals",
    "lists",
    "timeline",
    "paper_desk",
)


@cache
def catalogue_of_texts() -> dict[str, tuple[str, str]]:
    """All codes of all subjects; a code stands in one subject only."""
    found: dict[str, tuple[str, str]] = {}
    for subject in SUBJECTS:
        texts: dict[str, tuple[str, str]] = import_module(f"{__name__}.{subject}").TEXTS
        twice = found.keys() & texts.keys()
        if twice:
            raise ValueError(f"text codes defined twice: {sorted(twice)}")
        found.update(texts)
    return found


def text(code: str, lang: Lang, /, **params: Any) -> str:
    """The sentence for `code` in `lang`, its parameters filled in."""
    return catalogue_of_texts()[code][0 if lang == "zh" else 1].format(**params)
