"""Which papers a case can have printed now: the one rule for the menu of the window, the route and the command."""

from clerk_tui.intake.case import Case, CaseState
from clerk_tui.intake.plan import Plan

BEFORE = (CaseState.DRAFT, CaseState.RECEIVED, CaseState.NOTICED)
"""While the application can still change."""
END_NOTICES = {CaseState.REFUSED: "refusal_notice"}
"""The notice that an application which was not accepted must be given in writing."""
KINDS = frozenset(
    {
        "acceptance_notice",
        "application_form",
        "checklist",
        "delivery",
        "gap_notice",
        "gap_promise",
        "mandate",
        "receipt",
        "refusal_notice",
        "supplement_notice",
        "transfer_sheet",
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
    if notice := END_NOTICES.get(case.state):
        found.append(notice)
    if case.state is CaseState.ACCEPTED:
        found.append("acceptance_notice")
        if case.gaps:
            found.append("gap_notice")
    if case.notices:
        found.insert(0 if case.state is CaseState.NOTICED else len(found), "supplement_notice")
    if case.number:
        found.append("receipt")
    found.append("application_form")
    if case.state in BEFORE:
        found += (f"mandate.{party}" for party in principals(plan))
        found += ["gap_promise"] if tolerable(plan) else []
        found.append("checklist")
    elif case.gaps:
        found.append("gap_promise")
    if case.state is CaseState.ACCEPTED:
        found += (f"transfer_sheet.{department}" for department in departments(case, plan))
        found.append("delivery")
    return tuple(found)


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
    if notice := END_NOTICES.get(case.state):
        return (notice,)
    match case.state:
        case CaseState.ACCEPTED:
            return ("gap_notice", "acceptance_notice") if case.gaps else ("acceptance_notice",)
        case CaseState.NOTICED:
            return ("supplement_notice",) if case.printed.get("receipt") else ("supplement_notice", "receipt")
        case CaseState.RECEIVED:
            return ("receipt",)
    return ()
