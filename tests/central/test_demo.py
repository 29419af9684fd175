"""The demo hall: made once, told again the same, and its families fit for the forms."""

from datetime import UTC, datetime
from pathlib import Path

from stdnum.cn import ric

from clerk_tui.catalog.values import check_value, normalize
from clerk_tui.central.demo import DEMO_FATHER_ID, HALL, WINDOWS, households, identity_numbers, seed_demo
from clerk_tui.central.hub import Hub
from clerk_tui.central.sources.register import ID_FIELD
from tests.central.visiting import catalog

NOW = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)


def test_it_is_made_once_and_told_again_the_same(tmp_path: Path) -> None:
    told = []
    for _ in range(2):
        hub = Hub.open(f"sqlite:///{tmp_path / 'hub.db'}")
        told.append(seed_demo(hub))
        hub.database.close()
    assert told[0] == told[1]
    assert {a["window"] for a in told[0] if a["role"] == "clerk"} == {str(n) for n in range(1, WINDOWS + 1)}
    assert {"helper", "supervisor", "auditor", "administrator", "kiosk", "display"} < {a["role"] for a in told[0]}
    assert len({a["staff_no"] for a in told[0]}) == len(told[0])
    other = Hub.open(f"sqlite:///{tmp_path / 'other.db'}")
    assert seed_demo(other)[0]["password"] != told[0][0]["password"]
    other.database.close()


def test_every_family_passes_the_forms_own_checks() -> None:
    fields = catalog().fields
    for entry in households(NOW):
        for key, value in {**entry.values, **entry.shared}.items():
            assert normalize(fields[key], value) == value, (entry.household, key)
            assert check_value(fields[key], value) is None, (entry.household, key)
        if number := entry.values.get(ID_FIELD):
            assert ric.is_valid(number)
            assert number[6:14] == entry.values["person.birth_date"].replace("-", "")
            assert (int(number[16]) % 2 == 1) == (entry.values["person.sex"] == "male")
            assert "演示" in entry.values["person.name"]


def test_families_differ_and_children_were_born_lately() -> None:
    entries = list(households(NOW))
    assert len({e.household for e in entries}) >= 6
    assert any(e.silent for e in entries)
    assert any(not e.shared for e in entries)
    assert any("person.phone" not in e.values for e in entries if e.role != "baby")
    born = [datetime.fromisoformat(e.values["birth.time"]) for e in entries if e.role == "baby"]
    today = NOW.astimezone(HALL.zone).replace(tzinfo=None)
    assert all(0 < (today - at).days < 60 for at in born)
    assert len(set(identity_numbers()) | set(identity_numbers("mother"))) == sum(e.role != "baby" for e in entries)
    assert DEMO_FATHER_ID in identity_numbers()


def test_certificates_are_those_that_replace_papers_or_are_results() -> None:
    known = {m.e_certificate for m in catalog().materials.values()}
    known |= {r.e_certificate for i in catalog().items.values() for r in i.results}
    for entry in households(NOW):
        assert {*entry.certificates, *entry.shared_certificates} <= known
