"""What one party sees of a case on the phone: its own sections and values, nobody else's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from babel.dates import format_date

from clerk_tui.catalog.model import Catalog
from clerk_tui.central.paper_facts import words_of
from clerk_tui.filing.filing import Filing
from clerk_tui.intake.case import Case, CaseState
from clerk_tui.intake.plan import Plan, PlannedAsk, PlannedMaterial, Section
from clerk_tui.protocol.streams import CaseFile
from clerk_tui.texts import Lang, text

_KIND = {"date": "date", "datetime": "datetime-local", "address": "textarea"}
_INPUTMODE = {"phone": "tel", "bank_account": "numeric", "money": "decimal"}
TO_PHOTOGRAPH = frozenset({"missing", "not_acceptable", "later", "from_phone"})
"""Standings of a paper of which a picture helps."""

SHORT_OPTION = 6
"""Options of at most so many characters may stand side by side."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a field."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class FieldView:
    """One question; `base` is the version of the value that stands there, `by` who put it there (me, window, shared).

    `quiet`: it needs no hand, so it is a line to read (`words`) until the person wants to change it.
    """

    key: str
    label: str
    kind: str
    value: str
    base: int
    by: str
    hint: str = ""
    example: str = ""
    inputmode: str = "text"
    max_length: int = 100
    options: tuple[Choice, ...] = ()
    source: str = ""
    error: str = ""
    need: bool = False
    confirmed: bool = False
    readonly: bool = False
    quiet: bool = False
    words: str = ""

    @property
    def dom(self) -> str:
        """The key as an id in the page."""
        return self.key.replace(".", "-")

    @property
    def side_by_side(self) -> bool:
        """Whether its options stand in two columns."""
        return len(self.options) != 3 and all(len(o.name) <= SHORT_OPTION for o in self.options)


@dataclass(frozen=True, slots=True)
class SectionView:
    """The fields that are confirmed together."""

    key: str
    title: str
    left: str
    ready: bool
    confirmed: bool
    may_confirm: bool


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper that may be photographed: `how` it stands in words, `taken` when a picture is there."""

    key: str
    name: str
    how: str
    taken: bool
    wrong: bool

    @property
    def dom(self) -> str:
        """The key as an id in the page."""
        return "p-" + self.key.replace(".", "-")


@dataclass(frozen=True, slots=True)
class FilingView:
    """The whole page; `order` lists its parts: `head:`, `row:`, `field:`, `foot:`, `paper:` with their keys, and `end`.

    `rows` are the heads of a repeating group's rows by key: fields of one stand under its head.
    """

    case: str
    filing: str
    party: str
    title: str
    lead: str
    version: int
    now_ms: int
    order: tuple[str, ...]
    sections: Mapping[str, SectionView]
    fields: Mapping[str, FieldView]
    papers: Mapping[str, PaperView]
    signs: bool
    confirmed: bool
    may_sign: bool
    signed: bool
    at_party: bool
    ended: bool
    number: str
    query_code: str
    next: str
    rows: Mapping[str, str] = field(default_factory=dict)


def own_asks(filing: Filing, plan: Plan) -> tuple[PlannedAsk, ...]:
    """The asks that this filing's party fills in and confirms; what an earlier item will bring is not among them."""
    return tuple(a for a in plan.asks if plan.answerer(a.key) == filing.party and a.state != "from_step")


def own_papers(filing: Filing, plan: Plan) -> tuple[PlannedMaterial, ...]:
    """The papers that this filing's party may photograph: the own ones, and who speaks for the case those of nobody."""
    parties = (filing.party, None) if filing.party == plan.spokesman else (filing.party,)
    return tuple(m for m in plan.materials if m.party in parties and m.standing in TO_PHOTOGRAPH)


def filing_view(file: CaseFile, filing: Filing, plan: Plan, catalog: Catalog, lang: Lang, now: datetime) -> FilingView:
    """The page of `filing` as the case stands; `now` is the authority's time."""
    case = file.case
    draft = case.state is CaseState.DRAFT
    ended = filing.state != "joined"
    edits = draft and not ended and filing.at_party and filing.purpose == "fill"
    acts = draft and not ended and filing.at_party
    asks = () if ended else own_asks(filing, plan)
    fields = {a.key: _field(a, case, lang, readonly=not edits) for a in asks}
    mine = [s for s in plan.sections if s.owner == filing.party and any(a.section == s.key for a in asks)]
    sections = {s.key: _section(s, case, catalog, lang, acts=acts) for s in mine}
    # What a submitted case has come to stands first.
    rows: dict[str, str] = {}
    order: list[str] = ["end"] if case.number or ended else []
    for section in mine:
        order.append(f"head:{section.key}")
        for ask in (a for a in asks if a.section == section.key):
            if (named := plan.row_label(ask.key, lang)) and ask.party not in rows:
                rows[ask.party or ""] = named
                order.append(f"row:{ask.party}")
            order.append(f"field:{ask.key}")
        order.append(f"foot:{section.key}")
    papers = {m.key: _paper(m, catalog, lang) for m in own_papers(filing, plan)} if edits else {}
    if papers:
        order += ["head:papers", *(f"paper:{key}" for key in papers)]
        title = text("phone.papers.title", lang)
        sections["papers"] = SectionView("papers", title, "", ready=True, confirmed=False, may_confirm=False)
    confirmed = bool(mine) and all(sections[s.key].confirmed for s in mine)
    party = catalog.name(filing.party, lang)
    first = catalog.matter(case.matters[0]) if case.matters else None
    return FilingView(
        case=case.id,
        filing=filing.id,
        party=filing.party,
        title=first.label(lang) if first else "",
        lead=text("phone.form.lead" if filing.purpose == "fill" else "phone.form.lead_check", lang, party=party),
        version=file.version,
        now_ms=int(now.timestamp() * 1000),
        order=tuple(order if "end" in order else [*order, "end"]),
        sections=sections,
        fields=fields,
        papers=papers,
        signs=filing.party in plan.signers,
        confirmed=confirmed,
        may_sign=acts and confirmed,
        signed=filing.party in case.signatures,
        at_party=filing.at_party,
        ended=ended,
        number=case.number or "",
        query_code=case.query_code or "",
        next=_next(case, lang),
        rows=rows,
    )


def _section(section: Section, case: Case, catalog: Catalog, lang: Lang, *, acts: bool) -> SectionView:
    left = section.open + section.wrong
    name = catalog.name(section.party, lang) if section.party else ""
    return SectionView(
        key=section.key,
        title=text("phone.section.of", lang, party=name) if name else text("phone.section.case", lang),
        left=text("phone.section.left", lang, count=left) if left else "",
        ready=section.ready,
        confirmed=section.key in case.sections,
        may_confirm=acts,
    )


def _paper(material: PlannedMaterial, catalog: Catalog, lang: Lang) -> PaperView:
    return PaperView(
        key=material.key,
        name=catalog.name(material.material.key, lang),
        how=text(f"standing.{material.standing}", lang),
        taken=material.standing == "from_phone",
        wrong=material.standing == "not_acceptable",
    )


def _field(ask: PlannedAsk, case: Case, lang: Lang, *, readonly: bool) -> FieldView:
    answer, shared = case.answers.get(ask.key), case.shared.get(ask.key)
    by, source = "", ""
    if answer is not None:
        by = "me" if answer.role == "citizen" else "window"
        source = text(f"phone.from.{by}", lang) if answer.value else ""
    elif shared is not None and ask.value:
        by, source = "shared", text("phone.from.shared", lang)
    names = {o.value: o.label(lang) for o in ask.field.options}
    options = tuple(Choice(value, name) for value, name in names.items())
    if ask.field.type == "bool":
        options = (Choice("yes", text("bool.yes", lang)), Choice("no", text("bool.no", lang)))
    hint = ask.field.hint if lang == "zh" else ask.field.hint_en or ask.field.hint
    return FieldView(
        key=ask.key,
        label=ask.field.label(lang),
        kind=_kind(ask),
        value=ask.value,
        base=answer.version if answer else 0,
        by=by,
        hint=hint,
        example=ask.field.example,
        inputmode=_INPUTMODE.get(ask.field.type, "text"),
        max_length=ask.field.max_length,
        options=options,
        source=source,
        error=text(ask.error.code, lang, **ask.error.details) if ask.error else "",
        need=ask.state == "open" and ask.required,
        confirmed=ask.confirmed,
        readonly=readonly,
        quiet=bool(ask.value) and ask.error is None and (readonly or by != "me" or ask.confirmed),
        words=words_of(ask.field.type, ask.value, names, lang),
    )


def _kind(ask: PlannedAsk) -> str:
    # A browser's own date box can't show a value that is no date, and the person must see what is wrong.
    kind = _KIND.get(ask.field.type, "text")
    return "text" if ask.error and kind.startswith("date") else kind


def _next(case: Case, lang: Lang) -> str:
    if case.state is CaseState.DRAFT:
        return text("phone.end.ended_next", lang)
    if case.state is CaseState.ACCEPTED:
        if case.due is None:
            return text("phone.end.next.accepted_open", lang)
        return text("phone.end.next.accepted", lang, due=day_in_words(case.due, lang))
    return text(f"phone.end.next.{case.state.value}", lang)


def day_in_words(day: date, lang: Lang) -> str:
    """`2026年11月27日星期五`, `Friday, November 27, 2026`."""
    return format_date(day, "full", locale="zh_CN" if lang == "zh" else "en_US")
