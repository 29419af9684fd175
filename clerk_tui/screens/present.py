"""From what the window knows to what it shows: pure, so that the same moment gives the same picture."""

from datetime import datetime

from clerk_tui.queue.day import Ticket, TicketState
from clerk_tui.refusal import Refusal
from clerk_tui.screens.present_case import (
    case_view,
    field_views,
    history_rows,
    material_views,
    matter_views,
    open_question,
    phone_view,
    present_persons,
)
from clerk_tui.screens.seen import Seen
from clerk_tui.screens.submitting import lawful
from clerk_tui.screens.view import (
    NoticeView,
    QueueRow,
    QueueView,
    Saved,
    StripView,
    TabsView,
    WorkbenchView,
)
from clerk_tui.screens.view import (
    TicketState as ShownState,
)
from clerk_tui.texts import Lang, text

NEXT_SHOWN = 9
ONLINE_ONLY = ("next", "recall", "pass", "pause", "hold", "transfer", "undo", "phone")


def sentence(refusal: Refusal, lang: Lang) -> str:
    """A refusal in the reader's language; parameters that are codes stay codes."""
    return text(refusal.code, lang, **refusal.details)


def minutes(since: datetime | None, now: datetime) -> int:
    """Whole minutes since then, never negative."""
    return max(int((now - since).total_seconds() // 60), 0) if since else 0


def elapsed(since: datetime | None, now: datetime) -> str:
    """`6:12`, `1:02:03`; empty when nothing runs."""
    if since is None:
        return ""
    seconds = max(int((now - since).total_seconds()), 0)
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def present(seen: Seen) -> WorkbenchView:
    """Everything the workbench draws at this moment."""
    ticket = seen.day.tickets.get(seen.seat.ticket or "")
    materials = material_views(seen)
    phone = phone_view(seen)
    return WorkbenchView(
        lang=seen.lang,
        strip=_strip(seen, ticket),
        queue=_queue(seen, ticket),
        tabs=TabsView(
            materials_missing=sum(paper.state == "missing" for paper in materials),
            materials_bad=sum(paper.state == "bad" for paper in materials),
            phone=" ".join(p.name[:1] + ("✓" if p.done else "…") for p in phone.parties),
            matters=len(seen.file.case.matters) if seen.file else 0,
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
    waiting = [day.tickets[place[2]] for place in day.waiting]
    first = waiting[0] if waiting else None
    state = shown_state(seen, ticket)
    running = None
    if ticket is not None:
        running = ticket.welcomed_at if ticket.state is TicketState.SERVING else ticket.last_called_at
    return StripView(
        window=seen.window,
        state=state,
        number=ticket.label if ticket else "",
        ticket_class=_short_class(ticket, seen.lang) if ticket else "",
        elapsed=elapsed(running, now),
        present=present_persons(seen),
        link="on" if seen.online else "off",
        off_since=seen.since.astimezone(seen.zone).strftime("%H:%M") if seen.since and not seen.online else "",
        clock=now.astimezone(seen.zone).strftime("%H:%M"),
        waiting=len(waiting),
        longest_minutes=max((minutes(one.taken_at, now) for one in waiting), default=0),
        next_number=first.label if first else "",
        next_class=_short_class(first, seen.lang) if first else "",
        next_minutes=minutes(first.taken_at, now) if first else 0,
        passed=len(seen.seat.passed),
        held=len(_held(seen)),
        saved=_saved(seen),
        unsent=seen.unsent,
    )


def _saved(seen: Seen) -> Saved:
    if seen.unsent and not seen.online:
        return "unsent"
    if seen.file is None:
        return ""
    return "saved" if seen.saved else "saving"


def _short_class(ticket: Ticket, lang: Lang) -> str:
    return text(f"class.{ticket.ticket_class}", lang)


def _held(seen: Seen) -> list[Ticket]:
    held = [one for one in seen.day.tickets.values() if one.state is TicketState.HELD and one.window == seen.window]
    return sorted(held, key=lambda one: one.held_since or one.taken_at)


def _queue(seen: Seen, ticket: Ticket | None) -> QueueView:
    day, lang = seen.day, seen.lang

    def row(one: Ticket, note: str) -> QueueRow:
        return QueueRow(one.label, _short_class(one, lang), note)

    waits = [day.tickets[place[2]] for place in day.waiting[:NEXT_SHOWN]]
    passed = [day.tickets[key] for key in seen.seat.passed[: seen.policy.return_last_passed] if key in day.tickets]
    return QueueView(
        number=ticket.label if ticket else "",
        ticket_class=text(f"ticket_class.{ticket.ticket_class}", lang) if ticket else "",
        why=_why(seen, ticket) if ticket else "",
        next=tuple(row(one, text("queue.minutes", lang, minutes=minutes(one.taken_at, seen.now))) for one in waits),
        passed=tuple(row(one, text("queue.recalled", lang, times=one.recalls)) for one in passed),
        held=tuple(row(one, text(f"hold.{one.hold or 'wait'}", lang)) for one in _held(seen)),
    )


def _why(seen: Seen, ticket: Ticket) -> str:
    """Why this one was next, in a sentence that can be said aloud."""
    waited = text("queue.waited", seen.lang, minutes=minutes(ticket.taken_at, ticket.called_at or seen.now))
    if ticket.why is None:
        return waited
    params = dict(ticket.why.params)
    if "ticket_class" in params:
        params["ticket_class"] = text(f"class.{params['ticket_class']}", seen.lang)
    return text(f"queue.{ticket.why.code}", seen.lang, **params) + waited


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
    blocked: list[tuple[str, str]] = [("transfer", text("why.no_transfer", lang))]
    act = seen.seat.last_act
    if act is None or (seen.now - act.at).total_seconds() > seen.policy.undo_seconds:
        blocked.append(("undo", text("why.nothing_to_undo", lang)))
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
