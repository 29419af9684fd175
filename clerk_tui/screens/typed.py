"""What a key or a typed value means, whatever width the input method gave it."""

from unicodedata import normalize

from textual.events import Key


def normal(value: str) -> str:
    """The value as checks and searches see it: NFKC, without outer blanks."""
    return normalize("NFKC", value).strip()


def plain(value: str) -> str:
    """The value without line ends and control characters, so that it stays on its line."""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split()) if not value.isprintable() else value


def digit_of(event: Key) -> int | None:
    """The digit a key means outside inputs; full-width `１` is 1."""
    if event.character is None or len(event.character) != 1:
        return None
    character = normalize("NFKC", event.character)
    return int(character) if character in "0123456789" and character else None
