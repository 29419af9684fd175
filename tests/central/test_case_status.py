"""How a case stands at /c: for number and query code together, in steps and without a name."""

import html
import re
from collections.abc import Iterator

import httpx
import pytest

from clerk_tui.central.demo import DEMO_FATHER_ID
from clerk_tui.central.routers.case_status import status_address
from clerk_tui.texts import text
from tests.central.visiting import Running, running


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("hub")) as hub:
        yield hub


@pytest.fixture(scope="module")
def accepted(here: Running) -> tuple[str, str]:
    """Number and query code of an accepted birth."""
    clerk = here.sign_in(window="3")
    case, _ = clerk.begin(here.sign_in("kiosk"))
    clerk.fill_by_register(case)
    result = clerk.hand_in_on_paper(case)
    return result["number"], result["query_code"]


@pytest.fixture
def phone(here: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=here.url, trust_env=False, headers={"Accept-Language": "zh"}) as client:
        yield client


def words(answer: httpx.Response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", answer.text)))


def test_the_paper_leads_to_the_page_and_the_code_to_the_steps(phone: httpx.Client, accepted: tuple[str, str]) -> None:
    number, code = accepted
    address = status_address("https://hall.example", number)
    assert address == f"HTTPS://HALL.EXAMPLE/C/{number}"
    box = phone.get(f"/C/{number}")
    assert f'value="{number}"' in box.text
    assert "新生儿出生" not in box.text
    told = phone.post("/c", data={"number": number, "code": f" {code[:4]} {code[4:]} "})
    assert told.status_code == 200
    for expected in ("新生儿出生一件事", number, text("timeline.accepted", "zh")):
        assert expected in words(told), expected
    for hidden in ("演示", DEMO_FATHER_ID, code):
        assert hidden not in words(told).replace("一窗演示大厅", ""), hidden


def test_a_wrong_code_opens_nothing_and_too_many_wait(phone: httpx.Client, accepted: tuple[str, str]) -> None:
    number, code = accepted
    wrong = str((int(code) + 1) % 10**8).zfill(8)
    for typed in ({"number": number, "code": wrong}, {"number": "1", "code": code}, {"number": number}, {}):
        answer = phone.post("/c", data=typed)
        assert answer.status_code == 404
        assert text("status.unknown", "zh") in words(answer)
    assert phone.post("/c", data={"number": number, "code": code}).status_code == 200
    assert phone.post("/c", data={"number": number, "code": ""}).status_code == 404
    late = phone.post("/c", data={"number": number, "code": code})
    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) > 0
