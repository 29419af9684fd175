"""Reading cases and keeping their files over HTTP: who sees what, and what is written down of it."""

import io
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from clerk_tui.central.demo import DEMO_FATHER_ID
from tests.central.visiting import HALL, Running, Staff, running


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("hub")) as hub:
        yield hub


@pytest.fixture
def visit(here: Running) -> Iterator[tuple[Staff, str]]:
    clerk = here.sign_in(window="3")
    case, ticket = clerk.begin(here.sign_in("kiosk"))
    yield clerk, case
    clerk.do("finish", {"outcome": "other"}, target=ticket["ticket"])


Visit = tuple[Staff, str]


def as_citizen(here: Running, code: str) -> httpx.Client:
    """A phone that uses the API with the token of its cookie."""
    door = here.client()
    token = door.post("/p", data={"code": code}).cookies["citizen"]
    return here.client(headers={"Authorization": f"Bearer {token}"})


def url(case: str, rest: str = "") -> str:
    return f"/v1/halls/{HALL}/cases/{case}{rest}"


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (10, 90, 200)).save(out, "JPEG", exif=Image.Exif())
    return out.getvalue()


def test_a_case_is_told_whole_and_its_frames_follow_each_other(visit: Visit) -> None:
    clerk, case = visit
    told = clerk.told(case)
    frames = told["frames"]
    assert told["version"] == frames[-1]["version"] == len(frames)
    assert [f["prev"] for f in frames] == [0, *(f["seq"] for f in frames[:-1])]
    assert frames[1]["sealed"]["values"]["visit.parent"] == "father"


def test_a_live_code_is_told_to_the_window_and_a_spent_one_is_not(here: Running, visit: Visit) -> None:
    clerk, case = visit
    opened = clerk.invite(case, "father")
    live = clerk.told(case)["filings"][0]
    assert (live["code"], live["digits"], live["url"]) == (opened["code"], opened["digits"], opened["url"])
    here.client().post("/p", data={"code": opened["code"]})
    spent = clerk.told(case)["filings"][0]
    assert (spent["state"], spent["code"], spent["digits"], spent["url"]) == ("joined", None, None, None)


def test_a_citizen_reads_the_own_values_alone(here: Running, visit: Visit) -> None:
    clerk, case = visit
    clerk.patch(case, father__person__id_no=DEMO_FATHER_ID)
    for party in ("father", "mother"):
        clerk.look_up(case, party)
    mother = as_citizen(here, clerk.invite(case, "mother")["code"])
    answer = mother.get(url(case))
    assert answer.status_code == 200
    assert "演示母一" in answer.text
    assert DEMO_FATHER_ID not in answer.text
    assert "演示父一" not in answer.text.replace('"mother.ga.household_head":"演示父一"', "")
    assert "filings" not in answer.json() or answer.json()["filings"] == []


def test_another_window_a_display_and_a_stranger_read_nothing(here: Running, visit: Visit) -> None:
    clerk, case = visit
    assert here.sign_in(window="9").http.get(url(case)).status_code == 403
    assert here.sign_in("display").http.get(url(case)).status_code == 403
    assert here.client().get(url(case)).status_code == 401
    assert here.sign_in("supervisor").http.get(url(case)).status_code == 200
    assert clerk.http.get(url("0" * 8)).status_code == 404


def test_reading_is_written_down(here: Running, visit: Visit) -> None:
    clerk, case = visit
    clerk.told(case)
    seen: list[Any] = []
    supervisor = here.sign_in("supervisor")
    with supervisor.http.stream("GET", f"/v1/halls/{HALL}/feed?after=0") as feed:
        for line in feed.iter_lines():
            if line.startswith("data: ") and '"case_read"' in line and case in line:
                seen.append(line)
                break
    assert '"what":"case"' in seen[0]


def test_lists_name_cases_and_nobody(here: Running, visit: Visit) -> None:
    clerk, case = visit
    clerk.patch(case, father__person__name="演示甲")
    mine = clerk.http.get(f"/v1/halls/{HALL}/cases?view=mine")
    assert case in [c["id"] for c in mine.json()["cases"]]
    assert "演示甲" not in mine.text
    parked = clerk.http.get(f"/v1/halls/{HALL}/cases?view=parked").json()["cases"]
    assert {c["state"] for c in parked} == {"draft"}
    other = here.sign_in(window="9").http.get(f"/v1/halls/{HALL}/cases?view=parked").json()["cases"]
    assert case not in [c["id"] for c in other]
    everybody = here.sign_in("supervisor").http.get(f"/v1/halls/{HALL}/cases?view=parked").json()["cases"]
    assert case in [c["id"] for c in everybody]
    assert clerk.http.get(f"/v1/halls/{HALL}/cases?view=nothing").status_code == 400
    assert here.sign_in("kiosk").http.get(f"/v1/halls/{HALL}/cases").status_code == 403


def test_a_picture_is_kept_once_drawn_anew_and_sealed(here: Running, visit: Visit) -> None:
    clerk, case = visit
    content = picture()
    name = sha256(content).hexdigest()
    first = clerk.http.put(url(case, f"/files/{name}"), content=content)
    again = clerk.http.put(url(case, f"/files/{name}"), content=content)
    assert (first.status_code, again.status_code) == (201, 200), first.text
    kept = here.hub.files.get(HALL, case, name)
    assert kept is not None
    assert kept.media_type == "image/jpeg"
    assert Image.open(io.BytesIO(kept.content)).size == (60, 40)
    for path in Path(str(here.hub.database.file)).parent.iterdir():
        assert kept.content[:200] not in path.read_bytes()
    clerk.on_case(case, "attach_material", {"material": "mother.yb.discharge_record", "sha256": name})
    assert clerk.case(case).case.papers["mother.yb.discharge_record"].files == (name,)


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("0" * 64, b"something else", 400, "phone.file_hash"),
        (sha256(b"no picture").hexdigest(), b"no picture", 415, "phone.file_kind"),
        ("short", b"x", 400, "request.invalid"),
    ],
)
def test_a_wrong_file_gets_a_sentence(visit: Visit, name: str, content: bytes, status: int, code: str) -> None:
    clerk, case = visit
    answer = clerk.http.put(url(case, f"/files/{name}"), content=content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["detail"]


def test_an_unexpected_error_is_an_incident_and_says_nothing_of_itself(
    here: Running, visit: Visit, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    clerk, case = visit

    async def broken(*_: object) -> None:
        raise RuntimeError("330402199203140014")

    monkeypatch.setattr(here.hub, "case_file", broken)
    answer = clerk.http.get(url(case))
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (500, "centre.failed")
    assert problem["details"]["incident"] in problem["detail"]
    printed = "".join(capfd.readouterr())
    assert problem["details"]["incident"] in printed
    assert "330402199203140014" not in printed + answer.text
    assert "Traceback" not in printed
