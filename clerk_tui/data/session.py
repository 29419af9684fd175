"""Who is signed in at this window, and whether the centre answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class OnlineState:
    """Whether the centre answers, since when (local clock, aware), and what the line said last."""

    online: bool
    since: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in here. Times are ISO texts as the hub gave them."""

    id: str
    token: str
    hall: str
    actor: str
    role: str
    roles: tuple[str, ...]
    name: str
    window: str | None
    opened_at: str | None
    expires_at: str

    @classmethod
    def from_answer(cls, answer: dict[str, Any], hall: str | None) -> "Session":
        """The session as POST /v1/sessions answers it."""
        roles = tuple(answer.get("roles") or [answer["role"]])
        return cls(
            id=answer["session"],
            token=answer["token"],
            hall=answer.get("hall") or hall or "",
            actor=answer["actor"],
            role=answer["role"],
            roles=roles,
            name=answer.get("name") or answer["actor"],
            window=answer.get("window"),
            opened_at=answer.get("opened_at"),
            expires_at=answer["expires_at"],
        )

    @classmethod
    def from_store(cls, kept: dict[str, Any]) -> "Session":
        """The session as the store kept it."""
        return cls(**{**kept, "roles": tuple(kept["roles"])})

    def alive(self, now: datetime) -> bool:
        """Whether it has not expired."""
        return datetime.fromisoformat(self.expires_at) > now
