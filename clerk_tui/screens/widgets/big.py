"""Ticket numbers in large: a font three rows high, half blocks, four or five cells a sign."""

from clerk_tui.screens.widgets.half_blocks import half_blocks

_FONT: dict[str, tuple[str, str, str]] = {
    "0": ("█▀▀█", "█  █", "▀▀▀▀"),
    "1": ("▀█  ", " █  ", "▀▀▀ "),
    "2": ("▀▀▀█", "█▀▀▀", "▀▀▀▀"),
    "3": ("▀▀▀█", " ▀▀█", "▀▀▀▀"),
    "4": ("█  █", "▀▀▀█", "   ▀"),
    "5": ("█▀▀▀", "▀▀▀█", "▀▀▀▀"),
    "6": ("█▀▀▀", "█▀▀█", "▀▀▀▀"),
    "7": ("▀▀▀█", "   █", "   ▀"),
    "8": ("█▀▀█", "█▀▀█", "▀▀▀▀"),
    "9": ("█▀▀█", "▀▀▀█", "▀▀▀▀"),
    "A": ("█▀▀█", "█▀▀█", "▀  ▀"),
    "B": ("█▀▀▄", "█▀▀▄", "▀▀▀ "),
    "C": ("█▀▀▀", "█   ", "▀▀▀▀"),
    "D": ("█▀▀▄", "█  █", "▀▀▀ "),
    "E": ("█▀▀▀", "█▀▀ ", "▀▀▀▀"),
    "F": ("█▀▀▀", "█▀▀ ", "▀   "),
    "G": ("█▀▀▀", "█ ▀█", "▀▀▀▀"),
    "H": ("█  █", "█▀▀█", "▀  ▀"),
    "I": ("▀█▀ ", " █  ", "▀▀▀ "),
    "J": ("   █", "   █", "▀▀▀▀"),
    "K": ("█ ▄▀", "█▀▄ ", "▀  ▀"),
    "L": ("█   ", "█   ", "▀▀▀▀"),
    "M": ("█▄▄█", "█▀▀█", "▀  ▀"),
    "N": ("█▄ █", "█ ▀█", "▀  ▀"),
    "O": ("▄▀▀▄", "█  █", " ▀▀ "),
    "P": ("█▀▀█", "█▀▀▀", "▀   "),
    "Q": ("█▀▀█", "█  █", "▀▀▀█"),
    "R": ("█▀▀█", "█▀█ ", "▀  ▀"),
    "S": ("█▀▀▀", "▀▀▀█", "▀▀▀▀"),
    "T": ("▀█▀ ", " █  ", " ▀  "),
    "U": ("█  █", "█  █", "▀▀▀▀"),
    "V": ("█  █", "█  █", " ▀▀ "),
    "W": ("█  █", "█▄▄█", "▀  ▀"),
    "X": ("▀▄▄▀", " ██ ", "▀  ▀"),
    "Y": ("█  █", "▀▀▀█", "▀▀▀▀"),
    "Z": ("▀▀▀█", "▄▀▀ ", "▀▀▀▀"),
    ">": ("▀▄  ", " ▄▀ ", "▀   "),
    " ": ("    ", "    ", "    "),
    "-": ("    ", "▀▀▀▀", "    "),
}


def big(words: str) -> tuple[str, str, str]:
    """The three rows of the words in large; signs the font lacks stay small on the middle row."""
    rows = ["", "", ""]
    for sign in words.upper():
        glyph = _FONT.get(sign, (" " * 4, sign.ljust(4), " " * 4))
        for row in range(3):
            rows[row] += glyph[row] + " "
    return rows[0].rstrip(), rows[1].rstrip(), rows[2].rstrip()


def bigger(words: str, times: int = 2) -> tuple[str, ...]:
    """The same, every half block drawn `times` as wide and as high; all rows are as long as the longest."""
    rows = big(words)
    longest = max(len(row) for row in rows)
    squares: list[list[bool]] = []
    for row in rows:
        squares.append([block in "█▀" for block in row.ljust(longest)])
        squares.append([block in "█▄" for block in row.ljust(longest)])
    # The font is five halves high; the sixth would be a blank row.
    scaled = [[square for square in line for _ in range(times)] for line in squares[:5] for _ in range(times)]
    return tuple(half_blocks(scaled))
