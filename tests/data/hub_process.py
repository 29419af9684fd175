"""The real hub as a process of its own, started and killed at will on one file and one port."""

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

HALL = "demo"


class HubProcess:
    """`clerk-tui hub --demo` over a fresh SQLite file."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._db = folder / "hub.db"
        self._log = folder / "hub.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.accounts: list[dict[str, Any]] = []
        self._process: subprocess.Popen[str] | None = None
        self._kiosk = httpx.Client(base_url=self.url, timeout=10, trust_env=False)

    def start(self) -> None:
        """Starts it and returns when it says it is ready."""
        command = [sys.executable, "-m", "clerk_tui", "hub", "--demo", "--json", "--port", str(self.port)]
        command += ["--db", f"sqlite:///{self._db}"]
        with self._log.open("a") as log:
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, self._log.read_text()
        self.accounts = json.loads(line)["accounts"]

    def put_policy(self, rules: str) -> None:
        """Starts anew with these queue rules (YAML) in force."""
        self.kill()
        file = self._db.with_name("policy.yaml")
        file.write_text(rules, encoding="utf-8")
        command = [sys.executable, "-m", "clerk_tui", "hall", "policy", str(file), "--db", f"sqlite:///{self._db}"]
        subprocess.run(command, check=True, capture_output=True)
        self.start()

    def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def close(self) -> None:
        """Ends it."""
        self.kill()
        self._kiosk.close()

    def account(self, role: str, window: str | None = None) -> dict[str, Any]:
        """The demo account of that role, at that window."""
        return next(a for a in self.accounts if a["role"] == role and a["window"] == window)

    def _token(self, role: str, window: str | None = None) -> str:
        account = self.account(role, window)
        signs = {key: account[key] for key in ("staff_no", "password", "window") if account[key]}
        answer = self._kiosk.post(
            "/v1/sessions",
            json=signs,
            headers={"X-Device-Token": account["device_token"]},
        )
        return str(answer.raise_for_status().json()["token"])

    def send(self, role: str, commands: list[dict[str, Any]], window: str | None = None) -> list[dict[str, Any]]:
        """Sends commands as that role, at that window; the verdicts."""
        headers = {"Authorization": f"Bearer {self._token(role, window)}"}
        answer = self._kiosk.post(f"/v1/halls/{HALL}/commands", json={"commands": commands}, headers=headers)
        return list(answer.raise_for_status().json()["verdicts"])

    def case(self, case: str) -> list[dict[str, Any]]:
        """The events of a case, as a supervisor reads them."""
        headers = {"Authorization": f"Bearer {self._token('supervisor')}"}
        answer = self._kiosk.get(f"/v1/halls/{HALL}/cases/{case}", headers=headers)
        return list(answer.raise_for_status().json()["frames"])
