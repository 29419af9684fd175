"""How items reach their departments' systems, and what is typed twice."""

from dataclasses import replace

import pytest

from clerk_tui.intake import commands as cmd
from clerk_tui.intake.case import evolve
from clerk_tui.intake.decide import decide
from clerk_tui.intake.handover import HandoverRecorded, RecordHandover, typed_twice
from clerk_tui.refusal import Refusal
from tests.intake.test_case import RULES, Desk

ITEM = "yy.birth_certificate_issue"
BEHIND = "yb.resident_insurance"


@pytest.fixture(scope="module")
def accepted() -> Desk:
    desk = Desk()
    desk.fill()
    desk.bring_all()
    desk.sign_all()
    desk.do(cmd.SubmitCase(serial=17))
    return desk


@pytest.fixture
def desk(accepted: Desk) -> Desk:
    own = Desk()
    own.case, own.now = accepted.case, accepted.now
    return own


def pushed(desk: Desk, body: RecordHandover) -> list[str]:
    """What the centre's own command does."""
    happened = decide(desk.case, body, replace(desk.context(), role="system", actor="system"), RULES)
    for event in happened:
        desk.case = evolve(desk.case, event)
    return [e.KIND for e in happened]


def test_a_clerk_enters_by_hand_and_what_was_typed_twice_adds_up(desk: Desk) -> None:
    desk.do(RecordHandover(item=ITEM, status="manual", fields_typed=12, seconds=70))
    assert desk.case.handovers[ITEM].status == "manual"
    desk.do(RecordHandover(item=ITEM, status="entered", number=" 2026110001 ", fields_typed=3, seconds=50))
    done = desk.case.handovers[ITEM]
    assert (done.status, done.number, done.by, done.at) == ("entered", "2026110001", "clerk3", desk.now)
    assert (done.fields_typed, done.seconds) == (15, 120)
    assert typed_twice(desk.case.handovers) == (15, 120)
    desk.do(RecordHandover(item=ITEM, status="entered", number="2026110001", fields_typed=3))
    assert desk.last == [], "said once"
    desk.do(RecordHandover(item=ITEM, status="entered", number="2026110002"))
    assert desk.case.handovers[ITEM].number == "2026110002", "a slip is mended"


def test_the_centre_pushes_and_never_over_what_was_entered(desk: Desk) -> None:
    assert pushed(desk, RecordHandover(item=ITEM, status="failed")) == ["handover_recorded"]
    assert pushed(desk, RecordHandover(item=ITEM, status="pushed")) == ["handover_recorded"]
    assert pushed(desk, RecordHandover(item=ITEM, status="pushed", number="2026110001")) == ["handover_recorded"]
    assert pushed(desk, RecordHandover(item=ITEM, status="pushed", number="2026110001")) == []
    desk.do(RecordHandover(item=ITEM, status="entered", number="2026110009"))
    assert pushed(desk, RecordHandover(item=ITEM, status="pushed", number="2026110001")) == []
    assert desk.case.handovers[ITEM].number == "2026110009"


@pytest.mark.parametrize("status", ["pushed", "failed"])
def test_a_window_can_not_say_what_the_centre_says(desk: Desk, status: str) -> None:
    with pytest.raises(Refusal, match=r"handover\.centre_says"):
        desk.do(RecordHandover.model_validate({"item": ITEM, "status": status}))


def test_only_what_its_department_has_in_hand_is_handed_over(desk: Desk) -> None:
    with pytest.raises(Refusal, match=r"item\.waiting"):
        desk.do(RecordHandover(item=BEHIND, status="entered", number="2026110001"))
    with pytest.raises(Refusal, match=r"item\.unknown"):
        desk.do(RecordHandover(item="ga.nothing", status="entered", number="2026110001"))
    draft = Desk()
    with pytest.raises(Refusal, match=r"case\.not_accepted"):
        draft.do(RecordHandover(item=ITEM, status="entered", number="2026110001"))


def test_the_number_is_sealed() -> None:
    event = HandoverRecorded(item=ITEM, status="entered", by="clerk3", at=Desk().now, number="2026110001")
    assert "2026110001" not in event.open_json()
    assert event.sealed_part() == {"number": "2026110001"}
