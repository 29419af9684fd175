"""What a hall decides about its queue: head starts, recalls, waits before a pass."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

TicketClass = Literal["ordinary", "green", "appointment", "returned"]


class Policy(BaseModel):
    """One hall's queue rules, from its YAML file. Minutes and seconds as named."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    head_start_minutes: dict[TicketClass, int] = Field(
        default={"ordinary": 0, "returned": 10, "appointment": 15, "green": 30}
    )
    recalls_min: int = 2
    recalls_max: int = 5
    recall_gap_seconds: int = 10
    pass_after_seconds: int = 60
    pass_after_seconds_green: int = 120
    return_last_passed: int = 3
    undo_seconds: int = 10
    letter: str = Field(default="A", pattern="^[A-F]$")

    def head_start(self, ticket_class: TicketClass) -> int:
        """Minutes by which this class is ahead of its arrival."""
        return self.head_start_minutes.get(ticket_class, 0)
