"""`clerk-tui demo`: a hub in its own process, a demo hall, and the workbench signed in at window 3."""

import json
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from clerk_tui.demo_file import KIOSK_NAME, write_demo
from clerk_tui.demo_file import NAME as DEMO_FILE
from clerk_tui.refusal import Refusal
from clerk_tui.settings import data_folder

if TYPE_CHECKING:
    from clerk_tui.texts import Lang

WINDOW = "3"
RETURN_AFTER_SECONDS = 5.0
"""How long a hub that was killed stays away, so that the screen can be seen working without it."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What the hub says when it is ready: its address, the hall, the demo accounts."""

    url: str
    hall: str
    accounts: list[dict[str, Any]]

    def account(self, role: str, window: str | None = None) -> dict[str, Any]:
        """The demo account of this role (at this window)."""
        return next(a for a in self.accounts if a["role"] == role and (window is None or a["window"] == window))


class HubProcess:
    """The demo's hub: started once, started again on the same port when it dies, ended with the demo."""

    def __init__(self, folder: Path, *, lan: bool) -> None:
        self.folder = folder
        self.lan = lan
        self.port = 0
        self._ended = threading.Event()
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> Ready:
        """Starts the hub and waits until it says that it is ready. Raises Refusal demo.hub_failed."""
        ready = self._spawn()
        self.port = int(ready.url.rsplit(":", 1)[1])
        threading.Thread(target=self._watch, name="hub watch", daemon=True).start()
        return ready

    def stop(self) -> None:
        """Ends the hub; it is not started again."""
        self._ended.set()
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def _spawn(self) -> Ready:
        command = [sys.executable, "-m", "clerk_tui", "hub", "--demo", "--arrivals", "--json", "--ends-with-input"]
        command += ["--db", f"sqlite:///{self.folder / 'hub.db'}", "--port", str(self.port)]
        if self.lan:
            command += ["--host", "0.0.0.0"]
        log = (self.folder / "hub.log").open("a", encoding="utf-8")
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True
        )
        self._process = process
        log.close()
        line = self._first_line(process.stdout)
        if not line:
            raise Refusal("demo.hub_failed", log=str(self.folder / "hub.log"))
        said = json.loads(line)
        return Ready(said["url"], said["hall"], said["accounts"])

    @staticmethod
    def _first_line(output: IO[str] | None) -> str:
        return output.readline() if output else ""

    def _watch(self) -> None:
        while not self._ended.is_set():
            process = self._process
            if process is not None:
                process.wait()
            if self._ended.wait(RETURN_AFTER_SECONDS):
                return
            try:
                self._spawn()
            except Refusal:
                continue


def demo_folder(data_dir: Path | None, *, fresh: bool) -> Path:
    """The demo's own folder, made if need be. Raises Refusal demo.folder when it can't be written."""
    folder = data_dir or data_folder() / "demo"
    try:
        if fresh and (folder / "hub.db").exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = folder / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as wrong:
        raise Refusal("demo.folder", folder=str(folder), reason=wrong.strerror or "") from None
    return folder


def run_demo(*, lan: bool, data_dir: Path | None, lang: str | None, theme: str | None, fresh: bool) -> int:
    """Runs the demo until the clerk leaves; without a terminal it does one visit through the API. The exit code."""
    folder = demo_folder(data_dir, fresh=fresh)
    hub = HubProcess(folder, lan=lan)
    try:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            from clerk_tui.cli_visit import run_visit

            return run_visit(hub.start(), print)
        from clerk_tui.cli_window import run_window

        run_window(
            lambda: _flags(hub.start(), folder),
            lang=lang,
            theme=theme,
            greeting=(lambda reader: _who_can_reach(reader, hub.port)) if lan else None,
        )
        return 0
    finally:
        hub.stop()
        for name in (DEMO_FILE, KIOSK_NAME):
            (folder / name).unlink(missing_ok=True)


def _who_can_reach(reader: "Lang", port: int) -> str:
    from clerk_tui.cli_hub import lan_address
    from clerk_tui.texts import text

    return text("demo.lan", reader, url=f"http://{lan_address()}:{port}")


def _flags(ready: Ready, folder: Path) -> dict[str, Any]:
    """What the window is told about its hub, and the demo account with which it signs in."""
    write_demo(folder, {"hub": ready.url, **ready.account("display")})
    write_demo(folder, {"hub": ready.url, **ready.account("kiosk")}, KIOSK_NAME)
    account = ready.account("clerk", WINDOW)
    return {
        "hub": ready.url,
        "hall": ready.hall,
        "window": WINDOW,
        "staff_no": account["staff_no"],
        "password": account["password"],
        "device_token": account["device_token"],
        "data_dir": folder / "window",
    }
