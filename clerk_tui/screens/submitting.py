"""What may lawfully become of a case now, best first, as the question in the line."""

from datetime import date

from clerk_tui.intake.case import WAITING, Case, CaseState
from clerk_tui.intake.decide import readiness
from clerk_tui.intake.deciding.noticing import brought_in
from clerk_tui.intake.plan import Plan
from clerk_tui.screens.view import OptionView, PromptView
from clerk_tui.texts import Lang, text


def lawful(case: Case, plan: Plan) -> tuple[str, ...]:
    """refuse, supplement, accept, gaps, notice, receive, not_ours, not_needed: what the law allows now; DOMAIN 1.2.

    Nothing can be submitted while a situation question is open. Gaps (容缺) need everything else in order; a notice needs
    something to tell that was not told; only a condition of an item, with its basis, leads to a refusal.
    """
    ready = readiness(case, plan)
    if case.state is CaseState.ACCEPTED:
        return ("supplement",) if case.gaps and not case.open_gaps and case.gaps_in_on is None else ()
    if ready.questions or case.state not in WAITING:
        return ()
    # What an item's condition forbids, no supplement can bring about.
    ways: list[str] = ["refuse"] if any(failing.refuses and failing.basis for failing in plan.failing) else []
    noticed = case.state is CaseState.NOTICED
    if noticed and not {line.subject for told in case.notices for line in told.missing} & {
        line.subject for line in ready.failing
    }:
        ways.append("supplement")
    if ready.acceptable and not noticed:
        ways.append("accept")
    if ready.with_gaps:
        ways.append("gaps")
    if any(not case.notices or brought_in(case, line) for line in ready.failing):
        ways.append("notice")
    if case.state is CaseState.DRAFT:
        ways.append("receive")
    if not case.item_lives:
        ways += ["not_ours", "not_needed"]
    return tuple(ways)


def gaps_of(case: Case, plan: Plan) -> tuple[str, ...]:
    """The papers that would come later if the case were accepted with gaps now."""
    ready = readiness(case, plan)
    return tuple(dict.fromkeys((*ready.later, *ready.tolerable)))


def offers(case: Case, plan: Plan, lang: Lang) -> PromptView:
    """The question after Ctrl+S."""
    ready = readiness(case, plan)
    fresh = sum(not case.notices or brought_in(case, line) for line in ready.failing)
    counts = {"gaps": len(gaps_of(case, plan)), "notice": fresh}
    ways = lawful(case, plan)
    # Enter takes the first: never an end of the case that nobody asked for.
    ways = ("back", *ways) if ways and ways[0] in ("not_ours", "not_needed") else (*ways, "back")
    options = tuple(OptionView(way, text(f"submit.{way}", lang, count=counts.get(way, 0))) for way in ways)
    return PromptView("submit", text("prompt.submit", lang), options)


def gaps_prompt(lang: Lang, count: int, latest: date) -> PromptView:
    """Whether the promise (承诺书) is signed, and by when the papers come; the latest lawful day is the default."""
    day = latest.strftime("%m-%d")
    ways = ("latest", "other", "promise", "back")
    options = tuple(OptionView(way, text(f"prompt.gaps.{way}", lang, day=day)) for way in ways)
    return PromptView("gaps", text("prompt.gaps", lang, count=count), options)


def gap_day_prompt(lang: Lang, latest: date) -> PromptView:
    """By which other day the papers come."""
    return PromptView("gap_day", text("prompt.gap_day", lang, day=latest.strftime("%m-%d")), entry=True)


def read_day(typed: str, latest: date) -> date | None:
    """The day that was typed: 11-27, 1127, or in full; a short one is the last such day not after `latest`."""
    digits = "".join(ch for ch in typed if ch.isdigit())
    try:
        if len(digits) == 8:
            return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        if len(digits) == 4:
            this = date(latest.year, int(digits[:2]), int(digits[2:]))
            return this if (this - latest).days < 180 else this.replace(year=latest.year - 1)
    except ValueError:
        return None
    return None
