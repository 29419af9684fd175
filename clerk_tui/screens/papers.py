"""Where fetched papers go: files of this user alone, named by the case's number, opened by the system."""

import os
import shutil
import subprocess
import sys
import webbrowser
from pathlib import Path

from clerk_tui.refusal import Refusal


class Opener:
    """The system's own way to show a file or an address; quiet where there is none. Called in a thread."""

    def open(self, place: Path) -> bool:
        """Shows the file; whether there was something to show it with."""
        if sys.platform == "win32":
            os.startfile(place)
            return True
        found = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
        if found is None or not _has_display():
            return False
        subprocess.Popen(
            [found, str(place)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        return True

    def print_file(self, place: Path, title: str, printer: str) -> str | None:
        """Prints on the system's printer; its name, None where there is none. Raises Refusal printer.refused."""
        from clerk_tui.papers.office import print_file

        return print_file(place, title, printer)

    def browse(self, url: str) -> bool:
        """Opens the address in this machine's browser; False where it could only open inside this terminal."""
        return _has_display() and webbrowser.open(url)


def _has_display() -> bool:
    """Whether this machine shows windows beside the terminal."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


class Looks:
    """Files that were only looked at or on their way to the printer: of this user alone, gone with the ticket.

    Their folder lies in the papers' folder, one a process; what a window that crashed left behind goes with the first file.
    """

    def __init__(self, folder: Path) -> None:
        self._all = folder / ".shown"
        self._own = self._all / str(os.getpid())
        self._begun = False

    def put(self, name: str, content: bytes) -> Path:
        """Writes a file, mode 0600. Raises Refusal papers.folder."""
        if not self._begun:
            self._begun = True
            self._sweep()
        return keep_paper(self._own, name, content)

    def wipe(self) -> None:
        """Removes them all."""
        shutil.rmtree(self._own, ignore_errors=True)

    def _sweep(self) -> None:
        for left in self._all.glob("*"):
            if left.name.isdigit() and not _alive(int(left.name)):
                shutil.rmtree(left, ignore_errors=True)


def _alive(process: int) -> bool:
    if sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def papers_folder() -> Path:
    """The user's documents, in a folder of their own."""
    from platformdirs import user_documents_path

    return user_documents_path() / "一窗"


def keep_paper(folder: Path, name: str, pdf: bytes) -> Path:
    """Writes the paper for this user alone (mode 0600) and atomically. Raises Refusal papers.folder."""
    place = folder / name
    half = folder / f".{name}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(pdf)
        os.replace(half, place)
    except OSError as wrong:
        raise Refusal("papers.folder", folder=str(folder), reason=wrong.strerror or "") from None
    return place


def short_place(place: Path) -> str:
    """The file as people write it: the home folder is ~."""
    home = Path.home()
    return f"~/{place.relative_to(home)}" if place.is_relative_to(home) else str(place)
