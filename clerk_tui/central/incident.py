"""An unexpected error as the log tells it: an id, the kind, the frames as file and line. Never a value."""

import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

_HERE = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Incident:
    """What is logged of an error; its id is told to the caller, who can name it to the maintainer."""

    id: str
    kind: str
    frames: tuple[str, ...]

    def told(self) -> dict[str, Any]:
        """Fields of the log line."""
        return {"incident": self.id, "kind": self.kind, "frames": list(self.frames)}


def incident_of(error: BaseException) -> Incident:
    """The incident of an error. Its message is left out: it may quote what somebody typed."""
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    return Incident(uuid4().hex[:12], type(error).__name__, tuple(f"{_short(f.filename)}:{f.lineno}" for f in frames))


def _short(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(_HERE)) if path.is_relative_to(_HERE) else path.name
