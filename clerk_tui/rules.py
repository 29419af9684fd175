"""What every room of rules shares: who acts and when, and the shape of commands and events."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, ConfigDict


@dataclass(frozen=True, slots=True)
class Context:
    """What a decision may know beside the state: handed in, never fetched.

    `now` is the authority's time (UTC, aware); `today` the hall's business date; `role` one of the permission table's
    columns; `window` the window of the author's session, if it has one; `session` that session's id; `captured_at` when
    the command was given, on the authority's clock: long before `now` when it was captured off line; `zone` the hall's;
    `person` a keyed hash of whom the command names, by which the same person is known again.
    """

    command_id: str
    now: datetime
    today: date
    actor: str
    role: str
    session: str = ""
    window: str | None = None
    captured_at: datetime | None = None
    zone: tzinfo = UTC
    person: str | None = None

    @property
    def local_now(self) -> datetime:
        """`now` on the hall's clock."""
        return self.now.astimezone(self.zone)


class CommandBody(BaseModel):
    """What a command says, beside its envelope. `KIND` is its name on the wire."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    KIND: ClassVar[str]


class EventBody(BaseModel):
    """What happened. Fields named in `SEALED` hold personal values: they are stored encrypted, apart from the rest.

    A reader without the key gets them at their defaults, and must still fold the stream's life correctly.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    KIND: ClassVar[str]
    SEALED: ClassVar[frozenset[str]] = frozenset()

    def open_part(self) -> dict[str, Any]:
        """The JSON of keys, codes, counts, times and ids."""
        return self.model_dump(mode="json", exclude=set(self.SEALED) or None, exclude_none=True)

    def open_json(self) -> str:
        """The same as JSON text."""
        return self.__pydantic_serializer__.to_json(self, exclude=set(self.SEALED) or None, exclude_none=True).decode()

    def sealed_part(self) -> dict[str, Any]:
        """The JSON of personal values; empty when there are none."""
        return self.model_dump(mode="json", include=set(self.SEALED), exclude_none=True) if self.SEALED else {}

    @classmethod
    def joined(cls, open_part: dict[str, Any], sealed_part: dict[str, Any] | None) -> Self:
        """The event again, from what `open_part` and `sealed_part` gave; None when the key is not at hand."""
        return cls.model_validate({**open_part, **sealed_part} if sealed_part else open_part)


T = TypeVar("T", bound=CommandBody | EventBody)


def by_kind(*classes: type[T]) -> dict[str, type[T]]:
    """The classes under their wire names."""
    return {cls.KIND: cls for cls in classes}
