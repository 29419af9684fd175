"""What the command line says."""

TEXTS: dict[str, tuple[str, str]] = {}
