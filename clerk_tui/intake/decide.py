"""What a case answers to a command: the events that follow from it, or a refusal."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from clerk_tui.catalog.model import Catalog
from clerk_tui.catalog.relief import relieved
from clerk_tui.catalog.validity import why_stopped
from clerk_tui.intake import commands as cmd
from clerk_tui.intake import events as ev
from clerk_tui.intake.case import Case, CaseState, opened
from clerk_tui.intake.clock import WorkCalendar
from clerk_tui.intake.facts import facts_of
from clerk_tui.intake.plan import Plan, plan
from clerk_tui.refusal import Refusal
from clerk_tui.rules import CommandBody, Context, EventBody

Events = list[EventBody]

OFFLINE_AFTER = timedelta(seconds=30)
"""A patch judged this long after it was captured was captured off line: it does not silently win."""


@dataclass(frozen=True, slots=True)
class CaseRules:
    """What a hall and its centre bring to a case: catalogues by hash (KeyError if unknown), the calendar, numbers.

    `newest` is the catalogue in force, if any; `region` the hall's; `elsewhere` says where a matter is done that this
    hall does not take ("" when nobody said where), and None of what it takes.
    """

    catalog: Callable[[str], Catalog]
    calendar: WorkCalendar
    number_prefix: str = ""
    serial: int | None = None
    newest: Callable[[], Catalog | None] = lambda: None
    region: str | None = None
    elsewhere: Callable[[str], str | None] = lambda _: None


def plan_of(case: Case, rules: CaseRules, context: Context) -> Plan:
    """The plan of this case as it stands."""
    return plan_on(case, rules, context.today)


def plan_on(case: Case, rules: CaseRules, today: date) -> Plan:
    """The same on the hall's business date: a draft by the rules of that day, a received case by those of its receipt.

    From a received case falls what its own or the newest catalogue ends as relief. Raises Refusal case.catalog_unknown.
    """
    catalog = _catalog(rules, case.catalog)
    if case.received_on is not None:
        catalog = relieved(catalog, rules.newest(), today)
    return plan(
        catalog,
        case.matters,
        facts_of(case),
        today,
        rules.calendar,
        received=case.received_on,
        region=rules.region,
    )


def _catalog(rules: CaseRules, sha256: str) -> Catalog:
    try:
        return rules.catalog(sha256)
    except KeyError:
        raise Refusal("case.catalog_unknown") from None


def open_case(command: CommandBody, context: Context, rules: CaseRules) -> Events:
    """The first events of a case's stream; one begun under an older catalogue (off line) follows the newest at once.

    Raises Refusal when the catalogue or a matter is unknown, out of force today, or not taken in this hall.
    """
    if not isinstance(command, cmd.OpenCase):
        raise TypeError(command)
    may_begin(_catalog(rules, command.catalog), command.matters, rules, context.today)
    begun = ev.CaseOpened(
        case=context.command_id,
        matters=tuple(dict.fromkeys(command.matters)),
        catalog=command.catalog,
        ticket=command.ticket,
        window=context.window,
        at=context.now,
    )
    return [begun, *following(opened(begun, context.actor), rules, context)]


def may_begin(catalog: Catalog, matters: tuple[str, ...], rules: CaseRules, today: date) -> None:
    """Raises Refusal for a matter that can't be begun here today: unknown, taken elsewhere, suspended, out of force."""
    for key in matters:
        matter = catalog.matter(key)
        if matter is None:
            raise Refusal("case.unknown_matter", matter=key)
        if (place := rules.elsewhere(key)) is not None:
            code = "case.taken_elsewhere" if place else "case.not_taken_here"
            raise Refusal(code, name=matter.name, **({"place": place} if place else {}))
        if stopped := why_stopped(matter, today, rules.region):
            raise Refusal(stopped[0], **stopped[1])


def following(case: Case, rules: CaseRules, context: Context) -> Events:
    """What takes a draft over to the newest catalogue; nothing for one that is there, or whose matters left it.

    Answers and papers stay as they are, also those that are asked no more; a section that other fields belong to now is
    to be confirmed again.
    """
    newest = rules.newest()
    if case.state is not CaseState.DRAFT or newest is None or newest.hash == case.catalog:
        return []
    if any(newest.matter(matter) is None for matter in case.matters):
        return []
    before, after = plan_of(case, rules, context), plan_of(replace(case, catalog=newest.hash), rules, context)
    asked = {section.key: section.asks for section in after.sections}
    return [
        ev.CatalogFollowed(
            catalog=newest.hash,
            materials=len(after.materials) - len(before.materials),
            questions=_questions(after) - _questions(before),
            items=len(after.items) - len(before.items),
            reopened=tuple(s.key for s in before.sections if s.key in case.sections and asked.get(s.key) != s.asks),
            at=context.now,
        )
    ]


def _questions(made: Plan) -> int:
    """What persons are asked: situation questions, and fields that no earlier item brings."""
    return len(made.questions) + sum(ask.state != "from_step" for ask in made.asks)


def decide(case: Case, command: CommandBody, context: Context, rules: CaseRules, party: str | None = None) -> Events:
    """The events that `command` causes; `party` is whose phone sent it, None for staff. Raises Refusal `case.*`."""
    return _DECIDERS[type(command)](case, command, context, rules, party)


def result_of(before: Case, after: Case, command: CommandBody, happened: Events) -> dict[str, Any]:
    """What the caller of a case command is told: numbers, counts and versions, never a value."""
    if isinstance(command, cmd.PatchAnswers):
        fields = {}
        for change in command.changes:
            was, now = before.answers.get(change.field), after.answers.get(change.field)
            taken = now is not None and now is not was
            refused = None if taken else _field_refusal(before, change)
            fields[change.field] = {
                "status": "applied" if taken else "refused" if refused else "conflict",
                "version": now.version if now else 0,
            }
        return {"fields": fields}
    if isinstance(command, cmd.SubmitCase | cmd.AcceptCase):
        return {
            "number": after.number,
            "query_code": after.query_code,
            "state": str(after.state),
            "due": after.due.isoformat() if after.due else None,
        }
    if isinstance(command, cmd.PrintPaper):
        return {"paper": command.paper, "copy_no": after.printed.get(command.paper, 0)}
    return {}


def _draft(case: Case) -> None:
    if case.state is not CaseState.DRAFT:
        raise Refusal("case.not_draft", number=case.number or "")


def _change_matters(case: Case, c: cmd.ChangeMatters, x: Context, rules: CaseRules, _party: str | None) -> Events:
    _draft(case)
    may_begin(_catalog(rules, case.catalog), c.add, rules, x.today)
    add = tuple(m for m in dict.fromkeys(c.add) if m not in case.matters)
    drop = tuple(m for m in dict.fromkeys(c.drop) if m in case.matters)
    if not add and not drop:
        return []
    if not set(case.matters) - set(drop) and not add:
        raise Refusal("case.last_matter")
    return [ev.MattersChanged(add=add, drop=drop, at=x.now)]


def _field_refusal(case: Case, change: cmd.Change, party: str | None = None) -> Refusal | None:
    """Why one field of a patch is not taken: somebody else's word stands under it."""
    was = case.answers.get(change.field)
    confirmer = was.confirmed_by if was else None
    if confirmer is None and was is None and (shared := case.shared.get(change.field)):
        confirmer = shared.confirmed_by
    if confirmer not in (None, party) and change.word is None:
        return Refusal("case.confirmed_needs_word", field=change.field)
    return None


def _patch(case: Case, c: cmd.PatchAnswers, x: Context, rules: CaseRules, party: str | None) -> Events:
    """Each field is judged by itself: on line the later writer wins, off line a field that moved stays as it is."""
    _draft(case)
    made = plan_of(case, rules, x)
    late = x.captured_at is not None and x.now - x.captured_at > OFFLINE_AFTER
    taken: list[ev.ChangedField] = []
    values: dict[str, str] = {}
    refusal: Refusal | None = None
    for change in c.changes:
        if not _asked(made, change.field) and change.field not in case.answers:
            refusal = Refusal("case.unknown_field", field=change.field)
        elif party is not None and not fills(made, change.field, party):
            refusal = Refusal("case.not_yours", field=change.field)
        elif denied := _field_refusal(case, change, party):
            refusal = denied
        else:
            was = case.answers.get(change.field)
            if late and (was.version if was else 0) > change.base and was is not None and was.value != change.value:
                refusal = Refusal("case.field_moved", field=change.field)
                continue
            value = change.value or ""
            taken.append(ev.ChangedField(field=change.field, cleared=not value, word=change.word))
            if value:
                values[change.field] = value
    if not taken and refusal is not None:
        raise refusal
    role = "citizen" if party is not None else x.role
    return [ev.AnswersPatched(changes=tuple(taken), by=x.actor, role=role, at=x.now, values=values)]


def _asked(made: Plan, key: str) -> bool:
    return made.ask(key) is not None or any(q.key == key for q in made.questions)


def fills(made: Plan, key: str, party: str) -> bool:
    """Whether this ask is in a section that the party owns: a phone sees and fills no other."""
    ask = made.ask(key)
    section = made.section(ask.section) if ask else None
    return section is not None and party == section.owner


def _attach(case: Case, c: cmd.AttachMaterial, x: Context, rules: CaseRules, party: str | None) -> Events:
    use = plan_of(case, rules, x).material(c.material)
    if use is None:
        raise Refusal("case.unknown_material", material=c.material)
    if party is not None and use.party not in (None, party):
        raise Refusal("case.not_yours", field=c.material)
    role = "citizen" if party is not None else x.role
    return [ev.MaterialAttached(material=c.material, sha256=c.sha256, pages=c.pages, by=x.actor, role=role, at=x.now)]


def _judge(case: Case, c: cmd.JudgeMaterial, x: Context, rules: CaseRules, _party: str | None) -> Events:
    if case.state not in (CaseState.DRAFT, CaseState.RECEIVED, CaseState.NOTICED):
        raise Refusal("case.not_draft", number=case.number or "")
    use = plan_of(case, rules, x).material(c.material)
    if use is None:
        raise Refusal("case.unknown_material", material=c.material)
    if c.verdict == "not_acceptable" and not c.reason:
        raise Refusal("case.reason_missing")
    if c.verdict == "later" and not use.tolerable:
        raise Refusal("case.not_tolerable", material=c.material)
    copies = c.copies or (use.copies if c.verdict == "copies_kept" else 0)
    return [
        ev.MaterialJudged(material=c.material, verdict=c.verdict, reason=c.reason, copies=copies, by=x.actor, at=x.now)
    ]


def _confirm(case: Case, c: cmd.ConfirmSection, x: Context, rules: CaseRules, party: str | None) -> Events:
    """Confirms what stands in the section now; nothing open or wrong can be confirmed."""
    _draft(case)
    made = plan_of(case, rules, x)
    section = made.section(c.section)
    if section is None:
        raise Refusal("case.unknown_section")
    if c.party not in section.confirmers or party not in (None, c.party):
        raise Refusal("case.not_yours", field=c.section)
    if party is not None and party != section.owner:
        raise Refusal("case.not_yours", field=c.section)
    if not section.ready:
        raise Refusal("case.section_open", count=section.open + section.wrong)
    fields = {key: _version(case, key) for key in section.asks if key in case.answers or key in case.shared}
    return [
        ev.SectionConfirmed(
            section=section.key,
            party=c.party,
            means=c.means,
            witness=c.witness,
            fields=fields,
            by=x.actor,
            at=x.now,
        )
    ]


def _version(case: Case, ask: str) -> int:
    if answer := case.answers.get(ask):
        return answer.version
    shared = case.shared.get(ask)
    return shared.version if shared else 0


def _sign(case: Case, c: cmd.Sign, x: Context, rules: CaseRules, party: str | None) -> Events:
    """A signature stands under confirmed sections only."""
    _draft(case)
    made = plan_of(case, rules, x)
    if party not in (None, c.party) or c.party not in made.signers:
        raise Refusal("case.not_yours", field=c.party)
    left = [s for s in made.sections if s.owner == c.party and s.key not in case.sections]
    if left:
        raise Refusal("case.not_confirmed", count=len(left))
    return [ev.Signed(party=c.party, means=c.means, witness=c.witness, by=x.actor, at=x.now)]


@dataclass(frozen=True, slots=True)
class Readiness:
    """What stands between a case and its acceptance; all empty means it can be accepted (受理)."""

    questions: int
    failing: tuple[ev.Missing, ...]
    unconfirmed: tuple[str, ...]
    unsigned: tuple[str, ...]
    tolerable: tuple[str, ...]

    @property
    def acceptable(self) -> bool:
        """No rule fails, every paper is judged, everybody has confirmed and signed."""
        return not (self.questions or self.failing or self.unconfirmed or self.unsigned)


def readiness(case: Case, made: Plan) -> Readiness:
    """Everything that is missing at once, so that one notice can name it all."""
    return Readiness(
        questions=len(made.open_questions),
        failing=tuple(ev.Missing(code=f.code, subject=f.subject, items=f.items) for f in made.failing),
        unconfirmed=tuple(s.key for s in made.sections if s.key not in case.sections),
        unsigned=tuple(p for p in made.signers if p not in case.signatures),
        tolerable=tuple(
            f.subject for f in made.failing if (use := made.material(f.subject)) is not None and use.tolerable
        ),
    )


def _refuse_unready(ready: Readiness) -> None:
    if ready.questions:
        raise Refusal("case.questions_open", count=ready.questions)
    if ready.failing:
        raise Refusal("case.cannot_accept", count=len(ready.failing))
    if ready.unconfirmed:
        raise Refusal("case.not_confirmed", count=len(ready.unconfirmed))
    if ready.unsigned:
        raise Refusal("case.not_signed", party=ready.unsigned[0])


def _submit(case: Case, c: cmd.SubmitCase, x: Context, rules: CaseRules, _party: str | None) -> Events:
    """收件, and in the same transaction 受理 when nothing stands in its way."""
    if case.state is not CaseState.DRAFT:
        raise Refusal("case.already_submitted", number=case.number or "")
    catalog = _catalog(rules, case.catalog)
    for matter in case.matters:
        # What was suspended since the draft was begun is not received: the receipt's day counts.
        if (known := catalog.matter(matter)) and (stopped := why_stopped(known, x.today, rules.region)):
            raise Refusal(stopped[0], **stopped[1])
    made = plan_of(case, rules, x)
    ready = readiness(case, made)
    if ready.questions:
        raise Refusal("case.questions_open", count=ready.questions)
    if not c.only_receive:
        _refuse_unready(ready)
    number = f"{rules.number_prefix}{x.today:%Y%m%d}{rules.serial or 0:05d}"
    items = tuple(
        ev.NumberedItem(item=item.key, number=f"{number}{place:02d}")
        for place, item in enumerate((i for i in made.items if not i.met), 1)
    )
    received = ev.CaseSubmitted(
        number=number,
        query_code=query_code(case.id),
        items=items,
        window=x.window,
        by=x.actor,
        on=x.today,
        at=x.now,
    )
    return [received] if c.only_receive else [received, _acceptance(made, items, made.gaps, x)]


def query_code(case: str) -> str:
    """The eight digits with which an applicant asks how the case stands; from the case's id, so off line too."""
    return f"{int(case.replace('-', ''), 16) % 10**8:08d}"


def _acceptance(made: Plan, items: tuple[ev.NumberedItem, ...], gaps: tuple[str, ...], x: Context) -> ev.CaseAccepted:
    dues = {item.key: item.due.date for item in made.items}
    return ev.CaseAccepted(
        on=x.today,
        due=made.due.date,
        provisional=made.due.provisional,
        items=tuple(item.model_copy(update={"due": dues.get(item.item)}) for item in items),
        gaps=gaps,
        by=x.actor,
        at=x.now,
    )


def _accept(case: Case, c: cmd.AcceptCase, x: Context, rules: CaseRules, _party: str | None) -> Events:
    """受理 of a received case; with `gaps` 容缺受理: only papers that may come later, and each of them named."""
    if case.state not in (CaseState.RECEIVED, CaseState.NOTICED):
        raise Refusal("case.not_received")
    made = plan_of(case, rules, x)
    ready = readiness(case, made)
    for gap in c.gaps:
        if (use := made.material(gap)) is None or not use.tolerable:
            raise Refusal("case.not_tolerable", material=gap)
    left = [f for f in ready.failing if f.subject not in c.gaps]
    if left:
        raise Refusal("case.cannot_accept", count=len(left))
    if ready.unconfirmed:
        raise Refusal("case.not_confirmed", count=len(ready.unconfirmed))
    if ready.unsigned:
        raise Refusal("case.not_signed", party=ready.unsigned[0])
    return [_acceptance(made, case.items, tuple(dict.fromkeys((*made.gaps, *c.gaps))), x)]


def _notice(case: Case, _c: cmd.GiveNotice, x: Context, rules: CaseRules, _party: str | None) -> Events:
    if case.state not in (CaseState.RECEIVED, CaseState.NOTICED):
        raise Refusal("case.not_received")
    missing = readiness(case, plan_of(case, rules, x)).failing
    if not missing:
        raise Refusal("case.nothing_missing")
    return [ev.NoticeGiven(missing=missing, by=x.actor, at=x.now)]


def _refuse(case: Case, c: cmd.RefuseCase, x: Context, _rules: CaseRules, _party: str | None) -> Events:
    if case.state not in (CaseState.RECEIVED, CaseState.NOTICED):
        raise Refusal("case.not_received")
    return [ev.CaseRefused(by=x.actor, at=x.now, reason=c.reason)]


def _withdraw(case: Case, c: cmd.WithdrawCase, x: Context, _rules: CaseRules, _party: str | None) -> Events:
    if case.state in (CaseState.REFUSED, CaseState.WITHDRAWN):
        return []
    return [ev.CaseWithdrawn(by=x.actor, at=x.now, reason=c.reason)]


def _follow(case: Case, _c: cmd.FollowCatalog, x: Context, rules: CaseRules, _party: str | None) -> Events:
    return following(case, rules, x)


def _record_lookup(case: Case, c: cmd.RecordLookup, x: Context, _rules: CaseRules, _party: str | None) -> Events:
    return [
        ev.SharedDataReceived(
            source=c.source,
            party=c.party,
            purpose=c.purpose,
            consent=c.consent,
            grade=c.grade,
            fields=tuple(c.values),
            certificates=c.certificates,
            read_at=c.read_at,
            at=x.now,
            values=c.values,
        )
    ]


def _print(case: Case, c: cmd.PrintPaper, x: Context, _rules: CaseRules, _party: str | None) -> Events:
    return [ev.PaperPrinted(paper=c.paper, copy_no=case.printed.get(c.paper, 0) + 1, by=x.actor, at=x.now)]


def _reveal(_case: Case, c: cmd.Reveal, x: Context, _rules: CaseRules, _party: str | None) -> Events:
    return [ev.ValueRevealed(field=c.field, by=x.actor, at=x.now, reason=c.reason)]


_DECIDERS: dict[type[CommandBody], Callable[[Case, Any, Context, CaseRules, str | None], Events]] = {
    cmd.ChangeMatters: _change_matters,
    cmd.PatchAnswers: _patch,
    cmd.AttachMaterial: _attach,
    cmd.JudgeMaterial: _judge,
    cmd.ConfirmSection: _confirm,
    cmd.Sign: _sign,
    cmd.SubmitCase: _submit,
    cmd.AcceptCase: _accept,
    cmd.GiveNotice: _notice,
    cmd.RefuseCase: _refuse,
    cmd.WithdrawCase: _withdraw,
    cmd.FollowCatalog: _follow,
    cmd.RecordLookup: _record_lookup,
    cmd.PrintPaper: _print,
    cmd.Reveal: _reveal,
}
