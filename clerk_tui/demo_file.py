"""How a second screen finds a running demo: a small file in the demo's folder, for its owner's eyes only."""

import json
import os
from pathlib import Path
from typing import Any

from clerk_tui.refusal import Refusal
from clerk_tui.settings import data_folder

NAME = "demo.json"
KIOSK_NAME = "demo-kiosk.json"
KEYS = ("hub", "staff_no", "password", "device_token")


def write_demo(folder: Path, told: dict[str, Any], name: str = NAME) -> Path:
    """Writes what a display (or ticket machine) of the demo is told (KEYS), readable by its owner alone; the file."""
    file = folder / name
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump({key: told[key] for key in KEYS}, out)
    return file


def read_demo(folder: Path | None, name: str = NAME) -> dict[str, Any]:
    """What the running demo in `folder` tells (KEYS); in the usual folder when none is named.

    Raises Refusal face.no_demo, face.demo_unreadable.
    """
    file = (folder or data_folder() / "demo") / name
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        return {key: str(told[key]) for key in KEYS}
    except FileNotFoundError:
        raise Refusal("face.no_demo") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise Refusal("face.demo_unreadable", file=str(file)) from None
