"""Earlier answers: kept when a case is accepted, sealed, offered to the same person again; both engines."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from clerk_tui.catalog.model import Catalog
from clerk_tui.central.demo import DEMO_FATHER_ID
from clerk_tui.central.sources.earlier import KEPT_FOR, kept_of
from clerk_tui.central.tables import EarlierAnswerRow
from clerk_tui.central.tables.base import table_of
from tests.central.visiting import Running, Staff, catalog, running

ROW = table_of(EarlierAnswerRow)


@pytest.fixture
def here(database_url: str, tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path, database_url) as hub:
        yield hub


def accepted(clerk: Staff, kiosk: Staff) -> str:
    case, _ = clerk.begin(kiosk)
    clerk.fill_by_register(case)
    clerk.hand_in_on_paper(case)
    return case


def again(clerk: Staff) -> str:
    """The same father's next case, with his number typed."""
    body = {"matters": ["birth"], "catalog": catalog().hash}
    case = str(clerk.do("open_case", body)["case"])
    for field, value in {"visit.parent": "father", "ga.household_follow": "mother", "mz.married": "yes"}.items():
        clerk.do("patch_answers", {"changes": [{"field": field, "value": value, "base": 0}]}, target=case)
    for field, value in {"yb.maternity_insured": "mother", "wj.subsidy_wanted": "yes"}.items():
        clerk.do("patch_answers", {"changes": [{"field": field, "value": value, "base": 0}]}, target=case)
    clerk.patch(case, father__person__id_no=DEMO_FATHER_ID)
    return case


def test_what_was_typed_in_an_accepted_case_is_offered_again_with_its_date(here: Running) -> None:
    clerk, kiosk = here.sign_in(window="3"), here.sign_in("kiosk")
    first = clerk.case(accepted(clerk, kiosk)).case
    with here.hub.database.engine.connect() as connection:
        rows = connection.execute(select(ROW)).mappings().all()
    assert rows
    typed = {key: one.value for key, one in first.answers.items() if key.startswith("father.")}
    stored = b"".join(bytes(row["sealed"]) for row in rows) + repr([row["person"] for row in rows]).encode()
    assert DEMO_FATHER_ID.encode() not in stored
    assert not any(value.encode() in stored for value in typed.values() if len(value) > 3)
    assert {row["case_id"] for row in rows} == {first.id}

    second = again(clerk)
    wanted = {a.key for a in clerk.plan(second).asks if a.state == "open" and a.key in typed}
    answer = clerk.look_up(second, "father", "earlier")
    assert answer.status_code == 200, answer.text
    assert set(answer.json()["found"]) == wanted
    assert wanted
    ask = clerk.plan(second).ask(sorted(wanted)[0])
    assert ask is not None
    # Its person still has to say that it is right.
    assert (ask.source, ask.state, ask.confirmed, ask.value) == ("earlier", "filled", False, typed[ask.key])
    assert ask.at is not None
    assert ask.grade == "D"


def test_nobody_elses_answers_and_none_that_are_too_old_are_offered(here: Running) -> None:
    clerk, kiosk = here.sign_in(window="3"), here.sign_in("kiosk")
    accepted(clerk, kiosk)
    second = again(clerk)
    assert clerk.look_up(second, "mother", "earlier").json()["found"] == []
    here.clock.ahead += KEPT_FOR + timedelta(days=1)
    late = here.sign_in(window="3")
    assert late.look_up(again(late), "father", "earlier").json()["found"] == []
    here.hub.earlier.forget_lapsed()
    with here.hub.database.engine.connect() as connection:
        assert connection.execute(select(ROW)).all() == []


def with_reuse(reuse: str) -> Catalog:
    """The built-in catalogue with one policy for every field."""
    built = catalog()
    fields = {key: field.model_copy(update={"reuse": reuse}) for key, field in built.fields.items()}
    return replace(built, fields=fields)


def test_a_field_that_is_never_reused_is_not_kept(here: Running) -> None:
    clerk, kiosk = here.sign_in(window="3"), here.sign_in("kiosk")
    case = clerk.case(accepted(clerk, kiosk)).case
    kept = list(kept_of(case, with_reuse("always")))
    assert kept == list(kept_of(case, with_reuse("confirm")))
    assert kept
    assert not any(field.endswith(("id_no", "uscc")) for _, field, _ in kept)
    assert list(kept_of(case, with_reuse("never"))) == []
