"""收件 and 受理: receipt with its number, and acceptance, also with gaps (容缺)."""

from clerk_tui.catalog.validity import why_stopped
from clerk_tui.intake import commands as cmd
from clerk_tui.intake import events as ev
from clerk_tui.intake.case import Case, CaseState
from clerk_tui.intake.deciding.base import CaseRules, Events, catalog_of, plan_of
from clerk_tui.intake.deciding.readiness import readiness, refuse_unready
from clerk_tui.intake.plan import Plan
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context


def submit(case: Case, c: cmd.SubmitCase, x: Context, rules: CaseRules, _party: str | None) -> Events:
    """收件, and in the same transaction 受理 when nothing stands in its way."""
    if case.state is not CaseState.DRAFT:
        raise Refusal("case.already_submitted", number=case.number or "")
    catalog = catalog_of(rules, case.catalog)
    for matter in case.matters:
        # What was suspended since the draft was begun is not received: the receipt's day counts.
        if (known := catalog.matter(matter)) and (stopped := why_stopped(known, x.today, rules.region)):
            raise Refusal(stopped[0], **stopped[1])
    made = plan_of(case, rules, x)
    ready = readiness(case, made)
    if ready.questions:
        raise Refusal("case.questions_open", count=ready.questions)
    if not c.only_receive:
        refuse_unready(ready)
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
    return [received] if c.only_receive else [received, acceptance(made, items, made.gaps, x)]


def query_code(case: str) -> str:
    """The eight digits with which an applicant asks how the case stands; from the case's id, so off line too."""
    return f"{int(case.replace('-', ''), 16) % 10**8:08d}"


def acceptance(made: Plan, items: tuple[ev.NumberedItem, ...], gaps: tuple[str, ...], x: Context) -> ev.CaseAccepted:
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


def accept(case: Case, c: cmd.AcceptCase, x: Context, rules: CaseRules, _party: str | None) -> Events:
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
    return [acceptance(made, case.items, tuple(dict.fromkeys((*made.gaps, *c.gaps))), x)]
