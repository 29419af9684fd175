"""`clerk-tui hub --workers 2` over PostgreSQL: one line when ready, a worker that dies is replaced, all end together."""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.light import Light
from tests.central.conftest import fresh
from tests.central.running import Running, command, pid_of, running, sign_in

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and sockets handed on are POSIX")


@pytest.fixture
def hub(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Running]:
    with running(fresh(request, "postgresql", tmp_path), tmp_path, 2, "--ends-with-input", "--arrivals") as hub:
        yield hub


def until(true: Callable[[], object]) -> None:
    last = time.monotonic() + 60
    while not true():
        assert time.monotonic() < last
        time.sleep(0.02)


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def pids(hub: Running) -> list[int]:
    return [entry["pid"] for entry in hub.logged("worker started")]


async def take_at(hub: Running, pid: int, token: str) -> int:
    """Takes a ticket through that very process; its number in the hall's sequence."""
    while True:
        async with Light(hub.url, token) as http:
            if await pid_of(http) == pid:
                (verdict,) = await http.commands(hub.hall, command("take_ticket", {"channel": "kiosk"}))
                assert verdict["status"] == "applied"
                return int(verdict["events"][-1]["seq"])


def test_a_worker_that_dies_is_replaced_and_all_end_together(hub: Running) -> None:
    token = asyncio.run(sign_in(hub, hub.account("kiosk")))
    one, other = pids(hub)
    first = asyncio.run(take_at(hub, one, token))
    os.kill(one, signal.SIGKILL)
    until(lambda: hub.logged("worker died"))
    (died,) = hub.logged("worker died")
    assert (died["pid"], died["exit_code"]) == (one, -signal.SIGKILL)
    assert asyncio.run(take_at(hub, other, token)) > first
    until(lambda: len(pids(hub)) == 3)
    assert asyncio.run(take_at(hub, pids(hub)[2], token)) > first
    assert hub.end() == 0
    until(lambda: not any(lives(pid) for pid in pids(hub)))
    assert hub.process.stdout
    assert hub.process.stdout.read() == "", "more than one line was printed"


def test_workers_end_with_their_parent_and_with_its_input(hub: Running) -> None:
    assert hub.process.stdin
    hub.process.stdin.close()
    assert hub.process.wait(20) == 0
    until(lambda: not any(lives(pid) for pid in pids(hub)))


def test_a_parent_that_is_killed_leaves_no_worker_behind(hub: Running) -> None:
    hub.process.kill()
    hub.process.wait(20)
    until(lambda: not any(lives(pid) for pid in pids(hub)))
