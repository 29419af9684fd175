"""Names of codes: states, roles, modes, sources, verdicts."""

TEXTS: dict[str, tuple[str, str]] = {}
