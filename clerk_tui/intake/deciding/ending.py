"""How a case ends, changes its window, or an item goes back to it."""

from clerk_tui.intake import commands as cmd
from clerk_tui.intake import events as ev
from clerk_tui.intake.case import ENDED, Case, CaseState
from clerk_tui.intake.deciding.base import CaseRules, Events, catalog_of, own, the_item
from clerk_tui.intake.items import GRANTED, ItemState, only_handling
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context


def withdraw(case: Case, c: cmd.WithdrawCase, x: Context, _rules: CaseRules, _party: str | None) -> Events:
    """撤回: the applicant takes it back, as long as not all is decided."""
    if case.state is CaseState.WITHDRAWN:
        return []
    _goes_on(case)
    return [ev.CaseWithdrawn(by=x.actor, at=x.now, reason=c.reason)]


def terminate(case: Case, c: cmd.TerminateCase, x: Context, _rules: CaseRules, _party: str | None) -> Events:
    """终止 by somebody who did not take it in."""
    if case.state is CaseState.DRAFT:
        raise Refusal("case.not_received")
    _goes_on(case)
    if own(case, x):
        raise Refusal("case.own_decision")
    return [ev.CaseTerminated(code="stopped", by=x.actor, at=x.now, reason=c.reason)]


def lapse(case: Case, c: cmd.LapseGap, x: Context, _rules: CaseRules, _party: str | None) -> Events:
    """The day promised for the gaps is over and they did not come: what is not decided ends."""
    over = case.until is not None and c.effective_at.astimezone(x.zone).date() > case.until
    if case.state is not CaseState.ACCEPTED or not over or not case.open_gaps:
        return []
    lapsed = ev.CaseTerminated(
        code="gap_lapsed", gaps=case.open_gaps, effective_at=c.effective_at, by=x.actor, at=x.now
    )
    return [lapsed]


def close(case: Case, _c: cmd.CloseCase, x: Context, rules: CaseRules, _party: str | None) -> Events:
    """办结归档: every item is decided, no gap is open, and who has something to get has got it."""
    if case.state is not CaseState.ACCEPTED:
        raise Refusal("case.ended" if case.state in ENDED else "case.not_accepted")
    if not case.decided:
        raise Refusal("case.items_open", count=sum(life.open for life in case.item_lives.values()))
    if case.open_gaps:
        raise Refusal("case.gap_open", count=len(case.open_gaps))
    catalog = catalog_of(rules, case.catalog)
    waiting = 0
    for key in case.to_deliver:
        item = catalog.items.get(key)
        granted = case.item_lives[key].state in GRANTED
        waiting += not granted or item is None or any(result.collect for result in item.results)
    if waiting:
        raise Refusal("case.not_delivered", count=waiting)
    return [ev.CaseClosed(on=x.today, by=x.actor, at=x.now)]


def claim(case: Case, c: cmd.ClaimCase, x: Context, _rules: CaseRules, _party: str | None) -> Events:
    """A window takes a case from the pool; from another window only the supervisor moves it."""
    if case.state in ENDED:
        raise Refusal("case.ended")
    if case.window == c.window:
        return []
    if x.role != "supervisor" and (case.window is not None or c.window != x.window):
        raise Refusal("case.at_window", window=case.window or c.window)
    return [ev.CaseReassigned(window=c.window, clerk=x.actor, at=x.now)]


def hand_back(case: Case, c: cmd.ReturnItem, x: Context, _rules: CaseRules, _party: str | None) -> Events:
    """退件: the department can't go on with what the window sent."""
    only_handling(the_item(case, c.item))
    return [ev.ItemReturned(item=c.item, by=x.actor, at=x.now, reason=c.reason)]


def resubmit(case: Case, c: cmd.ResubmitItem, x: Context, _rules: CaseRules, _party: str | None) -> Events:
    """The window mended what was handed back."""
    if the_item(case, c.item).state is not ItemState.RETURNED:
        raise Refusal("item.not_returned")
    return [ev.ItemResubmitted(item=c.item, by=x.actor, at=x.now)]


def _goes_on(case: Case) -> None:
    if case.state in ENDED:
        raise Refusal("case.ended")
    if case.decided:
        raise Refusal("case.decided")
