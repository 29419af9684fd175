"""The published catalogue is the catalogue, in bytes that name themselves."""

import subprocess
import sys
import time

import orjson
import pytest

from clerk_tui.catalog.build import catalog_hash, load_catalog, publish
from clerk_tui.catalog.builtin import builtin_catalog_bytes, builtin_texts
from clerk_tui.catalog.parse import parse_catalog

GROUPS = ("departments", "parties", "fields", "materials", "items", "packages")


def test_what_is_loaded_is_what_was_written_in_its_order() -> None:
    written = parse_catalog(builtin_texts())
    read = load_catalog(builtin_catalog_bytes())
    for group in GROUPS:
        assert list(getattr(read, group)) == list(getattr(written, group))
        assert dict(getattr(read, group)) == dict(getattr(written, group))


def test_the_same_catalogue_gives_the_same_bytes_and_name() -> None:
    read = load_catalog(builtin_catalog_bytes())
    assert publish(read) == builtin_catalog_bytes()
    assert read.hash == catalog_hash(builtin_catalog_bytes())
    assert len(read.hash) == 64


@pytest.mark.parametrize("other", [b"", b"[]", b"{}", b'{"format": 99}'])
def test_other_bytes_are_refused(other: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        load_catalog(other)


def test_loading_and_searching_need_no_pinyin_library() -> None:
    code = (
        "import sys; from clerk_tui.catalog.build import load_catalog; from clerk_tui.catalog.search import search\n"
        "catalog = load_catalog(sys.stdin.buffer.read())\n"
        "assert search(catalog.index, 'xse')[0].key == 'birth'\n"
        "assert 'pypinyin' not in sys.modules and 'yaml' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], input=builtin_catalog_bytes(), check=True)


def test_a_catalogue_of_thousands_opens_without_building_its_elements() -> None:
    raw = orjson.loads(builtin_catalog_bytes())
    item = raw["items"]["ga.birth_registration"]
    for place in range(2_000):
        raw["items"][f"ga.copy{place}"] = item
        raw["order"]["items"].append(f"ga.copy{place}")
    catalog = load_catalog(orjson.dumps(raw))
    begun = time.perf_counter()
    assert catalog.items["ga.copy7"].key == "ga.copy7"
    one = time.perf_counter() - begun
    begun = time.perf_counter()
    assert sum(1 for _ in catalog.items.values()) > 2_000
    assert time.perf_counter() - begun > 20 * one, "the others were built only now"
    assert catalog.items.get("ga.nothing") is None
    assert "ga.nothing" not in catalog.items


def test_names_of_elements_and_of_their_parts_by_party() -> None:
    catalog = load_catalog(builtin_catalog_bytes())
    assert catalog.name("birth") == "新生儿出生一件事"
    assert catalog.name("mother.person.name") == "母亲姓名"
    assert catalog.name("mother.ga.id_card", "en") == "Mother: Identity card"
    assert catalog.name("no.such") == "no.such"
