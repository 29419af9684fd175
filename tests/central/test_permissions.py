"""The one permission table, walked over HTTP: every kind and route, every role, inside and outside its scope."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from clerk_tui.central.app import create_api
from clerk_tui.central.routers import case_status, guides, phone, phone_ticket, viewer
from clerk_tui.filing.commands import COMMANDS as FILING
from clerk_tui.protocol import permissions
from clerk_tui.protocol.permissions import PAGES, ROLES, ROUTES, scope_of
from clerk_tui.protocol.streams import COMMANDS, QUEUE_KINDS
from clerk_tui.queue.commands import TARGETED
from tests.central.serving import HALL, SIGNING_IN, Caller, Serving, command

OPEN_ROUTES = {
    "POST /v1/sessions",
    "POST /v1/devices",
    "POST /v1/halls/{hall}/commands",
    "GET /healthz",
    "GET /readyz",
}
"""Routes without a row: nobody is signed in yet, or each command has its own row."""

ON_A_CASE = {route for route in ROUTES if "{case}" in route or route.endswith(("/typing", "/lookups"))}
ON_FILING = frozenset(FILING) - {"open_filing"}


class Stage:
    """People of every role at window 3, and things of window 3 and of window 4 for them to act on."""

    def __init__(self, here: Serving) -> None:
        self.here = here
        self.other = here.clerk("4")
        self.owner = here.clerk("3")
        self.people = {role: here.sign_in(role, "3") for role in SIGNING_IN}
        self.case = {w: self._case(c) for w, c in (("3", self.owner), ("4", self.other))}
        self.filing = {
            w: c.do(
                "open_filing",
                {"mode": "self", "purpose": "fill", "party": "mother"},
                target=self.case[w],
                base_version=1,
            )["filing"]
            for w, c in (("3", self.owner), ("4", self.other))
        }
        self.ticket = {w: self._serving(c, w) for w, c in (("3", self.owner), ("4", self.other))}
        self.people["citizen"] = here.citizen(self.filing["3"])
        self.people["citizen"].do("join", target=self.filing["3"])
        self.holder = here.citizen(self.ticket["3"])

    def _case(self, clerk: Caller) -> str:
        return str(clerk.do("open_case", {"matters": ["birth"], "catalog": self.here.catalog})["case"])

    def _serving(self, clerk: Caller, window: str) -> str:
        ticket = clerk.take()
        clerk.do("call_ticket", {"window": window}, target=ticket)
        return ticket

    def command(self, kind: str, window: str) -> dict[str, Any]:
        """A command of that kind on what belongs to the window. Its body may be wrong: that is judged after."""
        target: str | None = None
        if kind in ON_FILING:
            target = self.filing[window]
        elif kind in TARGETED:
            target = self.ticket[window]
        elif kind not in QUEUE_KINDS and kind != "open_case":
            target = self.case[window]
        body: dict[str, Any] = {}
        for named in ("window", "from_window"):
            if named in COMMANDS[kind].model_fields:
                body[named] = window
        return command(kind, body, **({"target": target} if target else {}))


@pytest.fixture(scope="module")
def stage(shared_here: Serving) -> Iterator[Stage]:
    return Stage(shared_here)


def forbidden(verdict: dict[str, Any]) -> bool:
    return verdict["status"] == "rejected" and verdict["error"]["code"] == "forbidden"


def test_every_command_kind_has_a_row() -> None:
    assert set(permissions.COMMANDS) == set(COMMANDS)


def test_every_route_has_a_row(shared_here: Serving) -> None:
    paths = create_api(shared_here.hub).openapi()["paths"]
    routes = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    assert {r for r in routes if "/v1/" in r or "z" in r} - OPEN_ROUTES == set(ROUTES)


def test_every_page_of_a_phone_has_a_row() -> None:
    routes = {
        f"{method} {r.path}"
        for o in (case_status.router, guides.router, phone.router, phone_ticket.router, viewer.pages)
        for r in o.routes
        for method in r.methods
    }
    assert routes == set(PAGES)


def test_pages_of_a_phone_are_for_who_holds_the_ticket_or_the_filing(stage: Stage) -> None:
    clerk, holder, party = stage.owner, stage.holder, stage.people["citizen"]
    wrong = []
    for route, held in PAGES.items():
        if held == "anyone":
            continue
        method, path = route.split(" ")
        path = path.format(material="mother.id_card", window="3", sha256="0" * 64, number=1) + (
            "?id=" + command("x")["id"] if method == "PUT" else ""
        )
        for who, token in (("nobody", None), ("clerk", clerk.token), ("ticket", holder.token), ("filing", party.token)):
            cookie = {"Cookie": f"citizen={token}"} if token else {}
            sent = stage.here.client(**cookie, **({"Content-Type": "application/json"} if "/f/" in path else {}))
            with sent.stream(method, path, content=b"{}" if method != "GET" else None) as answer:
                refused = answer.status_code in (401, 403, 410)
            # A form without a choice, a list without commands, no offer: judged after who sends it.
            if who != held and not refused:
                wrong.append((route, who, answer.status_code))
            if who == held and method == "GET" and answer.status_code != 200:
                wrong.append((route, who, answer.status_code))
            if who in ("nobody", "clerk") and answer.status_code != 401:
                wrong.append((route, who, answer.status_code))
    assert wrong == []


def test_the_page_of_a_second_monitor_is_for_who_has_the_code_of_its_window(stage: Stage) -> None:
    told = stage.owner.http.post(f"/v1/halls/{HALL}/windows/3/viewer/code").json()
    door = stage.here.client()
    assert door.post("/w/4", data={"code": told["digits"]}).status_code == 404
    opened = door.post("/w/3", data={"code": told["digits"]})
    assert opened.status_code == 303
    cookie = {"Cookie": f"viewer={opened.cookies['viewer']}"}
    missing = f"/pages/{'0' * 64}/1"
    for path, status in (("/view", 200), ("/feed", 200), (missing, 404)):
        for window, wanted in (("3", status), ("4", 401)):
            with stage.here.client(**cookie).stream("GET", f"/w/{window}{path}") as answer:
                assert answer.status_code == wanted, (window, path)
    assert stage.here.client().post("/w/3", data={"code": told["code"]}).status_code == 404  # spent


@pytest.mark.parametrize("role", [role for role in ROLES if role != "system"])
def test_commands_inside_and_outside_the_scope(stage: Stage, role: str) -> None:
    caller = stage.people[role]
    wrong = []
    refusals = 0
    # What is inside can change the stage, so it comes after all that is outside.
    for window in ("4", "3"):
        for kind in sorted(COMMANDS, key=lambda k: (k in ("revoke_code", "close_filing", "renew_code"), k)):
            scope = scope_of([role], permissions.COMMANDS[kind])
            asked = stage.command(kind, window)
            outside = window == "4" and (
                scope == "party"
                or (scope == "case")
                or (scope == "window" and (bool(asked["body"]) or (kind in TARGETED and kind != "resume")))
            )
            if role == "citizen" and kind in ("cancel", "invite_rating", "rate"):
                outside = True  # their session is bound to a filing, not to this ticket
            got = forbidden(caller.send(asked)[0])
            refusals += got
            if got != (scope is None or outside):
                wrong.append((kind, window, scope, got))
    assert wrong == []
    written = [e for e in stage.here.audit() if e["kind"] == "permission_refused" and caller.session in e["body"]]
    assert len(written) == refusals


def test_a_ticket_is_cancelled_by_its_own_holder(stage: Stage) -> None:
    waiting = stage.owner.take()
    holder = stage.here.citizen(waiting)
    assert forbidden(stage.holder.send(command("cancel", target=waiting))[0])
    assert holder.send(command("cancel", target=waiting))[0]["status"] == "applied"
    assert not forbidden(holder.send(command("rate", {"grade": 5}, target=waiting))[0])
    assert forbidden(stage.holder.send(command("rate", {"grade": 5}, target=waiting))[0])


def test_a_clerk_without_a_window_acts_for_none(shared_here: Serving) -> None:
    caller = shared_here.sign_in("w9")
    for kind in ("open_window", "call_next", "open_case"):
        assert forbidden(caller.send(command(kind, {"window": "9"} if kind != "open_case" else {}))[0])


def test_only_the_centre_records_a_lookup(stage: Stage) -> None:
    recorded = command("record_lookup", {"source": "register"}, target=stage.case["3"])
    assert all(forbidden(stage.people[role].send({**recorded, "id": command("x")["id"]})[0]) for role in SIGNING_IN)


def ask(stage: Stage, http: httpx.Client, route: str, window: str) -> int:
    """The status of a request on that route for things of the window; a feed is left after its first line."""
    method, template = route.split(" ")
    case = stage.case[window]
    path = template.format(
        hall=HALL,
        window=window,
        case=case,
        paper="application_form",
        sha256="0" * 64,
        hash=stage.here.catalog,
        proposal="none",
    )
    if template.endswith("/feed"):
        with http.stream("GET", path) as answer:
            return answer.status_code
    bodies: dict[str, Any] = {
        "POST /v1/halls/{hall}/typing": {"case": case, "field": "mother.person.name", "value": "演"},
        "POST /v1/halls/{hall}/lookups": {
            "case": case,
            "source": "register",
            "holder": "mother",
            "purpose": "birth",
            "consent": "spoken",
        },
        "POST /v1/persons/lookup": {"typed": "00000000", "purpose": "enquiry"},
        "POST /v1/proposals/{proposal}/decline": {"reason": "r"},
        "POST /v1/halls/{hall}/windows/{window}/viewer": {},
    }
    if method == "PUT":
        return http.put(path, content=b"x", headers={"Content-Type": "image/png"}).status_code
    return http.request(method, path, json=bodies.get(route)).status_code


@pytest.mark.parametrize("role", [role for role in ROLES if role != "system"])
def test_routes_inside_and_outside_the_scope(stage: Stage, role: str) -> None:
    wrong = []
    for route, row in ROUTES.items():
        if route.startswith("DELETE"):
            continue  # ends the session: below
        scope = scope_of([role], row)
        for window in ("3", "4"):
            outside = window == "4" and scope in ("case", "party") and route in ON_A_CASE
            outside |= window == "4" and scope == "window" and "{window}" in route
            may = scope is not None and not outside
            if role == "citizen" and route.endswith("/feed"):
                may = False  # a phone has a feed of its own, under its own page
            status = ask(stage, stage.people[role].http, route, window)
            if (status != 403) != may or status in (401, 500):
                wrong.append((route, window, scope, status))
    assert wrong == []


def test_nobody_reads_without_a_session(stage: Stage) -> None:
    for route in ROUTES:
        http = stage.here.client()
        method, template = route.split(" ")
        path = template.format(
            hall=HALL,
            window="3",
            case=stage.case["3"],
            paper="application_form",
            sha256="0" * 64,
            hash="0" * 64,
            proposal="none",
        )
        assert http.request(method, path).status_code == 401, route


def test_another_halls_session_is_refused_whole(stage: Stage) -> None:
    away = stage.here.sign_in("away", device="away")
    answer = away.post(command("take_ticket", {"channel": "window"}))
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.other_hall")
    assert away.http.get(f"/v1/halls/{HALL}/snapshot").status_code == 403


def test_everybody_may_sign_out(stage: Stage) -> None:
    for role in SIGNING_IN:
        caller = stage.here.sign_in(role, "3")
        assert caller.http.delete("/v1/sessions/current").status_code == 204
        assert caller.http.delete("/v1/sessions/current").status_code == 401
        stage.people[role] = stage.here.sign_in(role, "3")


def test_displays_are_told_numbers_and_nobody(stage: Stage) -> None:
    display = stage.people["display"]
    told = display.http.get(f"/v1/halls/{HALL}/snapshot").text
    assert '"w3"' not in told
    with display.http.stream("GET", f"/v1/halls/{HALL}/feed", params={"after": 0, "case": stage.case["3"]}) as answer:
        lines, until = [], time.monotonic() + 10
        for line in answer.iter_lines():
            lines.append(line)
            if line.startswith("event: heartbeat") or time.monotonic() > until:
                break
    seen = "\n".join(lines)
    assert "ticket_called" in seen
    assert "case_opened" not in seen
    assert "session_opened" not in seen
    assert '"w3"' not in seen
