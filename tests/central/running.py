"""`clerk-tui hub --demo` as processes of its own, over either engine, and everybody of the demo hall signed in."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench.light import Light


@dataclass
class Running:
    """A hub that serves; `log` is where its standard error goes."""

    process: subprocess.Popen[str]
    log: Path
    url: str
    hall: str
    accounts: list[dict[str, Any]]

    def account(self, role: str, window: str | None = None) -> dict[str, Any]:
        return next(a for a in self.accounts if a["role"] == role and a["window"] == window)

    def commands(self) -> str:
        return f"/v1/halls/{self.hall}/commands"

    def logged(self, event: str) -> list[dict[str, Any]]:
        """Entries of the log so far; the last line may still be on its way."""
        lines = self.log.read_text().splitlines(keepends=True)
        read = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("\n")]
        return [entry for entry in read if entry["event"] == event]

    def end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


@contextmanager
def running(database: str, folder: Path, workers: int = 1, *more: str) -> Iterator[Running]:
    """The hub while it runs."""
    command = [sys.executable, "-m", "clerk_tui", "hub", "--demo", "--json", "--port", "0", "--workers", str(workers)]
    command += ["--db", database, "--key-file", str(folder / "hub.key"), *more]
    log = folder / "hub.log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, env=os.environ
        )
    assert process.stdout
    try:
        line = process.stdout.readline()
        assert line, log.read_text()
        yield Running(process, log, **json.loads(line))
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(20)
        process.stdout.close()
        assert process.stdin
        process.stdin.close()


async def sign_in(hub: Running, account: dict[str, Any]) -> str:
    """The token of a new session."""
    body = {key: account[key] for key in ("staff_no", "password", "window") if account[key]}
    async with Light(hub.url) as http:
        status, content = await http.ask("POST", "/v1/sessions", body, X_Device_Token=account["device_token"])
    assert status == 201, content
    token: str = json.loads(content)["token"]
    return token


async def pid_of(http: Light) -> int:
    """Which API process serves this connection."""
    _, content = await http.ask("GET", "/metrics")
    found = re.search(rb'^clerk_process\{pid="(\d+)"\}', content, re.M)
    assert found, content
    return int(found[1])


def command(kind: str, body: dict[str, Any] | None = None, **envelope: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": kind, "body": body or {}, **envelope}
