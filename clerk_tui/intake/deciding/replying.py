"""What a department answers to an item, what is paid, and what is handed over."""

from clerk_tui.intake import commands as cmd
from clerk_tui.intake import events as ev
from clerk_tui.intake.case import Case, CaseState
from clerk_tui.intake.deciding.base import CaseRules, Events, catalog_of, own, the_item
from clerk_tui.intake.items import fallen_with, only_handling, released_by
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context


def reply(case: Case, c: cmd.ReplyItem, x: Context, rules: CaseRules, _party: str | None) -> Events:
    """The decision on one item. One refusal names exactly which siblings fall; the others go on."""
    only_handling(the_item(case, c.item))
    item = catalog_of(rules, case.catalog).items.get(c.item)
    authorised = item is not None and item.immediate
    if not authorised and (x.role in ("clerk", "helper") or own(case, x)):
        raise Refusal("case.own_decision")
    waits = c.item in case.gapped_items
    if c.outcome == "passed" and waits:
        raise Refusal("case.gap_open", count=len(case.open_gaps))
    if c.outcome == "passed_with_gap" and not waits:
        raise Refusal("item.no_gap")
    if c.outcome == "not_passed" and not c.reason:
        raise Refusal("item.reason_missing")
    refused = c.outcome == "not_passed"
    return [
        ev.ItemReplied(
            item=c.item,
            outcome=c.outcome,
            released=() if refused else released_by(case.item_lives, c.item),
            fallen=fallen_with(case.item_lives, c.item) if refused else (),
            on=x.today,
            by=x.actor,
            role=x.role,
            at=x.now,
            number=c.number or "",
            reason=c.reason or "",
        )
    ]


def pay(case: Case, c: cmd.RecordPayment, x: Context, _rules: CaseRules, _party: str | None) -> Events:
    """What was paid elsewhere, or waived: the window keeps no till."""
    life = the_item(case, c.item)
    if life.payment is not None:
        raise Refusal("item.paid")
    if c.settled == "paid" and (c.how == "none" or not c.receipt):
        raise Refusal("item.receipt_missing")
    return [
        ev.PaymentRecorded(
            item=c.item,
            settled=c.settled,
            how=c.how,
            by=x.actor,
            at=x.now,
            amount=c.amount,
            receipt=c.receipt or "",
        )
    ]


def deliver(case: Case, c: cmd.Deliver, x: Context, _rules: CaseRules, _party: str | None) -> Events:
    """送达 of decided items, all in one pick-up; never of one that waits for a gap."""
    if case.state is CaseState.CLOSED:
        raise Refusal("case.ended")
    items = tuple(dict.fromkeys(c.items))
    ready = case.to_deliver
    for key in items:
        life = case.item_lives.get(key)
        if life is None:
            raise Refusal("item.unknown")
        if life.delivered is not None:
            raise Refusal("item.delivered")
        if key in case.gapped_items and not life.open:
            raise Refusal("case.gap_open", count=len(case.open_gaps))
        if key not in ready:
            raise Refusal("item.nothing_to_deliver" if not life.open else "item.undecided")
    return [ev.ItemsDelivered(items=items, channel=c.channel, on=x.today, by=x.actor, at=x.now, taken_by=c.taken_by)]
