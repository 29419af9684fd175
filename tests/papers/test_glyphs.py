"""The coverage that is read from the font."""

import pytest

from clerk_tui.papers.glyphs import FONT, has_glyph, missing_in
from clerk_tui.texts import catalogue_of_texts


@pytest.mark.parametrize("character", "张鿕㐂䶮𠮷〇·—…“”（）《》【】①⑩✓□■※→￥℃㎡Ａ１ñüЖΩぁ")
def test_has_what_names_and_papers_need(character: str) -> None:
    assert has_glyph(character)


@pytest.mark.parametrize("character", ["😀", "\U000312b3", "한", "\u0e01", "\x00", "\U0010ffff"])
def test_lacks_what_it_lacks(character: str) -> None:
    assert not has_glyph(character)


def test_covers_the_level_of_han_characters_that_systems_must_support() -> None:
    # GB 18030-2022, implementation level 1: the URO to U+9FEF and extension A to U+4DB5.
    lacking = [chr(c) for c in (*range(0x4E00, 0x9FF0), *range(0x3400, 0x4DB6)) if not has_glyph(chr(c))]
    assert lacking == []


def test_line_ends_are_laid_out_not_drawn() -> None:
    assert missing_in(["甲\n乙\t丙"]) == []


def test_every_word_of_papers_can_be_printed() -> None:
    words = [both for code, both in catalogue_of_texts().items() if code.startswith("papers.")]
    assert missing_in(sentence for both in words for sentence in both) == []


def test_font_stays_small_and_has_its_licence_beside_it() -> None:
    assert FONT.stat().st_size < 20_000_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONT.parent / "OFL.txt").read_text("utf-8")
