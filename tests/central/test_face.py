"""The citizen's side of a window over a real hub: what it tells at each step of a visit, and to whom."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from clerk_tui.central.demo import DEMO_FATHER_ID
from clerk_tui.data.client import Client
from clerk_tui.data.face import FaceAccount, FaceLine
from clerk_tui.protocol.face import Face
from clerk_tui.refusal import Refusal
from tests.central.visiting import HALL, Running, Staff, running


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("hub")) as hub:
        yield hub


@pytest.fixture
def clerk(here: Running) -> Staff:
    return here.sign_in(window="3")


@pytest.fixture
def kiosk(here: Running) -> Staff:
    return here.sign_in("kiosk")


def display(here: Running, window: str | None) -> httpx.Client:
    """The demo's display account, signed in at that window."""
    account = next(a for a in here.accounts if a["role"] == "display")
    http = here.client(headers={"Accept-Language": "zh"})
    body = {"staff_no": account["staff_no"], "password": account["password"], "window": window}
    answer = http.post("/v1/sessions", json=body, headers={"X-Device-Token": account["device_token"]})
    assert answer.status_code == 201, answer.text
    http.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    return http


@pytest.fixture(scope="module")
def screen(here: Running) -> httpx.Client:
    return display(here, "3")


def ask(http: httpx.Client, window: str = "3", lang: str = "zh") -> httpx.Response:
    return http.get(f"/v1/halls/{HALL}/windows/{window}/face", headers={"Accept-Language": lang})


def face(http: httpx.Client, window: str = "3", lang: str = "zh") -> Face:
    answer = ask(http, window, lang)
    assert answer.status_code == 200, answer.text
    return Face.model_validate_json(answer.content)


def bare(told: Face) -> bool:
    """Nothing of a case."""
    return not (told.matter or told.codes or told.on_phone or told.ticket_url or told.read_back or told.submitted)


def leave(clerk: Staff, ticket: dict[str, Any]) -> None:
    clerk.do("finish", {"outcome": "other"}, target=ticket["ticket"])


def test_it_is_blank_until_somebody_stands_there(screen: httpx.Client, clerk: Staff, kiosk: Staff) -> None:
    clerk.send("open_window", {"window": "3"})
    assert (face(screen).state, face(screen).number) == ("idle", None)
    clerk.do("pause_window", {"window": "3", "reason": "lunch"})
    assert face(screen).state == "paused"
    clerk.do("close_window", {"window": "3"})
    assert face(screen).state == "closed"
    clerk.do("open_window", {"window": "3"})
    taken = kiosk.do("take_ticket", {"channel": "kiosk", "matter": "birth"})
    clerk.do("call_ticket", {"window": "3"}, target=taken["ticket"])
    called = face(screen)
    assert (called.state, called.number) == ("called", taken["number"])
    assert bare(called)
    clerk.do("welcome", target=taken["ticket"])
    served = face(screen)
    assert served.state == "serving"
    assert served.ticket_url == taken["url"]
    leave(clerk, taken)
    assert bare(face(screen))


def test_what_stands_in_the_form_is_read_back_with_numbers_masked(
    screen: httpx.Client, clerk: Staff, kiosk: Staff
) -> None:
    case, ticket = clerk.begin(kiosk)
    clerk.patch(case, father__person__id_no=DEMO_FATHER_ID, father__person__phone="13800138000")
    clerk.look_up(case, "father")
    answer = ask(screen)
    assert DEMO_FATHER_ID not in answer.text
    assert "13800138000" not in answer.text
    told = Face.model_validate_json(answer.content)
    assert told.matter == "新生儿出生一件事"
    assert told.ticket_url == ticket["url"]
    lines = {(line.section, line.label): line.value for line in told.read_back}
    assert lines["父亲", "身份证号"] == f"{DEMO_FATHER_ID[:6]}***********{DEMO_FATHER_ID[-1]}"
    assert lines["父亲", "手机号"] == "138****8000"
    assert lines["父亲", "姓名"] == "演示父一"
    assert "办理情形" in {section for section, _label in lines}
    english = face(screen, lang="en")
    assert {line.section for line in english.read_back} >= {"Father", "Situation"}
    assert len(english.read_back) == len(told.read_back)
    leave(clerk, ticket)


def test_live_codes_are_shown_until_somebody_uses_them(
    here: Running, screen: httpx.Client, clerk: Staff, kiosk: Staff
) -> None:
    case, ticket = clerk.begin(kiosk)
    fathers = clerk.invite(case, "father")
    mothers = clerk.invite(case, "mother")
    told = face(screen)
    assert [(c.party, c.url, c.digits) for c in told.codes] == [
        ("母亲", mothers["url"], mothers["digits"]),
        ("父亲", fathers["url"], fathers["digits"]),
    ]
    assert all(timedelta(minutes=9) < c.expires_at - told.as_of <= timedelta(minutes=10) for c in told.codes)
    assert told.ticket_url is None
    phone = here.client(follow_redirects=False)
    assert phone.post("/p", data={"code": fathers["digits"]}).status_code == 303
    joined = face(screen)
    assert [c.party for c in joined.codes] == ["母亲"]
    assert joined.on_phone == ["父亲"]
    leave(clerk, ticket)
    assert bare(face(screen))


def test_who_is_at_home_with_a_phone_is_not_read_out_here(
    here: Running, screen: httpx.Client, clerk: Staff, kiosk: Staff
) -> None:
    case, ticket = clerk.begin(kiosk)
    clerk.patch(case, mother__person__name="演示母亲", father__person__name="演示父亲")
    assert "演示母亲" in ask(screen).text
    code = clerk.invite(case, "mother")
    assert here.client(follow_redirects=False).post("/p", data={"code": code["digits"]}).status_code == 303
    told = ask(screen).text
    assert "演示母亲" not in told
    assert "演示父亲" in told
    leave(clerk, ticket)


def test_after_the_submission_it_shows_number_and_date_alone(screen: httpx.Client, clerk: Staff, kiosk: Staff) -> None:
    case, ticket = clerk.begin(kiosk)
    clerk.fill_by_register(case)
    number = clerk.hand_in_on_paper(case)["number"]
    told = face(screen)
    assert told.submitted is not None
    assert (told.submitted.number, told.submitted.state) == (number, "accepted")
    assert told.submitted.due == clerk.case(case).case.due
    assert (told.read_back, told.codes, told.ticket_url) == ([], [], None)
    leave(clerk, ticket)


def test_a_case_that_is_only_received_promises_no_date(screen: httpx.Client, clerk: Staff, kiosk: Staff) -> None:
    case, ticket = clerk.begin(kiosk)
    number = clerk.on_case(case, "submit_case", {"only_receive": True})["number"]
    told = face(screen).submitted
    assert told is not None
    assert (told.number, told.state, told.due) == (number, "received", None)
    leave(clerk, ticket)


def test_only_this_windows_people_see_it(here: Running, screen: httpx.Client, clerk: Staff, kiosk: Staff) -> None:
    case, ticket = clerk.begin(kiosk)
    clerk.invite(case, "father")
    for http in (screen, clerk.http, here.sign_in("supervisor").http):
        assert [code.party for code in face(http).codes] == ["父亲"]
    other = here.sign_in(window="9")
    for http, window in ((other.http, "3"), (screen, "9"), (display(here, None), "3"), (kiosk.http, "3")):
        answer = ask(http, window)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert bare(face(other.http, "9"))
    leave(clerk, ticket)


def test_a_read_is_written_down_once_a_case(here: Running, screen: httpx.Client, clerk: Staff, kiosk: Staff) -> None:
    case, ticket = clerk.begin(kiosk)
    for _ in range(3):
        face(screen)
    auditor = here.sign_in("auditor")
    with auditor.http.stream("GET", f"/v1/halls/{HALL}/feed", params={"after": 0}) as answer:
        seen = []
        for line in answer.iter_lines():
            seen.append(line)
            if line.startswith("event: heartbeat"):
                break
    reads = [line for line in seen if '"case_read"' in line and case in line and '"face"' in line]
    assert len(reads) == 1
    leave(clerk, ticket)


def line_of(here: Running, window: str = "3") -> tuple[FaceLine, Client]:
    account = next(a for a in here.accounts if a["role"] == "display")
    client = Client(here.url, clock=here.clock, device_token=account["device_token"])
    return FaceLine(client, FaceAccount(account["staff_no"], account["password"]), window, here.clock), client


async def test_a_screen_signs_in_by_itself_and_gives_way_to_another(here: Running) -> None:
    first, _ = line_of(here)
    second, _ = line_of(here)
    beside, _ = line_of(here, "5")
    told = await first.ask("zh")
    assert told is not None
    assert told.window == "3"
    assert await beside.ask("zh") is not None
    assert await second.ask("zh") is not None
    with pytest.raises(Refusal) as wrong:
        await first.ask("zh")
    assert wrong.value.code == "face.taken_over"
    assert await beside.ask("zh") is not None
    await asyncio.gather(first.close(), second.close(), beside.close())


async def test_a_hub_that_is_away_is_no_refusal() -> None:
    client = Client("http://127.0.0.1:9", clock=lambda: datetime.now().astimezone(), timeout_seconds=1)
    line = FaceLine(client, FaceAccount("1", "x"), "3", lambda: datetime.now().astimezone())
    assert await line.ask("zh") is None
    await line.close()
