"""Two themes of one design: ink on a quiet ground, one accent; every pair of text and ground is named here and tested."""

from textual.theme import Theme

DARK = "yichuang-dark"
LIGHT = "yichuang-light"

_DARK = {
    "ink": "#e8ebf0",
    "ink-soft": "#a9b3c1",
    "ink-faint": "#8490a1",
    "ground": "#12161d",
    "band": "#1b222c",
    "row": "#223044",
    "well": "#202935",
    "well-even": "#191f28",
    "well-focus": "#27354a",
    "line": "#303a48",
    "accent-ink": "#7ab8ff",
    "on-accent": "#0b1320",
    "good": "#86cf9a",
    "warn": "#e6b866",
    "bad": "#ff9388",
}

_LIGHT = {
    "ink": "#1a2029",
    "ink-soft": "#47515f",
    "ink-faint": "#596473",
    "ground": "#fbfaf7",
    "band": "#efede7",
    "row": "#dde8f6",
    "well": "#ecebe4",
    "well-even": "#f4f2ed",
    "well-focus": "#dfe9f7",
    "line": "#cfccc3",
    "accent-ink": "#0b57a8",
    "on-accent": "#ffffff",
    "good": "#1d6b38",
    "warn": "#7f5200",
    "bad": "#b3261e",
}

_INKS = ("ink", "ink-soft", "accent-ink", "good", "warn", "bad")
_GROUNDS = ("ground", "band", "row", "well", "well-even", "well-focus")

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((ink, ground) for ink in _INKS for ground in _GROUNDS),
    ("ink-faint", "ground"),
    ("ink-faint", "band"),
    ("on-accent", "accent-ink"),
    ("on-accent", "bad"),
)
"""Every pair of colours in which words are drawn."""

PALETTES = {DARK: _DARK, LIGHT: _LIGHT}


def _theme(name: str, colours: dict[str, str], *, dark: bool) -> Theme:
    return Theme(
        name=name,
        primary=colours["accent-ink"],
        accent=colours["accent-ink"],
        warning=colours["warn"],
        error=colours["bad"],
        success=colours["good"],
        foreground=colours["ink"],
        background=colours["ground"],
        surface=colours["well"],
        panel=colours["band"],
        dark=dark,
        variables=colours
        | {
            "input-cursor-background": colours["accent-ink"],
            "input-cursor-foreground": colours["on-accent"],
            "input-cursor-text-style": "none",
            "input-selection-background": colours["accent-ink"],
            "input-selection-foreground": colours["on-accent"],
            "scrollbar": colours["line"],
            "scrollbar-hover": colours["ink-faint"],
            "scrollbar-active": colours["accent-ink"],
            "scrollbar-background": colours["ground"],
            "scrollbar-background-hover": colours["ground"],
            "scrollbar-background-active": colours["ground"],
            "scrollbar-corner-color": colours["ground"],
        },
    )


THEMES: tuple[Theme, ...] = (_theme(DARK, _DARK, dark=True), _theme(LIGHT, _LIGHT, dark=False))
