"""What is filled in, handed in, confirmed and signed."""

from datetime import timedelta

from clerk_tui.intake import commands as cmd
from clerk_tui.intake import events as ev
from clerk_tui.intake.case import SIGNED_FORM, Case, CaseState
from clerk_tui.intake.deciding.base import CaseRules, Events, before_acceptance, plan_of
from clerk_tui.intake.deciding.rows import Rows
from clerk_tui.intake.plan import Plan
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context

OFFLINE_AFTER = timedelta(seconds=30)
"""A patch judged this long after it was captured was captured off line: it does not silently win."""


def field_refusal(case: Case, change: cmd.Change, party: str | None = None) -> Refusal | None:
    """Why one field of a patch is not taken: somebody else's word stands under it."""
    was = case.answers.get(change.field)
    confirmer = was.confirmed_by if was else None
    if confirmer is None and was is None and (shared := case.shared.get(change.field)):
        confirmer = shared.confirmed_by
    if confirmer not in (None, party) and change.word is None:
        return Refusal("case.confirmed_needs_word", field=change.field)
    return None


def patch(case: Case, c: cmd.PatchAnswers, x: Context, rules: CaseRules, party: str | None) -> Events:
    """Each field is judged by itself: on line the later writer wins, off line a field that moved stays as it is."""
    before_acceptance(case)
    made = plan_of(case, rules, x)
    late = x.captured_at is not None and x.now - x.captured_at > OFFLINE_AFTER
    taken: list[ev.ChangedField] = []
    values: dict[str, str] = {}
    refusal: Refusal | None = None
    rows = Rows(case, made)
    for change in c.changes:
        if denied := rows.refusal(change, party):
            refusal = denied
        elif not _asked(made, change.field) and change.field not in case.answers and not rows.holds(change.field):
            refusal = Refusal("case.unknown_field", field=change.field)
        elif party is not None and not fills(made, change.field, party):
            refusal = Refusal("case.not_yours", field=change.field)
        elif denied := field_refusal(case, change, party):
            refusal = denied
        else:
            was = case.answers.get(change.field)
            if late and (was.version if was else 0) > change.base and was is not None and was.value != change.value:
                refusal = Refusal("case.field_moved", field=change.field)
                continue
            value = rows.taken(change)
            taken.append(ev.ChangedField(field=change.field, cleared=not value, word=change.word, read=change.read))
            if value:
                values[change.field] = value
            taken += [ev.ChangedField(field=key, cleared=True, word=change.word) for key in rows.falls(change)]
    if not taken and refusal is not None:
        raise refusal
    role = "citizen" if party is not None else x.role
    return [ev.AnswersPatched(changes=tuple(taken), by=x.actor, role=role, at=x.now, values=values)]


def _asked(made: Plan, key: str) -> bool:
    return made.ask(key) is not None or any(q.key == key for q in made.questions)


def fills(made: Plan, key: str, party: str) -> bool:
    """Whether this ask is in a section that the party owns: a phone sees and fills no other."""
    ask = made.ask(key) or made.group(key)
    section = made.section(ask.section) if ask else None
    return section is not None and party == section.owner


def _takes_paper(case: Case, material: str) -> None:
    """After acceptance only what was promised for later is still taken."""
    if case.state is not CaseState.ACCEPTED or material not in case.gaps:
        before_acceptance(case)


def attach(case: Case, c: cmd.AttachMaterial, x: Context, rules: CaseRules, party: str | None) -> Events:
    _takes_paper(case, c.material)
    if c.material == SIGNED_FORM:
        if party is not None:
            raise Refusal("case.not_yours", field=c.material)
    else:
        use = plan_of(case, rules, x).material(c.material)
        if use is None:
            raise Refusal("case.unknown_material", material=c.material)
        if party is not None and use.party not in (None, party):
            raise Refusal("case.not_yours", field=c.material)
    role = "citizen" if party is not None else x.role
    return [ev.MaterialAttached(material=c.material, sha256=c.sha256, pages=c.pages, by=x.actor, role=role, at=x.now)]


def judge(case: Case, c: cmd.JudgeMaterial, x: Context, rules: CaseRules, _party: str | None) -> Events:
    _takes_paper(case, c.material)
    use = plan_of(case, rules, x).material(c.material)
    if use is None and c.material != SIGNED_FORM:
        raise Refusal("case.unknown_material", material=c.material)
    if c.verdict == "not_acceptable" and not c.reason:
        raise Refusal("case.reason_missing")
    if c.verdict == "later" and (not (use and use.tolerable) or case.state is CaseState.ACCEPTED):
        raise Refusal("case.not_tolerable", material=c.material)
    copies = c.copies or (use.copies if use and c.verdict == "copies_kept" else 0)
    return [
        ev.MaterialJudged(material=c.material, verdict=c.verdict, reason=c.reason, copies=copies, by=x.actor, at=x.now)
    ]


def confirm(case: Case, c: cmd.ConfirmSection, x: Context, rules: CaseRules, party: str | None) -> Events:
    """Confirms what stands in the section now; nothing open or wrong can be confirmed."""
    before_acceptance(case)
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
    # A row that comes or goes later was not confirmed.
    fields |= {group.key: 0 for group in made.groups if group.section == section.key}
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


def sign(case: Case, c: cmd.Sign, x: Context, rules: CaseRules, party: str | None) -> Events:
    """A signature stands under confirmed sections only."""
    before_acceptance(case)
    made = plan_of(case, rules, x)
    if party not in (None, c.party) or c.party not in made.signers:
        raise Refusal("case.not_yours", field=c.party)
    left = [s for s in made.sections if s.owner == c.party and s.key not in case.sections]
    if left:
        raise Refusal("case.not_confirmed", count=len(left))
    return [ev.Signed(party=c.party, means=c.means, witness=c.witness, by=x.actor, at=x.now)]
