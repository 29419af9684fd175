"""What the workbench shows, as plain immutable values: the one seam between the screen and everything behind it.

Words that come from a catalogue, a hall's file or a person arrive ready to be shown, masked, in the reader's language;
fixed labels are looked up by the widgets. Equal values mean equal pictures, so a widget redraws only what changed.
"""

from dataclasses import dataclass, field
from typing import Literal

from clerk_tui.texts import Lang
from clerk_tui.texts.sheet import Sheet

TicketState = Literal["idle", "calling", "called", "serving", "paused"]
Link = Literal["on", "busy", "off"]
Saved = Literal["", "saved", "saving", "unsent"]
FieldKind = Literal["field", "row", "add"]
FieldState = Literal["open", "filled", "answered", "confirmed", "wrong", "typing"]
MaterialState = Literal["todo", "ready", "received", "later", "missing", "bad"]
Page = Literal["intake", "materials", "phone", "matters", "queue"]
WindowState = Literal["open", "busy", "paused"]
NoticeKind = Literal["info", "done", "warn", "error"]

PAGES: tuple[Page, ...] = ("intake", "materials", "phone", "matters", "queue")
OF_THE_CASE: tuple[Page, ...] = ("intake", "materials", "phone", "matters")
"""The pages that F6 turns while a case is open; without one it turns between the intake and the queue."""


@dataclass(frozen=True, slots=True)
class OptionView:
    """One answer that can be chosen by its digit: its place in the row, or the one that it names; -1 for none."""

    code: str
    label: str
    digit: int | None = None


@dataclass(frozen=True, slots=True)
class StripView:
    """The two lines that always say who is here, for whom, and how the hall stands."""

    window: str = ""
    state: TicketState = "idle"
    number: str = ""
    ticket_class: str = ""
    elapsed: str = ""
    present: str = ""
    link: Link = "on"
    off_since: str = ""
    clock: str = ""
    waiting: int = 0
    longest_minutes: int = 0
    next_number: str = ""
    next_class: str = ""
    next_minutes: int = 0
    passed: int = 0
    held: int = 0
    mine: int = 0
    saved: Saved = ""
    unsent: int = 0


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A ticket in the queue pane. `note` is its wait, its reason or what it is held for.

    `key` is the ticket's id (a row without one can't be chosen); `estimate` how long it may still wait, in minutes, as
    `6–14`; `mark` says why it stands out (sent to this window, put first, back after a pass); `detail` is what there is
    room for on a wide page.
    """

    number: str
    ticket_class: str = ""
    note: str = ""
    key: str = ""
    estimate: str = ""
    mark: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A window of the hall that is not closed; `note` says whom it serves or why it pauses."""

    window: str
    state: WindowState = "open"
    mine: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class QueueView:
    """The queue pane: the present ticket and why it came, who is next, who is held, who passed, the hall's windows.

    `waiting` counts all of whom `next` shows the first; `off_since` is when the line was cut, for what is shown is as
    old as that.
    """

    number: str = ""
    ticket_class: str = ""
    why: str = ""
    next: tuple[QueueRow, ...] = ()
    passed: tuple[QueueRow, ...] = ()
    held: tuple[QueueRow, ...] = ()
    windows: tuple[WindowRow, ...] = ()
    waiting: int = 0
    off_since: str = ""


@dataclass(frozen=True, slots=True)
class CaseView:
    """The head of the case in hand: what it is, when it is due, what is left; `step` says what to do next.

    `refuses` are the conditions of items that fail (不予受理), `apart` the joining conditions that do (not as one).
    `key` is the case's, `at_field` the field where work on it stopped.
    """

    title: str
    items: int = 1
    working_days: int = 0
    due: str = ""
    number: str = ""
    left: int = 0
    filled: int = 0
    spared: int = 0
    step: str = ""
    refuses: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    key: str = ""
    at_field: str = ""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """The situation question that is open now."""

    key: str
    title: str
    options: tuple[OptionView, ...]
    ordinal: int = 1
    total: int = 1
    why: str = ""


@dataclass(frozen=True, slots=True)
class FieldView:
    """One asked field. `masked` values are shown, never edited in part; `options` make it a choice; `locked` ones stand.

    Of a repeating group also the head of a row (`kind` row: its key, who it is), and what adds one (add: the group's
    key). `group_note` stands in the group's heading: what is wrong with all of it.
    """

    key: str
    label: str
    value: str = ""
    masked: bool = False
    state: FieldState = "open"
    state_text: str = ""
    source: str = ""
    hint: str = ""
    error: str = ""
    group: str = ""
    options: tuple[OptionView, ...] = ()
    max_length: int = 120
    locked: bool = False
    kind: FieldKind = "field"
    group_note: str = ""
    scan: str = ""
    """What a burst of a reader that types like a keyboard may be here: `id_no` or `uscc` of this field, or `text`."""


@dataclass(frozen=True, slots=True)
class MaterialView:
    """One paper: what of it is wanted, how it stands, and why it is asked."""

    key: str
    name: str
    wants: str = ""
    state: MaterialState = "todo"
    state_text: str = ""
    note: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class MatterView:
    """One matter of the ticket's list."""

    key: str
    name: str
    department: str = ""
    state_text: str = ""
    note: str = ""
    who: tuple[tuple[str, str], ...] = ()
    """Its items, each with who acts for whom on what ground, and where it was registered."""


TICKET = "ticket:"
"""How the key of a result begins that is a ticket."""


@dataclass(frozen=True, slots=True)
class ResultView:
    """One found matter, package, department or ticket."""

    key: str
    name: str
    kind: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class PartyView:
    """One party of the filing and how far that phone is."""

    name: str
    state_text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class PhoneView:
    """The filing's code: `unfolded` shows the QR, else one status line; `party` is whose it is.

    `local` says that the hub is on this machine; `paper` that the form can be signed on paper instead; `closed` that
    the case is submitted and no phone is asked any more.
    """

    url: str = ""
    code: str = ""
    minutes_left: int = 0
    parties: tuple[PartyView, ...] = ()
    unfolded: bool = False
    local: bool = False
    party: str = ""
    paper: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class TabsView:
    """What the tabs count."""

    materials_missing: int = 0
    materials_bad: int = 0
    phone: str = ""
    matters: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One sentence for the line above the keys."""

    text: str
    kind: NoticeKind = "info"


@dataclass(frozen=True, slots=True)
class PromptView:
    """A question in the line above the keys: labelled answers, the first is the default; `entry` asks for text."""

    key: str
    text: str
    options: tuple[OptionView, ...] = ()
    entry: bool = False
    kind: NoticeKind = "info"


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One thing that happened on this case."""

    time: str
    text: str


@dataclass(frozen=True, slots=True)
class GuideView:
    """A matter's guide; `url` is where a phone reads it, `printer` says that this window has a thermal printer.

    `opened` counts the openings, so that the same guide can be asked for again.
    """

    sheet: Sheet
    url: str = ""
    printer: bool = False
    opened: int = 1


CaseLight = Literal["", "green", "yellow", "red"]
ListTab = Literal["mine", "window", "pool", "parked", "supplement", "hand_over", "red", "untold", "found"]
LIST_TABS: tuple[ListTab, ...] = ("mine", "window", "pool", "parked", "supplement", "hand_over", "red", "untold")


@dataclass(frozen=True, slots=True)
class ListRow:
    """A case in a list. `key` is the case; `heard` are the letters by which typing finds it, apart from what is shown."""

    key: str
    name: str
    title: str
    state: str = ""
    due: str = ""
    light: CaseLight = ""
    window: str = ""
    number: str = ""
    since: str = ""
    heard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListsView:
    """A list of cases. `opened` counts the openings; `trouble` says why there is none; `untold` counts who is to be told.

    `found` says by what the tab of a look-up was found; it is shown only while it says something.
    """

    tab: ListTab = "mine"
    rows: tuple[ListRow, ...] = ()
    loading: bool = False
    trouble: str = ""
    untold: int = 0
    found: str = ""
    opened: int = 1


@dataclass(frozen=True, slots=True)
class StoryView:
    """How a case went, oldest first; `opened` counts the openings."""

    title: str
    under: str
    rows: tuple[HistoryRow, ...] = ()
    opened: int = 0


@dataclass(frozen=True, slots=True)
class CopyItemView:
    """One item on its way to its department's system. `boxes` is how many its copy sheet has; 0 without one."""

    item: str
    name: str
    department: str
    state: str
    detail: str = ""
    boxes: int = 0
    done: bool = False


@dataclass(frozen=True, slots=True)
class CopyLineView:
    """One box of the copy sheet; its value masked."""

    part: str
    label: str
    value: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class CopyView:
    """The hand-over of a case's items, or one item's copy sheet: `at` is the next box, those before it are copied.

    `twice` says what was typed twice so far; `opened` counts the openings.
    """

    title: str
    under: str
    items: tuple[CopyItemView, ...] = ()
    item: str = ""
    lines: tuple[CopyLineView, ...] = ()
    at: int = 0
    number_label: str = ""
    twice: str = ""
    opened: int = 1


@dataclass(frozen=True, slots=True)
class WorkbenchView:
    """Everything the workbench draws. `blocked` pairs an action id with the sentence saying why it can't be used now.

    `seated`: the window is open or paused in the hall's books, so that leaving has to say what becomes of it.
    """

    lang: Lang = "zh"
    strip: StripView = field(default_factory=StripView)
    queue: QueueView = field(default_factory=QueueView)
    tabs: TabsView = field(default_factory=TabsView)
    case: CaseView | None = None
    question: QuestionView | None = None
    fields: tuple[FieldView, ...] = ()
    materials: tuple[MaterialView, ...] = ()
    matters: tuple[MatterView, ...] = ()
    phone: PhoneView = field(default_factory=PhoneView)
    history: tuple[HistoryRow, ...] = ()
    notice: NoticeView | None = None
    prompt: PromptView | None = None
    blocked: tuple[tuple[str, str], ...] = ()
    seated: bool = False
    guide: GuideView | None = None
    lists: ListsView | None = None
    story: StoryView | None = None
    copy: CopyView | None = None

    def why_blocked(self, action: str) -> str:
        """The sentence that says why `action` is not possible now; empty when it is."""
        return dict(self.blocked).get(action, "")
