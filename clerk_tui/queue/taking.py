"""How a number comes to be: taken, booked, checked in; and how it is given back before it was called."""

from datetime import datetime, time, timedelta

from clerk_tui.queue import commands as cmd
from clerk_tui.queue import events as ev
from clerk_tui.queue.day import BOOKING_LETTER, ENDED, Day, Ticket, TicketState
from clerk_tui.queue.elsewhere import Elsewhere
from clerk_tui.queue.guards import in_state, ticket_of
from clerk_tui.queue.policy import Policy
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context, EventBody

Events = list[EventBody]
_BY_THEMSELVES = frozenset({"kiosk", "phone"})


def take(day: Day, c: cmd.TakeTicket, _t: str | None, x: Context, policy: Policy, _e: Elsewhere) -> Events:
    """A number whenever the hall's day is open, also before a window is; one a person at a time."""
    if c.channel == "phone" and not policy.phone_tickets:
        raise Refusal("queue.no_phone_tickets")
    if c.channel in _BY_THEMSELVES and not policy.open_at(x.local_now):
        raise Refusal("queue.hall_closed", opens=policy.opens_next(x.local_now))
    skill = policy.skill_of(c.matter)
    if not policy.ever_served(skill):
        raise Refusal("queue.no_window_for", skill=skill or "")
    if mine := _of_person(day, x.person):
        raise Refusal("queue.already_has_ticket", number=mine.label)
    return [
        ev.TicketTaken(
            ticket=x.command_id,
            at=x.now,
            number=day.last_number + 1,
            letter=policy.letter,
            channel=c.channel,
            ticket_class=c.ticket_class,
            effective_arrival=x.now - timedelta(minutes=policy.head_start(c.ticket_class)),
            matter=c.matter,
            skill=skill,
            person=x.person,
        )
    ]


def _of_person(day: Day, person: str | None) -> Ticket | None:
    """The number that this person holds and that still leads to a window (请勿重复取号)."""
    if person is None:
        return None
    ended = {*ENDED, TicketState.BOOKED, TicketState.PASSED}
    return next((t for t in day.tickets.values() if t.person == person and t.state not in ended), None)


def book(day: Day, c: cmd.Book, _t: str | None, x: Context, policy: Policy, elsewhere: Elsewhere) -> Events:
    """A booking on `day`, which is the day named, not today. Rules by DOMAIN.md 1.1, numbers by the hall's file."""
    rules = policy.booking
    if x.person is None:
        raise Refusal("booking.no_person")
    ahead = (c.date - x.today).days
    if ahead < rules.days_ahead_min:
        raise Refusal("booking.too_late", days=rules.days_ahead_min)
    if ahead > rules.days_ahead_max:
        raise Refusal("booking.too_early", days=rules.days_ahead_max)
    begin, end = _slot(c, x, policy)
    if elsewhere.no_shows >= rules.no_shows_max:
        raise Refusal("booking.no_shows", count=elsewhere.no_shows, days=rules.no_show_days)
    booked = [t for t in day.tickets.values() if t.state is TicketState.BOOKED]
    if mine := next((t for t in booked if t.person == x.person), None):
        raise Refusal("booking.twice", number=mine.label, ticket=mine.id, date=day.date.isoformat())
    if sum(t.slot_start == begin for t in booked) >= rules.per_slot:
        raise Refusal("booking.slot_full", slot=c.slot)
    skill = policy.skill_of(c.matter)
    if not policy.ever_served(skill):
        raise Refusal("queue.no_window_for", skill=skill or "")
    return [
        ev.TicketBooked(
            ticket=x.command_id,
            at=x.now,
            number=day.last_booking + 1,
            ticket_class=c.ticket_class,
            slot_start=begin,
            slot_end=end,
            matter=c.matter,
            skill=skill,
            person=x.person,
        )
    ]


def _slot(c: cmd.Book, x: Context, policy: Policy) -> tuple[datetime, datetime]:
    wanted = time.fromisoformat(c.slot)
    for begin, end in policy.slots(c.date):
        if begin == wanted:
            return tuple(datetime.combine(c.date, at, x.zone) for at in (begin, end))  # type: ignore[return-value]
    raise Refusal("booking.no_such_slot", slot=c.slot)


def check_in(day: Day, c: cmd.CheckIn, _t: str | None, x: Context, policy: Policy, _e: Elsewhere) -> Events:
    """Who booked waits from now on, ahead by the head start of an appointment, but not before the slot."""
    ticket = _booking(day, c, x)
    begin, end = ticket.slot_start, ticket.slot_end
    if begin is None or end is None:
        raise Refusal("booking.none_today")
    if x.now < begin - timedelta(minutes=policy.booking.early_minutes):
        opens = begin - timedelta(minutes=policy.booking.early_minutes)
        raise Refusal("booking.too_soon", at=f"{opens.astimezone(x.zone):%H:%M}")
    if x.now > end + timedelta(minutes=policy.booking.late_minutes):
        raise Refusal("booking.late", number=ticket.label)
    if mine := _of_person(day, ticket.person):
        raise Refusal("queue.already_has_ticket", number=mine.label)
    ahead = max(policy.head_start("appointment"), policy.head_start(ticket.ticket_class))
    return [
        ev.TicketCheckedIn(
            ticket=ticket.id,
            at=x.now,
            number=day.last_number + 1,
            letter=policy.letter,
            effective_arrival=max(x.now, begin) - timedelta(minutes=ahead),
        )
    ]


def _booking(day: Day, c: cmd.CheckIn, x: Context) -> Ticket:
    if c.booking is None and x.person is None:
        raise Refusal("booking.no_person")
    named = (c.booking or "").upper().removeprefix(BOOKING_LETTER).lstrip("0")
    for ticket in day.tickets.values():
        if ticket.state is not TicketState.BOOKED:
            continue
        if c.booking is None:
            found = ticket.person == x.person
        else:
            found = c.booking.lower() == ticket.id or named == str(ticket.number)
        if found:
            return ticket
    raise Refusal("booking.none_today")


def cancel(day: Day, _c: cmd.Cancel, t: str | None, x: Context, policy: Policy, _e: Elsewhere) -> Events:
    """Given back by its holder or a clerk: a booking in time, a number while it waits."""
    ticket = ticket_of(day, t)
    in_state(ticket, TicketState.WAITING, TicketState.BOOKED)
    if ticket.state is TicketState.BOOKED and ticket.slot_start and x.role not in ("supervisor", "system"):
        notice = timedelta(minutes=policy.booking.cancel_before_minutes)
        if x.now > ticket.slot_start - notice:
            raise Refusal("booking.cancel_late", minutes=policy.booking.cancel_before_minutes)
    return [ev.TicketCancelled(ticket=ticket.id, at=x.now)]


def void_bookings(day: Day, _c: cmd.VoidBookings, _t: str | None, x: Context, policy: Policy, _e: Elsewhere) -> Events:
    """Bookings whose slot and grace are over: no-shows on record."""
    grace = timedelta(minutes=policy.booking.late_minutes)
    lapsed = (t for t in day.tickets.values() if t.state is TicketState.BOOKED)
    return [ev.TicketVoided(ticket=t.id, at=x.now) for t in lapsed if t.slot_end and x.now > t.slot_end + grace]
