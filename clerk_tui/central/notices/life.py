"""Notices of what happens after the receipt: promises by commitment, stopped and lengthened clocks, returns, ends."""

from datetime import date

from clerk_tui.central.notices.base import Told
from clerk_tui.central.problems import ProblemError
from clerk_tui.intake.events import (
    CaseTerminated,
    CaseWithdrawn,
    ClockExtended,
    ClockPaused,
    CommittedToNotice,
    ExtensionAsked,
    ItemReturned,
)
from clerk_tui.papers import Fact, Line, Notice, Passage, Signature, Table
from clerk_tui.texts import catalogue_of_texts, text


def _not_now() -> ProblemError:
    return ProblemError(409, "paper.not_now")


def commitment(told: Told) -> Notice:
    """告知承诺书 of one item: what it demands and on what basis, what may come later, what follows from a false promise."""
    facts, key = told.facts, told.about
    planned = facts.plan.item(key)
    item = facts.catalog.items.get(key)
    if item is None:
        raise _not_now()
    conditions = tuple(
        Line(
            words=c.name if facts.lang == "zh" else c.name_en or c.name,
            notes=(f"{told.say('basis')}{told.say('colon')}{c.basis}",) if c.basis else (),
        )
        for c in item.conditions
    )
    later = tuple(
        Line(words=facts.catalog.name(m.key, facts.lang))
        for m in facts.plan.materials
        if m.tolerable and any(why.item == key for why in m.why)
    )
    parts = [Passage(paragraphs=(told.say("commitment.body", item=told.item(key), authority=told.authority(key)),))]
    if conditions:
        parts.append(Passage(heading=told.say("commitment.conditions"), lines=conditions))
    if later:
        parts.append(Passage(heading=told.say("commitment.later"), lines=later))
    promises = tuple(f"{n}. {told.say(f'commitment.words.{n}')}" for n in range(1, 5))
    parts.append(Passage(heading=told.say("gap_promise.promises"), paragraphs=promises))
    if item.basis:
        parts.append(Passage(heading=told.say("basis"), paragraphs=(item.basis,)))
    party = planned.acting[0] if planned and planned.acting else facts.plan.spokesman
    signed = next((e for e, _ in reversed(told.all(CommittedToNotice)) if e.item == key), None)
    done = ""
    if signed is not None:
        party = signed.party
        done = text(
            "paper.signed", facts.lang, time=told.time(signed.at), means=text(f"means.{signed.means}", facts.lang)
        )
    capacity = told.say("signer", capacity=facts.catalog.name(party, facts.lang))
    return told.notice(
        "commitment",
        parts,
        masked=False,
        to="",
        facts=_of_item(told, key),
        signatures=(Signature(capacity=capacity, name=told.person(party).name, done=done),),
        seals=told.authority_seals((key,), facts.local(facts.now).date()),
        foot=(told.say("twice"),),
    )


def special_procedure(told: Told) -> Notice:
    """特别程序告知书 of one pause: which step, its length and basis, from when to when the period does not run."""
    key, _, place = told.about.rpartition(".")
    pauses = [(event, at) for event, at in told.all(ClockPaused) if event.item == key]
    if not place.isdigit() or not 1 <= int(place) <= len(pauses):
        raise _not_now()
    paused, at = pauses[int(place) - 1]
    item = told.facts.catalog.items.get(key)
    step = next((one for one in item.uncounted if one.name == paused.basis), None) if item else None
    code = f"papers.procedure.{paused.basis}"
    name = text(code, told.facts.lang) if code in catalogue_of_texts() else paused.basis
    basis = step.basis if step and step.basis else ""
    if not basis and item is not None and item.clock_rule == "licence":
        basis = told.say("special_procedure.article")
    table = Table(
        head=tuple(told.say(f"special_procedure.{head}") for head in ("step", "days", "from", "until")),
        rows=((name, f"{paused.days:g}", told.day(paused.on), told.day(paused.until)),),
        widths=(4, 2, 3, 3),
    )
    body = told.say("special_procedure.body", item=told.item(key), step=name)
    parts = [Passage(paragraphs=(body,), table=table)]
    if basis:
        parts.append(Passage(paragraphs=(f"{told.say('basis')}{told.say('colon')}{basis}",)))
    if paused.note:
        parts.append(Passage(heading=told.say("special_procedure.note"), paragraphs=(paused.note,)))
    parts.append(Passage(paragraphs=(told.say("special_procedure.after"),)))
    return _about_item(told, "special_procedure", key, parts, at.date())


def extension(told: Told) -> Notice:
    """延期告知书 of one item: by how many days, why, on what basis, until when now."""
    key = told.about
    extended = next(((e, at) for e, at in reversed(told.all(ClockExtended)) if e.item == key), None)
    if extended is None:
        raise _not_now()
    event, at = extended
    asked = next((e for e, _ in reversed(told.all(ExtensionAsked)) if e.item == key), None)
    until = told.due(key)
    body = told.say("extension.body", item=told.item(key), days=event.days)
    parts = [Passage(paragraphs=(body,))]
    if until is not None:
        parts.append(
            Passage(paragraphs=(told.say("extension.until", until=told.day(until, weekday=True)),), strong=True)
        )
    if asked is not None and asked.reason:
        parts.append(Passage(heading=told.say("reason"), paragraphs=(asked.reason,)))
    if told.licences((key,)):
        parts.append(Passage(paragraphs=(told.say("extension.basis"),)))
    parts.append(told.remedies((key,)))
    return _about_item(told, "extension", key, parts, at.date())


def return_notice(told: Told) -> Notice:
    """退件通知书 of one item: the department sent it back to the window, and why."""
    key = told.about
    found = next(((e, at) for e, at in reversed(told.all(ItemReturned)) if e.item == key), None)
    if found is None:
        raise _not_now()
    event, at = found
    parts = [
        Passage(paragraphs=(told.say("return_notice.body", item=told.item(key), authority=told.authority(key)),)),
        Passage(heading=told.say("reason"), paragraphs=(event.reason,)),
        Passage(paragraphs=(told.say("return_notice.after"),)),
    ]
    return _about_item(told, "return_notice", key, parts, at.date())


def withdrawal(told: Told) -> Notice:
    """撤回通知书: the applicant took the application back, and what becomes of the materials."""
    found = told.last(CaseWithdrawn)
    if found is None:
        raise _not_now()
    event, at = found
    parts = [
        Passage(paragraphs=(told.say("withdrawal.body", matter=told.facts.matter, on=told.day(at.date())),)),
        Passage(lines=_items(told)),
        Passage(heading=told.say("reason"), paragraphs=(event.reason,)),
        Passage(paragraphs=(told.say("withdrawal.after"),)),
    ]
    return told.notice(
        "withdrawal",
        parts,
        signatures=(Signature(capacity=told.say("signer", capacity=told.say("withdrawal.signer"))),),
        seals=told.hall_seal(at.date()),
        foot=(told.say("twice"),),
    )


def termination(told: Told) -> Notice:
    """终止办理通知书: why the case ends without a decision, and what can be done against it."""
    found = told.last(CaseTerminated)
    if found is None:
        raise _not_now()
    event, at = found
    facts = told.facts
    on = facts.local(event.effective_at).date() if event.effective_at else at.date()
    reasons = [event.reason] if event.reason else []
    if event.code == "gap_lapsed":
        reasons.insert(0, told.say("termination.gap", until=told.day(facts.case.until)))
    gaps = tuple(Line(words=facts.catalog.name(gap, facts.lang)) for gap in event.gaps)
    parts = [
        Passage(paragraphs=(told.say("termination.body", matter=facts.matter, on=told.day(on)),), lines=_items(told)),
        Passage(heading=told.say("reason"), paragraphs=tuple(reasons), lines=gaps),
        Passage(paragraphs=(told.say("termination.after"),)),
        told.remedies(told.items()),
    ]
    return told.notice(
        "termination",
        parts,
        seals=told.hall_seal(on),
        answer=(Signature(capacity=told.say("received_by")),),
        foot=(told.say("twice"),),
    )


def _items(told: Told) -> tuple[Line, ...]:
    """The case's items, each with its number and who decides it."""
    return tuple(
        Line(words=told.item(key), notes=(f"{told.authority(key)}　{told.number_of(key)}".rstrip("　"),))
        for key in told.items()
    )


def _of_item(told: Told, key: str) -> tuple[Fact, ...]:
    return (
        Fact(label=told.say("item"), value=told.item(key)),
        Fact(label=told.say("acceptance.item_no"), value=told.number_of(key)),
        Fact(label=told.say("authority"), value=told.authority(key)),
    )


def _about_item(told: Told, kind: str, key: str, parts: list[Passage], on: date) -> Notice:
    return told.notice(
        kind,
        parts,
        facts=_of_item(told, key),
        seals=told.authority_seals((key,), on),
        answer=(Signature(capacity=told.say("received_by")),),
        foot=(told.say("twice"),),
    )
