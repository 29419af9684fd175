"""The answer to one command, from the ledger's side."""

from dataclasses import dataclass, field
from typing import Any, Literal

import orjson

from clerk_tui.central.problems import sentence
from clerk_tui.central.stored import StoredEvent
from clerk_tui.protocol.envelope import Frame, Refused, Status, Verdict
from clerk_tui.texts import Lang

First = Literal["applied", "rejected", "conflict"]


@dataclass(slots=True)
class Answer:
    """A verdict before it travels: events as stored, no sentence yet."""

    id: str
    status: Status
    first: First | None = None
    events: list[StoredEvent] = field(default_factory=list)
    result: dict[str, Any] | None = None
    code: str | None = None
    details: dict[str, Any] = field(default_factory=dict)
    path: str | None = None
    current: int | None = None

    @property
    def applied(self) -> bool:
        """Whether the command took effect, now or before."""
        return self.status == "applied" or self.first == "applied"

    def to_json(self, lang: Lang) -> dict[str, Any]:
        """What orjson writes of it; absent parts are left out."""
        told: dict[str, Any] = {"id": self.id, "status": self.status}
        if self.first:
            told["first"] = self.first
        if self.applied:
            told["events"] = [orjson.Fragment(event.frame(0, full=True)) for event in self.events]
            told["result"] = self.result
        if self.code:
            error = {"code": self.code, "details": self.details, "path": self.path}
            told["error"] = {**error, "sentence": sentence(self.code, lang, self.details)}
        if self.current is not None:
            told["current"] = self.current
        return told

    def to_verdict(self) -> Verdict:
        """The same as the wire's model."""
        refused = Refused(code=self.code, details=self.details, path=self.path) if self.code else None
        return Verdict(
            id=self.id,
            status=self.status,
            first=self.first,
            events=[Frame.model_validate_json(e.frame(0, full=True)) for e in self.events] if self.applied else None,
            result=self.result,
            error=refused,
            current=self.current,
        )
