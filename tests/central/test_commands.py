"""The ledger over HTTP: verdicts are final, lists are judged in order, nobody is called twice."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from tests.central.serving import HALL, Caller, Serving, command


def open_case(here: Serving, caller: Caller) -> str:
    return str(caller.do("open_case", {"matters": ["birth"], "catalog": here.catalog})["case"])


def patch(case: str, field: str, value: str, **envelope: object) -> dict[str, object]:
    return command("patch_answers", {"changes": [{"field": field, "value": value}]}, target=case, **envelope)


def test_a_visit_from_ticket_to_finish(here: Serving) -> None:
    clerk = here.clerk("3")
    ticket = clerk.take()
    called = clerk.do("call_next", {"window": "3"})
    assert (called["ticket"], called["number"]) == (ticket, "A001")
    clerk.do("welcome", target=ticket)
    clerk.do("finish", {"outcome": "accepted"}, target=ticket)
    assert clerk.do("call_next", {"window": "3"}) == {"ticket": None}
    snapshot = clerk.http.get(f"/v1/halls/{HALL}/snapshot").json()
    assert [t["state"] for t in snapshot["day"]["tickets"]] == ["done"]
    assert snapshot["hall"]["code"] == "3304"


def test_a_second_copy_is_told_the_first_answer(here: Serving) -> None:
    clerk = here.clerk("3")
    taking = command("take_ticket", {"channel": "window"})
    first = clerk.send(taking)[0]
    again = clerk.send(taking)[0]
    assert (again["status"], again["first"]) == ("duplicate", "applied")
    assert again["result"] == first["result"]
    assert again["events"] == first["events"]
    refused = command("recall", target="nothing")
    assert clerk.send(refused)[0]["status"] == "rejected"
    again = clerk.send(refused)[0]
    assert (again["status"], again["first"], again["error"]["code"]) == (
        "duplicate",
        "rejected",
        "queue.unknown_ticket",
    )
    assert here.kinds().count("ticket_taken") == 1


def test_two_copies_in_one_list_count_once(here: Serving) -> None:
    clerk = here.clerk("3")
    taking = command("take_ticket", {"channel": "window"})
    first, second = clerk.send(taking, taking)
    assert (first["status"], second["status"], second["first"]) == ("applied", "duplicate", "applied")
    assert second["events"] == first["events"]


def test_an_id_used_for_other_bytes_is_refused(here: Serving) -> None:
    clerk = here.clerk("3")
    taking = command("take_ticket", {"channel": "window"})
    clerk.send(taking)
    other = clerk.send({**taking, "body": {"channel": "kiosk"}})[0]
    assert (other["status"], other["error"]["code"]) == ("rejected", "id_reused")
    assert clerk.send(taking)[0]["first"] == "applied"


def test_what_follows_a_refused_step_on_the_same_thing_is_held(here: Serving) -> None:
    clerk = here.clerk("3")
    ticket, other = clerk.take(), clerk.take()
    too_early = command("welcome", target=ticket)
    after = command("finish", {"outcome": "other"}, target=ticket)
    beside = command("call_ticket", {"window": "3"}, target=other)
    verdicts = clerk.send(too_early, after, beside)
    assert [v["status"] for v in verdicts] == ["rejected", "held", "applied"]
    # A held command has no verdict: the same bytes are judged when they come again.
    assert clerk.send(after)[0]["status"] == "rejected"


def test_what_follows_a_refused_creation_is_held(here: Serving) -> None:
    clerk = here.clerk("3")
    opening = command("open_case", {"matters": ["no.such"], "catalog": here.catalog})
    verdicts = clerk.send(opening, patch(opening["id"], "visit.parent", "father"))
    assert [v["status"] for v in verdicts] == ["rejected", "held"]


def test_an_old_base_version_is_a_conflict(here: Serving) -> None:
    clerk = here.clerk("3")
    case = open_case(here, clerk)
    clerk.send(patch(case, "visit.parent", "father"))
    late = command("change_matters", {"drop": ["birth"]}, target=case, base_version=1)
    verdict = clerk.send(late)[0]
    assert (verdict["status"], verdict["current"], verdict["error"]["code"]) == ("conflict", 2, "conflict")
    assert clerk.send(late)[0]["first"] == "conflict"


def test_each_wrong_command_is_refused_alone(here: Serving) -> None:
    clerk = here.clerk("3")
    good = command("take_ticket", {"channel": "window"})
    no_kind = {"id": command("x")["id"], "body": {}}
    wrong_body = command("take_ticket", {"channel": "nowhere"})
    too_much = command("take_ticket", {"channel": "window"}, actor="somebody else")
    verdicts = clerk.send(good, no_kind, 7, {"id": "x"}, wrong_body, too_much, command("fly"))
    assert [v["status"] for v in verdicts] == ["applied", *["rejected"] * 6]
    assert [v["error"]["code"] for v in verdicts[1:]] == ["invalid"] * 5 + ["unknown_kind"]
    assert [v["error"]["path"] for v in verdicts[1:6]] == ["kind", "id", "id", "body/channel", "actor"]
    assert verdicts[3]["id"] == "x"
    assert all(v["error"]["sentence"] for v in verdicts[1:])


def test_the_author_is_the_session_of_the_command(here: Serving) -> None:
    clerk = here.clerk("3")
    captured = (here.clock() - timedelta(seconds=1)).isoformat()
    assert clerk.http.delete("/v1/sessions/current").status_code == 204
    colleague = here.clerk("4")
    own_late = command("take_ticket", {"channel": "window"}, session=clerk.session, captured_at=captured)
    assert colleague.send(own_late)[0]["status"] == "applied"
    taken = next(e for e in here.audit() if e["kind"] == "ticket_taken")
    frame = colleague.send(own_late)[0]["events"][0]
    assert (frame["seq"], frame["actor"], frame["session"]) == (taken["seq"], "w3", clerk.session)
    after_its_end = command("take_ticket", {"channel": "window"}, session=clerk.session)
    here.clock.pass_by(timedelta(minutes=1))
    unknown = command("take_ticket", {"channel": "window"}, session="nobody")
    verdicts = colleague.send(after_its_end, unknown)
    assert [v["error"]["code"] for v in verdicts] == ["session.not_then", "session.unknown"]
    elsewhere = here.sign_in("w5", "5", device="d2")
    foreign = command("take_ticket", {"channel": "window"}, session=elsewhere.session)
    assert colleague.send(foreign)[0]["error"]["code"] == "session.other_device"


def test_two_windows_call_the_last_ticket_and_one_gets_it(here: Serving) -> None:
    one, other = here.clerk("3"), here.clerk("4")
    for _ in range(5):
        ticket = one.take()
        barrier = threading.Barrier(2)

        def call(caller: Caller, window: str, barrier: threading.Barrier = barrier) -> str | None:
            barrier.wait()
            result: str | None = caller.do("call_next", {"window": window})["ticket"]
            return result

        with ThreadPoolExecutor(2) as pool:
            got = list(pool.map(call, (one, other), ("3", "4")))
        assert sorted(got, key=str) == sorted([ticket, None], key=str)
        winner = one if got[0] else other
        winner.do("finish", {"outcome": "other"}, target=ticket)


def test_sixteen_windows_race_and_no_number_or_ticket_is_given_twice(here: Serving) -> None:
    callers = {str(n): here.clerk(str(n)) for n in range(1, 17)}
    rounds = 6

    def work(window: str) -> list[tuple[str, str]]:
        caller, called = callers[window], []
        for _ in range(rounds):
            caller.take()
            result = caller.do("call_next", {"window": window})
            called.append((result["ticket"], result["number"]))
            caller.do("welcome", target=result["ticket"])
            caller.do("finish", {"outcome": "other"}, target=result["ticket"])
        return called

    with ThreadPoolExecutor(16) as pool:
        called = [one for got in pool.map(work, callers) for one in got]
    assert len(called) == len(set(called)) == 16 * rounds
    assert sorted(number for _, number in called) == [f"A{n:03d}" for n in range(1, 16 * rounds + 1)]
    events = here.audit()
    assert [e["seq"] for e in events] == list(range(1, len(events) + 1))


def test_one_command_delivered_sixteen_times_at_once_is_applied_once(here: Serving) -> None:
    clerk = here.clerk("3")
    taking = command("take_ticket", {"channel": "window"})
    clients = [here.client(clerk.token) for _ in range(16)]

    def send(http: object) -> str:
        return str(Caller(http, "", "").send(taking)[0]["status"])  # type: ignore[arg-type]

    with ThreadPoolExecutor(16) as pool:
        statuses = sorted(pool.map(send, clients))
    assert statuses == ["applied", *["duplicate"] * 15]
    assert here.kinds().count("ticket_taken") == 1


def test_the_business_day_ends_at_four_and_numbers_begin_anew(here: Serving) -> None:
    clerk = here.clerk("3")
    clerk.take()
    clerk.take()
    here.clock.pass_by(timedelta(hours=20))
    clerk = here.clerk("3")
    assert clerk.do("take_ticket", {"channel": "window"})["number"] == "A001"
    ended = [e for e in here.audit() if e["kind"] == "ticket_not_served"]
    assert len(ended) == 2
    assert len({e["stream"] for e in here.audit()}) == 2


def test_a_code_that_was_made_is_told_again_but_stands_in_no_row(here: Serving) -> None:
    clerk = here.clerk("3")
    case = open_case(here, clerk)
    inviting = command(
        "open_filing", {"mode": "self", "purpose": "fill", "party": "mother"}, target=case, base_version=1
    )
    told = clerk.send(inviting)[0]["result"]
    assert len(told["code"]) == 10
    assert len(told["digits"]) == 6
    assert told["url"] == f"HTTP://HALL.EXAMPLE/P/{told['code']}"
    assert clerk.send(inviting)[0]["result"] == told
    renewed = clerk.do("renew_code", target=told["filing"], base_version=2)
    assert renewed["code"] != told["code"]
    assert told["code"] not in str(here.audit())
