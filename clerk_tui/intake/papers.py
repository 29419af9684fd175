"""Which papers a case can have printed now: the one rule for the menu of the window, the route and the command.

A name is a kind, or a kind and whom or what it is for: `mandate.mother`, `transfer_sheet.ga`, `special_procedure.jt.x.2`.
"""

from clerk_tui.intake.case import Case, CaseState
from clerk_tui.intake.items import in_order
from clerk_tui.intake.plan import Plan

BEFORE = (CaseState.DRAFT, CaseState.RECEIVED, CaseState.NOTICED)
"""While the application can still change."""
REFUSALS = {
    CaseState.REFUSED: "refusal_notice",
    CaseState.NOT_OURS: "not_ours_notice",
    CaseState.NOT_NEEDED: "not_needed_notice",
}
"""The written notice that is owed to whose application was not accepted."""
ENDS = {**REFUSALS, CaseState.WITHDRAWN: "withdrawal", CaseState.TERMINATED: "termination"}
KINDS = frozenset(
    {
        "acceptance_notice",
        "application_form",
        "checklist",
        "commitment",
        "delivery",
        "extension",
        "gap_notice",
        "gap_promise",
        "mandate",
        "not_needed_notice",
        "not_ours_notice",
        "receipt",
        "refusal_notice",
        "return_notice",
        "special_procedure",
        "supplement_notice",
        "termination",
        "transfer_sheet",
        "withdrawal",
    }
)


def kind_of(paper: str) -> str:
    """The kind of a paper's name: `mandate.mother` is the `mandate` of the mother."""
    return paper.partition(".")[0]


def about(paper: str) -> str:
    """Whom or what it is for: the part of its name after the kind; empty where there is only one of them."""
    return paper.partition(".")[2]


def printable(case: Case, plan: Plan) -> tuple[str, ...]:
    """The names of the papers that the case has now, the likeliest first."""
    found: list[str] = []
    if notice := ENDS.get(case.state):
        found.append(notice)
    elif case.refusal:
        # The rest of a case of which the law had accepted a part already.
        found.append(REFUSALS[CaseState(case.refusal.kind)])
    if case.notices and case.state is CaseState.NOTICED:
        found.append("supplement_notice")
    found += _of_items(case)
    if case.accepted_on:
        found += ["gap_notice", "acceptance_notice"] if case.gaps else ["acceptance_notice"]
    if case.notices and case.state is not CaseState.NOTICED:
        found.append("supplement_notice")
    if case.number:
        found.append("receipt")
    found.append("application_form")
    if case.state in BEFORE:
        found += (f"mandate.{party}" for party in principals(plan))
        found += ["gap_promise"] if tolerable(plan) else []
        found += (f"commitment.{planned.key}" for planned in plan.items if planned.item.commitment)
        found.append("checklist")
    else:
        found += ["gap_promise"] if case.gaps else []
        found += (f"commitment.{item}" for item in sorted(case.commitments))
    if case.accepted_on:
        found += (f"transfer_sheet.{department}" for department in departments(case, plan))
        found.append("delivery")
    return tuple(found)


def _of_items(case: Case) -> list[str]:
    """Notices about single items: those whose clock was stopped or lengthened, and those that came back."""
    found = []
    for life in in_order(case.item_lives):
        if life.returned:
            found.append(f"return_notice.{life.item}")
        if life.extended:
            found.append(f"extension.{life.item}")
        found += (f"special_procedure.{life.item}.{n}" for n in range(len(life.pauses), 0, -1))
    return found


def principals(plan: Plan) -> tuple[str, ...]:
    """The parties whose written mandate (授权委托书) the case wants."""
    return tuple(m.party for m in plan.materials if m.material.kind == "mandate" and m.party)


def tolerable(plan: Plan) -> tuple[str, ...]:
    """Keys of the papers that are not here and may come later (容缺)."""
    lacking = {one.subject for one in plan.failing}
    return tuple(m.key for m in plan.materials if m.standing == "later" or (m.tolerable and m.key in lacking))


def departments(case: Case, plan: Plan) -> tuple[str, ...]:
    """The departments that decide the case's items, in the order of its items."""
    named = {item.item: planned for item in case.items if (planned := plan.item(item.item))}
    return tuple(dict.fromkeys(planned.item.department for planned in named.values()))


def handed(case: Case) -> tuple[str, ...]:
    """What the applicant is handed after what was last done with the case, the most important first."""
    if notice := ENDS.get(case.state):
        return (notice,)
    match case.state:
        case CaseState.ACCEPTED:
            return ("gap_notice", "acceptance_notice") if case.gaps else ("acceptance_notice",)
        case CaseState.NOTICED:
            return ("supplement_notice",) if case.printed.get("receipt") else ("supplement_notice", "receipt")
        case CaseState.RECEIVED:
            return ("receipt",)
    return ()
