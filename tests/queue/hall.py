"""The tests' hands on the queue room: a day with a clock of its own."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from clerk_tui.queue import commands as cmd
from clerk_tui.queue.day import Day, Ticket, fold
from clerk_tui.queue.decide import decide, result_of
from clerk_tui.queue.elsewhere import NOTHING, Elsewhere
from clerk_tui.queue.policy import Policy
from clerk_tui.rules import CommandBody, Context, EventBody

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
TODAY = date(2026, 11, 24)


class Hall:
    """Decides and folds; `now` is moved by the test (UTC; the hall's clock is eight hours ahead)."""

    def __init__(self, policy: Policy | None = None) -> None:
        self.policy = policy or Policy()
        self.day = Day(date=TODAY)
        self.now = START
        self.issued = 0
        self.events: list[EventBody] = []
        self.last: dict[str, object] = {}

    def do(
        self,
        body: CommandBody,
        target: str | None = None,
        window: str | None = None,
        role: str = "clerk",
        *,
        person: str | None = None,
        elsewhere: Elsewhere = NOTHING,
        captured_at: datetime | None = None,
        today: date = TODAY,
    ) -> str:
        """Decides and folds one command; its id."""
        self.issued += 1
        context = Context(
            command_id=f"c{self.issued}",
            now=self.now,
            today=today,
            actor=f"clerk{window}",
            role=role,
            session="s",
            window=window,
            captured_at=captured_at,
            zone=ZONE,
            person=person,
        )
        happened = decide(self.day, body, target, context, self.policy, elsewhere)
        self.day = fold(self.day, happened)
        self.events += happened
        self.last = result_of(self.day, body, happened)
        return context.command_id

    def take(self, ticket_class: str = "ordinary", matter: str | None = None, person: str | None = None) -> str:
        told = {"channel": "kiosk", "class": ticket_class, "matter": matter}
        return self.do(cmd.TakeTicket.model_validate(told), role="kiosk", person=person)

    def open(self, *windows: str) -> None:
        for window in windows or ("3",):
            self.do(cmd.OpenWindow(window=window), window=window)

    def call(self, window: str = "3") -> str:
        return self.do(cmd.CallNext(window=window), window=window)

    def serve(self, ticket: str, window: str = "3") -> None:
        """Calls that ticket and welcomes its person."""
        self.do(cmd.CallTicket(window=window), ticket, window)
        self.do(cmd.Welcome(), ticket, window)

    def ticket(self, ticket: str) -> Ticket:
        return self.day.tickets[ticket]
