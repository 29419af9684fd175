"""A clerk finds a matter by whatever is typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_tui.catalog.build import load_catalog
from clerk_tui.catalog.builtin import builtin_catalog_bytes
from clerk_tui.catalog.search import Entry, SearchIndex, build_index, search

INDEX = load_catalog(builtin_catalog_bytes()).index


def found(query: str) -> list[str]:
    return [hit.key for hit in search(INDEX, query)]


@pytest.mark.parametrize(
    "query",
    [
        "xse",
        "XSE",
        "ｘｓｅ",
        " x s e ",
        "新生儿",
        "新生儿出生一件事",
        "上户口",
        "宝宝",
        "xinsheng",
        "xinshenger",
        "xinse",
        "新生er",
        "xin生",
        "birth",
    ],
)
def test_the_newborn_package_stands_first(query: str) -> None:
    assert found(query)[0] == "birth"


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("报销", "yb.maternity_claim"),
        ("社保卡丢了", "rs.card_replacement"),
        ("jzz", "ga.residence_permit"),
        ("tiqu", "gj.withdrawal"),
        ("老年证", "mz.senior_card"),
        ("开店", "sj.sole_trader"),
        ("ga.birth", "ga.birth_registration"),
        ("派出所", "ga"),
        ("公积金提取", "gj.withdrawal"),
        ("灵活就业", "flexible_work"),
    ],
)
def test_everyday_words_codes_and_pinyin_find_what_is_meant(query: str, key: str) -> None:
    assert found(query)[0] == key


@pytest.mark.parametrize(
    "query", ["xinshegner", "xinshneger", "xinshengerr", "xinhenger", "新生尔出生", "新生儿儿出生", "新生出儿"]
)
def test_one_slip_of_the_keys_still_finds_it(query: str) -> None:
    hits = search(INDEX, query)
    assert hits
    assert hits[0].key == "birth"


@pytest.mark.parametrize("query", ["", "   ", "\n", "zzzzzz", "不存在的事项名", "[red]", "a" * 10_000])
def test_nothing_is_found_for_nothing(query: str) -> None:
    assert found(query) == []


def test_a_better_match_stands_before_a_worse_one() -> None:
    index = build_index(
        [
            Entry("a.long", "item", "再开医保证明", "a"),
            Entry("a.prefix", "item", "医保证明开具", "a"),
            Entry("a.exact", "item", "医保证明", "a"),
        ]
    )
    assert [hit.key for hit in search(index, "医保证明")] == ["a.exact", "a.prefix", "a.long"]
    assert [hit.key for hit in search(index, "ybzm")] == ["a.exact", "a.prefix", "a.long"]


def test_what_the_hall_does_most_stands_first_among_equals() -> None:
    index = build_index([Entry("a.one", "item", "医保登记", "a"), Entry("a.two", "item", "医保转移", "a")])
    assert [h.key for h in search(index, "yb", weights={"a.two": 5.0})] == ["a.two", "a.one"]
    assert [h.key for h in search(index, "yb")] == ["a.one", "a.two"]


NAMES = st.text(st.sampled_from("新生儿出生登记户口医保参保社会保障卡提取"), min_size=2, max_size=10)


@settings(deadline=None)  # a busy machine is no mistake
@given(st.lists(NAMES, min_size=1, max_size=12, unique=True), st.data())
def test_every_name_is_found_by_itself_its_pinyin_and_its_initials(names: list[str], data: st.DataObject) -> None:
    index = build_index([Entry(f"d.item{i}", "item", name, "d") for i, name in enumerate(names)])
    assert SearchIndex.from_json(index.to_json()) == index
    place = data.draw(st.integers(0, len(names) - 1))
    key = f"d.item{place}"
    assert search(index, names[place], 50)[0].key == key
    for texts in (index.pinyin, index.initials):
        query = texts.of_entry(place)[0]
        hits = [h.key for h in search(index, query, 50)]
        assert key in hits
        assert len(hits) == len(set(hits))


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_query_breaks_the_search(query: str) -> None:
    assert len(search(INDEX, query, 5)) <= 5
