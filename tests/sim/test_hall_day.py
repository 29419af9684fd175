"""A day of a large hall over the real API: every command of the queue, and at the end what must hold of any day."""

import asyncio
import json
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.light import Light
from clerk_tui.protocol.permissions import COMMANDS as PERMITTED
from clerk_tui.queue.commands import COMMANDS as OF_QUEUE
from clerk_tui.queue.day import Day
from clerk_tui.queue.policy import policy_of_yaml
from tests.sim.hall_hub import HALL, HallHub, hall_hub
from tests.sim.hall_people import POLICY, HallDay
from tests.sim.ledger_checks import check_events
from tests.sim.sim_time import SimTime

DAY = date(2026, 11, 24)
TICKETS, WINDOWS = 2_000, 30
STEP = timedelta(seconds=15)
THE_DAY_BEFORE = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def test_a_day_of_a_large_hall(tmp_path: Path) -> None:
    time = SimTime(THE_DAY_BEFORE, STEP)
    with hall_hub(tmp_path, time, POLICY, WINDOWS) as hub:
        asyncio.run(whole_day(hub, time))


async def whole_day(hub: HallHub, time: SimTime) -> None:
    """Lives the day, lets the night pass, then looks at everything."""
    people = HallDay(hub, time, DAY, tickets=TICKETS, windows=WINDOWS, seed=2_000)
    await people.run()
    time.now = (people.at("08:00") + timedelta(days=1)).astimezone(UTC)
    auditor = await hub.sign_in("auditor1")
    used = await applied(auditor)
    missing = {kind for kind in PERMITTED if kind in OF_QUEUE} - set(used)
    assert not missing, f"never used: {missing}"

    exported = await export(auditor)
    log = hub.folder / "events.jsonl"
    log.write_text("".join(json.dumps(event, ensure_ascii=False) + "\n" for event in exported))
    today = [event for event in exported if event["stream"] == f"day/{DAY}"]
    ends = check_events(today, policy_of_yaml(POLICY))
    assert set(ends) >= set(people.numbers)
    day = await hub_day(hub)
    assert {ticket.id: str(ticket.state) for ticket in day.tickets.values()} == ends
    check_stamps(day)
    counts = Counter(ends.values())
    assert sum(counts.values()) == TICKETS
    assert min(counts[state] for state in ("done", "abandoned", "cancelled", "not_served", "void", "passed")) > 0, (
        counts
    )
    await check_stats(hub, log)


async def applied(line: Light) -> Counter[str]:
    """How many commands of each kind the hub says it applied, its own among them."""
    _, content = await line.ask("GET", "/metrics")
    found = re.findall(r'^clerk_commands_total\{kind="(\w+)",status="applied"\} (\S+)', content.decode(), re.M)
    return Counter({kind: int(float(count)) for kind, count in found})


async def export(line: Light) -> list[dict[str, Any]]:
    """The audit feed, whole."""
    found: list[dict[str, Any]] = []
    after = 0
    while True:
        page = await line.json(f"/v1/audit?after={after}&limit=1000")
        if not page["events"]:
            return found
        found += page["events"]
        after = page["next"]


async def hub_day(hub: HallHub) -> Day:
    """The day as the hub folds it."""
    log = hub.hub.hall(HALL).ledger.log
    return await asyncio.to_thread(_folded, hub, log)


def _folded(hub: HallHub, log: Any) -> Day:
    with hub.hub.database.engine.connect() as connection:
        day: Day = log.day(connection, DAY)
    return day


def check_stamps(day: Day) -> None:
    """Taken, called, welcomed, finished: in that order, all four on each that is done."""
    for ticket in day.tickets.values():
        stamps = [ticket.taken_at, ticket.called_at, ticket.welcomed_at, ticket.finished_at]
        there = [stamp for stamp in stamps if stamp is not None]
        assert there == sorted(there), ticket
        if ticket.state == "done":
            assert len(there) == 4, ticket


async def check_stats(hub: HallHub, log: Path) -> None:
    """The exported ledger, folded by the command line, gives the hub's own figures to the second."""
    supervisor = await hub.sign_in("supervisor2")
    told = await supervisor.json(f"/v1/halls/{HALL}/stats?from={DAY}&to={DAY}")
    policy = hub.folder / "policy.yaml"
    policy.write_text(POLICY)
    command = [sys.executable, "-m", "clerk_tui", "stats", "--events", str(log), "--policy", str(policy)]
    command += ["--from", str(DAY), "--to", str(DAY), "--json"]
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == told
