"""What the authors' handbook shows is right: each example joins the built-in catalogue without a finding."""

import re
from pathlib import Path

import pytest

from clerk_tui.catalog.builtin import builtin_texts
from clerk_tui.catalog.parse import read_catalog

HANDBOOK = Path(__file__).parents[2] / "docs" / "catalogue.zh-CN.md"
EXAMPLES = re.findall(r"```yaml\n(.*?)```", HANDBOOK.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("place", range(len(EXAMPLES)))
def test_an_example_is_a_catalogue_file(place: int) -> None:
    reading = read_catalog({**builtin_texts(), "example.yaml": EXAMPLES[place]})
    assert reading.findings == ()


def test_there_are_an_item_and_a_package_to_copy() -> None:
    assert [example.partition(":")[0] for example in EXAMPLES] == ["items", "packages"]
