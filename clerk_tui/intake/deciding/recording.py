"""What is written down beside the life: look-ups, prints, reveals."""

from clerk_tui.intake import commands as cmd
from clerk_tui.intake import events as ev
from clerk_tui.intake.case import Case
from clerk_tui.intake.deciding.base import CaseRules, Events, plan_of
from clerk_tui.intake.papers import printable
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context


def record_lookup(case: Case, c: cmd.RecordLookup, x: Context, _rules: CaseRules, _party: str | None) -> Events:
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


def print_paper(case: Case, c: cmd.PrintPaper, x: Context, rules: CaseRules, _party: str | None) -> Events:
    """Only what there is counts as printed: the audit of refusals without a paper goes by it."""
    if c.paper not in printable(case, plan_of(case, rules, x)):
        raise Refusal("paper.not_now")
    return [ev.PaperPrinted(paper=c.paper, copy_no=case.printed.get(c.paper, 0) + 1, by=x.actor, at=x.now)]


def reveal(_case: Case, c: cmd.Reveal, x: Context, _rules: CaseRules, _party: str | None) -> Events:
    return [ev.ValueRevealed(field=c.field, by=x.actor, at=x.now, reason=c.reason)]
