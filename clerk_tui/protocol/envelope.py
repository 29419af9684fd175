"""What travels: the command's envelope, its verdict, the event's frame. JSON, snake_case, UTC with offset."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Status = Literal["applied", "duplicate", "rejected", "conflict", "held", "failed"]
FINAL: frozenset[str] = frozenset({"applied", "rejected", "conflict"})


class Command(BaseModel):
    """One command as delivered. `id` is a UUID, and the id of what it creates; `session` defaults to the caller's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    kind: Annotated[str, Field(min_length=1, max_length=40)]
    session: Annotated[str, Field(max_length=64)] | None = None
    target: Annotated[str, Field(max_length=100)] | None = None
    base_version: Annotated[int, Field(ge=0)] | None = None
    body: dict[str, Any] = {}
    captured_at: AwareDatetime | None = None


class Problem(BaseModel):
    """RFC 9457 problem details: a stable `code`, a sentence in the caller's language, the field at fault."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str = ""
    path: str | None = None
    details: dict[str, Any] = {}


class Refused(BaseModel):
    """Why a command was rejected, held or failed: a code and its parameters; `path` names a field of the body."""

    model_config = ConfigDict(frozen=True)

    code: str
    details: dict[str, Any] = {}
    path: str | None = None
    sentence: str = ""


class Frame(BaseModel):
    """An event as readers see it. `seq` is the hall's gap-free number; `prev` the one this reader was sent before.

    `body` holds the open part; `sealed` the personal values, opened, for a reader who may see them, else null.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    seq: int
    prev: int = 0
    stream: str
    version: int
    kind: str
    actor: str = ""
    session: str = ""
    recorded_at: datetime
    captured_at: datetime | None = None
    command: str = ""
    body: dict[str, Any]
    sealed: dict[str, Any] | None = None


class Verdict(BaseModel):
    """The answer to one command.

    `duplicate` gives the first answer under `first`; `conflict` the stream's version under `current`; `held` and
    `failed` are no verdicts: the command stays with its sender.
    """

    model_config = ConfigDict(extra="ignore")

    id: str
    status: Status
    first: Literal["applied", "rejected", "conflict"] | None = None
    events: list[Frame] | None = None
    result: dict[str, Any] | None = None
    error: Refused | None = None
    current: int | None = None

    @property
    def outcome(self) -> str:
        """The status that counts: for a duplicate, that of the first answer."""
        return self.first or self.status if self.status == "duplicate" else self.status


class CommandList(BaseModel):
    """The body of POST /v1/halls/{hall}/commands."""

    model_config = ConfigDict(extra="forbid")
    commands: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=500)]


class VerdictList(BaseModel):
    """Its answer: one verdict for each command, in order."""

    verdicts: list[Verdict]
