"""What the window's side knows at one moment, gathered for drawing; `present` turns it into a WorkbenchView."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from clerk_tui.catalog.model import Catalog
from clerk_tui.intake.plan import Plan
from clerk_tui.protocol.streams import CaseFile
from clerk_tui.queue.day import Day, Ticket, Window
from clerk_tui.queue.policy import Policy
from clerk_tui.refusal import Refusal
from clerk_tui.screens.view import NoticeView, PromptView
from clerk_tui.texts import Lang


@dataclass(frozen=True, slots=True)
class PhoneCode:
    """The code of one party's filing as the centre derived it."""

    filing: str
    party: str
    url: str
    digits: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One moment at one window. `now` and `since` are aware; `zone` is the hall's.

    `ticket` is who stands here; `forecast` has the seconds that a waiting ticket had still to wait at `foreseen_at`
    (half, nine of ten wait less); `current` is the catalogue in force, `catalog` that of the case. `drafts` are values typed and not yet sent, `refused` why some can't be; `typing` maps ask keys to the party that
    types there now; `gap_days` are the last days for which a paper that is not here may be promised; `calling` while
    a queue command waits for its verdict; `trouble` is what the outbox can't send. `at_field` is where work on the case
    stopped.
    """

    lang: Lang
    now: datetime
    zone: tzinfo
    window: str
    day: Day
    seat: Window
    policy: Policy
    ticket: Ticket | None = None
    forecast: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    foreseen_at: datetime | None = None
    online: bool = True
    since: datetime | None = None
    calling: bool = False
    file: CaseFile | None = None
    plan: Plan | None = None
    catalog: Catalog | None = None
    current: Catalog | None = None
    supervisor: bool = False
    drafts: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, Refusal] = field(default_factory=dict)
    typing: Mapping[str, str] = field(default_factory=dict)
    revealed: frozenset[str] = frozenset()
    gap_days: Mapping[str, date] = field(default_factory=dict)
    code: PhoneCode | None = None
    unfolded: bool = False
    local_hub: bool = False
    unsent: int = 0
    saved: bool = True
    trouble: Refusal | None = None
    notice: NoticeView | None = None
    prompt: PromptView | None = None
    at_field: str = ""
