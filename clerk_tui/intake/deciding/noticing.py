"""The one-time notice (一次性告知) and 不予受理."""

from clerk_tui.intake import commands as cmd
from clerk_tui.intake import events as ev
from clerk_tui.intake.case import Case, CaseState
from clerk_tui.intake.deciding.base import CaseRules, Events, plan_of
from clerk_tui.intake.deciding.readiness import readiness
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context


def notice(case: Case, _c: cmd.GiveNotice, x: Context, rules: CaseRules, _party: str | None) -> Events:
    if case.state not in (CaseState.RECEIVED, CaseState.NOTICED):
        raise Refusal("case.not_received")
    missing = readiness(case, plan_of(case, rules, x)).failing
    if not missing:
        raise Refusal("case.nothing_missing")
    return [ev.NoticeGiven(missing=missing, by=x.actor, at=x.now)]


def refuse(case: Case, c: cmd.RefuseCase, x: Context, _rules: CaseRules, _party: str | None) -> Events:
    if case.state not in (CaseState.RECEIVED, CaseState.NOTICED):
        raise Refusal("case.not_received")
    return [ev.CaseRefused(by=x.actor, at=x.now, reason=c.reason)]
