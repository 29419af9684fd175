"""The pages a citizen sees on a phone."""

TEXTS: dict[str, tuple[str, str]] = {}
