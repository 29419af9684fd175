"""Accepted items reach a department's system: a real server on loopback that checks every signature."""

import asyncio
import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from clerk_tui.central.fanout import FanOut, read_systems
from clerk_tui.refusal import Refusal
from tests.central.visiting import HALL, Running, Staff, running

KEY = bytes(range(32))
ITEM = "ga.birth_registration"


class Department(ThreadingHTTPServer):
    """Takes items whose signature is right; `answers` are what it says next, then always 200 with a number."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.taken: list[tuple[str, dict[str, Any]]] = []
        self.asked = 0
        super().__init__(("127.0.0.1", 0), Asked)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/items"


class Asked(BaseHTTPRequestHandler):
    server: Department

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked += 1
        own, at = self.headers["webhook-id"], self.headers["webhook-timestamp"]
        right = base64.b64encode(hmac.new(KEY, f"{own}.{at}.".encode() + body, hashlib.sha256).digest()).decode()
        status = 401 if self.headers["webhook-signature"] != f"v1,{right}" else 200
        if status == 200 and self.server.answers:
            status = self.server.answers.pop(0)
        said = b""
        if status == 200:
            self.server.taken.append((own, json.loads(body)))
            said = json.dumps({"number": f"GA{len(self.server.taken):08d}"}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Nothing in the log."""


@pytest.fixture
def department() -> Iterator[Department]:
    server = Department()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("hub")) as hub:
        yield hub


class Pushing:
    """A clerk's accepted case, and the hub's fan-out to be run when the test says so."""

    def __init__(self, here: Running, department: Department, file: Path, sleeps: list[float]) -> None:
        secret = base64.b64encode(KEY).decode()
        file.write_text(f"ga: {{url: '{department.url}', secret: 'whsec_{secret}'}}\n", encoding="utf-8")
        self.here = here

        async def sleep(seconds: float) -> None:
            sleeps.append(seconds)

        self.fanout = FanOut(here.hub, read_systems(file), sleep=sleep)
        self.clerk: Staff = here.sign_in(window="3")
        self.case, ticket = self.clerk.begin(here.sign_in("kiosk"))
        self.clerk.fill_by_register(self.case)
        self.clerk.hand_in_on_paper(self.case)
        self.clerk.do("finish", {"outcome": "accepted"}, target=ticket["ticket"])

    def look(self) -> None:
        """On the hub's own loop."""
        loop = self.here.hub._tasks[0].get_loop()
        asyncio.run_coroutine_threadsafe(self.fanout.look(HALL), loop).result(30)

    @property
    def handovers(self) -> dict[str, tuple[str, str]]:
        return {k: (h.status, h.number) for k, h in self.clerk.case(self.case).case.handovers.items()}


def test_an_item_is_pushed_once_signed_and_its_number_comes_back(
    here: Running, department: Department, tmp_path: Path
) -> None:
    sleeps: list[float] = []
    pushing = Pushing(here, department, tmp_path / "systems.yaml", sleeps)
    assert pushing.clerk.case(pushing.case).case.item_lives[ITEM].state == "handling"
    department.answers = [503, 429]
    pushing.look()
    mine = [(own, told) for own, told in department.taken if own.startswith(pushing.case)]
    ((own, told),) = mine
    assert own == f"{pushing.case}/{ITEM}"
    assert sleeps == [1.0, 4.0], "what may pass by itself is tried again after a while"
    assert told["type"] == "item.accepted"
    assert told["data"]["values"]["baby.person.name"]
    assert told["data"]["number"] == pushing.clerk.case(pushing.case).case.item_lives[ITEM].number
    assert pushing.handovers == {ITEM: ("pushed", "GA00000001")}, "a department without a system is left to the window"
    asked = department.asked
    pushing.look()
    assert department.asked == asked, "once"


def test_what_fails_is_said_rests_and_is_tried_again(here: Running, department: Department, tmp_path: Path) -> None:
    pushing = Pushing(here, department, tmp_path / "systems.yaml", [])
    department.answers = [400] * 9
    pushing.look()
    assert pushing.handovers == {ITEM: ("failed", "")}
    asked = department.asked
    pushing.look()
    assert department.asked == asked, "it rests"
    here.clock.ahead += timedelta(minutes=2)
    department.answers = []
    pushing.look()
    status, number = pushing.handovers[ITEM]
    assert status == "pushed"
    assert number.startswith("GA")


def test_what_a_clerk_entered_meanwhile_is_not_pushed(here: Running, department: Department, tmp_path: Path) -> None:
    pushing = Pushing(here, department, tmp_path / "systems.yaml", [])
    body = {"item": ITEM, "status": "entered", "number": "33040220261100001", "fields_typed": 20, "seconds": 70}
    pushing.clerk.do("record_handover", body, target=pushing.case)
    pushing.look()
    assert not [own for own, _ in department.taken if own.startswith(pushing.case)]
    assert pushing.handovers[ITEM] == ("entered", "33040220261100001")


def test_a_system_that_is_away_costs_nothing_but_the_word_failed(
    here: Running, department: Department, tmp_path: Path
) -> None:
    pushing = Pushing(here, department, tmp_path / "systems.yaml", [])
    department.shutdown()
    department.server_close()
    pushing.look()
    assert pushing.handovers == {ITEM: ("failed", "")}


@pytest.mark.parametrize(
    "told",
    [
        "ga: {url: 'http://department.example/x', secret: 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='}",
        "ga: {url: 'https://department.example/x', secret: 'whsec_AAEC'}",
        "ga: {url: 'https://department.example/x', secret: '###'}",
        "ga: {url: 'https://department.example/x'}",
        "ga: [",
        "ga",
    ],
)
def test_a_wrong_file_is_refused_without_its_secret(told: str, tmp_path: Path) -> None:
    file = tmp_path / "systems.yaml"
    file.write_text(told, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_systems(file)
    assert refused.value.code == "hub.systems"
    assert "whsec" not in str(refused.value.details)
    with pytest.raises(Refusal):
        read_systems(tmp_path / "none.yaml")
