"""The office printer: A4 papers by the system's own spooler (CUPS' lp, else lpr; Windows prints by its viewer)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from clerk_tui.refusal import Refusal

PATIENCE_S = 20.0
"""How long the spooler may take to accept a file."""


def print_file(place: Path, title: str, printer: str = "default") -> str | None:
    """Hands the PDF to the system's printer; its name, or None where this machine has none. Called in a thread.

    `printer` is `default`, `none` or a name; `title` is what the printer's list of jobs shows, so nothing personal.
    Raises Refusal printer.refused with the spooler's words when it does not take the file.
    """
    if printer == "none":
        return None
    if sys.platform == "win32":
        os.startfile(place, "print")
        return ""
    if lp := shutil.which("lp"):
        name = printer if printer != "default" else _default()
        if not name:
            return None
        _run([lp, "-d", name, "-t", title, "--", str(place)])
        return name
    if lpr := shutil.which("lpr"):
        _run([lpr, *(["-P", printer] if printer != "default" else []), "-T", title, str(place)])
        return "" if printer == "default" else printer
    return None


def _default() -> str:
    """The printer that CUPS takes by itself, else the first that there is; empty for none."""
    lpstat = shutil.which("lpstat")
    if lpstat is None:
        return ""
    said = _say([lpstat, "-d"])
    if ":" in said and (name := said.rpartition(":")[2].strip()):
        return name
    return next(iter(_say([lpstat, "-e"]).split()), "")


def _say(command: list[str]) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE_S, check=False, env={**os.environ, "LC_ALL": "C"}
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE_S, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired) as wrong:
        raise Refusal("printer.refused", reason=type(wrong).__name__) from None
    if done.returncode != 0:
        # The spooler may name the file, whose name holds the kind and the case number only.
        lines = done.stderr.strip().splitlines()
        raise Refusal("printer.refused", reason=lines[0][:120] if lines else str(done.returncode))
