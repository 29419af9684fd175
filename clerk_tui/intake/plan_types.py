"""What a plan is made from and what it says: facts in, questions, items, asks, papers, dates and the proof out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from clerk_tui.catalog.model import ROW, Field, Item, Material, Repeats
from clerk_tui.intake.clock import Due
from clerk_tui.refusal import Refusal

AskState = Literal["open", "filled", "answered", "confirmed", "wrong", "from_step"]
"""`filled`: prefilled from shared data, to be confirmed; `from_step`: an earlier item of this case will bring it."""

Standing = Literal[
    "shared",
    "e_certificate",
    "earlier",
    "from_phone",
    "scanned",
    "original_seen",
    "copies_kept",
    "later",
    "missing",
    "not_acceptable",
    "met_by_value",
    "from_step",
]
FREE: frozenset[Standing] = frozenset({"shared", "e_certificate", "earlier", "met_by_value", "from_step"})
"""Standings of a paper that nobody has to bring (免交)."""
IN: frozenset[Standing] = frozenset({"from_phone", "scanned", "original_seen", "copies_kept"})
"""Standings of a paper that was handed in or shown."""
CASE_SECTION = "case"
"""The section of what concerns no party."""
Ground = Literal["self", "guardian", "legal_rep", "mandate", "relative", "officer"]
"""本人, 监护人, 法定代表人, 委托代理人, 亲友代办, 经办人."""


@dataclass(frozen=True, slots=True)
class AnswerFact:
    """What stands under an ask key: the value as typed, whether somebody confirmed it, who typed it (role)."""

    value: str
    confirmed: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class SharedFact:
    """What a source of shared data gave; `grade` A–D by 国办函〔2016〕108号."""

    value: str
    source: str
    at: datetime | None = None
    grade: str = "A"
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class MaterialFact:
    """How a paper was judged: a verdict of `judge_material`, `earlier` or `shared`; None when only looked for."""

    verdict: str | None = None
    copies: int = 0
    reason: str | None = None
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of a case.

    Answers and shared values by ask key, papers by material key (`mother.ga.id_card`), certificates as
    `<party>.<e-certificate key>` (or the bare key), `held_results` as item keys whose result the citizen holds.
    """

    answers: Mapping[str, AnswerFact] = field(default_factory=dict)
    shared: Mapping[str, SharedFact] = field(default_factory=dict)
    materials: Mapping[str, MaterialFact] = field(default_factory=dict)
    certificates: frozenset[str] = frozenset()
    held_results: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """A situation question, with the items for whose sake it is asked."""

    key: str
    field: Field
    value: str | None
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """An item of the case. `undecided`: an open question may still take it away; `met`: its result is held already.

    `requires` are the items of this case that come first; `stage` counts from 0; `acting` is who acts for the
    applicant, on which ground; `applicant` is None while the answers don't decide it.
    """

    item: Item
    applicant: str | None
    acting: tuple[str, ...]
    ground: Ground | None
    requires: tuple[str, ...]
    stage: int
    undecided: bool
    met: bool
    start: date
    due: Due

    @property
    def key(self) -> str:
        """The item's key."""
        return self.item.key


@dataclass(frozen=True, slots=True)
class PlannedAsk:
    """One field, asked once for all items (`why`) that want it. `typed`: the value comes from a person, not a source.

    `party` is whom it is about; of a field in a row of a repeating group it is the row's key.
    """

    key: str
    field: Field
    party: str | None
    section: str
    state: AskState
    value: str
    required: bool
    why: tuple[str, ...]
    confirmed: bool = False
    typed: bool = False
    source: str | None = None
    at: datetime | None = None
    grade: str | None = None
    error: Refusal | None = None


@dataclass(frozen=True, slots=True)
class SumState:
    """What a number in all rows comes to, exactly, and how far that is from what it must be (negative: too much).

    `whole`: the number stands in every row.
    """

    field: Field
    total: Decimal
    missing: Decimal
    unit: str
    whole: bool

    @property
    def right(self) -> bool:
        """Whether the sum is what it must be."""
        return not self.missing

    @property
    def off(self) -> bool:
        """Whether it can't become right by what is still to be filled in."""
        return self.missing < 0 or (self.whole and not self.right)

    def words(self, number: Decimal) -> str:
        """The figure as it is written: `99.5%`."""
        return f"{number.normalize():f}{self.unit}"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of a repeating group: its key, its number (which is no place), its asks."""

    key: str
    number: int
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedGroup:
    """A group of fields that is answered once a row, asked once for all items (`why`) that want it.

    `section` is where its asks are confirmed; `later`: an earlier item of this case will bring it.
    """

    key: str
    field: Field
    repeats: Repeats
    section: str
    rows: tuple[PlannedRow, ...]
    why: tuple[str, ...]
    sum: SumState | None = None
    later: bool = False

    @property
    def full(self) -> bool:
        """Whether it can have no more rows."""
        return len(self.rows) >= self.repeats.max


@dataclass(frozen=True, slots=True)
class MaterialWhy:
    """For which item a paper is wanted, and by which clause."""

    item: str
    basis: str


@dataclass(frozen=True, slots=True)
class PlannedMaterial:
    """One paper under the strictest rule of all items that want it, and how it stands."""

    key: str
    material: Material
    party: str | None
    original: bool
    copies: int
    tolerable: bool
    why: tuple[MaterialWhy, ...]
    standing: Standing
    reason: str | None = None
    copies_held: int = 0
    pages: int = 0
    by_value: bool = False
    """Whether the value that stands on it would do as well."""

    @property
    def copies_left(self) -> int:
        """How many copies are still to be handed in of a paper that was taken."""
        return max(self.copies - self.copies_held, 0) if self.standing == "copies_kept" else 0

    @property
    def needed(self) -> bool:
        """Whether somebody must bring it."""
        return self.standing not in FREE


@dataclass(frozen=True, slots=True)
class Section:
    """The asks that are confirmed together.

    `party` is whom they are about (None: the case itself), `owner` whose phone shows them: a child's are its
    guardian's. `confirmers` are all who may confirm them: the owner, and who acts at the window.
    """

    key: str
    party: str | None
    owner: str
    confirmers: tuple[str, ...]
    asks: tuple[str, ...]
    open: int
    wrong: int
    unconfirmed: int

    @property
    def ready(self) -> bool:
        """Whether it can be confirmed: nothing required is open, nothing is wrong."""
        return not self.open and not self.wrong


@dataclass(frozen=True, slots=True)
class Failing:
    """One line of the one-time notice: what is wrong with which ask, paper or condition, and for which items.

    `code` is a refusal code (`plan.field_missing`, `plan.sum_off`, `plan.material_missing`, `value.id_checksum`, …); `refuses` marks a
    condition of an item, which alone can lead to 不予受理.
    """

    code: str
    subject: str
    items: tuple[str, ...]
    basis: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    refuses: bool = False

    @property
    def item(self) -> str | None:
        """The first of the items."""
        return self.items[0] if self.items else None


@dataclass(frozen=True, slots=True)
class Note:
    """What the plan says beside the rules: a joining condition that failed, an item out of force."""

    code: str
    subject: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """The sums of the proof."""

    fields_separate: int
    fields_asked: int
    fields_filled: int
    materials_separate: int
    materials_brought: int
    steps_separate: int
    steps_now: int

    @property
    def saved(self) -> "Saved":
        """What doing it as one saves against doing it item by item."""
        return Saved(
            fields=_saved(self.fields_separate, self.fields_asked),
            materials=_saved(self.materials_separate, self.materials_brought),
            steps=_saved(self.steps_separate, self.steps_now),
        )


@dataclass(frozen=True, slots=True)
class Saved:
    """Shares (0–1) of typed fields, papers and steps that fall away; below 0 when it became more."""

    fields: float
    materials: float
    steps: float


YARDSTICK = Saved(fields=0.8, materials=0.7, steps=0.7)
"""What the reform that this follows says of itself: typed fields −80 %, papers and steps −70 %."""


def _saved(separate: int, now: int) -> float:
    return 1 - now / separate if separate else 0.0


@dataclass(frozen=True, slots=True)
class Proof:
    """What doing it as one saves, by DESIGN 5's formula: as it stands, and as it would be with nothing prefilled.

    `assumed_share` (0–1): the part of the separate fields and materials that rests on forms no source was found for.
    """

    now: Counts
    without_prefill: Counts
    assumed_share: float


@dataclass(frozen=True, slots=True)
class SourceUse:
    """A source of shared data that could fill these asks of a party."""

    source: str
    party: str | None
    asks: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """Everything about one case that follows from the catalogue and what is known.

    `acting` are the parties at the window, as answered; `signers` who must sign the form; `spokesman` the one whose word the case's own questions are;
    `parties` all who take part with a section of their own; `joint` whether a package's joining conditions hold.
    """

    matters: tuple[str, ...]
    questions: tuple[Question, ...]
    items: tuple[PlannedItem, ...]
    asks: tuple[PlannedAsk, ...]
    materials: tuple[PlannedMaterial, ...]
    sections: tuple[Section, ...]
    failing: tuple[Failing, ...]
    notes: tuple[Note, ...]
    acting: tuple[str, ...]
    signers: tuple[str, ...]
    spokesman: str
    parties: tuple[str, ...]
    due: Due
    joint: bool
    proof: Proof
    sources: tuple[SourceUse, ...]
    groups: tuple[PlannedGroup, ...] = ()

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """The questions still to be answered, in order: the fewest that decide what is needed."""
        return tuple(q for q in self.questions if q.value is None)

    @property
    def gaps(self) -> tuple[str, ...]:
        """Material keys that are promised for later (容缺)."""
        return tuple(m.key for m in self.materials if m.standing == "later")

    def ask(self, key: str) -> PlannedAsk | None:
        """The ask with this key, if the plan asks it."""
        return next((a for a in self.asks if a.key == key), None)

    def group(self, key: str) -> PlannedGroup | None:
        """The repeating group with this key, or the one to which this row, or this field of a row, belongs."""
        row = ROW.fullmatch(key)
        wanted = row["group"] if row else key
        return next((g for g in self.groups if g.key == wanted), None)

    def row_label(self, key: str, lang: Literal["zh", "en"]) -> str:
        """`股东 2`: what a row, or the row of this field, is called by its place; empty for what is in none."""
        group = self.group(key)
        row = ROW.fullmatch(key)
        if group is None or row is None:
            return ""
        number = int(row["row"])
        place = next((at for at, one in enumerate(group.rows, 1) if one.number == number), number)
        return f"{group.repeats.label(lang)} {place}"

    def answerer(self, key: str) -> str | None:
        """Whose word the ask or question with this key is; None when it is not in the plan."""
        if any(q.key == key for q in self.questions):
            return self.spokesman
        found = self.ask(key)
        section = self.section(found.section) if found else None
        return section.owner if section else None

    def material(self, key: str) -> PlannedMaterial | None:
        """The paper with this key, if the plan wants it."""
        return next((m for m in self.materials if m.key == key), None)

    def item(self, key: str) -> PlannedItem | None:
        """The item with this key, if it is in the plan."""
        return next((i for i in self.items if i.key == key), None)

    def section(self, key: str) -> Section | None:
        """The section with this key."""
        return next((s for s in self.sections if s.key == key), None)
