"""A hub on loopback in a thread, with an account for every role, and callers who use it over real HTTP."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Coroutine, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import httpx

from clerk_tui.catalog.builtin import builtin_catalog_bytes
from clerk_tui.central.admin import PASSWORDS
from clerk_tui.central.halls import HallSettings
from clerk_tui.central.hub import Hub
from clerk_tui.central.server import make_server, run
from clerk_tui.central.sessions import Session
from clerk_tui.protocol.permissions import ROLES

HALL = "h1"
PASSWORD = "a long enough password"
SIGNING_IN = [role for role in ROLES if role not in ("citizen", "system")]
T = TypeVar("T")


class Clock:
    """Begins at ten in the morning at the hall, so that no business day ends in a test; a test may set it forward."""

    def __init__(self) -> None:
        now = datetime.now(UTC)
        self.ahead = now.replace(hour=2, minute=0) - now

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def pass_by(self, time: timedelta) -> None:
        self.ahead += time


@cache
def password_hash() -> str:
    return PASSWORDS.hash(PASSWORD)


def command(kind: str, body: Mapping[str, Any] | None = None, **envelope: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": kind, "body": dict(body or {}), **envelope}


@dataclass
class Caller:
    """Somebody signed in."""

    http: httpx.Client
    token: str
    session: str

    def post(self, *commands: Any) -> httpx.Response:
        return self.http.post(f"/v1/halls/{HALL}/commands", json={"commands": list(commands)})

    def send(self, *commands: Any) -> list[dict[str, Any]]:
        answer = self.post(*commands)
        assert answer.status_code == 200, answer.text
        verdicts: list[dict[str, Any]] = answer.json()["verdicts"]
        return verdicts

    def do(self, kind: str, body: Mapping[str, Any] | None = None, **envelope: Any) -> dict[str, Any]:
        """One command, which must be applied; its result."""
        verdict = self.send(command(kind, body, **envelope))[0]
        assert verdict["status"] == "applied", verdict
        result: dict[str, Any] = verdict["result"]
        return result

    def take(self) -> str:
        """A new ticket's id."""
        return str(self.do("take_ticket", {"channel": "window"})["ticket"])


@dataclass
class Serving:
    """A hub that serves one hall. `w3`, `w4` are clerks at windows 3 and 4; every role has an account of its name."""

    url: str
    hub: Hub
    clock: Clock
    catalog: str
    loop: asyncio.AbstractEventLoop
    device_tokens: dict[str, str]
    clients: list[httpx.Client] = field(default_factory=list)

    def client(self, token: str | None = None, **headers: str) -> httpx.Client:
        given = {"Authorization": f"Bearer {token}", **headers} if token else headers
        made = httpx.Client(base_url=self.url, timeout=20, trust_env=False, headers=given)
        self.clients.append(made)
        return made

    def ask_in(
        self, staff_no: str, window: str | None = None, password: str = PASSWORD, device: str = "d1"
    ) -> httpx.Response:
        """Tries to sign in."""
        body = {"staff_no": staff_no, "password": password, "window": window}
        return httpx.post(
            f"{self.url}/v1/sessions",
            json={key: value for key, value in body.items() if value is not None},
            headers={"X-Device-Token": self.device_tokens.get(device, device)},
            trust_env=False,
            timeout=20,
        )

    def sign_in(self, staff_no: str, window: str | None = None, device: str = "d1") -> Caller:
        answer = self.ask_in(staff_no, window, device=device)
        assert answer.status_code == 201, answer.text
        told = answer.json()
        return Caller(self.client(told["token"]), told["token"], told["session"])

    def clerk(self, window: str) -> Caller:
        """The clerk of a window, which is open."""
        caller = self.sign_in(f"w{window}", window)
        caller.do("open_window", {"window": window})
        return caller

    def citizen(self, scope: str) -> Caller:
        """A citizen's phone whose session is bound to a ticket or filing."""
        token, session = self.call(self.hub.open_citizen_session(HALL, scope, f"citizen:{scope}", timedelta(hours=1)))
        return Caller(self.client(token), token, session.id)

    def session(self, caller: Caller) -> Session:
        return self.call(self.hub.session_of_token(caller.token))

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Runs something on the hub's own loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    def kinds(self) -> list[str]:
        """All events of the hall, oldest first."""
        return [event["kind"] for event in self.audit()]

    def audit(self) -> list[dict[str, Any]]:
        log = self.hub.hall(HALL).ledger.log
        found = self.call(self.hub.read(lambda connection: log.after(connection, 0, 100_000)))
        return [{"seq": e.seq, "kind": e.kind, "stream": e.stream, "body": e.body, "hash": e.hash} for e in found]


def open_hub(database_url: str, folder: Path, clock: Clock, forecast_seconds: float = 5.0) -> Hub:
    """A hub with its hall, accounts and devices, not serving yet."""
    hub = Hub.open(
        database_url,
        key_file=folder / "hub.key",
        clock=clock,
        public_url="http://hall.example",
        heartbeat_seconds=0.3,
        forecast_seconds=forecast_seconds,
    )
    hub.admin.add_hall(HallSettings(id=HALL, code="3304", name="一号大厅"))
    hub.admin.add_hall(HallSettings(id="h2", code="3305", name="二号大厅"))
    for role in SIGNING_IN:
        hub.admin.add_staff(role, HALL, f"演示{role}", (role,), password_hash=password_hash())
    for n in range(1, 17):
        hub.admin.add_staff(f"w{n}", HALL, f"演示员{n}", ("clerk",), password_hash=password_hash())
    hub.admin.add_staff("away", "h2", "演示外厅", ("supervisor",), password_hash=password_hash())
    return hub


@contextlib.contextmanager
def serving(database_url: str, folder: Path, forecast_seconds: float = 5.0) -> Iterator[Serving]:
    """The hub while it serves."""
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    clock = Clock()
    hub = open_hub(database_url, folder, clock, forecast_seconds)
    catalog = hub.catalogs.publish(builtin_catalog_bytes(), "test")
    tokens = {device: hub.admin.enrol_device(device, HALL, "window", device) for device in ("d1", "d2")}
    tokens["away"] = hub.admin.enrol_device("away", "h2", "window", "away")
    up = threading.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    def ready() -> None:
        loops.append(asyncio.get_running_loop())
        up.set()

    server = make_server(hub, log_access=False, on_ready=ready)
    # uvicorn sets signal handlers only on the main thread.
    thread = threading.Thread(target=lambda: run(server.serve(sockets=[bound])), name="hub", daemon=True)
    thread.start()
    assert up.wait(30), "the hub did not start"
    here = Serving(f"http://127.0.0.1:{bound.getsockname()[1]}", hub, clock, catalog, loops[0], tokens)
    try:
        yield here
    finally:
        for client in here.clients:
            client.close()
        server.should_exit = True
        thread.join(20)
        bound.close()
    assert not thread.is_alive(), "the hub did not end"
