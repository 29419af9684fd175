"""`clerk-tui poster`: the sheet at the hall's door from which phones take numbers."""

from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlsplit

from clerk_tui.refusal import Refusal


def write_poster(hub_url: str, hall: str, name: str, file: Path) -> str:
    """Writes the poster as the file's name ends (.pdf, .svg); the address that its code opens.

    Raises Refusal poster.kind, poster.address, poster.unwritable or papers.missing_glyph.
    """
    kinds: dict[str, Literal["pdf", "svg"]] = {".pdf": "pdf", ".svg": "svg"}
    kind = kinds.get(file.suffix.lower())
    if kind is None:
        raise Refusal("poster.kind", file=str(file))
    try:
        parts = urlsplit(hub_url)
    except ValueError:
        raise Refusal("poster.address") from None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise Refusal("poster.address")
    from clerk_tui.papers.poster import render_poster

    url = f"{hub_url.rstrip('/')}/t/{quote(hall, safe='')}"
    made = render_poster(name, url, kind)
    try:
        file.write_bytes(made)
    except OSError as wrong:
        raise Refusal("poster.unwritable", file=str(file), reason=wrong.strerror or "") from None
    return url
