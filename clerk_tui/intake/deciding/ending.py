"""How a case ends before its time."""

from clerk_tui.intake import commands as cmd
from clerk_tui.intake import events as ev
from clerk_tui.intake.case import Case, CaseState
from clerk_tui.intake.deciding.base import CaseRules, Events
from clerk_tui.rules import Context


def withdraw(case: Case, c: cmd.WithdrawCase, x: Context, _rules: CaseRules, _party: str | None) -> Events:
    if case.state in (CaseState.REFUSED, CaseState.WITHDRAWN):
        return []
    return [ev.CaseWithdrawn(by=x.actor, at=x.now, reason=c.reason)]
