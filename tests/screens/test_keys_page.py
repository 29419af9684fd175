"""The page of keys in docs is the registry's."""

from pathlib import Path

import pytest

from clerk_tui.screens.keys_page import PAGES, keys_page
from clerk_tui.texts import Lang

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("lang", list(PAGES))
def test_the_page_says_what_the_registry_says(lang: Lang) -> None:
    assert (DOCS / PAGES[lang]).read_text("utf-8") == keys_page(lang)
