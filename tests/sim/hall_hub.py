"""A hub for a simulated day: real HTTP on loopback, the simulator's clock, everybody of a large hall enrolled."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest

from bench.light import Light
from clerk_tui.central import hub as hub_module
from clerk_tui.central.halls import HallSettings
from clerk_tui.central.hub import Hub
from clerk_tui.central.server import make_server, run
from clerk_tui.queue.policy import policy_of_yaml
from tests.central.serving import PASSWORD, password_hash
from tests.sim.sim_time import SimTime

HALL = "hall"
LOOK_SECONDS = 0.1
"""Of real time: a few simulated minutes, instead of the twenty seconds of a hub that lives by the clock on the wall."""


class HallHub:
    """Where the hub is, and who may come to it."""

    def __init__(self, url: str, hub: Hub, devices: dict[str, str], folder: Path) -> None:
        self.url = url
        self.hub = hub
        self._devices = devices
        self.folder = folder

    async def sign_in(self, staff_no: str, window: str | None = None) -> Light:
        """A connection in that person's name; kept open until the test ends."""
        line = await Light(self.url).__aenter__()
        body = {"staff_no": staff_no, "password": PASSWORD} | ({"window": window} if window else {})
        status, content = await line.ask("POST", "/v1/sessions", body, X_Device_Token=self._devices[staff_no])
        assert status == 201, content
        line.token = orjson.loads(content)["token"]
        return line

    async def citizen(self, code: str) -> Light:
        """A phone that came in by the code on a ticket."""
        line = await Light(self.url).__aenter__()
        told = await line.asked("POST", "/p", {"code": code})
        assert told.status == 303, told.content
        line.token = told.headers[b"set-cookie"].split(b";")[0].partition(b"=")[2].decode()
        return line


def command(kind: str, body: dict[str, Any] | None = None, target: str | None = None, **more: Any) -> dict[str, Any]:
    """A command with an id of its own."""
    return {"id": str(uuid4()), "kind": kind, "body": body or {}, **({"target": target} if target else {}), **more}


@contextmanager
def hall_hub(folder: Path, time: SimTime, policy: str, windows: int) -> Iterator[HallHub]:
    """The hub while it serves; clerk `w1` belongs to window 1, and so on."""
    patched = pytest.MonkeyPatch()
    patched.setattr(hub_module, "DAY_LOOK_SECONDS", LOOK_SECONDS)
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{bound.getsockname()[1]}"
    hub = Hub.open(f"sqlite:///{folder / 'hub.db'}", clock=time, public_url="http://hall.example")
    hub.admin.add_hall(HallSettings(id=HALL, code="3304", name="仿真大厅", policy=policy_of_yaml(policy)))
    people = {f"{role}{n}": role for role in ("supervisor", "kiosk", "auditor") for n in (1, 2, 3)}
    people |= {f"w{n}": "clerk" for n in range(1, windows + 1)}
    devices = {}
    for staff_no, role in people.items():
        hub.admin.add_staff(staff_no, HALL, f"仿真{staff_no}", (role,), password_hash=password_hash())
        devices[staff_no] = hub.admin.enrol_device(f"of-{staff_no}", HALL, "window", staff_no)
    up = threading.Event()
    server = make_server(hub, log_access=False, on_ready=up.set)
    thread = threading.Thread(target=lambda: run(server.serve(sockets=[bound])), name="hub", daemon=True)
    thread.start()
    try:
        assert up.wait(30), "the hub did not start"
        yield HallHub(url, hub, devices, folder)
    finally:
        server.should_exit = True
        thread.join(20)
        bound.close()
        patched.undo()
    assert not thread.is_alive(), "the hub did not end"
