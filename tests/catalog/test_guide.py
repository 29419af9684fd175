"""The citizen's guide: what it says of an item and of a package, and the codes by which a phone asks for it."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_tui.catalog.build import load_catalog
from clerk_tui.catalog.builtin import builtin_catalog_bytes
from clerk_tui.catalog.guide import ALPHABET, CODE_LENGTH, address, code_of, guide_of, keys_of
from clerk_tui.catalog.model import Catalog, Suspension
from clerk_tui.texts import Lang, catalogue_of_texts
from clerk_tui.texts.sheet import Sheet, sheet_of

DAY = date(2026, 11, 24)
CATALOG = load_catalog(builtin_catalog_bytes())


def sheet(key: str, lang: Lang = "zh", catalog: Catalog = CATALOG, day: date = DAY) -> Sheet:
    return sheet_of(guide_of(catalog, key, lang, day), lang)


def part(of: Sheet, name: str) -> list[str]:
    """All phrases of one part."""
    rows = next((one.rows for one in of.parts if one.name == name), ())
    return [words for row in rows for words in (row.label, row.words, *row.notes) if words]


def with_item(key: str, **changes: Any) -> Catalog:
    items = {**CATALOG.items, key: CATALOG.items[key].model_copy(update=changes)}
    groups = (CATALOG.departments, CATALOG.parties, CATALOG.fields, CATALOG.materials, items, CATALOG.packages)
    return Catalog(*groups, certificates=CATALOG.certificates)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_matter_has_a_guide_with_the_parts_a_citizen_asks_for(lang: Lang) -> None:
    for key in (*CATALOG.items, *CATALOG.packages):
        made = sheet(key, lang)
        assert {"who", "steps", "period", "fees", "refused"} <= {one.name for one in made.parts}, key
        assert all(one.rows for one in made.parts), key
        said = list(made.sentences())
        assert all(words.strip() and "{" not in words for words in said), key
        assert not set(said) & set(catalogue_of_texts()), key


def test_an_item_says_how_each_paper_may_stand() -> None:
    made = part(sheet("ga.birth_registration"), "materials")
    for words in (
        "出生医学证明",
        "带原件核对、收复印件 1 份",
        "有“出生医学证明电子证照”就不用带",
        "先办“出生医学证明签发”可得",
        "只在：孩子落户为随父",
        "为何要：核对母亲身份",
    ):
        assert words in made


def test_a_package_asks_for_each_paper_once_and_says_what_for() -> None:
    made = sheet("birth")
    papers = next(one.rows for one in made.parts if one.name == "materials")
    assert len({(row.label, row.words) for row in papers}) == len(papers)
    mother = next(row for row in papers if (row.label, row.words) == ("母亲", "居民身份证"))
    assert any(note.startswith("用于：") and note.count("、") >= 3 for note in mother.notes)
    assert "由“出生医学证明签发”办出来，不用另带" in part(made, "materials")
    assert "承诺 4 个工作日" in part(made, "period")
    assert "不符合也能办：按单个事项逐项办。" in part(made, "who")


def test_what_is_assumed_is_marked_and_said() -> None:
    assert part(sheet("ga.birth_registration"), "period") == ["承诺 1 个工作日〔暂定〕"]
    assert any("承诺时限" in words for words in part(sheet("ga.birth_registration"), "assumed"))
    sure = with_item("ga.birth_registration", promise_assumed=False, form_assumed=False)
    assert part(sheet("ga.birth_registration", catalog=sure), "period") == ["承诺 1 个工作日"]
    assert part(sheet("ga.birth_registration", catalog=sure), "assumed") == []


def test_only_conditions_are_grounds_of_refusal() -> None:
    assert any("不符合“在居住地居住半年以上”" in words for words in part(sheet("ga.residence_permit"), "refused"))
    assert "没有登记不予受理的条件" in part(sheet("ga.birth_registration"), "refused")


def test_a_suspension_and_an_end_stand_first() -> None:
    paused = with_item(
        "ga.birth_registration", suspended=Suspension(since=DAY, reason="系统升级", back=DAY + timedelta(days=3))
    )
    made = sheet("ga.birth_registration", catalog=paused)
    assert made.parts[0].name == "state"
    assert part(made, "state") == ["暂停办理：系统升级", "预计 2026-11-27 恢复"]
    assert part(sheet("ga.birth_registration", catalog=paused, day=DAY + timedelta(days=3)), "state") == []
    ended = with_item("ga.birth_registration", until=DAY - timedelta(days=1))
    assert part(sheet("ga.birth_registration", catalog=ended), "state") == ["2026-11-23 起不再办理"]


def test_what_ended_is_not_asked_for() -> None:
    item = CATALOG.items["ga.birth_registration"]
    gone = item.materials[0].model_copy(update={"until": DAY - timedelta(days=1)})
    catalog = with_item(item.key, materials=(gone, *item.materials[1:]))
    assert "出生医学证明" not in part(sheet(item.key, catalog=catalog), "materials")
    assert "出生医学证明" in part(sheet(item.key, catalog=catalog, day=DAY - timedelta(days=1)), "materials")


def test_a_code_finds_its_matter_in_any_case() -> None:
    for key in (*CATALOG.items, *CATALOG.packages):
        assert keys_of(CATALOG, code_of(key)) == (key,)
        assert keys_of(CATALOG, code_of(key).lower()) == (key,)
        assert keys_of(CATALOG, key) == (key,)
    assert keys_of(CATALOG, "nothing") == ()


def test_codes_never_change() -> None:
    """Posters and papers hold them."""
    assert (code_of("birth"), code_of("ga.birth_registration")) == ("YYJSE6HN", "VNR8EK78")


@given(st.text(min_size=1, max_size=60))
def test_codes_are_capitals_and_digits(key: str) -> None:
    assert len(code_of(key)) == CODE_LENGTH
    assert set(code_of(key)) <= set(ALPHABET)


def test_the_address_fits_a_version_3_code() -> None:
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_M)
    longest = "https://" + "a" * 42
    code.add_data(address(longest, "ga.birth_registration"))
    code.make(fit=True)
    assert code.version == 3
    assert address("", "birth") == ""


def test_an_unknown_key_has_no_guide() -> None:
    with pytest.raises(KeyError):
        guide_of(CATALOG, "ga.nothing", "zh", DAY)
