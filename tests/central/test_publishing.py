"""A catalogue comes into force by two people, after both have seen what it does to whom."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from clerk_tui.catalog.build import load_catalog, publish
from clerk_tui.catalog.model import Catalog, join_key, split_ask
from clerk_tui.catalog.suspend import resumed, suspended
from clerk_tui.central.reading import open_case
from clerk_tui.intake.plan import Plan
from tests.central.serving import HALL, Caller, Serving, command


def changed(here: Serving, relief: bool = False) -> tuple[bytes, str]:
    """The catalogue in force with one paper less for one item of the newborn package; its bytes and the item's key."""
    known = here.hub.catalogs.get(here.hub.catalogs.current() or "")
    item = next(known.items[p.item] for p in known.packages["birth"].items if len(known.items[p.item].materials) > 1)
    uses = item.materials[:-1]
    if relief:
        ended = item.materials[-1].model_copy(update={"applies": "open_too", "until": date(2020, 1, 1)})
        uses = (*uses, ended)
    items = {**known.items, item.key: item.model_copy(update={"materials": uses})}
    groups = (known.departments, known.parties, known.fields, known.materials, items, known.packages)
    return publish(Catalog(*groups, certificates=known.certificates)), item.key


@pytest.fixture
def editor(here: Serving) -> httpx.Client:
    return here.sign_in("editor").http


@pytest.fixture
def publisher(here: Serving) -> httpx.Client:
    return here.sign_in("publisher").http


def post(http: httpx.Client, content: bytes, **params: str) -> httpx.Response:
    return http.post("/v1/catalogs", content=content, params=params, headers={"Content-Type": "application/json"})


def test_a_dry_run_says_what_it_does_and_changes_nothing(here: Serving, editor: httpx.Client) -> None:
    clerk = here.clerk("3")
    case = clerk.do("open_case", {"matters": ["birth"], "catalog": here.catalog})["case"]
    content, item = changed(here)
    answer = post(editor, content, dry_run="true")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    (change,) = told["changes"]
    assert (change["how"], change["key"]) == ("changed", item)
    assert [(p["how"], p["what"]) for p in change["parts"]] == [("removed", "material")]
    assert [(c["case"], c["state"], c["window"]) for c in told["cases"]] == [(case, "draft", "3")]
    assert editor.get("/v1/catalogs").json() == []
    assert here.hub.catalogs.current() == here.catalog


def test_editor_and_publisher_are_two_people(here: Serving, editor: httpx.Client, publisher: httpx.Client) -> None:
    content, item = changed(here)
    sha256 = post(editor, content).json()["hash"]
    assert post(editor, content).status_code == 200
    assert here.hub.catalogs.current() == here.catalog
    assert editor.post(f"/v1/catalogs/{sha256}/publish").status_code == 403
    own, _ = changed(here, relief=True)
    mine = post(publisher, own).json()["hash"]
    answer = publisher.post(f"/v1/catalogs/{mine}/publish")
    assert (answer.status_code, answer.json()["code"]) == (409, "catalog.own_submission")
    assert publisher.post(f"/v1/catalogs/{sha256}/publish").status_code == 200
    assert here.hub.catalogs.current() == sha256
    clerk = here.clerk("3")
    fetched = clerk.http.get("/v1/catalogs/current").content
    assert len(load_catalog(fetched).items[item].materials) + 1 == len(
        here.hub.catalogs.get(here.catalog).items[item].materials
    )
    listed = publisher.get("/v1/catalogs").json()
    assert [(one["submitted_by"], one["in_force"]) for one in listed] == [("publisher", False), ("editor", True)]
    assert here.kinds().count("catalog_published") == 1
    assert here.kinds().count("catalog_submitted") == 3


def test_an_open_draft_follows_the_catalogue_and_a_received_case_stays_pinned(
    here: Serving, editor: httpx.Client, publisher: httpx.Client
) -> None:
    clerk = here.clerk("3")
    case = clerk.do("open_case", {"matters": ["birth"], "catalog": here.catalog})["case"]
    closed = clerk.do("open_case", {"matters": ["ga.birth_registration"], "catalog": here.catalog})["case"]
    answer(clerk, case, "visit.parent", "mother")
    questions = {"visit.parent": "mother", "ga.household_follow": "mother", "mz.married": "yes"}
    for key, value in questions.items():
        if key in asked(here, closed):
            answer(clerk, closed, key, value)
    clerk.do("submit_case", {"only_receive": True}, target=closed, base_version=version(clerk, closed))
    content, _ = changed(here)
    before = len(planned_case(here, case).materials)
    sha256 = post(editor, content).json()["hash"]
    assert publisher.post(f"/v1/catalogs/{sha256}/publish").status_code == 200
    frames = clerk.http.get(f"/v1/halls/{HALL}/cases/{case}").json()["frames"]
    (followed,) = [frame["body"] for frame in frames if frame["kind"] == "catalog_followed"]
    assert (followed["catalog"], followed["materials"], followed["items"]) == (
        sha256,
        len(planned_case(here, case).materials) - before,
        0,
    )
    folded = here.call(here.hub.case_file(HALL, case))
    assert folded is not None
    assert (folded.case.catalog, folded.case.answers["visit.parent"].value) == (sha256, "mother")
    pinned = here.call(here.hub.case_file(HALL, closed))
    assert pinned is not None
    assert pinned.case.catalog == here.catalog
    assert clerk.http.get(f"/v1/catalogs/{here.catalog}").status_code == 200


def test_a_draft_begun_off_line_under_the_old_catalogue_follows_when_it_arrives(
    here: Serving, editor: httpx.Client, publisher: httpx.Client
) -> None:
    clerk = here.clerk("3")
    sha256 = post(editor, changed(here)[0]).json()["hash"]
    publisher.post(f"/v1/catalogs/{sha256}/publish")
    (opened,) = clerk.send(command("open_case", {"matters": ["birth"], "catalog": here.catalog}))
    assert [event["kind"] for event in opened["events"]] == ["case_opened", "catalog_followed"]
    (newer,) = clerk.send(command("open_case", {"matters": ["birth"], "catalog": sha256}))
    assert [event["kind"] for event in newer["events"]] == ["case_opened"]


def test_a_catalogue_that_comes_back_is_followed_back(
    here: Serving, editor: httpx.Client, publisher: httpx.Client
) -> None:
    clerk = here.clerk("3")
    first = post(editor, here.hub.catalogs.content(here.catalog) or b"").json()["hash"]
    assert first == here.catalog
    second = post(editor, changed(here)[0]).json()["hash"]
    case = clerk.do("open_case", {"matters": ["birth"], "catalog": here.catalog})["case"]
    for sha256 in (second, first, second, first):
        here.clock.pass_by(timedelta(seconds=1))
        assert publisher.post(f"/v1/catalogs/{sha256}/publish").status_code == 200
        folded = here.call(here.hub.case_file(HALL, case))
        assert folded is not None
        assert folded.case.catalog == sha256


def test_what_is_handed_in_again_stands_first_again(
    here: Serving, editor: httpx.Client, publisher: httpx.Client
) -> None:
    def listed() -> list[str]:
        return [one["hash"] for one in publisher.get("/v1/catalogs").json()]

    contents = [changed(here)[0], changed(here, relief=True)[0]]
    first = post(editor, contents[0]).json()["hash"]
    here.clock.pass_by(timedelta(seconds=1))
    second = post(editor, contents[1]).json()["hash"]
    assert listed() == [second, first]
    here.clock.pass_by(timedelta(seconds=1))
    assert publisher.post(f"/v1/catalogs/{second}/publish").status_code == 200
    assert post(editor, contents[1]).status_code == post(editor, contents[0]).status_code == 200
    assert listed() == [first, second]


def test_relief_frees_a_received_case_of_what_was_abolished(
    here: Serving, editor: httpx.Client, publisher: httpx.Client
) -> None:
    clerk = here.clerk("3")
    case = clerk.do("open_case", {"matters": ["birth"], "catalog": here.catalog})["case"]
    while left := asked(here, case):
        answer(clerk, case, left[0], option(here, left[0]))
    clerk.do("submit_case", {"only_receive": True}, target=case, base_version=version(clerk, case))
    content, item = changed(here, relief=True)
    use = here.hub.catalogs.get(here.catalog).items[item].materials[-1]
    gone = join_key(use.of, use.material)
    assert any(item in {w.item for w in m.why} and m.key == gone for m in planned_case(here, case).materials)
    sha256 = post(editor, content).json()["hash"]
    publisher.post(f"/v1/catalogs/{sha256}/publish")
    left_now = planned_case(here, case)
    assert not any(item in {w.item for w in m.why} and m.key == gone for m in left_now.materials)
    assert here.call(here.hub.case_file(HALL, case)).case.catalog == here.catalog  # type: ignore[union-attr]


def test_a_suspended_matter_is_not_begun_and_says_until_when(
    here: Serving, editor: httpx.Client, publisher: httpx.Client
) -> None:
    clerk = here.clerk("3")
    known = here.hub.catalogs.get(here.catalog)
    today = here.clock().date()
    stopped = suspended(known, "birth", today - timedelta(days=1), "系统升级", today + timedelta(days=9))
    sha256 = post(editor, publish(stopped)).json()["hash"]
    case = clerk.do("open_case", {"matters": ["birth"], "catalog": here.catalog})["case"]
    publisher.post(f"/v1/catalogs/{sha256}/publish")
    (refused,) = clerk.send(command("open_case", {"matters": ["birth"], "catalog": sha256}))
    assert refused["error"]["code"] == "plan.suspended_until"
    assert "系统升级" in refused["error"]["sentence"]
    (late,) = clerk.send(command("submit_case", {}, target=case, base_version=version(clerk, case)))
    assert late["error"]["code"] == "plan.suspended_until"
    back = post(editor, publish(resumed(here.hub.catalogs.get(sha256), "birth"))).json()["hash"]
    assert back == here.catalog


def answer(clerk: Caller, case: str, key: str, value: str) -> None:
    clerk.do("patch_answers", {"changes": [{"field": key, "value": value}]}, target=case)


def planned_case(here: Serving, case: str) -> Plan:
    found = here.call(open_case(here.hub, HALL, case))
    assert found is not None
    return found.plan


def asked(here: Serving, case: str) -> list[str]:
    return [question.key for question in planned_case(here, case).open_questions]


def option(here: Serving, key: str) -> str:
    options = here.hub.catalogs.get(here.catalog).fields[split_ask(key)[1]].options
    return options[0].value if options else "yes"


def version(clerk: Caller, case: str) -> int:
    return len(clerk.http.get(f"/v1/halls/{HALL}/cases/{case}").json()["frames"])


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"format": 1}', b'{"format": 99, "order": {}}'])
def test_what_is_no_catalogue_is_refused_with_a_sentence(here: Serving, editor: httpx.Client, content: bytes) -> None:
    answer = post(editor, content)
    assert (answer.status_code, answer.json()["code"]) == (409, "catalog.wrong_bytes")
    assert answer.json()["detail"] or answer.json()["title"]


def test_an_unsound_catalogue_is_refused(here: Serving, editor: httpx.Client) -> None:
    known = here.hub.catalogs.get(here.catalog)
    package = known.packages["birth"]
    broken = package.model_copy(
        update={"items": (*package.items, package.items[0].model_copy(update={"item": "ga.no"}))}
    )
    groups = (known.departments, known.parties, known.fields, known.materials, known.items)
    catalog = Catalog(*groups, {**known.packages, "birth": broken}, certificates=known.certificates)
    answer = post(editor, publish(catalog))
    assert (answer.status_code, answer.json()["code"]) == (409, "catalog.unsound")
    assert "birth" in answer.json()["detail"]


def test_what_was_never_submitted_is_not_published(publisher: httpx.Client) -> None:
    answer = publisher.post(f"/v1/catalogs/{'0' * 64}/publish")
    assert (answer.status_code, answer.json()["code"]) == (409, "catalog.not_submitted")
