"""What the authors' handbook shows is right: each example joins the built-in catalogue, or maps a list, without a finding."""

import re
from pathlib import Path

import pytest

from clerk_tui.catalog.builtin import builtin_texts
from clerk_tui.catalog.exchange.mapping import ListMapping, mapping_of_yaml
from clerk_tui.catalog.parse import read_catalog

PAGE = (Path(__file__).parents[2] / "docs" / "catalogue.zh-CN.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
MAPPINGS = re.findall(r"```yaml\n(.*?)```", PAGE[PAGE.index("### 别人的格式：映射文件") :], re.DOTALL)
FILES = [example for example in EXAMPLES if example not in MAPPINGS]


@pytest.mark.parametrize("place", range(len(FILES)))
def test_an_example_is_a_catalogue_file(place: int) -> None:
    reading = read_catalog({**builtin_texts(), "example.yaml": FILES[place]})
    assert reading.findings == ()


def test_there_are_an_item_and_a_package_to_copy() -> None:
    assert [example.partition(":")[0] for example in FILES] == ["items", "packages"]


def test_a_mapping_file_is_read_as_it_stands() -> None:
    table, tree = (mapping_of_yaml(mapping, "mapping.yaml") for mapping in MAPPINGS)
    assert (table.header_row, table.profile) == (3, "guangdong")
    assert len(table.columns) == 3
    assert tree.json_list != ListMapping().json_list
