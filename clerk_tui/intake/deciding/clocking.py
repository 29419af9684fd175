"""The clock of an item: stopped by a special procedure, set going, given more days by another person."""

from collections.abc import Mapping
from datetime import date

from clerk_tui.catalog.model import ClockRule, Item
from clerk_tui.intake import commands as cmd
from clerk_tui.intake import events as ev
from clerk_tui.intake.case import Case
from clerk_tui.intake.clock import add_working_days
from clerk_tui.intake.deadlines import deadlines_of
from clerk_tui.intake.deciding.base import CaseRules, Events, catalog_of, the_item
from clerk_tui.intake.items import ItemLife, ItemState, only_handling
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context

ARTICLE_45 = frozenset(
    {"hearing", "tender", "auction", "inspection", "testing", "quarantine", "appraisal", "expert_review"}
)
"""Procedures whose days no licence period counts, whatever the item says (行政许可法 45)."""
MORE: Mapping[ClockRule, int] = {"licence": 10, "registration": 3, "own": 10}
"""Working days by which a period may be extended, once (行政许可法 42; 市场主体登记管理条例 19)."""
MORE_JOINT = 15


def pause(case: Case, c: cmd.PauseClock, x: Context, rules: CaseRules, _party: str | None) -> Events:
    """特别程序 with its basis and planned length: what the notice to the applicant says."""
    life = _running(case, c.item)
    item = _item(case, c.item, rules)
    uncounted = next((one for one in item.uncounted if one.name == c.basis), None)
    if uncounted is None and not (item.clock_rule == "licence" and c.basis in ARTICLE_45):
        raise Refusal("clock.no_basis")
    if uncounted is not None and uncounted.days is not None:
        left = uncounted.days - sum(one.days for one in life.pauses if one.basis == c.basis)
        if c.days > left:
            raise Refusal("clock.pause_too_long", count=f"{max(left, 0):g}")
    return [
        ev.ClockPaused(
            item=c.item,
            basis=c.basis,
            days=c.days,
            on=x.today,
            until=add_working_days(x.today, c.days, rules.calendar).date,
            by=x.actor,
            at=x.now,
            note=c.note or "",
        )
    ]


def resume(case: Case, c: cmd.ResumeClock, x: Context, _rules: CaseRules, _party: str | None) -> Events:
    """The special procedure is over: the clock counts again from the day after."""
    if the_item(case, c.item).state is not ItemState.PAUSED:
        raise Refusal("clock.not_paused")
    return [ev.ClockResumed(item=c.item, on=x.today, by=x.actor, at=x.now)]


def ask_more(case: Case, c: cmd.ExtendClock, x: Context, rules: CaseRules, _party: str | None) -> Events:
    """Asks for more days: once, not more than the law gives, before the period is over."""
    life = _running(case, c.item, paused=True)
    item = _item(case, c.item, rules)
    if life.asked is not None or life.extended:
        raise Refusal("clock.extended_once")
    most = MORE_JOINT if life.joint and item.clock_rule == "licence" else MORE.get(item.clock_rule, 0)
    if c.days > most:
        raise Refusal("clock.extension_too_long", count=most)
    _in_time(case, c.item, x, rules)
    return [ev.ExtensionAsked(item=c.item, days=c.days, by=x.actor, at=x.now, reason=c.reason)]


def approve_more(case: Case, c: cmd.ApproveExtension, x: Context, rules: CaseRules, _party: str | None) -> Events:
    """Another person approves, before the period is over."""
    asked = _running(case, c.item, paused=True).asked
    if asked is None:
        raise Refusal("clock.nothing_asked")
    if asked.by == x.actor:
        raise Refusal("clock.own_extension")
    _in_time(case, c.item, x, rules)
    return [ev.ClockExtended(item=c.item, days=asked.days, on=x.today, by=x.actor, at=x.now)]


def _running(case: Case, key: str, *, paused: bool = False) -> ItemLife:
    life = the_item(case, key)
    if not (paused and life.state is ItemState.PAUSED):
        only_handling(life)
    return life


def _item(case: Case, key: str, rules: CaseRules) -> Item:
    item = catalog_of(rules, case.catalog).items.get(key)
    if item is None:
        raise Refusal("item.unknown")
    return item


def _in_time(case: Case, key: str, x: Context, rules: CaseRules) -> None:
    due = deadlines_of(case, catalog_of(rules, case.catalog), rules.calendar, x.local_now)[key]
    last = max(due.promised or date.min, due.legal or date.min)
    if x.today > last:
        raise Refusal("clock.too_late", date=last.isoformat())
