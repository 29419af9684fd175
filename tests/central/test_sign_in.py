"""Signing in: one sentence for every wrong try, a lock after five, one live session an account, devices enrolled."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from clerk_tui.texts import text
from tests.central.serving import HALL, Serving


def test_a_session_says_who_where_and_until_when(here: Serving) -> None:
    told = here.ask_in("w3", "3").json()
    assert (told["hall"], told["actor"], told["role"], told["roles"], told["window"]) == (
        HALL,
        "w3",
        "clerk",
        ["clerk"],
        "3",
    )
    assert told["name"] == "演示员3"
    snapshot = here.client(told["token"]).get(f"/v1/halls/{HALL}/snapshot")
    assert snapshot.status_code == 200


@pytest.mark.parametrize(
    ("staff_no", "password", "device", "status", "code"),
    [
        ("w3", "wrong", "d1", 401, "sign_in.refused"),
        ("nobody", "wrong", "d1", 401, "sign_in.refused"),
        ("away", "a long enough password", "d1", 401, "sign_in.refused"),
        ("w3", "a long enough password", "not a device", 401, "device.unknown"),
        ("w3", "a long enough password", "", 401, "device.unknown"),
    ],
)
def test_a_wrong_try_gets_one_sentence(
    shared_here: Serving, staff_no: str, password: str, device: str, status: int, code: str
) -> None:
    answer = shared_here.ask_in(staff_no, None, password, device)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code)
    assert problem["detail"] == text(code, "zh")
    assert answer.headers["content-type"] == "application/problem+json"


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(here: Serving) -> None:
    for _ in range(5):
        assert here.ask_in("w3", password="wrong").status_code == 401
    locked = here.ask_in("w3")
    assert (locked.status_code, locked.json()["code"], locked.json()["details"]) == (
        403,
        "sign_in.locked",
        {"minutes": 15},
    )
    assert here.ask_in("w4").status_code == 201
    here.clock.pass_by(timedelta(minutes=15, seconds=1))
    assert here.ask_in("w3").status_code == 201
    refused = [e for e in here.audit() if e["kind"] == "sign_in_refused"]
    assert len(refused) == 6
    assert "wrong" not in str(refused)


def test_a_right_password_forgets_the_wrong_ones(here: Serving) -> None:
    for _ in range(2):
        for _ in range(4):
            assert here.ask_in("w3", password="wrong").status_code == 401
        assert here.ask_in("w3").status_code == 201


def test_tries_at_the_same_time_are_all_counted(here: Serving) -> None:
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda _: here.ask_in("w3", password="wrong"), range(5)))
    assert here.ask_in("w3").json()["code"] == "sign_in.locked"


def test_a_new_session_ends_the_older_one(here: Serving) -> None:
    first = here.sign_in("w3", "3")
    second = here.sign_in("w3", "3", device="d2")
    gone = first.http.get(f"/v1/halls/{HALL}/snapshot")
    assert (gone.status_code, gone.json()["code"]) == (401, "auth.expired")
    assert second.http.get(f"/v1/halls/{HALL}/snapshot").status_code == 200
    assert here.kinds() == ["session_opened", "session_closed", "session_opened"]


def test_of_sign_ins_at_the_same_time_one_session_stays(here: Serving) -> None:
    with ThreadPoolExecutor(6) as pool:
        tokens = [answer.json()["token"] for answer in pool.map(lambda _: here.ask_in("w3", "3"), range(6))]
    alive = [here.client(token).get(f"/v1/halls/{HALL}/snapshot").status_code for token in tokens]
    assert sorted(alive) == [200, *[401] * 5]


def test_a_session_ends_after_twelve_hours(here: Serving) -> None:
    caller = here.sign_in("w3", "3")
    here.clock.pass_by(timedelta(hours=12, seconds=1))
    assert caller.http.get(f"/v1/halls/{HALL}/snapshot").status_code == 401


def test_a_machine_enrols_once_with_its_code(here: Serving) -> None:
    code = here.hub.admin.invite_device("d9", HALL, "window", "nine")
    http = here.client()
    enrolled = http.post("/v1/devices", json={"code": f" {code[:5].lower()}-{code[5:]} "})
    assert (enrolled.status_code, enrolled.json()["device"]) == (201, "d9")
    here.device_tokens["d9"] = enrolled.json()["token"]
    assert here.ask_in("w3", device="d9").status_code == 201
    for spent in (code, "0000000000", "x"):
        again = http.post("/v1/devices", json={"code": spent})
        assert (again.status_code, again.json()["code"]) == (409, "device.code_unknown")


def test_an_enrolment_code_dies_after_a_day(here: Serving) -> None:
    code = here.hub.admin.invite_device("d9", HALL, "window", "nine")
    here.clock.pass_by(timedelta(hours=24, seconds=1))
    assert here.client().post("/v1/devices", json={"code": code}).status_code == 409
