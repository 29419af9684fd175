"""The system's clipboard: through the terminal (OSC 52), and by the platform's own tool where one is at hand."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping

SECONDS = 2.0


def tool_of(environ: Mapping[str, str], platform: str, which: Callable[[str], str | None]) -> tuple[str, ...]:
    """The command that takes the clipboard's text on its input; empty where the terminal alone can do it.

    In a session from afar (SSH) a tool would fill the clipboard of the wrong machine.
    """
    if environ.get("SSH_CONNECTION"):
        return ()
    wanted: list[tuple[str, ...]] = []
    if platform == "win32":
        wanted = [("clip",)]
    elif platform == "darwin":
        wanted = [("pbcopy",)]
    else:
        if environ.get("WAYLAND_DISPLAY"):
            wanted.append(("wl-copy",))
        if environ.get("DISPLAY"):
            wanted += [("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input")]
    return next(((found, *words[1:]) for words in wanted if (found := which(words[0]))), ())


class SystemClipboard:
    """Puts text there by the platform's tool, if there is one. Called in a thread."""

    def __init__(self, tool: tuple[str, ...] | None = None) -> None:
        self.tool = tool_of(os.environ, sys.platform, shutil.which) if tool is None else tool

    @property
    def name(self) -> str:
        """The tool's name, such as wl-copy; empty without one."""
        return os.path.basename(self.tool[0]).removesuffix(".exe") if self.tool else ""

    def put(self, text: str) -> bool:
        """Whether the tool took the text; an empty one wipes what is there."""
        if not self.tool:
            return False
        # Windows' own tool reads UTF-16.
        content = text.encode("utf-16" if self.name == "clip" else "utf-8")
        try:
            done = subprocess.run(
                self.tool,
                input=content,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0
