"""Lists of cases and look-ups of persons at the real hub, on both engines."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from clerk_tui.central.tables import CasePersonRow, CaseRow
from clerk_tui.central.tables.base import table_of
from tests.central.serving import HALL, Caller, Serving, command

FATHER = "330402199203140014"
BODY = {"matters": ["birth"]}


@pytest.fixture
def here(shared_here: Serving) -> Serving:
    return shared_here


@pytest.fixture(scope="module")
def clerks(shared_here: Serving) -> tuple[Caller, Caller]:
    return shared_here.clerk("11"), shared_here.clerk("12")


def begin(here: Serving, clerk: Caller, number: str = FATHER, **more: str) -> str:
    case = str(clerk.do("open_case", {**BODY, "catalog": here.catalog, **more})["case"])
    values = {"visit.parent": "father", "father.person.id_no": number, "father.person.name": "演示甲"}
    for field, value in values.items():
        clerk.do("patch_answers", {"changes": [{"field": field, "value": value, "base": 0}]}, target=case)
    return case


def listed(caller: Caller, view: str) -> dict[str, dict[str, Any]]:
    answer = caller.http.get(f"/v1/halls/{HALL}/cases", params={"view": view})
    assert answer.status_code == 200, answer.text
    return {case["id"]: case for case in answer.json()["cases"]}


def look_up(caller: Caller, typed: str = "", purpose: str = "enquiry", **more: str) -> Any:
    return caller.http.post("/v1/persons/lookup", json={"typed": typed, "purpose": purpose, **more})


def receive(caller: Caller, case: str) -> dict[str, Any]:
    """收件 alone, once the questions are answered."""
    for field, value in {
        "ga.household_follow": "mother",
        "mz.married": "yes",
        "yb.maternity_insured": "mother",
        "wj.subsidy_wanted": "yes",
    }.items():
        caller.do("patch_answers", {"changes": [{"field": field, "value": value, "base": 0}]}, target=case)
    return caller.do("submit_case", {"only_receive": True}, target=case, base_version=version(caller, case))


def version(caller: Caller, case: str) -> int:
    return int(caller.http.get(f"/v1/halls/{HALL}/cases/{case}").json()["version"])


def test_a_list_names_the_applicant_masked_and_keeps_the_name_sealed(
    here: Serving, clerks: tuple[Caller, Caller]
) -> None:
    clerk, _ = clerks
    case = begin(here, clerk)
    row = listed(clerk, "mine")[case]
    assert (row["applicant"], row["state"], row["window"], row["light"]) == ("演*甲", "draft", "11", None)
    assert row["since"] == row["opened_at"]
    table, persons = table_of(CaseRow), table_of(CasePersonRow)
    kept = here.call(here.hub.read(lambda c: c.execute(select(table).where(table.c.id == case)).mappings().one()))
    assert "演".encode() not in kept["applicant"]
    assert kept["cipher"]
    hashes = here.call(here.hub.read(lambda c: c.execute(select(persons).where(persons.c.case_id == case)).all()))
    assert FATHER not in repr(hashes)
    assert [one.party for one in hashes] == ["father"]


def test_views_show_a_window_its_own_cases_and_everybody_the_pool(here: Serving, clerks: tuple[Caller, Caller]) -> None:
    clerk, other = clerks
    supervisor = here.sign_in("supervisor")
    case = begin(here, clerk)
    assert case in listed(clerk, "window")
    assert case in listed(clerk, "parked")
    assert case not in listed(other, "parked") | listed(other, "mine") | listed(other, "window")
    assert case in listed(supervisor, "parked")
    assert case not in listed(clerk, "pool")
    moved = supervisor.do("reassign_window", {"from_window": "11", "to": "pool", "reason": "closing"})
    assert case in moved["cases"]
    assert case in listed(other, "pool")
    assert case not in listed(other, "window")
    refused = clerk.http.get(f"/v1/halls/{HALL}/cases", params={"view": "nothing"})
    assert refused.status_code == 400


def test_a_case_is_claimed_from_the_pool_once(here: Serving, clerks: tuple[Caller, Caller]) -> None:
    clerk, other = clerks
    case = begin(here, clerk)
    verdict = other.send(command("claim_case", {"window": "12"}, target=case))[0]
    assert verdict["error"]["code"] == "case.at_window"
    here.sign_in("supervisor").do("reassign_window", {"from_window": "11", "to": "pool", "reason": "closing"})
    other.do("claim_case", {"window": "12"}, target=case)
    assert case in listed(other, "window")
    late = clerk.send(command("claim_case", {"window": "11"}, target=case))[0]
    assert (late["error"]["code"], late["error"]["details"]) == ("case.at_window", {"window": "12"})


def test_a_person_is_found_by_every_number_and_the_look_up_is_written_down_without_it(
    here: Serving, clerks: tuple[Caller, Caller]
) -> None:
    clerk, other = clerks
    case = begin(here, clerk)
    told = receive(clerk, case)
    for typed, by in (
        (FATHER, "identity"),
        (" 330402 1992 0314 0014", "identity"),
        ("３３０４０２１９９２０３１４００１４", "identity"),
        (told["number"], "case"),
        (told["number"] + "01", "case"),
        (told["query_code"], "query_code"),
    ):
        answer = look_up(other, typed)
        assert answer.status_code == 200, answer.text
        assert answer.json()["by"] == by
        assert case in [one["id"] for one in answer.json()["cases"]], typed
    seen = [event["body"] for event in here.audit() if event["kind"] == "person_looked_up"]
    assert len(seen) >= 6
    assert FATHER not in "".join(seen)
    assert look_up(other, "330402199203140015").json()["code"] == "lookup.number_unknown"
    assert look_up(other, "00000000").json() == {"by": "query_code", "cases": []}
    assert look_up(here.sign_in("kiosk"), FATHER).status_code == 403


def test_a_number_that_was_taken_back_leads_nowhere(here: Serving, clerks: tuple[Caller, Caller]) -> None:
    clerk, other = clerks
    number = "330402198801010012"
    case = begin(here, clerk, number)
    assert [one["id"] for one in look_up(other, number).json()["cases"]] == [case]
    change = {"field": "father.person.id_no", "value": None, "base": version(clerk, case)}
    clerk.do("patch_answers", {"changes": [change]}, target=case)
    assert look_up(other, number).json()["cases"] == []
    clerk.do("withdraw_case", {"reason": "r"}, target=case, base_version=version(clerk, case))


def test_who_stands_at_the_window_brings_a_case_along_that_was_looked_up(
    here: Serving, clerks: tuple[Caller, Caller]
) -> None:
    clerk, other = clerks
    case = begin(here, clerk)
    assert other.http.get(f"/v1/halls/{HALL}/cases/{case}").status_code == 403
    waiting = other.take()
    wrong = other.send(command("link_visit", {"window": "12", "ticket": waiting}, target=case))[0]
    assert wrong["error"]["code"] == "case.not_their_window"
    other.do("call_ticket", {"window": "12"}, target=waiting)
    other.do("link_visit", {"window": "12", "ticket": waiting}, target=case)
    assert other.http.get(f"/v1/halls/{HALL}/cases/{case}").status_code == 200
    by_ticket = look_up(other, ticket=waiting)
    assert case in [one["id"] for one in by_ticket.json()["cases"]]
    other.do("finish", {"outcome": "consultation"}, target=waiting)


def test_a_tickets_person_is_known_again_before_anything_is_typed(here: Serving, clerks: tuple[Caller, Caller]) -> None:
    clerk, other = clerks
    case = begin(here, clerk)
    ticket = other.do("take_ticket", {"channel": "window", "id_no": FATHER})["ticket"]
    found = look_up(other, purpose="duplicates", ticket=ticket).json()
    assert found["by"] == "ticket"
    assert case in [one["id"] for one in found["cases"]]
    assert look_up(other, ticket=command("x")["id"]).status_code == 404


def test_what_is_overdue_is_red(here: Serving, clerks: tuple[Caller, Caller]) -> None:
    clerk, _ = clerks
    case = begin(here, clerk)
    receive(clerk, case)
    assert case not in listed(clerk, "red")
    assert listed(clerk, "mine")[case]["light"] in ("green", "yellow")
    here.clock.pass_by(timedelta(days=30))
    again = here.sign_in("w11", "11")
    assert listed(again, "red")[case]["light"] == "red"
    here.clock.pass_by(timedelta(days=-30))
