"""收件 and 受理: receipt with its number, acceptance, also with gaps (容缺), and acceptance by law."""

from collections.abc import Collection
from datetime import date

from clerk_tui.catalog.model import Catalog
from clerk_tui.catalog.validity import why_stopped
from clerk_tui.intake import commands as cmd
from clerk_tui.intake import events as ev
from clerk_tui.intake.case import Case, CaseState
from clerk_tui.intake.clock import WorkCalendar, add_working_days
from clerk_tui.intake.deadlines import deemable, deemed_on
from clerk_tui.intake.deciding.base import CaseRules, Events, catalog_of, plan_of, plan_on
from clerk_tui.intake.deciding.readiness import cannot_accept, readiness, refuse_unready
from clerk_tui.intake.plan import Plan
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context

DISHONEST = ("person.dishonest", "corp.dishonest")
"""Ask keys that say whether somebody is on a list of the dishonest (失信)."""


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
    items = numbered(number, made, (), x)
    received = ev.CaseSubmitted(
        number=number,
        query_code=query_code(case.id),
        items=items,
        window=x.window,
        by=x.actor,
        on=x.today,
        at=x.now,
    )
    if c.only_receive:
        return [received]
    return [received, _acceptance(made, placed(made, catalog, items), x.today, x)]


def query_code(case: str) -> str:
    """The eight digits with which an applicant asks how the case stands; from the case's id, so off line too."""
    return f"{int(case.replace('-', ''), 16) % 10**8:08d}"


def numbered(number: str, made: Plan, known: tuple[ev.NumberedItem, ...], x: Context) -> tuple[ev.NumberedItem, ...]:
    """The items of the plan with their 办件编号: those that have one keep it, a new one takes the next.

    With each stands who acted for whom and on what ground, and who took it in.
    """
    have = {one.item: one for one in known}
    place = max((int(one.number[-2:]) for one in known), default=0)
    items = []
    for planned in made.items:
        if planned.met:
            continue
        if planned.key not in have:
            place += 1
        fresh = ev.NumberedItem(
            item=planned.key,
            number=f"{number}{place:02d}",
            applicant=planned.applicant,
            acting=planned.acting,
            ground=planned.ground,
            by=x.actor,
            window=x.window,
        )
        items.append(have.get(planned.key) or fresh)
    return tuple(items)


def placed(made: Plan, catalog: Catalog, items: tuple[ev.NumberedItem, ...]) -> tuple[ev.NumberedItem, ...]:
    """The items with what their clocks go by: due day, what comes first, the promise of the whole."""
    packages = [found for m in made.matters if (found := catalog.packages.get(m)) is not None] if made.joint else []
    promises = [p.promise_days for p in packages if p.promise_days is not None]
    cap = max(promises) if promises and len(promises) == len(packages) else None
    inside = {part.item for p in packages for part in p.items}
    done = []
    for one in items:
        planned = made.item(one.item)
        if planned is None:
            done.append(one)
            continue
        joint = one.item in inside
        changes = {
            "due": planned.due.date,
            "requires": tuple(r for r in planned.requires if any(other.item == r for other in items)),
            "joint": joint,
            "cap": cap if joint else None,
        }
        done.append(one.model_copy(update=changes))
    return tuple(done)


def _acceptance(
    made: Plan,
    items: tuple[ev.NumberedItem, ...],
    on: date,
    x: Context,
    gaps: tuple[str, ...] = (),
    until: date | None = None,
) -> ev.CaseAccepted:
    waiting = {gap: tuple(w.item for w in use.why) for gap in gaps if (use := made.material(gap)) is not None}
    return ev.CaseAccepted(
        on=on,
        due=made.due.date,
        provisional=made.due.provisional,
        items=items,
        gaps=gaps,
        gap_items=waiting,
        until=until,
        by=x.actor,
        at=x.now,
    )


def accept(case: Case, c: cmd.AcceptCase, x: Context, rules: CaseRules, _party: str | None) -> Events:
    """受理 of a received case, dated by the day all was in; with `gaps` 容缺受理 under the law's conditions."""
    if case.state not in (CaseState.RECEIVED, CaseState.NOTICED):
        raise Refusal("case.not_received")
    made = plan_of(case, rules, x)
    ready = readiness(case, made)
    gaps = tuple(dict.fromkeys((*ready.later, *c.gaps)))
    if case.state is CaseState.NOTICED and not gaps:
        raise Refusal("case.supplement_first")
    for gap in gaps:
        if (use := made.material(gap)) is None or not use.tolerable:
            raise Refusal("case.not_tolerable", material=gap)
    left = [f for f in ready.failing if f.subject not in gaps]
    if left:
        raise cannot_accept(left)
    if ready.unconfirmed:
        raise Refusal("case.not_confirmed", count=len(ready.unconfirmed))
    if ready.unsigned:
        raise Refusal("case.not_signed", party=ready.unsigned[0])
    catalog = catalog_of(rules, case.catalog)
    if gaps:
        _may_wait(case, c, made, gaps, x, rules)
    on = x.today if gaps or case.supplemented_on is None else case.supplemented_on
    if on != x.today:
        made = plan_on(case, rules, on)
    items = placed(made, catalog, numbered(case.number or "", made, case.items, x))
    return [_acceptance(made, items, on, x, gaps, c.until if gaps else None)]


def _may_wait(case: Case, c: cmd.AcceptCase, made: Plan, gaps: tuple[str, ...], x: Context, rules: CaseRules) -> None:
    """Raises Refusal unless gaps may be tolerated here: promised in writing, in time, by somebody honest."""
    if dishonest(case):
        raise Refusal("case.gap_dishonest")
    if not c.promise or c.until is None:
        raise Refusal("case.gap_needs_promise")
    latest = latest_gap_day(made, gaps, x.today, rules.calendar)
    if not x.today <= c.until <= latest:
        raise Refusal("case.gap_too_long", date=latest.isoformat())


def latest_gap_day(made: Plan, gaps: Collection[str], on: date, calendar: WorkCalendar) -> date:
    """The last day for which these papers may be promised: the shortest promised period of the items that want them."""
    wanted = {why.item for gap in gaps if (use := made.material(gap)) is not None for why in use.why}
    periods = [planned.item.promise_days for planned in made.items if planned.key in wanted]
    latest = add_working_days(on, min(periods, default=0), calendar).date
    return min(latest, *(p.due.date for p in made.items if p.key in wanted)) if wanted else latest


def dishonest(case: Case) -> bool:
    """Whether a party of the case is known to be on a list of the dishonest (失信)."""
    for key, known in (*case.shared.items(), *case.answers.items()):
        if known.value == "yes" and any(key == name or key.endswith(f".{name}") for name in DISHONEST):
            return True
    return False


def deem(case: Case, c: cmd.DeemAccepted, x: Context, rules: CaseRules, _party: str | None) -> Events:
    """What is under licence law counts as accepted on the day of receipt; nothing else ever does (行政许可法 32)."""
    catalog = catalog_of(rules, case.catalog)
    last = deemed_on(case, catalog, rules.calendar)
    begun = case.supplemented_on or case.received_on
    if last is None or begun is None or c.effective_at.astimezone(x.zone).date() <= last:
        return []
    made = plan_on(case, rules, begun)
    silent = set(deemable(case, catalog))
    items = placed(made, catalog, case.items)
    return [
        ev.CaseDeemedAccepted(
            on=begun,
            due=made.due.date,
            provisional=made.due.provisional,
            items=tuple(one for one in items if one.item in silent),
            whole=all(one.item in silent or one.item in case.item_lives for one in case.items),
            effective_at=c.effective_at,
            at=x.now,
        )
    ]
