"""Every verb a clerk can press, once: bindings, key bar, help, palette and the docs page are made from this table.

Ids are stable, so that a site can remap keys (`App.set_keymap`). Letters without Ctrl are never verbs: input methods
swallow them; F2, F4, F11 and Alt belong to terminals and to Rime.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding

from clerk_tui.texts import Lang, text

Where = Literal["workbench", "sign_in", "face", "board", "kiosk"]


@dataclass(frozen=True, slots=True)
class Action:
    """A verb: `name` is its text code (`action.<id>` the label, `action.<id>.help` the sentence).

    `bar` orders the key bar (0 keeps it out); `initials` are the pinyin initials of the Chinese label.
    """

    id: str
    keys: tuple[str, ...]
    initials: str
    bar: int = 0
    where: tuple[Where, ...] = ("workbench",)
    priority: bool = False

    @property
    def label_code(self) -> str:
        """Text code of the two words on the key bar."""
        return f"action.{self.id}"

    @property
    def sentence_code(self) -> str:
        """Text code of the sentence in help and palette."""
        return f"action.{self.id}.help"

    @property
    def key_display(self) -> str:
        """The keys as people write them: `F3 ^F`."""
        return " ".join(key_display(key) for key in self.keys)


EVERYWHERE: tuple[Where, ...] = ("workbench", "sign_in")
ON_FACE: tuple[Where, ...] = (*EVERYWHERE, "face", "board", "kiosk")

ACTIONS: tuple[Action, ...] = (
    Action("search", ("f3", "ctrl+f"), "cz", bar=1),
    Action("recall", ("f5",), "ch", bar=2),
    Action("page", ("f6",), "hy", bar=3),
    Action("pass", ("f7",), "gh", bar=4),
    Action("next", ("f8",), "xyw", bar=5),
    Action("phone", ("f9",), "sjm", bar=6),
    Action("pause", ("f12",), "ztfw", bar=7),
    Action("submit", ("ctrl+s",), "tj", bar=8),
    Action("help", ("ctrl+g", "f1"), "bz", bar=9, where=EVERYWHERE),
    Action("undo", ("ctrl+z",), "ch", bar=13),
    Action("hold", ("ctrl+y",), "gq", bar=11),
    Action("transfer", ("ctrl+t",), "zh", bar=12),
    Action("no_ticket", ("ctrl+n",), "wpbl", bar=14),
    Action("reveal", ("ctrl+r",), "xs", bar=15),
    Action("palette", ("ctrl+p",), "ml", bar=10, where=EVERYWHERE),
    Action("jump", ("ctrl+o",), "bj", bar=16),
    Action("language", ("ctrl+l",), "yy", bar=17, where=ON_FACE),
    Action("queue", (), "pd"),
    Action("resume", (), "jh"),
    Action("return_passed", (), "ghhd"),
    Action("promote", (), "zd"),
    Action("abandon", (), "qh"),
    Action("close_window", (), "gc"),
    Action("reassign", (), "jb"),
    Action("story", (), "bljg"),
    Action("copy_sheet", (), "cl"),
    Action("browse", (), "llml"),
    Action("withdraw", (), "chsq"),
    Action("hand_back", (), "tj"),
    Action("resubmit", (), "cxtj"),
    Action("stop_clock", (), "tz"),
    Action("start_clock", (), "hfjs"),
    Action("extend", (), "yq"),
    Action("approve", (), "pzyq"),
    Action("reply", (), "df"),
    Action("deliver", (), "sd"),
    Action("terminate", (), "zz"),
    Action("close_case", (), "bjgd"),
    Action("viewer", (), "kjp"),
    Action("theme", (), "mszs", where=ON_FACE),
    Action("quit", ("ctrl+q",), "tc", bar=18, where=ON_FACE),
    Action("back", ("escape",), "fh", where=EVERYWHERE),
)

BY_ID = {action.id: action for action in ACTIONS}

_NAMES = {"escape": "Esc", "enter": "Enter", "space": "Space", "tab": "Tab", "delete": "Del"}


def key_display(key: str) -> str:
    """One key as people write it: `f3` is F3, `ctrl+s` is ^S."""
    if key.startswith("ctrl+"):
        rest = key.removeprefix("ctrl+")
        return "^" + (rest.upper() if len(rest) <= 3 else rest)
    return _NAMES.get(key, key.upper())


def actions_of(where: Where) -> Iterator[Action]:
    """The actions of one screen, in the table's order."""
    return (action for action in ACTIONS if where in action.where)


def bindings_of(where: Where) -> list[Binding]:
    """The bindings of one screen; descriptions are text codes, translated when they are shown."""
    return [
        Binding(
            ",".join(action.keys),
            f"do('{action.id}')",
            action.label_code,
            show=bool(action.bar),
            priority=action.priority,
            tooltip=action.sentence_code,
            id=action.id,
        )
        for action in actions_of(where)
        if action.keys
    ]


def matches(action: Action, typed: str, lang: Lang) -> bool:
    """Whether what was typed into the palette means this action: its words, its initials, its key or its id."""
    wanted = typed.casefold().replace(" ", "")
    if not wanted:
        return True
    heard = (
        text(action.label_code, lang),
        text(action.label_code, "en"),
        text(action.sentence_code, lang),
        action.key_display,
        " ".join(action.keys),
        action.id,
    )
    return action.initials.startswith(wanted) or any(wanted in words.casefold().replace(" ", "") for words in heard)
