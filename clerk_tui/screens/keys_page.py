"""The page of keys for people, from the registry: `python -m clerk_tui.screens.keys_page` writes docs/keys*.md."""

from pathlib import Path

from clerk_tui.screens.actions import ACTIONS
from clerk_tui.texts import Lang, text

PAGES: dict[Lang, str] = {"zh": "keys.zh-CN.md", "en": "keys.md"}


def keys_page(lang: Lang) -> str:
    """The page in that language, as Markdown."""
    title, key, verb = (text(f"keys_page.{part}", lang) for part in ("title", "key", "verb"))
    rows = [
        f"| `{action.key_display or '^P'}` | {text(action.label_code, lang)} | {text(action.sentence_code, lang)} |"
        for action in ACTIONS
    ]
    return "\n".join([f"# {title}", "", f"| {key} | | {verb} |", "|---|---|---|", *rows, ""])


def main() -> None:
    """Writes both pages into docs/ of the current folder."""
    for lang, name in PAGES.items():
        (Path("docs") / name).write_text(keys_page(lang), encoding="utf-8")


if __name__ == "__main__":
    main()
