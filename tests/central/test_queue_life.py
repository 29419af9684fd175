"""What only the centre can judge of a number's life: persons known again, bookings of other days, cases of a window."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.central.serving import HALL, Serving, command

FATHER = "330402199203140014"
MOTHER = "330402199409080029"


def today(here: Serving) -> date:
    return here.hub.hall(HALL).settings.today(here.clock())


def turn_to(here: Serving, days: int, clock: str) -> None:
    """So many days on, at that time of the hall."""
    zone = here.hub.hall(HALL).settings.zone
    wanted = datetime.combine(today(here) + timedelta(days=days), time.fromisoformat(clock), zone)
    here.clock.pass_by(wanted - here.clock())


def code_of(verdict: dict[str, Any]) -> str:
    assert verdict["status"] == "rejected", verdict
    return str(verdict["error"]["code"])


def test_a_person_is_known_again_and_the_number_is_kept_nowhere(here: Serving) -> None:
    kiosk = here.sign_in("kiosk")
    first = kiosk.do("take_ticket", {"channel": "kiosk", "id_no": FATHER})
    again = kiosk.send(command("take_ticket", {"channel": "kiosk", "id_no": f" {FATHER} "}))[0]
    assert again["error"]["code"] == "queue.already_has_ticket"
    assert again["error"]["details"] == {"number": first["number"]}
    wrong = kiosk.send(command("take_ticket", {"channel": "kiosk", "id_no": FATHER[:-1] + "5"}))[0]
    assert (code_of(wrong), wrong["error"]["path"]) == ("invalid", "body/id_no")
    assert FATHER[:17] not in str(wrong)
    assert all(FATHER not in event["body"] for event in here.audit())
    if here.hub.database.file:
        stored = b"".join(Path(f).read_bytes() for f in here.hub.database.file.parent.glob("*.db*"))
        assert FATHER.encode() not in stored
    told = here.sign_in("display").http.get(f"/v1/halls/{HALL}/snapshot").json()
    assert [t["person"] for t in told["day"]["tickets"]] == [None]


def test_a_booking_made_today_is_checked_in_on_its_day(here: Serving) -> None:
    kiosk = here.sign_in("kiosk")
    day = today(here) + timedelta(days=1)
    booked = kiosk.do("book", {"date": day.isoformat(), "slot": "09:00", "id_no": FATHER})
    assert booked["booking_no"] == "Y001"
    assert here.hub.snapshot(HALL)[1].tickets.get(booked["ticket"]) is None
    assert code_of(kiosk.send(command("check_in", {"id_no": FATHER}))[0]) == "booking.none_today"
    turn_to(here, 1, "08:55")
    kiosk = here.sign_in("kiosk")
    kiosk.do("take_ticket", {"channel": "kiosk"})
    come = kiosk.do("check_in", {"id_no": FATHER})
    assert (come["ticket"], come["number"]) == (booked["ticket"], "A002")
    assert come["code"]
    snapshot = kiosk.http.get(f"/v1/halls/{HALL}/snapshot").json()
    assert {t["number"] for t in snapshot["day"]["tickets"]} == {1, 2}


def test_a_booking_is_given_back_before_its_day(here: Serving) -> None:
    kiosk = here.sign_in("kiosk")
    day = (today(here) + timedelta(days=2)).isoformat()
    booked = kiosk.do("book", {"date": day, "slot": "09:00", "id_no": FATHER})
    assert code_of(kiosk.send(command("cancel", {}, target=booked["ticket"]))[0]) == "queue.unknown_ticket"
    kiosk.do("cancel", {"date": day}, target=booked["ticket"])
    kiosk.do("book", {"date": day, "slot": "10:00", "id_no": FATHER})


def test_bookings_that_lapse_are_counted_against_new_ones(here: Serving) -> None:
    for _ in range(3):
        kiosk = here.sign_in("kiosk")
        day = today(here) + timedelta(days=1)
        kiosk.do("book", {"date": day.isoformat(), "slot": "09:00", "id_no": FATHER})
        turn_to(here, 2, "09:00")
    kiosk = here.sign_in("kiosk")
    body = {"date": (today(here) + timedelta(days=1)).isoformat(), "slot": "09:00"}
    assert code_of(kiosk.send(command("book", {**body, "id_no": FATHER}))[0]) == "booking.no_shows"
    kiosk.do("book", {**body, "id_no": MOTHER})


def test_a_window_with_a_draft_closes_only_after_handing_it_over(here: Serving) -> None:
    three, four = here.clerk("3"), here.clerk("4")
    case = three.do("open_case", {"matters": ["birth"], "catalog": here.catalog})["case"]
    assert code_of(three.send(command("close_window", {"window": "3"}))[0]) == "queue.window_has_cases"
    moved = three.do("reassign_window", {"from_window": "3", "to": "4", "reason": "shift_end"})
    assert moved == {"tickets": [], "cases": [case]}
    three.do("close_window", {"window": "3"})
    assert four.http.get(f"/v1/halls/{HALL}/cases/{case}").status_code == 200
    assert code_of(four.send(command("close_window", {"window": "4"}))[0]) == "queue.window_has_cases"
    four.do("reassign_window", {"from_window": "4", "to": "pool", "reason": "shift_end"})
    four.do("close_window", {"window": "4"})


def test_a_clerk_hands_over_the_own_window_only(here: Serving) -> None:
    here.clerk("3")
    four = here.clerk("4")
    asked = command("reassign_window", {"from_window": "3", "to": "4", "reason": "ill"})
    assert code_of(four.send(asked)[0]) == "forbidden"
    supervisor = here.sign_in("supervisor")
    supervisor.do("reassign_window", {"from_window": "3", "to": "4", "reason": "ill"})


def test_a_day_ends_what_it_left_open_once(here: Serving) -> None:
    clerk = here.clerk("3")
    waiting, served = clerk.take(), clerk.take()
    clerk.do("call_ticket", {"window": "3"}, target=served)
    clerk.do("welcome", target=served)
    turn_to(here, 1, "09:00")
    here.sign_in("w3", "3")
    kinds = here.kinds()
    assert kinds.count("ticket_not_served") == 1
    assert kinds.count("window_closed") == 1
    bodies = {event["kind"]: event["body"] for event in here.audit()}
    assert waiting in bodies["ticket_not_served"]
    assert served in bodies["ticket_finished"]


def test_a_rating_reaches_no_window(here: Serving) -> None:
    clerk = here.clerk("3")
    ticket = clerk.take()
    clerk.do("call_ticket", {"window": "3"}, target=ticket)
    clerk.do("finish", {"outcome": "accepted"}, target=ticket)
    here.citizen(ticket).do("rate", {"grade": 1, "words": "等太久"}, target=ticket)
    assert "ticket_rated" in here.kinds()
    assert all("等太久" not in event["body"] for event in here.audit())
    for who, sees in ((clerk, False), (here.sign_in("display"), False), (here.sign_in("supervisor"), True)):
        with who.http.stream("GET", f"/v1/halls/{HALL}/feed", params={"after": 0}) as answer:
            lines = []
            for line in answer.iter_lines():
                lines.append(line)
                if line.startswith("event: heartbeat"):
                    break
        assert any('"ticket_rated"' in line for line in lines) is sees


@pytest.mark.parametrize("window", ["3", "4"])
def test_service_by_number_is_the_windows_own(here: Serving, window: str) -> None:
    clerk = here.clerk("3")
    clerk.take()
    body = {"window": window, "business_day": today(here).isoformat(), "number": "1"}
    verdict = clerk.send(command("serve_by_number", body))[0]
    assert verdict["status"] == ("applied" if window == "3" else "rejected")


def test_a_case_goes_with_its_person_and_to_nobody_else(here: Serving) -> None:
    three, four, five = here.clerk("3"), here.clerk("4"), here.clerk("5")
    ticket = three.take()
    three.do("call_ticket", {"window": "3"}, target=ticket)
    body = {"matters": ["birth"], "catalog": here.catalog, "ticket": ticket}
    case = three.do("open_case", body)["case"]
    of_ticket = {"ticket": ticket}
    three.do("transfer", {"to_window": "4", "reason": "wrong_window"}, target=ticket)
    for nobody in (four, five):
        assert nobody.http.get(f"/v1/halls/{HALL}/cases/{case}").status_code == 403
        assert nobody.http.get(f"/v1/halls/{HALL}/cases", params=of_ticket).json() == {"cases": []}
    four.do("call_next", {"window": "4"})
    assert four.http.get(f"/v1/halls/{HALL}/cases/{case}").status_code == 200
    assert [c["id"] for c in four.http.get(f"/v1/halls/{HALL}/cases", params=of_ticket).json()["cases"]] == [case]
    assert five.http.get(f"/v1/halls/{HALL}/cases/{case}").status_code == 403
    four.do("withdraw_case", {"reason": "changed_mind"}, target=case, base_version=1)
    assert four.http.get(f"/v1/halls/{HALL}/cases", params={"ticket": "%"}).status_code == 400
