"""Files that another program must open but no disk may keep: in the machine's memory, for this user alone, gone on time."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from clerk_tui.refusal import Refusal

SHARED_MEMORY = Path("/dev/shm")
PREFIX = "clerk-tui-"
SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}


class MemoryFiles:
    """A folder in shared memory, made with the first file. Blocking."""

    def __init__(self, memory: Path = SHARED_MEMORY) -> None:
        self._memory = memory
        self._folder: Path | None = None

    def keep(self, sha256: str, media_type: str, content: bytes) -> Path:
        """The file, readable by this user alone (mode 0600). Raises Refusal viewer.no_memory."""
        try:
            if self._folder is None:
                if not self._memory.is_dir():
                    raise FileNotFoundError(str(self._memory))
                self._folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=self._memory))
            place = self._folder / f"{sha256[:12]}{SUFFIXES.get(media_type, '')}"
            if not place.exists():
                with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                    out.write(content)
        except OSError:
            raise Refusal("viewer.no_memory") from None
        return place

    def wipe(self) -> None:
        """All of them are gone; a program that still shows one holds it only as long as it is open."""
        folder, self._folder = self._folder, None
        if folder is not None:
            with contextlib.suppress(OSError):
                shutil.rmtree(folder)

    def sweep(self) -> None:
        """Removes what a window of this user left that was killed."""
        if not self._memory.is_dir() or not hasattr(os, "getuid"):
            return
        for folder in self._memory.glob(f"{PREFIX}*-*"):
            pid = folder.name.removeprefix(PREFIX).partition("-")[0]
            with contextlib.suppress(OSError):
                if pid.isdecimal() and not _runs(int(pid)) and folder.lstat().st_uid == os.getuid():
                    shutil.rmtree(folder)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
