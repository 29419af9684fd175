"""What may lawfully become of a case now, best first, as the question in the line."""

from clerk_tui.intake.case import Case, CaseState
from clerk_tui.intake.decide import readiness
from clerk_tui.intake.plan import Plan
from clerk_tui.screens.view import OptionView, PromptView
from clerk_tui.texts import Lang, text


def lawful(case: Case, plan: Plan) -> tuple[str, ...]:
    """accept, gaps, notice, receive, refuse: what the law allows now; DOMAIN 1.2.

    Nothing can be submitted while a situation question is open. Gaps (容缺) need everything else in order; a notice needs
    something to tell; only a condition of an item, with its basis, leads to a refusal.
    """
    ready = readiness(case, plan)
    if ready.questions or case.state in (CaseState.ACCEPTED, CaseState.REFUSED, CaseState.WITHDRAWN):
        return ()
    vouched = not ready.unconfirmed and not ready.unsigned
    ways: list[str] = []
    if ready.acceptable:
        ways.append("accept")
    subjects = {missing.subject for missing in ready.failing}
    if vouched and subjects and subjects <= set(ready.tolerable):
        ways.append("gaps")
    if ready.failing:
        ways.append("notice")
    if case.state is CaseState.DRAFT:
        ways.append("receive")
    if any(failing.refuses for failing in plan.failing):
        ways.append("refuse")
    return tuple(ways)


def offers(case: Case, plan: Plan, lang: Lang) -> PromptView:
    """The question after Ctrl+S."""
    ready = readiness(case, plan)
    counts = {"gaps": len(ready.tolerable), "notice": len(ready.failing)}
    ways = (*lawful(case, plan), "back")
    options = tuple(OptionView(way, text(f"submit.{way}", lang, count=counts.get(way, 0))) for way in ways)
    return PromptView("submit", text("prompt.submit", lang), options)
