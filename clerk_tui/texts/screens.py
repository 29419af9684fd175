"""Labels, hints and notices of the terminal screens."""

TEXTS: dict[str, tuple[str, str]] = {}
