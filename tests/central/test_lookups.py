"""Asking the demo register over HTTP: what it gives, what it does not, and what is written down."""

from collections.abc import Iterator

import pytest

from clerk_tui.central.demo import DEMO_FATHER_ID, identity_numbers
from tests.central.conftest import fresh
from tests.central.visiting import Running, Staff, running


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def here(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("hub")
    with running(folder, fresh(request, request.param, folder)) as hub:
        yield hub


@pytest.fixture
def clerk(here: Running) -> Staff:
    return here.sign_in(window="3")


@pytest.fixture
def kiosk(here: Running) -> Staff:
    return here.sign_in("kiosk")


def test_the_fathers_number_brings_the_whole_family(clerk: Staff, kiosk: Staff) -> None:
    case, ticket = clerk.begin(kiosk)
    clerk.patch(case, father__person__id_no=DEMO_FATHER_ID)
    for party in ("father", "mother", "baby"):
        told = clerk.look_up(case, party)
        assert told.status_code == 200, told.text
        assert told.json()["found"]
        assert not told.json()["silent"]
        assert DEMO_FATHER_ID not in told.text
    file = clerk.case(case)
    assert file.case.shared["mother.person.name"].value == "演示母一"
    assert file.case.shared["baby.birth.certificate_no"].grade == "A"
    assert file.case.looked_up == {"register/father", "register/mother", "register/baby"}
    made = clerk.plan(case)
    assert made.item("yy.birth_certificate_issue").met
    left = {a.key for a in made.asks if a.state == "open" and a.required}
    assert {k.split(".", 1)[1] for k in left if k.startswith(("father.", "mother."))} == {
        "bank.name",
        "bank.account_name",
        "bank.account_no",
        "mandate.until",
        "mandate.item.yb.maternity_claim",
    }
    assert {m.standing for m in made.materials if m.key == "mz.marriage_certificate"} == {"e_certificate"}
    clerk.do("finish", {"outcome": "other"}, target=ticket["ticket"])


def test_asked_again_there_is_nothing_left_to_ask(clerk: Staff, kiosk: Staff) -> None:
    case, ticket = clerk.begin(kiosk)
    clerk.patch(case, father__person__id_no=DEMO_FATHER_ID)
    first = clerk.look_up(case, "father").json()
    again = clerk.look_up(case, "father").json()
    assert len(first["found"]) > 3
    assert set(again["found"]).isdisjoint(first["found"])
    clerk.do("finish", {"outcome": "other"}, target=ticket["ticket"])


def test_nobody_is_found_before_somebody_is_known(clerk: Staff, kiosk: Staff) -> None:
    case, ticket = clerk.begin(kiosk)
    told = clerk.look_up(case, "mother").json()
    assert told == {"found": [], "certificates": [], "silent": False}
    clerk.do("finish", {"outcome": "other"}, target=ticket["ticket"])


def test_a_wrong_number_finds_nobody(clerk: Staff, kiosk: Staff) -> None:
    case, ticket = clerk.begin(kiosk)
    clerk.patch(case, father__person__id_no=DEMO_FATHER_ID[:-1] + "5")
    assert clerk.look_up(case, "father").json()["found"] == []
    clerk.do("finish", {"outcome": "other"}, target=ticket["ticket"])


def test_a_silent_register_leaves_the_fields_to_be_asked(clerk: Staff, kiosk: Staff) -> None:
    case, ticket = clerk.begin(kiosk)
    clerk.patch(case, father__person__id_no=identity_numbers()[-1])
    told = clerk.look_up(case, "father").json()
    assert told == {"found": [], "certificates": [], "silent": True}
    assert not clerk.case(case).case.shared
    assert clerk.plan(case).ask("father.person.name").state == "open"
    clerk.do("finish", {"outcome": "other"}, target=ticket["ticket"])


def test_an_unknown_source_and_a_foreign_case_are_refused(here: Running, clerk: Staff, kiosk: Staff) -> None:
    case, ticket = clerk.begin(kiosk)
    told = clerk.look_up(case, "father", source="nothing")
    assert told.status_code == 404
    assert told.json()["code"] == "lookup.unknown_source"
    assert "nothing" in told.json()["detail"]
    other = here.sign_in(window="9")
    assert other.look_up(case, "father").status_code == 403
    clerk.do("finish", {"outcome": "other"}, target=ticket["ticket"])


def test_the_register_and_the_ledger_hold_no_number_in_plain(here: Running, clerk: Staff, kiosk: Staff) -> None:
    case, ticket = clerk.begin(kiosk)
    clerk.patch(case, father__person__id_no=DEMO_FATHER_ID)
    clerk.look_up(case, "father")
    clerk.do("finish", {"outcome": "other"}, target=ticket["ticket"])
    if here.hub.database.file is None:
        pytest.skip("PostgreSQL's files are not looked into")
    for path in here.hub.database.file.parent.iterdir():
        content = path.read_bytes()
        assert DEMO_FATHER_ID.encode() not in content, path.name
        assert "演示父一".encode() not in content, path.name
