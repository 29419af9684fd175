"""A demo hub on loopback in a thread, and people who use it over real HTTP: what phone and case tests stand on."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import uuid_utils

from clerk_tui.catalog.build import load_catalog
from clerk_tui.catalog.builtin import builtin_catalog_bytes
from clerk_tui.catalog.model import Catalog
from clerk_tui.central.demo import DEMO_FATHER_ID, seed_demo
from clerk_tui.central.demo import HALL as DEMO_HALL
from clerk_tui.central.hub import Hub
from clerk_tui.central.server import make_server, run
from clerk_tui.intake.facts import facts_of
from clerk_tui.intake.plan import Plan, plan
from clerk_tui.protocol.calendar_source import state_council_calendar
from clerk_tui.protocol.envelope import Frame
from clerk_tui.protocol.streams import CaseFile, event_of, evolve_case
from clerk_tui.queue.policy import Policy

HALL = "demo"
ANSWERS = {
    "visit.parent": "father",
    "ga.household_follow": "mother",
    "mz.married": "yes",
    "yb.maternity_insured": "mother",
    "wj.subsidy_wanted": "yes",
}
SAMPLES = {
    "bank_account": "6222020000000000001",
    "name": "演示宝",
    "phone": "19900000009",
    "date": "2099-12-31",
    "address": "演示市演示区演示路1号",
    "bool": "yes",
}


class Clock:
    """Begins at ten in the morning at the hall, so that no business day ends in a test; a test may set it forward."""

    def __init__(self) -> None:
        now = datetime.now(UTC)
        self.ahead = now.replace(hour=2, minute=0) - now

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Running:
    """A hub that serves; `accounts` by role, the first of each."""

    url: str
    hub: Hub
    clock: Clock
    accounts: list[dict[str, Any]]
    clients: list[httpx.Client] = field(default_factory=list)

    def client(self, **how: Any) -> httpx.Client:
        """An HTTP client that ends with the hub."""
        made = httpx.Client(base_url=self.url, timeout=20, trust_env=False, **how)
        self.clients.append(made)
        return made

    def sign_in(self, role: str = "clerk", window: str | None = None) -> "Staff":
        """Somebody of that role, signed in (at that window)."""
        account = next(a for a in self.accounts if a["role"] == role and window in (None, a["window"]))
        http = self.client(headers={"Accept-Language": "zh"})
        body = {"staff_no": account["staff_no"], "password": account["password"], "window": account["window"]}
        answer = http.post("/v1/sessions", json=body, headers={"X-Device-Token": account["device_token"]})
        assert answer.status_code in (200, 201), answer.text
        http.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        return Staff(http, account["window"] or "", self.clock)


@contextlib.contextmanager
def running(
    folder: Path, database_url: str = "", *, policy: Policy | None = None, clock: Clock | None = None, port: int = 0
) -> Iterator[Running]:
    """A demo hub over a database, an SQLite file in `folder` if none is named; once more on its port after it stopped."""
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    url = f"http://127.0.0.1:{bound.getsockname()[1]}"
    clock = clock or Clock()
    database_url = database_url or f"sqlite:///{folder / 'hub.db'}"
    hub = Hub.open(database_url, key_file=folder / "hub.key", clock=clock, public_url=url, heartbeat_seconds=1.0)
    hub.catalogs.publish(builtin_catalog_bytes(), "builtin")
    accounts = seed_demo(hub)
    if policy is not None:
        hub.admin.add_hall(replace(DEMO_HALL, policy=policy))
    up = threading.Event()
    server = make_server(hub, log_access=False, on_ready=up.set)
    # uvicorn sets signal handlers only on the main thread.
    thread = threading.Thread(target=lambda: run(server.serve(sockets=[bound])), name="hub", daemon=True)
    thread.start()
    assert up.wait(30), "the hub did not start"
    here = Running(url, hub, clock, accounts)
    try:
        yield here
    finally:
        for client in here.clients:
            client.close()
        server.should_exit = True
        thread.join(20)
        bound.close()


def new_id() -> str:
    return str(uuid_utils.uuid7())


@dataclass
class Staff:
    """A clerk, a kiosk or a supervisor with a command line instead of a screen."""

    http: httpx.Client
    window: str
    clock: Clock

    def send(self, kind: str, body: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """Sends one command; its verdict."""
        command = {"id": more.pop("id", None) or new_id(), "kind": kind, "body": body or {}, **more}
        answer = self.http.post(f"/v1/halls/{HALL}/commands", json={"commands": [command]})
        assert answer.status_code == 200, answer.text
        verdict: dict[str, Any] = answer.json()["verdicts"][0]
        return verdict

    def do(self, kind: str, body: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """Sends one command, which must be applied; its result."""
        verdict = self.send(kind, body, **more)
        assert verdict["status"] == "applied", verdict
        return verdict["result"] or {}

    def on_case(self, case: str, kind: str, body: dict[str, Any] | None = None, target: str = "") -> dict[str, Any]:
        """Sends a command with the version that the case has now."""
        return self.do(kind, body, target=target or case, base_version=self.case(case).version)

    def told(self, case: str) -> dict[str, Any]:
        """What the case's route tells."""
        answer = self.http.get(f"/v1/halls/{HALL}/cases/{case}")
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def case(self, case: str) -> CaseFile:
        """The case, folded from its frames."""
        file: CaseFile | None = None
        for raw in self.told(case)["frames"]:
            frame = Frame.model_validate(raw)
            if event := event_of(frame):
                file = evolve_case(file, event, frame.actor)
        assert file is not None
        return file

    def plan(self, case: str) -> Plan:
        """The plan of the case as it stands."""
        file = self.case(case)
        today = (self.clock() + timedelta(hours=8)).date()
        return plan(catalog(), file.case.matters, facts_of(file.case), today, state_council_calendar())

    def patch(self, case: str, **answers: str) -> None:
        """Types answers; `__` in a name stands for a dot."""
        changes = [{"field": k.replace("__", "."), "value": v, "base": 0} for k, v in answers.items()]
        self.do("patch_answers", {"changes": changes}, target=case)

    def begin(self, kiosk: "Staff", answers: dict[str, str] | None = None) -> tuple[str, dict[str, Any]]:
        """A citizen takes a ticket, is called and welcomed, a birth case is opened; the case and the ticket's result."""
        taken = kiosk.do("take_ticket", {"channel": "kiosk", "matter": "birth"})
        self.send("open_window", {"window": self.window})
        self.do("call_ticket", {"window": self.window}, target=taken["ticket"])
        self.do("welcome", target=taken["ticket"])
        body = {"matters": ["birth"], "catalog": catalog().hash, "ticket": taken["ticket"]}
        case = self.do("open_case", body)["case"]
        changes = [{"field": k, "value": v, "base": 0} for k, v in {**ANSWERS, **(answers or {})}.items()]
        self.do("patch_answers", {"changes": changes}, target=case)
        return case, taken

    def look_up(self, case: str, holder: str, source: str = "register") -> httpx.Response:
        """Asks the register about a party."""
        body = {"case": case, "source": source, "holder": holder, "purpose": "birth", "consent": "spoken"}
        return self.http.post(f"/v1/halls/{HALL}/lookups", json=body)

    def invite(self, case: str, party: str, purpose: str = "fill", mode: str = "self") -> dict[str, Any]:
        """Opens a filing for a party; the verdict's result with its code."""
        return self.on_case(case, "open_filing", {"mode": mode, "purpose": purpose, "party": party})

    def fill_by_register(self, case: str) -> None:
        """The father's number, what the register knows of the family, and something in every field still open."""
        self.patch(case, father__person__id_no=DEMO_FATHER_ID)
        for party in ("father", "mother", "baby"):
            self.look_up(case, party)
        fills = {
            a.key: a.field.options[0].value if a.field.options else SAMPLES.get(a.field.type, "演示内容")
            for a in self.plan(case).asks
            if a.state == "open"
        }
        changes = [{"field": k, "value": v, "base": 0} for k, v in fills.items()]
        self.do("patch_answers", {"changes": changes}, target=case)

    def hand_in_on_paper(self, case: str) -> dict[str, Any]:
        """Judges every paper, confirms and signs on paper, submits; the result, which is accepted."""
        for paper in (m for m in self.plan(case).materials if m.standing == "missing"):
            verdict = "copies_kept" if paper.copies else "original_seen"
            self.on_case(case, "judge_material", {"material": paper.key, "verdict": verdict})
        for section in self.plan(case).sections:
            body = {"section": section.key, "party": section.confirmers[0], "means": "paper", "witness": self.window}
            self.on_case(case, "confirm_section", body)
        for party in self.plan(case).signers:
            self.on_case(case, "sign", {"party": party, "means": "paper", "witness": self.window})
        result = self.on_case(case, "submit_case")
        assert result["state"] == "accepted"
        return result


def catalog() -> Catalog:
    """The built-in catalogue."""
    return load_catalog(builtin_catalog_bytes())
