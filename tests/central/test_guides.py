"""The guide at /g over HTTP, and that phone, window, paper and terminal say the same words."""

import html
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pypdf
import pytest
from typer.testing import CliRunner

from clerk_tui import cli_catalog
from clerk_tui.catalog.guide import code_of, guide_of
from clerk_tui.papers import GuidePaper, render_pdf
from clerk_tui.screens.view import GuideView
from clerk_tui.screens.widgets.guide_panel import GuidePanel
from clerk_tui.texts import Lang
from clerk_tui.texts.sheet import Sheet, sheet_of
from tests.central.serving import HALL, Serving

MATTERS = ("birth", "ga.residence_permit")


@pytest.fixture
def phone(shared_here: Serving) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shared_here.url, trust_env=False, headers={"Accept-Language": "zh"}) as client:
        yield client


def sheet(here: Serving, key: str, lang: Lang) -> Sheet:
    catalog = here.hub.catalogs.get(here.catalog)
    return sheet_of(guide_of(catalog, key, lang, here.hub.hall(HALL).settings.today(here.clock())), lang)


def bare(words: str) -> str:
    """Without blanks, line ends and the marks that a layout may put between label and words."""
    return re.sub(r"\s|\u200b", "", words)


def page_words(answer: httpx.Response) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", answer.text))


def panel_words(made: Sheet) -> str:
    """What the panel draws, its lines one after the other."""
    panel = GuidePanel()
    panel.view = GuideView(made)
    return "".join(run.words for line in panel._made(60) for run in line)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("key", MATTERS)
def test_everybody_says_the_same(shared_here: Serving, phone: httpx.Client, key: str, lang: Lang) -> None:
    made = sheet(shared_here, key, lang)
    paper = GuidePaper(hall="", sheet=made, printed_on=datetime.now(UTC).date(), url="HTTP://HALL.EXAMPLE/G/X")
    pages = pypdf.PdfReader(io.BytesIO(render_pdf(paper, lang))).pages
    terminal = CliRunner(env={"CLERK_TUI_LANG": lang}).invoke(cli_catalog.catalog, ["show", key])
    told = {
        "phone": page_words(phone.get(f"/g/{code_of(key)}", params={"lang": lang})),
        "window": made.title + made.under + panel_words(made),
        "terminal": terminal.stdout,
        "paper": "".join(page.extract_text() for page in pages),
    }
    for where, words in told.items():
        there = bare(words)
        lacking = [sentence for sentence in made.sentences() if bare(sentence) not in there]
        if where == "paper":
            # A page's head and foot may stand inside a sentence; nothing else may.
            assert len(lacking) <= len(pages), lacking
        else:
            assert lacking == [], where


def test_it_is_public_quiet_and_strict(shared_here: Serving, phone: httpx.Client) -> None:
    before = shared_here.audit()
    answer = phone.get(f"/G/{code_of('birth')}")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert " style=" not in answer.text
    assert '<html lang="zh-CN">' in answer.text
    english = phone.get("/g/birth", headers={"Accept-Language": "en"})
    assert '<html lang="en">' in english.text
    assert "What to bring" in english.text
    assert shared_here.audit() == before


@pytest.mark.parametrize(
    "named", ["nothing", "ZZZZZZZZ", "birth%00", "x" * 300, "<script>", "{code}", "g%2Fbirth"], ids=range(7)
)
def test_what_is_no_guide_is_a_sentence(phone: httpx.Client, named: str) -> None:
    answer = phone.get(f"/g/{named}")
    assert answer.status_code == 404
    if named != "g%2Fbirth":
        assert "没有这份办事指南" in answer.text
        assert "<script>" not in answer.text


def test_it_follows_the_catalogue_in_force(here: Serving) -> None:
    from clerk_tui.catalog.build import load_catalog, publish
    from clerk_tui.catalog.builtin import builtin_catalog_bytes
    from clerk_tui.catalog.model import Catalog

    with httpx.Client(base_url=here.url, trust_env=False) as phone:
        assert "出生登记" in phone.get("/g/ga.birth_registration").text
        known = load_catalog(builtin_catalog_bytes())
        item = known.items["ga.birth_registration"].model_copy(update={"name": "出生登记（改）"})
        groups = (known.departments, known.parties, known.fields, known.materials)
        items = {**known.items, item.key: item}
        here.hub.catalogs.publish(
            publish(Catalog(*groups, items, known.packages, certificates=known.certificates)), "t"
        )
        assert "出生登记（改）" in phone.get("/g/ga.birth_registration").text


def test_a_window_is_told_how_phones_reach_it(shared_here: Serving) -> None:
    told = shared_here.clerk("5").http.get(f"/v1/halls/{HALL}/snapshot").json()
    assert told["hall"]["public_url"] == "http://hall.example"
