"""A reader that types like a keyboard, told from a person by its speed: the fallback where no adapter fits."""

import unicodedata

from clerk_tui.data.reader import Card, Mutilated, Reading, Scan, card_of, completed

FAST_S = 0.05
"""No person's keys follow each other so soon; a reader's do."""
SHORTEST = 3
"""So many characters in a row are no chance hits."""


class Wedge:
    """Hears every character with its time (any clock that only goes forward, seconds)."""

    def __init__(self) -> None:
        self._typed = ""
        self._at = float("-inf")

    def hear(self, character: str, at: float) -> bool:
        """Takes one character; whether it came as fast after the one before as only a reader types."""
        fast = at - self._at < FAST_S
        self._typed = (self._typed if fast else "") + character
        self._at = at
        return fast

    def enter(self, at: float) -> Reading | None:
        """Enter: what the burst before it was; None when a person typed."""
        typed = unicodedata.normalize("NFKC", self._typed).strip().upper()
        fast = at - self._at < FAST_S
        self._typed = ""
        return burst(typed) if fast and len(typed) >= SHORTEST else None


def burst(typed: str) -> Reading:
    """What a burst of characters was: a card, one whose last letter is lost, a number, or what is left of a scan."""
    card: Card | None = card_of(typed) or completed(typed)
    if card is not None:
        return card
    # What our machines print to be scanned is digits; a card has eighteen characters: anything else lost letters.
    return Scan(typed) if typed.isascii() and typed.isdigit() and len(typed) < 15 else Mutilated()
