"""One visit through the API, a line a step: what `clerk-tui demo` does where there is no terminal."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import uuid_utils

from clerk_tui.catalog.build import load_catalog
from clerk_tui.catalog.model import MANDATE_UNTIL, Catalog
from clerk_tui.cli import lang_of_terminal
from clerk_tui.cli_demo import WINDOW, Ready
from clerk_tui.intake.facts import facts_of
from clerk_tui.intake.plan import Plan, PlannedAsk, plan
from clerk_tui.protocol.calendar_source import state_council_calendar
from clerk_tui.protocol.envelope import Frame
from clerk_tui.protocol.streams import CaseFile, event_of, evolve_case
from clerk_tui.refusal import Refusal
from clerk_tui.texts import text

MATTER = "birth"
FATHER_ID = "father.person.id_no"
SAMPLES = {
    "name": "演示宝",
    "phone": "19900000009",
    "date": "2026-11-02",
    "datetime": "2026-11-02T08:30",
    "address": "演示市演示区演示路1号",
    "bank_account": "6222020000000000001",
    "certificate_no": "A330000001",
    "money": "100",
    "bool": "yes",
    "text": "演示",
}
"""A plainly synthetic value for each field type that only the citizen knows."""


@dataclass(slots=True)
class Clerk:
    """A signed-in clerk with a command line instead of a screen."""

    http: httpx.Client
    hall: str
    token: str = ""

    def send(self, *commands: tuple[str, dict[str, Any], dict[str, Any]]) -> list[dict[str, Any]]:
        """Sends (kind, body, envelope extras) as one list; the verdicts, all of which must have been applied."""
        listed = [{"id": str(uuid_utils.uuid7()), "kind": kind, "body": body, **more} for kind, body, more in commands]
        answer = self.http.post(f"/v1/halls/{self.hall}/commands", json={"commands": listed}).raise_for_status()
        verdicts: list[dict[str, Any]] = answer.json()["verdicts"]
        for verdict in verdicts:
            if verdict["status"] != "applied":
                error = verdict.get("error") or {}
                raise Refusal("demo.step_refused", answer=error.get("code", verdict["status"]))
        return verdicts

    def case(self, case: str) -> CaseFile:
        """The case folded from its frames."""
        frames = self.http.get(f"/v1/halls/{self.hall}/cases/{case}").raise_for_status().json()["frames"]
        file: CaseFile | None = None
        for raw in frames:
            frame = Frame.model_validate(raw)
            if event := event_of(frame):
                file = evolve_case(file, event, frame.actor)
        if file is None:
            raise Refusal("case.unknown")
        return file


def run_visit(ready: Ready, say: Callable[[str], object]) -> int:
    """Calls a ticket, takes in 新生儿出生一件事, has it signed, submits it and calls the next. The exit code."""
    account = ready.account("clerk", WINDOW)

    def step(code: str, **params: Any) -> None:
        say(text(f"visit.{code}", lang_of_terminal(), **params))

    with httpx.Client(base_url=ready.url, timeout=30) as http:
        clerk = Clerk(http, ready.hall)
        _sign_in(clerk, account)
        step("signed_in", window=WINDOW)
        _kiosk(ready, http)
        called = _call(clerk)
        step("called", number=called["number"])
        catalog_bytes = http.get("/v1/catalogs/current").raise_for_status().content
        catalog = load_catalog(catalog_bytes)
        opened = clerk.send(
            ("welcome", {}, {"target": called["ticket"]}),
            ("open_case", {"matters": [MATTER], "catalog": catalog.hash, "ticket": called["ticket"]}, {}),
        )
        case = opened[1]["result"]["case"]
        step("opened", matter=catalog.name(MATTER))
        made = _fill(clerk, case, catalog)
        step("filled", asked=made.proof.now.fields_asked, filled=made.proof.now.fields_filled)
        _papers(clerk, case, made)
        step("papers", count=len(made.materials))
        _sign(clerk, case, made)
        step("signed")
        result = clerk.send(("submit_case", {}, {"target": case, "base_version": clerk.case(case).version}))[0][
            "result"
        ]
        step("accepted", number=result["number"], due=result["due"])
        paper = http.get(f"/v1/halls/{ready.hall}/cases/{case}/papers/acceptance_notice").raise_for_status().content
        step("paper", size=len(paper) // 1024)
        clerk.send(
            (
                "finish",
                {"outcomes": [{"matter": MATTER, "outcome": "accepted", "case": case}]},
                {"target": called["ticket"]},
            )
        )
        after = clerk.send(("call_next", {"window": WINDOW}, {}))[0]["result"]
        step("next", number=after["number"]) if after["ticket"] else step("nobody")
    return 0


def _sign_in(clerk: Clerk, account: dict[str, Any]) -> None:
    answer = clerk.http.post(
        "/v1/sessions",
        json={"staff_no": account["staff_no"], "password": account["password"], "window": account["window"]},
        headers={"X-Device-Token": account["device_token"]},
    ).raise_for_status()
    clerk.http.headers["Authorization"] = f"Bearer {answer.json()['token']}"


def _kiosk(ready: Ready, http: httpx.Client) -> None:
    """Somebody takes a number, so that there is one to call however quiet the hall is."""
    with httpx.Client(base_url=http.base_url, timeout=30) as own:
        kiosk = Clerk(own, ready.hall)
        _sign_in(kiosk, ready.account("kiosk"))
        kiosk.send(("take_ticket", {"channel": "kiosk", "matter": MATTER}, {}))


def _call(clerk: Clerk) -> dict[str, Any]:
    verdicts = clerk.send(("open_window", {"window": WINDOW}, {}))
    snapshot = clerk.http.get(f"/v1/halls/{clerk.hall}/snapshot").raise_for_status().json()
    seat = next((w for w in snapshot["day"]["windows"] if w["id"] == WINDOW), None)
    if seat and seat["ticket"]:
        clerk.send(("finish", {"outcome": "other"}, {"target": seat["ticket"]}))
    verdicts = clerk.send(("call_next", {"window": WINDOW}, {}))
    called: dict[str, Any] = verdicts[0]["result"]
    return called


def _planned(file: CaseFile, catalog: Catalog) -> Plan:
    today = dt.datetime.now(ZoneInfo("Asia/Shanghai")).date()
    return plan(catalog, file.case.matters, facts_of(file.case), today, state_council_calendar())


def _patch(clerk: Clerk, case: str, values: Iterable[tuple[str, str]]) -> None:
    changes = [{"field": key, "value": value, "base": 0} for key, value in values]
    clerk.send(("patch_answers", {"changes": changes}, {"target": case}))


def _fill(clerk: Clerk, case: str, catalog: Catalog) -> Plan:
    """Answers the questions, lets the register fill what it can, types the rest."""
    made = _planned(clerk.case(case), catalog)
    while made.open_questions:
        question = made.open_questions[0]
        options = question.field.options
        _patch(clerk, case, [(question.key, options[0].value if options else "yes")])
        made = _planned(clerk.case(case), catalog)
    from clerk_tui.central.demo import DEMO_FATHER_ID

    _patch(clerk, case, [(FATHER_ID, DEMO_FATHER_ID)])
    made = _planned(clerk.case(case), catalog)
    for use in made.sources:
        body = {
            "case": case,
            "source": use.source,
            "holder": use.party or "case",
            "purpose": MATTER,
            "consent": "spoken",
        }
        clerk.http.post(f"/v1/halls/{clerk.hall}/lookups", json=body).raise_for_status()
    for _ in range(5):
        made = _planned(clerk.case(case), catalog)
        left = [(ask.key, _sample(ask)) for ask in made.asks if ask.state == "open" and ask.required]
        if not left:
            break
        _patch(clerk, case, left)
    return made


def _sample(ask: PlannedAsk) -> str:
    if ask.field.options:
        return ask.field.options[0].value
    if ask.field.key == MANDATE_UNTIL:
        return f"{dt.datetime.now(dt.UTC).year + 1}-12-31"
    return ask.field.example or SAMPLES.get(ask.field.type, "演示")


def _papers(clerk: Clerk, case: str, made: Plan) -> None:
    for use in made.materials:
        if use.standing == "missing":
            verdict = "copies_kept" if use.copies else "original_seen"
            extras = {"target": case, "base_version": clerk.case(case).version}
            clerk.send(("judge_material", {"material": use.key, "verdict": verdict}, extras))


def _sign(clerk: Clerk, case: str, made: Plan) -> None:
    """The form is printed, read and signed on paper: no phone is needed."""
    for section in made.sections:
        body = {"section": section.key, "party": section.confirmers[0], "means": "paper", "witness": WINDOW}
        clerk.send(("confirm_section", body, {"target": case, "base_version": clerk.case(case).version}))
    for party in made.signers:
        body = {"party": party, "means": "paper", "witness": WINDOW}
        clerk.send(("sign", body, {"target": case, "base_version": clerk.case(case).version}))
