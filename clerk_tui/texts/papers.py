"""Headings and fixed sentences of printed papers."""

TEXTS: dict[str, tuple[str, str]] = {}
