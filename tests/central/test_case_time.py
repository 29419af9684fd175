"""What time does to cases, at the hub over HTTP: silence accepts licences alone, a gap that lapsed ends what is open."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from clerk_tui.catalog.build import publish
from clerk_tui.catalog.parse import parse_catalog
from clerk_tui.intake.clock import add_working_days
from clerk_tui.protocol.calendar_source import state_council_calendar
from tests.central.serving import HALL, Caller, Serving, command
from tests.intake.life_desk import ACCOUNT, CARD, PLAN, TEXT

CALENDAR = state_council_calendar()


class Window:
    """The clerk of window 3 with a case of the tests' own catalogue."""

    def __init__(self, here: Serving) -> None:
        self.here = here
        here.hub.catalogs.publish(publish(parse_catalog({"life.yaml": TEXT})), "test")
        self.catalog = here.hub.catalogs.current()
        self.clerk = here.clerk("3")

    def on(self, case: str, kind: str, body: dict[str, Any] | None = None, by: Caller | None = None) -> dict[str, Any]:
        found = self.clerk.http.get(f"/v1/halls/{HALL}/cases/{case}").json()
        base = {} if kind == "patch_answers" else {"base_version": found["version"]}
        return (by or self.clerk).do(kind, body, target=case, **base)

    def received(self, matter: str, *papers: str) -> str:
        """Filled in, signed, with these papers, and received; the case."""
        case = str(self.clerk.do("open_case", {"matters": [matter], "catalog": self.catalog})["case"])
        values = {"visit.who": "self", "applicant.person.name": "演示甲"}
        if matter in ("all", "ga.licence"):
            values["ga.whole"] = "no"
        self.on(case, "patch_answers", {"changes": [{"field": k, "value": v} for k, v in values.items()]})
        for section in ("applicant", "case") if "ga.whole" in values else ("applicant",):
            self.on(case, "confirm_section", {"section": section, "party": "applicant", "means": "paper"})
        self.on(case, "sign", {"party": "applicant", "means": "paper"})
        for paper in papers:
            self.on(case, "judge_material", {"material": paper, "verdict": "original_seen"})
        self.on(case, "submit_case", {"only_receive": True})
        return case

    def state(self, case: str) -> str:
        return str(self.here.call(self.here.hub.case_file(HALL, case)).case.state)

    def today(self) -> date:
        return self.here.hub.hall(HALL).settings.today(self.here.clock())

    def go_to(self, day: date, hour: int = 10) -> None:
        """The clock goes on to that day in the hall."""
        zone = self.here.hub.hall(HALL).settings.zone
        at = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
        self.here.clock.pass_by(at - self.here.clock())

    def look(self) -> None:
        self.here.call(self.here.hub.case_time.look(HALL))

    def happened(self, kind: str) -> list[dict[str, Any]]:
        return [json.loads(event["body"]) for event in self.here.audit() if event["kind"] == kind]


@pytest.fixture
def window(here: Serving) -> Window:
    return Window(here)


def test_silence_accepts_a_licence_from_its_receipt_and_nothing_else(window: Window) -> None:
    received = window.today()
    licence, own, told = window.received("ga.licence"), window.received("mz.own"), window.received("ga.licence")
    window.on(told, "give_notice")
    last = add_working_days(received, 5, CALENDAR).date
    window.go_to(last)
    window.look()
    assert window.state(licence) == "received"
    window.go_to(last + timedelta(days=1))
    window.look()
    assert [window.state(case) for case in (licence, own, told)] == ["accepted", "received", "noticed"]
    (deemed,) = window.happened("case_deemed_accepted")
    assert deemed["on"] == received.isoformat()
    settings = window.here.hub.hall(HALL).settings
    effective = datetime.fromisoformat(deemed["effective_at"]).astimezone(settings.zone)
    assert (effective.date(), effective.hour) == (last + timedelta(days=1), 4)
    window.go_to(last + timedelta(days=40))
    window.look()
    assert len(window.happened("case_deemed_accepted")) == 1
    assert window.state(own) == "received"


def test_a_gap_lapses_after_its_day_and_not_when_the_paper_came(window: Window) -> None:
    until = window.today()
    cases = [window.received("all", CARD, PLAN) for _ in range(2)]
    for case in cases:
        window.on(case, "accept_case", {"gaps": [ACCOUNT], "until": until.isoformat(), "promise": True})
    window.on(cases[1], "judge_material", {"material": ACCOUNT, "verdict": "original_seen"})
    window.look()
    assert [window.state(case) for case in cases] == ["accepted", "accepted"]
    window.go_to(until + timedelta(days=1))
    window.look()
    assert [window.state(case) for case in cases] == ["terminated", "accepted"]
    (ended,) = window.happened("case_terminated")
    assert (ended["code"], ended["gaps"]) == ("gap_lapsed", [ACCOUNT])


def test_what_fell_due_while_nobody_looked_is_sent_in_its_order(window: Window) -> None:
    begun = window.today()
    licence = window.received("ga.licence")
    gap = window.received("all", CARD, PLAN)
    window.on(gap, "accept_case", {"gaps": [ACCOUNT], "until": begun.isoformat(), "promise": True})
    window.go_to(begun + timedelta(days=30))
    window.look()
    assert [window.state(case) for case in (licence, gap)] == ["accepted", "terminated"]
    kinds = [k for k in window.here.kinds() if k in ("case_deemed_accepted", "case_terminated")]
    assert kinds == ["case_terminated", "case_deemed_accepted"]


def test_only_the_centre_says_what_time_did(window: Window) -> None:
    case = window.received("ga.licence")
    for kind in ("deem_accepted", "lapse_gap"):
        body = {"effective_at": (window.here.clock() + timedelta(days=60)).isoformat()}
        for who in (window.clerk, window.here.sign_in("supervisor")):
            (verdict,) = who.send(command(kind, body, target=case))
            assert verdict["error"]["code"] == "forbidden"


def test_the_departments_answer_is_the_supervisors_and_never_the_clerks(window: Window) -> None:
    case = window.received("all", CARD, PLAN, ACCOUNT)
    assert window.on(case, "accept_case")["state"] == "accepted"
    version = window.clerk.http.get(f"/v1/halls/{HALL}/cases/{case}").json()["version"]
    reply = command("reply_item", {"item": "ga.licence", "outcome": "passed"}, target=case, base_version=version)
    (verdict,) = window.clerk.send(reply)
    assert verdict["error"]["code"] == "case.own_decision"
    boss = window.here.sign_in("supervisor")
    told = window.on(case, "reply_item", {"item": "ga.licence", "outcome": "passed"}, boss)
    assert told == {"state": "passed", "released": ["mz.own"], "fallen": []}
    window.on(case, "extend_clock", {"item": "mz.own", "days": 5, "reason": "复杂"})
    (verdict,) = window.clerk.send(command("approve_extension", {"item": "mz.own"}, target=case, base_version=1))
    assert verdict["error"]["code"] == "forbidden"
    window.on(case, "approve_extension", {"item": "mz.own"}, boss)
