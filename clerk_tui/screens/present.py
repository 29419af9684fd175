"""From what the window knows to what it shows: pure, so that the same moment gives the same picture."""

from clerk_tui.queue.day import Ticket, TicketState
from clerk_tui.refusal import Refusal
from clerk_tui.screens.present_case import (
    case_view,
    field_views,
    history_rows,
    matter_views,
    open_question,
    phone_view,
    present_persons,
)
from clerk_tui.screens.present_papers import material_views
from clerk_tui.screens.present_queue import (
    elapsed,
    for_window,
    held_at,
    minutes,
    queue_view,
    returnable,
    short_class,
)
from clerk_tui.screens.seen import Seen
from clerk_tui.screens.submitting import lawful
from clerk_tui.screens.view import (
    NoticeView,
    Saved,
    StripView,
    TabsView,
    WorkbenchView,
)
from clerk_tui.screens.view import (
    TicketState as ShownState,
)
from clerk_tui.texts import Lang, text

ONLINE_ONLY = (
    "recall",
    "pass",
    "pause",
    "hold",
    "transfer",
    "undo",
    "phone",
    "no_ticket",
    "resume",
    "return_passed",
    "promote",
    "abandon",
    "close_window",
    "reassign",
)
"""F8 is not among them: cut off, it asks for the number on the paper."""


def sentence(refusal: Refusal, lang: Lang) -> str:
    """A refusal in the reader's language; parameters that are codes stay codes."""
    return text(refusal.code, lang, **refusal.details)


def present(seen: Seen) -> WorkbenchView:
    """Everything the workbench draws at this moment."""
    ticket = seen.ticket
    materials = material_views(seen)
    phone = phone_view(seen)
    return WorkbenchView(
        lang=seen.lang,
        strip=_strip(seen, ticket),
        queue=queue_view(seen, ticket),
        tabs=TabsView(
            materials_missing=sum(paper.state == "missing" for paper in materials),
            materials_bad=sum(paper.state == "bad" for paper in materials),
            phone=" ".join(p.name[:1] + ("✓" if p.done else "…") for p in phone.parties),
            matters=len(seen.file.case.matters) if seen.file else 0,
            waiting=len(for_window(seen.day, seen.window, seen.policy)),
        ),
        case=case_view(seen),
        question=open_question(seen),
        fields=field_views(seen),
        materials=materials,
        matters=matter_views(seen),
        phone=phone,
        history=history_rows(seen),
        notice=_notice(seen),
        prompt=seen.prompt,
        blocked=_blocked(seen, ticket),
        seated=seen.seat.state != "closed",
    )


def shown_state(seen: Seen, ticket: Ticket | None) -> ShownState:
    """The window's state in one word."""
    if seen.calling:
        return "calling"
    if ticket is not None:
        return "serving" if ticket.state is TicketState.SERVING else "called"
    return "paused" if seen.seat.state == "paused" else "idle"


def _strip(seen: Seen, ticket: Ticket | None) -> StripView:
    day, now = seen.day, seen.now
    waiting = for_window(day, seen.window, seen.policy)
    first = waiting[0] if waiting else None
    state = shown_state(seen, ticket)
    running = None
    if ticket is not None:
        running = ticket.welcomed_at if ticket.state is TicketState.SERVING else ticket.last_called_at
    return StripView(
        window=seen.window,
        state=state,
        number=ticket.label if ticket else "",
        ticket_class=short_class(ticket, seen.lang) if ticket else "",
        elapsed=elapsed(running, now),
        present=present_persons(seen),
        link="on" if seen.online else "off",
        off_since=seen.since.astimezone(seen.zone).strftime("%H:%M") if seen.since and not seen.online else "",
        clock=now.astimezone(seen.zone).strftime("%H:%M"),
        waiting=len(waiting),
        longest_minutes=max((minutes(one.taken_at, now) for one in waiting), default=0),
        next_number=first.label if first else "",
        next_class=short_class(first, seen.lang) if first else "",
        next_minutes=minutes(first.taken_at, now) if first else 0,
        passed=len(returnable(day, seen.seat, seen.policy)),
        held=len(held_at(day, seen.window)),
        mine=sum(one.to_window == seen.window for one in waiting),
        saved=_saved(seen),
        unsent=seen.unsent,
    )


def _saved(seen: Seen) -> Saved:
    if seen.unsent and not seen.online:
        return "unsent"
    if seen.file is None:
        return ""
    return "saved" if seen.saved else "saving"


def _notice(seen: Seen) -> NoticeView | None:
    """What the line says: trouble before news, and that the line is cut before everything that can wait."""
    if seen.trouble is not None:
        return NoticeView(sentence(seen.trouble, seen.lang), "error")
    if seen.notice is not None:
        return seen.notice
    if not seen.online:
        return NoticeView(text("notice.off_line", seen.lang), "warn")
    return None


def _blocked(seen: Seen, ticket: Ticket | None) -> tuple[tuple[str, str], ...]:
    lang = seen.lang
    if not seen.online:
        return tuple((action, text("why.off_line", lang)) for action in ONLINE_ONLY)
    blocked: list[tuple[str, str]] = []
    act = seen.seat.last_act
    if act is None or (seen.now - act.at).total_seconds() > seen.policy.undo_seconds:
        blocked.append(("undo", text("why.nothing_to_undo", lang)))
    if ticket is not None:
        blocked.append(("no_ticket", text("why.no_ticket_busy", lang, number=ticket.label)))
    if not held_at(seen.day, seen.window):
        blocked.append(("resume", text("why.nothing_held", lang)))
    if not returnable(seen.day, seen.seat, seen.policy):
        blocked.append(("return_passed", text("why.nothing_passed", lang)))
    if not seen.supervisor:
        blocked.append(("reassign", text("window.supervisor_only", lang)))
    if seen.file is not None and seen.file.case.number:
        said = text("why.submitted", lang, number=seen.file.case.number)
        blocked.append(("phone", said))
        if seen.plan is not None and not lawful(seen.file.case, seen.plan):
            blocked.append(("submit", said))
    elif seen.plan is not None and seen.plan.open_questions:
        count = len(seen.plan.open_questions)
        blocked += [(action, text("case.questions_open", lang, count=count)) for action in ("submit", "phone")]
    if ticket is not None and ticket.state is TicketState.CALLED:
        left = seen.policy.recalls_min - ticket.recalls
        if left > 0:
            blocked.append(("pass", text("why.recall_first", lang, left=left)))
    return tuple(blocked)
