"""A catalogue comes into force by two people, after both have seen what it does to whom."""

from datetime import date
from typing import Any

import httpx
import pytest

from clerk_tui.catalog.build import load_catalog, publish
from clerk_tui.catalog.model import Catalog
from tests.central.serving import HALL, Serving, command


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


def test_an_open_case_stays_with_the_catalogue_it_began_under(
    here: Serving, editor: httpx.Client, publisher: httpx.Client
) -> None:
    clerk = here.clerk("3")
    case = clerk.do("open_case", {"matters": ["birth"], "catalog": here.catalog})["case"]
    sha256 = post(editor, changed(here)[0]).json()["hash"]
    publisher.post(f"/v1/catalogs/{sha256}/publish")
    frames = clerk.http.get(f"/v1/halls/{HALL}/cases/{case}").json()
    assert here.catalog in str(frames)
    assert clerk.http.get(f"/v1/catalogs/{here.catalog}").status_code == 200
    opened = clerk.send(command("open_case", {"matters": ["birth"], "catalog": sha256}))[0]
    assert opened["status"] == "applied"


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
