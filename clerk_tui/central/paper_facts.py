"""From a case and its plan to what a paper says. The words of catalogue and persons are put in here, nothing is decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from math import ceil
from typing import Literal

from clerk_tui.catalog.model import Catalog
from clerk_tui.intake.case import Case
from clerk_tui.intake.events import Signed
from clerk_tui.intake.plan import IN, Plan, PlannedAsk, PlannedGroup, PlannedItem
from clerk_tui.papers import model as paper
from clerk_tui.texts import Lang, masks, text
from clerk_tui.texts.cells import cell_width


@dataclass(frozen=True, slots=True)
class Desk:
    """Who hands the paper over, and where; `zone` is the hall's."""

    hall: str
    zone: tzinfo
    window: str
    clerk: str
    contact: paper.Contact
    query_url: str = ""
    public_url: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What every paper of a case is made from; `copy_no` counts the prints, from 1; `deemed`: accepted by silence."""

    case: Case
    plan: Plan
    catalog: Catalog
    desk: Desk
    lang: Lang
    now: datetime
    copy_no: int = 1
    deemed: bool = False

    @property
    def reprint(self) -> paper.Reprint | None:
        """The mark 补打, from the second print on."""
        return paper.Reprint(number=self.copy_no, at=self.local(self.now)) if self.copy_no > 1 else None

    def local(self, at: datetime) -> datetime:
        """The time in the hall."""
        return at.astimezone(self.desk.zone)

    @property
    def matter(self) -> str:
        """The matters by name."""
        return "、".join(self.catalog.name(m, self.lang) for m in self.case.matters)


def who_acts(facts: Facts, item: PlannedItem) -> str:
    """Who acts for whom in this item and on what ground, in words; empty while the answers don't decide it."""
    if item.applicant is None or item.ground is None:
        return ""

    def name(party: str) -> str:
        return _value_of(facts.plan, party, "name") or facts.catalog.name(party, facts.lang)

    if item.ground == "self":
        return text("paper.who.self", facts.lang, applicant=name(item.applicant))
    here = ("、" if facts.lang == "zh" else ", ").join(name(party) for party in item.acting)
    code = "present.guardian" if item.ground == "guardian" else f"ground.{item.ground}"
    ground = text(code, facts.lang)
    return text("paper.who.acts", facts.lang, applicant=name(item.applicant), here=here, ground=ground)


def _item_line(facts: Facts, item: PlannedItem) -> str:
    who = who_acts(facts, item)
    return facts.catalog.name(item.key, facts.lang) + (f" · {who}" if who else "")


def _value_of(plan: Plan, party: str, kind: str) -> str:
    """The first value of that type that concerns the party: its name, identity number or telephone."""
    return next((a.value for a in plan.asks if a.party == party and a.field.type == kind and a.value), "")


def person(facts: Facts, party: str, *, masked: bool) -> paper.Party:
    """A party by name, number and telephone as they stand in the case."""
    plan = facts.plan
    id_no, phone = _value_of(plan, party, "id_no"), _value_of(plan, party, "phone")
    return paper.Party(
        name=_value_of(plan, party, "name") or facts.catalog.name(party, facts.lang),
        id_no=masks.mask("id_no", id_no) if masked else id_no,
        phone=masks.mask("phone", phone) if masked else phone,
    )


def _applicant(facts: Facts) -> tuple[str, PlannedItem | None]:
    """The party whom most items are for, and the first of these items."""
    items = [i for i in facts.plan.items if i.applicant]
    if not items:
        return facts.plan.spokesman, None
    count: dict[str, int] = {}
    for item in items:
        count[item.applicant or ""] = count.get(item.applicant or "", 0) + 1
    party = max(count, key=lambda p: count[p])
    return party, next(i for i in items if i.applicant == party)


def parties(facts: Facts, *, masked: bool) -> tuple[paper.Party, paper.Party | None]:
    """The applicant as papers name it, and who acts for it on what ground; numbers masked or not."""
    party, item = _applicant(facts)
    applicant = person(facts, party, masked=masked)
    speaker = facts.plan.spokesman
    if speaker == party:
        return applicant, None
    plain = person(facts, speaker, masked=masked)
    ground = item.ground if item else None
    proof = facts.catalog.parties[party].shown_by if party in facts.catalog.parties and ground == "guardian" else None
    agent = paper.Party(
        name=plain.name,
        id_no=plain.id_no,
        phone=plain.phone,
        ground=text(f"ground.{ground}", facts.lang) if ground else "",
        shown_by=facts.catalog.name(proof, facts.lang) if proof else "",
    )
    return applicant, agent


def _seal(facts: Facts, on: date) -> tuple[paper.Seal, ...]:
    return (paper.Seal(authority=facts.desk.hall, on=on),)


def acceptance_notice(facts: Facts) -> paper.AcceptanceNotice:
    """受理通知书 of an accepted case."""
    case, plan, lang = facts.case, facts.plan, facts.lang
    applicant, agent = parties(facts, masked=True)
    accepted = case.accepted_on or facts.local(facts.now).date()
    lines = []
    for numbered in case.items:
        planned, life = plan.item(numbered.item), case.item_lives.get(numbered.item)
        item = facts.catalog.items[numbered.item]
        lines.append(
            paper.NoticeItem(
                name=item.label(lang),
                authority=facts.catalog.name(item.department, lang),
                item_no=numbered.number,
                who=who_acts(facts, planned) if planned else "",
                promised_on=numbered.due or (life.told if life else None),
                provisional=planned.due.provisional if planned else False,
            )
        )
    return paper.AcceptanceNotice(
        hall=facts.desk.hall,
        case_no=case.number or "",
        matter=facts.matter,
        applicant=applicant,
        agent=agent,
        received_on=case.received_on,
        accepted_on=accepted,
        promised_on=case.due,
        provisional=case.provisional,
        items=tuple(lines),
        query_code=case.query_code or "",
        query_url=facts.desk.query_url,
        contact=facts.desk.contact,
        seals=_seal(facts, accepted),
        window=facts.desk.window,
        clerk=facts.desk.clerk,
        ground=_ground(facts),
        reprint=facts.reprint,
    )


def _ground(facts: Facts) -> Literal["complete", "gaps", "deemed"]:
    """Why it is accepted."""
    if facts.case.gaps:
        return "gaps"
    return "deemed" if facts.deemed else "complete"


def receipt(facts: Facts, received_at: datetime) -> paper.Receipt:
    """收件凭证 of a received case: what was handed in or shown, and what needed not be."""
    case, lang = facts.case, facts.lang
    applicant, agent = parties(facts, masked=True)
    handed = tuple(
        paper.ReceiptMaterial(
            name=facts.catalog.name(m.key, lang),
            originals=1 if m.standing == "original_seen" else 0,
            copies=m.copies_held if m.standing in IN else 0,
            how=text(f"standing.{m.standing}", lang),
        )
        for m in facts.plan.materials
        if m.standing not in ("missing", "not_acceptable")
    )
    local = facts.local(received_at)
    return paper.Receipt(
        hall=facts.desk.hall,
        case_no=case.number or "",
        matter=facts.matter,
        applicant=applicant,
        agent=agent,
        received_at=local,
        materials=handed,
        window=facts.desk.window,
        clerk=facts.desk.clerk,
        contact=facts.desk.contact,
        seals=_seal(facts, local.date()),
        query_code=case.query_code or "",
        query_url=facts.desk.query_url,
        reprint=facts.reprint,
    )


def application_form(facts: Facts) -> paper.ApplicationForm:
    """申请表: the one form with every value in words, to be read and signed by each party."""
    case, plan, catalog, lang = facts.case, facts.plan, facts.catalog, facts.lang
    applicant, agent = parties(facts, masked=False)
    sections = []
    asked = tuple(
        paper.FormRow(
            label=q.field.label(lang),
            value=words_of(q.field.type, q.value or "", {o.value: o.label(lang) for o in q.field.options}, lang),
        )
        for q in plan.questions
    )
    if asked:
        sections.append(paper.FormSection(title=text("paper.situation", lang), rows=asked))
    for section in plan.sections:
        own = [
            a for a in plan.asks if a.section == section.key and a.state != "from_step" and plan.group(a.key) is None
        ]
        name = catalog.name(section.party, lang) if section.party else text("paper.case_section", lang)
        if own:
            sections.append(paper.FormSection(title=name, rows=tuple(_row(a, case, lang) for a in own)))
        groups = [g for g in plan.groups if g.section == section.key and g.rows and not g.later]
        sections += [paper.FormSection(title=g.field.label(lang), table=_table(facts, g)) for g in groups]
    return paper.ApplicationForm(
        hall=facts.desk.hall,
        matter=facts.matter,
        applicant=applicant,
        agent=agent,
        items=tuple(_item_line(facts, i) for i in plan.items if not i.met),
        sections=tuple(sections),
        signatures=tuple(_signature(facts, party, case.signatures.get(party)) for party in plan.signers),
        declarations=(text("paper.declaration.true", lang), text("paper.declaration.consent", lang)),
        printed_at=facts.local(facts.now),
        case_no=case.number or "",
        window=facts.desk.window,
        clerk=facts.desk.clerk,
        reprint=facts.reprint,
    )


def _table(facts: Facts, group: PlannedGroup) -> paper.FormTable:
    """The rows of a repeating group as a table; a question that no row was asked has no column."""
    plan, lang = facts.plan, facts.lang
    rows = [{a.field.key: a for key in row.asks if (a := plan.ask(key)) is not None} for row in group.rows]
    columns = _columns([one.field for one in group.repeats.fields], rows)
    slash = "／" if lang == "zh" else " / "
    head = [
        text("paper.row_no", lang),
        *(slash.join(facts.catalog.fields[k].label(lang) for k in of) for of in columns),
    ]
    lines = [
        [str(place), *(_cell(next((row[k] for k in of if k in row), None), lang) for of in columns)]
        for place, row in enumerate(rows, 1)
    ]
    total: list[str] = []
    summed = group.sum.field.key if group.sum is not None else ""
    if group.sum is not None and any(summed in of for of in columns):
        total = [text("paper.total", lang)]
        total += [group.sum.words(group.sum.total) if summed in of else "" for of in columns]
    # A head may break between its characters; an identity number should not, and no word may reach into the next column.
    widest = [max(_wide(line[at]) for line in [*lines, total or lines[0]]) for at in range(len(head))]
    weights = [
        min(max(wide, min(cell_width(words), HEAD_CELLS)), VALUE_CELLS) + INSET_CELLS
        for wide, words in zip(widest, head, strict=True)
    ]
    return paper.FormTable(head=tuple(head), lines=tuple(map(tuple, lines)), weights=tuple(weights), total=tuple(total))


def _wide(words: str) -> int:
    """Cells on paper: digits and Latin letters are wider there than half of a Chinese character."""
    return ceil(cell_width(words) * 1.2) if words.isascii() else cell_width(words)


HEAD_CELLS, VALUE_CELLS, INSET_CELLS = 8, 22, 3
"""Of a table's column: what its head may take at most, what its values may, and what the space beside them is worth."""


def _columns(fields: Sequence[str], rows: Sequence[Mapping[str, PlannedAsk]]) -> list[tuple[str, ...]]:
    """The fields of each column: two of which every row is asked but one (a person's number, an enterprise's) share it."""
    left = [key for key in fields if any(key in row for row in rows)]
    columns: list[tuple[str, ...]] = []
    while left:
        first = left.pop(0)
        other = next((key for key in left if all((first in row) != (key in row) for row in rows)), None)
        if other is not None:
            left.remove(other)
        columns.append((first, other) if other is not None else (first,))
    return columns


def _cell(ask: PlannedAsk | None, lang: Lang) -> str:
    if ask is None:
        return ""
    return words_of(ask.field.type, ask.value, {o.value: o.label(lang) for o in ask.field.options}, lang)


def _signature(facts: Facts, party: str, signed: Signed | None) -> paper.Signature:
    done = ""
    if signed:
        time = f"{facts.local(signed.at):%Y-%m-%d %H:%M}"
        done = text("paper.signed", facts.lang, time=time, means=text(f"means.{signed.means}", facts.lang))
    capacity = facts.catalog.name(party, facts.lang)
    return paper.Signature(capacity=capacity, name=_value_of(facts.plan, party, "name"), done=done)


def _row(ask: PlannedAsk, case: Case, lang: Lang) -> paper.FormRow:
    answer = case.answers.get(ask.key)
    source = ""
    if answer is not None and answer.value:
        source = text(
            "typed_by.card" if answer.read else "typed_by.citizen" if answer.role == "citizen" else "typed_by.window",
            lang,
        )
    elif ask.source:
        source = text("typed_by.shared", lang)
    options = {o.value: o.label(lang) for o in ask.field.options}
    return paper.FormRow(
        label=ask.field.label(lang), value=words_of(ask.field.type, ask.value, options, lang), source=source
    )


def words_of(kind: str, value: str, options: dict[str, str], lang: Lang) -> str:
    """A value as it is read: an option's name, 是 or 否, a time with its clock."""
    if kind == "bool" and value in ("yes", "no"):
        return text(f"bool.{value}", lang)
    if kind == "datetime":
        return value.replace("T", " ")
    return options.get(value, value)
