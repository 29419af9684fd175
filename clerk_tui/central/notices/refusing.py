"""The three ways in which an application is not accepted, each in writing: refused, not this authority's, not needed."""

from datetime import datetime

from clerk_tui.central.notices.base import Told
from clerk_tui.central.problems import ProblemError
from clerk_tui.intake.events import CaseRefused, CaseSubmitted
from clerk_tui.intake.plan import Failing
from clerk_tui.papers import Fact, Line, Notice, Passage, Signature, Table


def refusal_notice(told: Told) -> Notice:
    """不予受理通知书: the conditions that are not met, each with its basis, the reason, and what can be done against it."""
    refused, at = _refused(told)
    plan = told.plan_before(refused) or told.facts.plan
    failing = tuple(one for one in plan.failing if one.refuses)
    items = tuple(dict.fromkeys(item for one in failing for item in one.items)) or told.items()
    received, matter = told.day(told.facts.case.received_on), told.facts.matter
    body = told.say("refusal_notice.body" if failing else "refusal_notice.body_plain", received=received, matter=matter)
    table = Table(
        head=(told.say("refusal_notice.condition"), told.say("basis"), told.say("item"), told.say("authority")),
        rows=tuple(_row(told, one) for one in failing),
        widths=(3, 3, 2, 2),
    )
    return told.notice(
        "refusal_notice",
        (
            Passage(paragraphs=(body,), table=table if failing else None),
            Passage(heading=told.say("reason"), paragraphs=(refused.reason or told.say("reason.above"),)),
            told.remedies(items),
            Passage(paragraphs=(told.say("refusal_notice.again"),)),
        ),
        facts=_received(told),
        seals=told.authority_seals(items, at.date()),
        answer=(Signature(capacity=told.say("received_by")),),
        foot=(told.say("twice"),),
    )


def _row(told: Told, one: Failing) -> tuple[str, str, str, str]:
    item, _, key = one.subject.rpartition(".")
    known = told.facts.catalog.items.get(item)
    condition = next((c for c in known.conditions if c.key == key), None) if known else None
    name = str(one.details.get("name", ""))
    if condition is not None and told.facts.lang == "en" and condition.name_en:
        name = condition.name_en
    return name, one.basis, told.item(item), told.authority(item)


def not_ours_notice(told: Told) -> Notice:
    """不属于本机关: which items, and where to go with them."""
    refused, at = _refused(told)
    items = told.items()
    where = str(getattr(refused, "where", None) or "")
    received = told.day(told.facts.case.received_on)
    body = told.say("not_ours_notice.body", received=received, matter=told.facts.matter)
    parts = [Passage(paragraphs=(body,), lines=_lines(told, items))]
    if refused.reason:
        parts.append(Passage(heading=told.say("reason"), paragraphs=(refused.reason,)))
    if where:
        parts.append(Passage(heading=told.say("not_ours_notice.where"), paragraphs=(where,), strong=True))
    parts.append(told.remedies(items))
    if told.licences(items):
        parts.append(Passage(paragraphs=(told.say("not_ours_notice.basis"),)))
    return told.notice(
        "not_ours_notice",
        parts,
        facts=_received(told),
        seals=told.authority_seals(items, at.date()),
        answer=(Signature(capacity=told.say("received_by")),),
        foot=(told.say("twice"),),
    )


def not_needed_notice(told: Told) -> Notice:
    """无需许可: that no licence is needed, and why."""
    refused, at = _refused(told)
    items = told.items()
    received = told.day(told.facts.case.received_on)
    body = told.say("not_needed_notice.body", received=received, matter=told.facts.matter)
    parts = [Passage(paragraphs=(body,), lines=_lines(told, items))]
    if refused.reason:
        parts.append(Passage(heading=told.say("reason"), paragraphs=(refused.reason,)))
    parts.append(told.remedies(items))
    if told.licences(items):
        parts.append(Passage(paragraphs=(told.say("not_needed_notice.basis"),)))
    return told.notice(
        "not_needed_notice",
        parts,
        facts=_received(told),
        seals=told.authority_seals(items, at.date()),
        answer=(Signature(capacity=told.say("received_by")),),
        foot=(told.say("twice"),),
    )


def _lines(told: Told, items: tuple[str, ...]) -> tuple[Line, ...]:
    return tuple(Line(words=told.item(item), notes=(told.authority(item),)) for item in items)


def _refused(told: Told) -> tuple[CaseRefused, datetime]:
    found = told.last(CaseRefused)
    if found is None:
        raise ProblemError(409, "paper.not_now")
    return found


def _received(told: Told) -> tuple[Fact, ...]:
    submitted = told.last(CaseSubmitted)
    when = told.time(submitted[1]) if submitted else ""
    return (Fact(label=told.say("receipt.received"), value=when),)
