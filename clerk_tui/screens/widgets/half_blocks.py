"""Pictures of black and white squares in text: two of them in a cell, one above the other."""

_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def half_blocks(squares: list[list[bool]]) -> list[str]:
    """The rows of text for rows of squares, all as long as the first; an odd last row is filled up with white."""
    rows = squares if len(squares) % 2 == 0 else [*squares, [False] * len(squares[0])]
    return [
        "".join(_BLOCKS[(bool(above), bool(below))] for above, below in zip(rows[y], rows[y + 1], strict=True))
        for y in range(0, len(rows), 2)
    ]
