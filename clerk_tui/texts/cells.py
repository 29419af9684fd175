"""How many terminal cells a text takes, and cutting it to fit."""

from rich.cells import cell_len, chop_cells, set_cell_size

ELLIPSIS = "…"


def cell_width(text: str) -> int:
    """The cells that `text` takes; Chinese characters take two."""
    return cell_len(text)


def fit(text: str, cells: int) -> str:
    """`text` in exactly `cells` cells: filled up with blanks, or cut with an ellipsis, never through a character."""
    if cells <= 0:
        return ""
    if cell_len(text) <= cells:
        return set_cell_size(text, cells)
    return set_cell_size(set_cell_size(text, cells - 1).rstrip() + ELLIPSIS, cells)


def wrap(text: str, cells: int) -> list[str]:
    """`text` in lines of at most `cells` cells, cut between any two characters as Chinese is."""
    return chop_cells(text, cells)
