"""Every pair of text and ground keeps the contrast that WCAG AA asks of small text."""

import pytest
from textual.color import Color

from clerk_tui.screens.theme import PALETTES, TEXT_PAIRS, THEMES

LEAST = 4.5


def _luminance(colour: Color) -> float:
    def linear(channel: int) -> float:
        value = channel / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b)


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(Color.parse(one)), _luminance(Color.parse(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_contrast(name: str, pair: tuple[str, str]) -> None:
    ink, ground = (PALETTES[name][colour] for colour in pair)
    assert _contrast(ink, ground) >= LEAST


def test_both_themes_name_the_same_colours() -> None:
    dark, light = PALETTES.values()
    assert dark.keys() == light.keys()
    assert {theme.name for theme in THEMES} == PALETTES.keys()
