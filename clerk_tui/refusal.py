"""The one way a rule says no: a code and parameters. `texts` turns it into a sentence in the reader's language."""

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """A rule refuses a command.

    `code` is stable and travels on the wire ("queue.not_waiting"); `details` are the sentence's parameters, JSON
    values only and never personal data.
    """

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details: Mapping[str, Any] = details

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Refusal) and (self.code, dict(self.details)) == (other.code, dict(other.details))

    def __hash__(self) -> int:
        return hash(self.code)
