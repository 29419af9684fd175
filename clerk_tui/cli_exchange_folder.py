"""The folder that an import writes: a file a department, what they share, what is laid over other items, the keys."""

import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from clerk_tui.refusal import Refusal

if TYPE_CHECKING:
    from clerk_tui.catalog.exchange.keys import Keys

KEYS = "import.json"
BUILTIN, ALONE = "builtin", "none"
SHARED, LAID = "shared.yaml", "listed.yaml"
_HEAD = (
    "# 由 clerk-tui catalog import 写成；再次导入会整个换掉本文件。Written by an import, the next one replaces it.\n"
)
_OURS = re.compile(r"departments/[a-z]+\.yaml|(?:shared|listed)\.yaml")
_BUFFER = 8_000_000


def read_keys(folder: Path, *, alone: bool) -> "Keys":
    """The keys of earlier imports into the folder. Raises Refusal."""
    from clerk_tui.catalog.exchange.keys import Keys

    base = ALONE if alone else BUILTIN
    path = folder / KEYS
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Keys(base=base)
    except UnicodeDecodeError:
        raise Refusal("exchange.keys_broken", path=str(path)) from None
    except OSError as wrong:
        raise Refusal("cli.unreadable", path=str(path), reason=wrong.strerror or "") from None
    keys = Keys.from_json(text, str(path))
    if keys.base != base:
        raise Refusal("exchange.was_builtin" if alone else "exchange.was_alone", path=str(folder))
    return keys


def stands_on_builtin(folder: Path) -> bool:
    """Whether the folder is an import that stands beside the built-in catalogue."""
    from clerk_tui.catalog.exchange.keys import Keys

    path = folder / KEYS
    try:
        return Keys.from_json(path.read_text(encoding="utf-8"), str(path)).base == BUILTIN
    except (OSError, UnicodeDecodeError):
        return False


class ImportFolder:
    """Collects the items of each department on disk; nothing of the folder changes before `put`."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError."""
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._spool = Path(tempfile.mkdtemp(prefix=".import-", dir=folder))
        self._waiting: dict[str, list[str]] = {}
        self._size = 0

    def __enter__(self) -> "ImportFolder":
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._spool, ignore_errors=True)

    def write(self, department: str, text: str) -> None:
        """One more item of a department."""
        self._waiting.setdefault(department, []).append(text)
        self._size += len(text)
        if self._size > _BUFFER:
            self._flush()

    def _flush(self) -> None:
        for department, texts in self._waiting.items():
            path = self._spool / f"{department}.yaml"
            with path.open("a", encoding="utf-8", newline="\n") as file:
                file.writelines(texts)
        self._waiting, self._size = {}, 0

    def put(self, heads: Mapping[str, str], others: Mapping[str, str], keys: "Keys") -> list[Path]:
        """Puts the new files in the place of the last import's, and gives their paths: a file a department under its
        head, and the `others` by name, if not empty. Raises Refusal, OSError.
        """
        self._flush()
        items = {path.stem: path for path in self._spool.glob("*.yaml")}
        made: dict[str, Path] = {}
        for department in sorted({*items, *heads}):
            name = f"departments/{department}.yaml"
            made[name] = self._spool / f"{department}.made"
            with made[name].open("w", encoding="utf-8", newline="\n") as file:
                file.write(_HEAD + heads.get(department, ""))
                if department in items:
                    file.write("items:\n")
                    with items[department].open(encoding="utf-8", newline="\n") as spooled:
                        shutil.copyfileobj(spooled, file)
        for name, text in others.items():
            if text:
                made[name] = self._spool / f"{name}.made"
                made[name].write_text(_HEAD + text, encoding="utf-8", newline="\n")
        before = {name for name in keys.files if _OURS.fullmatch(name)}
        for name in made:
            if name not in before and (self._folder / name).exists():
                raise Refusal("exchange.file_taken", path=str(self._folder / name))
        keys.files = sorted(made)
        kept = self._spool / KEYS
        kept.write_text(keys.to_json(), encoding="utf-8", newline="\n")
        (self._folder / "departments").mkdir(exist_ok=True)
        # The keys first: a key that was given must not be lost, whatever happens to the files.
        os.replace(kept, self._folder / KEYS)
        for name, path in made.items():
            os.replace(path, self._folder / name)
        for name in before - made.keys():
            (self._folder / name).unlink(missing_ok=True)
        return [self._folder / name for name in made]
