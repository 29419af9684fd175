"""What is told when a case can't be accepted: the one-time notice (一次性告知), its supplement, a refusal."""

from clerk_tui.intake import commands as cmd
from clerk_tui.intake import events as ev
from clerk_tui.intake.case import Case, CaseState
from clerk_tui.intake.deadlines import deemed_on
from clerk_tui.intake.deciding.base import CaseRules, Events, catalog_of, plan_of
from clerk_tui.intake.deciding.readiness import readiness
from clerk_tui.intake.deciding.receiving import dishonest
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context

UNDECIDED = (CaseState.RECEIVED, CaseState.NOTICED)


def notice(case: Case, c: cmd.GiveNotice, x: Context, rules: CaseRules, _party: str | None) -> Events:
    """One notice of everything; a second only of what the supplement brought in, or with a supervisor's reason."""
    if case.state not in UNDECIDED:
        raise Refusal("case.not_received")
    _still_time(case, x, rules)
    made = plan_of(case, rules, x)
    missing = readiness(case, made).failing
    if not missing:
        raise Refusal("case.nothing_missing")
    if case.notices and not (c.reason and x.role == "supervisor"):
        missing = tuple(line for line in missing if brought_in(case, line))
        if not missing:
            raise Refusal("case.notice_once")
    wrong = {line.subject for line in missing}
    return [
        ev.NoticeGiven(
            missing=missing,
            second=bool(case.notices),
            in_order=tuple(use.key for use in made.materials if use.key not in wrong),
            by=x.actor,
            at=x.now,
            reason=(c.reason or "") if case.notices else "",
        )
    ]


def brought_in(case: Case, line: ev.Missing) -> bool:
    """Whether this line could not have stood in the notices before: it came with what was handed in since."""
    if any(line.code == told.code and line.subject == told.subject for n in case.notices for told in n.missing):
        return False
    paper = case.papers.get(line.subject)
    new_file = paper is not None and paper.filed > case.noticed_at
    return new_file or line.subject not in case.notices[-1].in_order


def supplement(case: Case, _c: cmd.Supplement, x: Context, rules: CaseRules, _party: str | None) -> Events:
    """补正已齐: every line that was told is answered; the day counts as the day of acceptance."""
    if case.state is CaseState.ACCEPTED and case.gaps and case.gaps_in_on is None:
        if case.open_gaps:
            raise Refusal("case.gap_open", count=len(case.open_gaps))
        return [ev.CaseSupplemented(on=x.today, gaps=case.gaps, by=x.actor, at=x.now)]
    if case.state is not CaseState.NOTICED:
        raise Refusal("case.nothing_awaited")
    told = {line.subject for given in case.notices for line in given.missing}
    failing = {line.subject for line in readiness(case, plan_of(case, rules, x)).failing}
    if still := told & failing:
        raise Refusal("case.notice_open", count=len(still))
    return [ev.CaseSupplemented(on=x.today, by=x.actor, at=x.now)]


def refuse(case: Case, c: cmd.RefuseCase, x: Context, rules: CaseRules, _party: str | None) -> Events:
    """不予受理 by a condition with its basis; or told at once that it is another's (where to go), or needs no permission."""
    conditions: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    if c.kind == "refused":
        if case.state not in UNDECIDED:
            raise Refusal("case.not_received")
        _still_time(case, x, rules)
        made = plan_of(case, rules, x)
        failed = [f for f in made.failing if f.refuses and f.basis and any(i not in case.item_lives for i in f.items)]
        if not failed:
            raise Refusal("case.no_ground")
        conditions = tuple(f.subject for f in failed)
        basis = tuple(dict.fromkeys(f.basis for f in failed))
    else:
        if case.state not in (CaseState.DRAFT, *UNDECIDED):
            raise Refusal("case.not_received")
        if case.item_lives:
            raise Refusal("case.silence_accepted")
        if c.kind == "not_ours" and not c.where:
            raise Refusal("case.where_missing")
    return [
        ev.CaseRefused(
            kind=c.kind,
            conditions=conditions,
            basis=basis,
            on=x.today,
            by=x.actor,
            at=x.now,
            reason=c.reason,
            where=c.where or "",
        )
    ]


def commit(case: Case, c: cmd.CommitToNotice, x: Context, rules: CaseRules, party: str | None) -> Events:
    """告知承诺 for an item that knows it, by who acts for its applicant and is not known as dishonest."""
    if case.state not in (CaseState.DRAFT, *UNDECIDED):
        raise Refusal("case.not_draft", number=case.number or "")
    planned = plan_of(case, rules, x).item(c.item)
    if planned is None:
        raise Refusal("item.unknown")
    if not planned.item.commitment:
        raise Refusal("item.no_commitment", item=planned.item.name)
    if c.party not in (planned.applicant, *planned.acting) or party not in (None, c.party):
        raise Refusal("case.not_yours", field=c.party)
    if dishonest(case):
        raise Refusal("case.gap_dishonest")
    return [ev.CommittedToNotice(item=c.item, party=c.party, means=c.means, by=x.actor, at=x.now)]


def _still_time(case: Case, x: Context, rules: CaseRules) -> None:
    """Raises Refusal when the law has already accepted by silence, also before the centre has written it down."""
    last = deemed_on(case, catalog_of(rules, case.catalog), rules.calendar)
    if last is not None and x.today > last:
        raise Refusal("case.silence_accepted")
