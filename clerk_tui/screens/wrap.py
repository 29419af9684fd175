"""Sentences broken into lines of so many cells."""

from rich.cells import cell_len


def wrap(words: str, cells: int) -> list[str]:
    """The words on lines of at most `cells` cells; breaks at blanks where there are any, else anywhere."""
    lines: list[str] = []
    line = ""
    for character in words:
        if cell_len(line + character) <= cells:
            line += character
            continue
        blank = line.rfind(" ")
        if character == " ":
            lines.append(line)
            line = ""
        elif blank > 0 and character.isascii():
            lines.append(line[:blank])
            line = line[blank + 1 :] + character
        else:
            lines.append(line)
            line = character
    if line:
        lines.append(line)
    return lines
