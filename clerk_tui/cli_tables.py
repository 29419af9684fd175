"""What commands that print figures share: tables in the terminal, clock times, files read and refused."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from clerk_tui.refusal import Refusal
from clerk_tui.texts import Lang

DONE, FINDING, WRONG_USE = 0, 1, 2
Json = Annotated[bool, typer.Option("--json", help="JSON and nothing else on standard output.")]


def the_lang() -> Lang:
    """The language of the command line."""
    from clerk_tui.cli import lang_of_terminal

    return lang_of_terminal()


def say(refused: Refusal, code: int = FINDING) -> typer.Exit:
    """Says why on standard error; the exit to raise."""
    from clerk_tui.cli import refuse

    return refuse(refused, code)


def read_bytes(path: Path) -> bytes:
    """The file's content. Exits as wrong use when it can't be read."""
    try:
        return path.read_bytes()
    except OSError as wrong:
        raise say(Refusal("cli.unreadable", path=str(path), reason=wrong.strerror or ""), WRONG_USE) from None


def clock(seconds: float | None) -> str:
    """Seconds as m:ss or h:mm:ss, rounded to the second; a dash for none."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def share(part: float | None) -> str:
    """A share as per cent with one place; a dash for none."""
    return "–" if part is None else f"{part * 100:.1f}%"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns aligned by terminal cells: the first to the left, the others to the right."""
    from clerk_tui.texts.cells import cell_width

    lines = [list(heads), *map(list, rows)]
    widths = [max(cell_width(line[i]) for line in lines) for i in range(len(heads))]

    def cell(value: str, i: int) -> str:
        blank = " " * (widths[i] - cell_width(value))
        return value + blank if i == 0 else blank + value

    return "\n".join("  ".join(cell(v, i) for i, v in enumerate(line)).rstrip() for line in lines)
