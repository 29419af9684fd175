"""Whom a case is worked on with: a visit (跑动)."""

from clerk_tui.intake import commands as cmd
from clerk_tui.intake import events as ev
from clerk_tui.intake.case import Case
from clerk_tui.intake.deciding.base import CaseRules, Events
from clerk_tui.rules import Context


def link(case: Case, c: cmd.LinkVisit, x: Context, _rules: CaseRules, _party: str | None) -> Events:
    """The ticket's person is here about this case; that the ticket is at this window was seen before."""
    return [] if c.ticket in case.tickets else [ev.VisitLinked(ticket=c.ticket, at=x.now)]
