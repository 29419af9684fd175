"""Clerks propose, the desk decides, halls are credited; and the article's own case from its 35 proposals to −70 %."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from clerk_tui.catalog.amend import Credit, amend
from clerk_tui.catalog.build import load_catalog, publish
from clerk_tui.catalog.diff import compare
from clerk_tui.catalog.guide import guide_of
from clerk_tui.catalog.model import Catalog
from clerk_tui.catalog.parse import read_catalog
from clerk_tui.central.audit import verify
from clerk_tui.central.tables import EventRow
from clerk_tui.central.tables.base import table_of
from clerk_tui.intake.plan import Counts, Facts, plan
from clerk_tui.protocol.calendar_source import state_council_calendar
from clerk_tui.texts.sheet import sheet_of
from tests.catalog.passenger_vehicle import DECLINED, FILE, ITEM, PROPOSED, texts
from tests.central.serving import HALL, Caller, Serving, command

WORDS = "群众每次都要跑两趟，数据早就有了"
EASY = "ga.residence_permit"


def propose(clerk: Caller, **body: Any) -> str:
    given = {"item": EASY, "kind": "drop_field", "subject": "person.phone", "reason": WORDS, **body}
    return str(clerk.do("propose_change", {k: v for k, v in given.items() if v is not None})["proposal"])


def sound(files: dict[str, str]) -> Catalog:
    reading = read_catalog(files)
    assert reading.sound, [f for f in reading.findings if f.severity == "error"]
    return load_catalog(publish(reading.catalog))


def counts(catalog: Catalog) -> Counts:
    """The plan's own proof for this item alone, nothing prefilled."""
    made = plan(catalog, [ITEM], Facts(), date(2026, 11, 24), state_council_calendar())
    return made.proof.without_prefill


def test_a_clerk_proposes_and_the_desk_sees_what_it_would_save(here: Serving) -> None:
    clerk, editor = here.clerk("3"), here.sign_in("editor").http
    clerk.do("open_case", {"matters": [EASY], "catalog": here.catalog})
    small = propose(clerk, subject=None, kind="other")
    large = propose(clerk)
    first, second = editor.get("/v1/proposals").json()
    assert [first["proposal"], second["proposal"]] == [large, small]
    assert (first["hall_name"], first["item_name"], first["reason"]) == ("一号大厅", "居住证申领", WORDS)
    assert (first["fields"], first["cases"], first["saved_fields"], first["state"]) == (1, 1, 1, "open")
    assert second["saved_fields"] == second["saved_materials"] == second["saved_steps"] == 0


def test_cases_of_a_package_count_for_its_items(here: Serving) -> None:
    clerk = here.clerk("3")
    for _ in range(3):
        clerk.do("open_case", {"matters": ["birth"], "catalog": here.catalog})
    propose(clerk, item="ga.birth_registration", kind="drop_material", subject="ga.id_card")
    (one,) = here.sign_in("editor").http.get("/v1/proposals").json()
    assert (one["materials"], one["cases"], one["saved_materials"]) == (2, 3, 6)


def test_older_cases_do_not_count(here: Serving) -> None:
    from datetime import timedelta

    here.clerk("3").do("open_case", {"matters": [EASY], "catalog": here.catalog})
    here.clock.pass_by(timedelta(days=31))
    propose(here.sign_in("w3", "3"))
    assert here.sign_in("editor").http.get("/v1/proposals").json()[0]["cases"] == 0


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"item": "ga.none"}, "proposal.unknown_item"),
        ({"item": "birth"}, "proposal.unknown_item"),
        ({"subject": "person.none"}, "proposal.no_subject"),
        ({"subject": None}, "proposal.no_subject"),
        ({"kind": "merge_steps", "subject": "pay"}, "proposal.no_subject"),
        ({"kind": "burn"}, "invalid"),
        ({"reason": ""}, "invalid"),
        ({"reason": "x" * 501}, "invalid"),
    ],
)
def test_what_makes_no_sense_is_refused(shared_here: Serving, wrong: dict[str, Any], code: str) -> None:
    clerk = shared_here.clerk("3")
    given = {"item": EASY, "kind": "drop_field", "subject": "person.phone", "reason": "r", **wrong}
    body = {k: v for k, v in given.items() if v is not None}
    (verdict,) = clerk.send(command("propose_change", body))
    assert (verdict["status"], verdict["error"]["code"]) == ("rejected", code)
    assert verdict["error"]["sentence"]


def test_the_words_are_sealed_and_no_window_is_sent_them(here: Serving) -> None:
    clerk = here.clerk("3")
    propose(clerk)
    rows = table_of(EventRow)
    with here.hub.database.engine.connect() as connection:
        (row,) = connection.execute(select(rows).where(rows.c.kind == "change_proposed")).mappings()
    assert WORDS not in row["body"]
    assert row["sealed"]
    assert WORDS.encode() not in row["sealed"]
    assert row["stream"].startswith("day/")
    snapshot = clerk.http.get(f"/v1/halls/{HALL}/snapshot").text
    assert WORDS not in snapshot
    assert verify(here.hub.database, HALL).broken_at is None


def test_a_proposal_is_decided_once_with_a_reason_for_no(here: Serving) -> None:
    clerk, editor = here.clerk("3"), here.sign_in("editor").http
    one, two = propose(clerk), propose(clerk, kind="other", subject=None)
    assert editor.post(f"/v1/proposals/{one}/adopt").json()["state"] == "adopted"
    again = editor.post(f"/v1/proposals/{one}/decline", json={"reason": "已定"})
    assert (again.status_code, again.json()["code"]) == (409, "proposal.decided")
    assert editor.post(f"/v1/proposals/{two}/decline", json={}).status_code == 400
    declined = editor.post(f"/v1/proposals/{two}/decline", json={"reason": "法律要求填写"})
    assert declined.json()["state"] == "declined"
    assert editor.post("/v1/proposals/none/adopt").status_code == 404
    assert [p["proposal"] for p in editor.get("/v1/proposals", params={"state": "adopted"}).json()] == [one]
    assert editor.get("/v1/proposals", params={"state": "open"}).json() == []
    assert {"change_proposed", "proposal_adopted", "proposal_declined"} <= set(here.kinds())
    assert all("法律要求" not in event["body"] for event in here.audit())


@pytest.mark.parametrize("role", ["clerk", "kiosk", "display", "supervisor", "auditor", "administrator"])
def test_only_the_desk_decides(shared_here: Serving, role: str) -> None:
    http = shared_here.sign_in(role).http
    assert http.post("/v1/proposals/x/adopt").status_code == 403
    assert http.post("/v1/proposals/x/decline", json={"reason": "r"}).status_code == 403
    assert http.get("/v1/proposals").status_code == (200 if role == "auditor" else 403)


def test_the_article_s_case(here: Serving) -> None:
    """35 proposals, 28 adopted: fields, papers and steps each −70 %, measured by the diff and by the plan's proof."""
    files = texts()
    before = sound(files)
    content = publish(read_catalog(files).catalog)
    sha256 = here.hub.catalogs.publish(content, "test")
    clerk, editor, publisher = here.clerk("3"), here.sign_in("editor").http, here.sign_in("publisher").http
    for _ in range(4):
        clerk.do("open_case", {"matters": [ITEM], "catalog": sha256})
    ids = [propose(clerk, item=ITEM, kind=kind, subject=subject) for kind, subject in PROPOSED]
    listed = editor.get("/v1/proposals").json()
    assert len(listed) == 35
    assert all(one["cases"] == 4 for one in listed)
    for at, proposal in enumerate(ids):
        if at in DECLINED:
            assert editor.post(f"/v1/proposals/{proposal}/decline", json={"reason": "法规要求"}).status_code == 200
            continue
        told = editor.post(f"/v1/proposals/{proposal}/adopt").json()
        credit = Credit(told["hall_name"], told["proposal"], told["kind"])
        item = sound(files).items[ITEM]
        files |= amend(files, item, told["kind"], told["subject"], credit).texts
    assert {name for name in files if files[name] != texts()[name]} == {FILE}
    after = sound(files)
    (change,) = compare(before, after).changes
    assert (change.net("field"), change.net("material"), change.net("step")) == (-14, -7, -7)
    was, now = counts(before), counts(after)
    for what in ("fields_separate", "materials_separate", "steps_separate"):
        assert getattr(now, what) * 10 == getattr(was, what) * 3, what
    # In force by two people; the preview and the guide name the hall.
    handed = editor.post(
        "/v1/catalogs",
        content=publish(read_catalog(files).catalog),
        headers={"Content-Type": "application/json"},
    ).json()
    (told,) = handed["changes"]
    assert sum(part["what"] == "credit" for part in told["parts"]) == 28
    assert publisher.post(f"/v1/catalogs/{handed['hash']}/publish").status_code == 200
    guide = sheet_of(guide_of(here.hub.catalogs.get(handed["hash"]), ITEM, "zh", date(2026, 11, 24)), "zh")
    assert "一号大厅（28 条建议）" in list(guide.sentences())
    (first, *_) = editor.get("/v1/proposals/stats").json()
    assert first == {
        "hall": HALL,
        "hall_name": "一号大厅",
        "proposed": 35,
        "adopted": 28,
        "declined": 7,
        "open": 0,
    }
