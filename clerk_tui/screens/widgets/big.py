"""Ticket numbers in large: a font three rows high, half blocks, four or five cells a sign."""

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
    "J": ("   █", "   █", "▀▀▀▀"),
    "K": ("█ ▄▀", "█▀▄ ", "▀  ▀"),
    "L": ("█   ", "█   ", "▀▀▀▀"),
    "M": ("█▄▄█", "█▀▀█", "▀  ▀"),
    "N": ("█▄ █", "█ ▀█", "▀  ▀"),
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


def bigger(words: str) -> tuple[str, ...]:
    """The same in six rows and twice as wide: each half block becomes two whole ones."""
    rows: list[str] = []
    for row in big(words):
        rows.append("".join("██" if block in "█▀" else "  " for block in row).rstrip())
        rows.append("".join("██" if block in "█▄" else "  " for block in row).rstrip())
    return tuple(rows)
