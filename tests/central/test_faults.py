"""What goes wrong inside the centre: one command, a whole commit, the process itself. Nothing acknowledged is lost."""

import multiprocessing
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from clerk_tui.central.audit import verify
from clerk_tui.central.batch import Batch
from clerk_tui.central.hub import Hub
from clerk_tui.central.ledger import CommandWork, CommitFailedError, Ledger, system_session
from clerk_tui.central.sessions import Session
from tests.central.serving import HALL, Clock, Serving, command, open_hub


def ledger_of(hub: Hub) -> Ledger:
    settings = next(hall for hall in hub.admin.halls() if hall.id == HALL)
    rules = settings.rules(hub.case_rules)
    return Ledger(settings, hub.database, hub.key, hub.sealer, hub.sessions, rules, clock=hub.clock)


def send(ledger: Ledger, caller: Session, *commands: Any) -> list[Any]:
    answers: list[Any] = ledger.commit([CommandWork(commands, caller)]).outcomes[0]
    return answers


@pytest.fixture
def hub(database_url: str, tmp_path: Path) -> Iterator[Hub]:
    opened = open_hub(database_url, tmp_path, Clock())
    yield opened
    opened.database.close()


@pytest.fixture
def ledger(hub: Hub) -> Iterator[Ledger]:
    made = ledger_of(hub)
    yield made
    made.close()


def taking() -> dict[str, Any]:
    return command("take_ticket", {"channel": "kiosk"})


def test_an_unexpected_error_answers_its_own_command_alone(
    hub: Hub, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    caller = system_session(HALL, hub.clock())
    append = Batch._write
    first, bad, follower, last = taking(), taking(), taking(), taking()
    follower["target"] = bad["id"]

    def write(self: Batch, stream: str, version: int, event: Any, author: Any, made_by: str) -> Any:
        stored = append(self, stream, version, event, author, made_by)
        if made_by == bad["id"]:
            raise RuntimeError("a value that must not be logged")
        return stored

    monkeypatch.setattr(Batch, "_write", write)
    answers = send(ledger, caller, first, bad, follower, last)
    assert [a.status for a in answers] == ["applied", "failed", "held", "applied"]
    assert [a.result["number"] for a in answers if a.result] == ["A001", "A002"]
    logged = capsys.readouterr().out
    assert answers[1].details["incident"] in logged
    assert "must not be logged" not in logged
    monkeypatch.undo()
    # It was not judged, so the same bytes are, when they come again.
    assert send(ledger, caller, bad)[0].status == "applied"
    assert verify(hub.database, HALL).broken_at is None


def test_a_commit_that_fails_leaves_nothing_behind(hub: Hub, ledger: Ledger) -> None:
    caller = system_session(HALL, hub.clock())
    first = taking()
    send(ledger, caller, first)

    @event.listens_for(hub.database.engine, "commit")
    def full(_connection: Any) -> None:
        raise OperationalError("COMMIT", None, OSError("disk is full"))

    second = taking()
    with pytest.raises(CommitFailedError):
        send(ledger, caller, second)
    assert ledger.memory is None
    event.remove(hub.database.engine, "commit", full)
    answers = send(ledger, caller, second, first)
    assert [(a.status, a.result["number"]) for a in answers] == [("applied", "A002"), ("duplicate", "A001")]
    assert verify(hub.database, HALL).count == 2


def test_a_failed_commit_is_503_for_everybody_and_the_hall_goes_on(here: Serving) -> None:
    clerk = here.clerk("3")
    engine = here.hub.database.engine

    def full(_connection: Any) -> None:
        raise OperationalError("COMMIT", None, OSError("disk is full"))

    one = taking() | {"body": {"channel": "window"}}
    event.listen(engine, "commit", full)
    answer = clerk.post(one)
    event.remove(engine, "commit", full)
    assert (answer.status_code, answer.json()["code"]) == (503, "centre.failed")
    assert clerk.send(one)[0]["status"] == "applied"
    assert [e["seq"] for e in here.audit()] == list(range(1, len(here.audit()) + 1))


def crash(url: str, folder: Path, sent: dict[str, Any], moment: str) -> None:
    """In a process of its own: takes the command, and is gone before, or right after, its commit."""
    hub = open_hub(url, folder, Clock())
    ledger = ledger_of(hub)
    caller = system_session(HALL, hub.clock())
    send(ledger, caller, taking())
    if moment == "before":
        event.listen(hub.database.engine, "commit", lambda _: os._exit(7))
    else:
        Batch.keep = lambda _: os._exit(7)  # type: ignore[method-assign]
    send(ledger, caller, sent)


@pytest.mark.parametrize(("moment", "status"), [("before", "applied"), ("after", "duplicate")])
def test_a_crash_around_the_commit_neither_loses_nor_doubles(
    database_url: str, tmp_path: Path, moment: str, status: str
) -> None:
    sent = taking()
    process = multiprocessing.get_context("spawn").Process(target=crash, args=(database_url, tmp_path, sent, moment))
    process.start()
    process.join(60)
    assert process.exitcode == 7
    hub = open_hub(database_url, tmp_path, Clock())
    ledger = ledger_of(hub)
    try:
        answers = send(ledger, system_session(HALL, hub.clock()), sent, taking())
        assert [(a.status, a.result["number"]) for a in answers] == [(status, "A002"), ("applied", "A003")]
        assert verify(hub.database, HALL).count == 3
    finally:
        ledger.close()
        hub.database.close()


def test_two_processes_on_one_postgresql_share_one_hall(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Two ledgers with memories of their own take turns: the row's lock and sequence keep them one."""
    from tests.central.conftest import fresh

    hub = open_hub(fresh(request, "postgresql", tmp_path), tmp_path, Clock())
    one, other = ledger_of(hub), ledger_of(hub)
    caller = system_session(HALL, hub.clock())
    numbers = []
    for _ in range(10):
        for ledger in (one, other):
            numbers += [a.result["number"] for a in send(ledger, caller, taking(), taking())]
    assert numbers == [f"A{n:03d}" for n in range(1, 41)]
    assert len(one.catch_up()) == 2
    assert one.memory is not None
    assert other.memory is not None
    assert one.memory.now == other.memory.now
    sent = taking()
    assert [send(ledger, caller, sent)[0].status for ledger in (one, other)] == ["applied", "duplicate"]
    assert verify(hub.database, HALL).count == 41
    one.close()
    other.close()
    hub.database.close()
