"""容缺受理: the promise that the applicant signs, and the notice that the window gives on it."""

from datetime import date

from clerk_tui.central.notices.base import Told
from clerk_tui.intake.deciding.receiving import latest_gap_day
from clerk_tui.intake.events import CaseAccepted
from clerk_tui.intake.papers import tolerable
from clerk_tui.intake.plan import PlannedMaterial
from clerk_tui.papers import Notice, Passage, Signature, Table

PROMISES = ("gap_promise.words.1", "gap_promise.words.2", "gap_promise.words.3", "gap_promise.words.4")


def gap_promise(told: Told) -> Notice:
    """容缺受理承诺书, to be signed by the applicant (or who acts): each paper, its form, by when, and what follows."""
    facts = told.facts
    until = _until(told)
    keys = facts.case.gaps or tolerable(facts.plan)
    table = _table(told, keys, told.day(until) or told.say("gap_promise.open"))
    words = tuple(f"{n}. {told.say(code)}" for n, code in enumerate(PROMISES, start=1))
    made = told.notice(
        "gap_promise",
        (
            Passage(paragraphs=(told.say("gap_promise.body", matter=facts.matter),), table=table),
            Passage(heading=told.say("gap_promise.promises"), paragraphs=words),
        ),
        masked=False,
        to="",
    )
    signer = made.agent or made.applicant
    capacity = told.say("signer", capacity=told.say("agent" if made.agent else "applicant"))
    return told.notice(
        "gap_promise",
        made.passages,
        masked=False,
        to="",
        signatures=(Signature(capacity=capacity, name=signer.name if signer else ""),),
        foot=(told.say("twice"),),
    )


def gap_notice(told: Told) -> Notice:
    """容缺受理通知书: each paper, its form, the deadline, how it may be handed in, what follows if it is not."""
    facts = told.facts
    found = told.last(CaseAccepted)
    accepted = facts.case.accepted_on or (found[1].date() if found else facts.local(facts.now).date())
    until = _until(told)
    body = told.say("gap_notice.body", matter=facts.matter, accepted=told.day(accepted))
    deadline = (told.say("gap_notice.until", until=told.day(until, weekday=True)),) if until else ()
    return told.notice(
        "gap_notice",
        (
            Passage(paragraphs=(body,), table=_table(told, facts.case.gaps, told.day(until))),
            Passage(paragraphs=deadline, strong=True),
            Passage(paragraphs=(told.say("gap_notice.how"), told.say("gap_notice.consequence"))),
        ),
        seals=told.hall_seal(accepted),
        answer=(Signature(capacity=told.say("received_by")),),
        foot=(told.say("twice"),),
    )


def _until(told: Told) -> date | None:
    """The day by which the gap is to be closed: as it was accepted, before that the latest that may be promised."""
    facts = told.facts
    if facts.case.accepted_on:
        return facts.case.until
    if told.calendar is None:
        return None
    return latest_gap_day(facts.plan, tolerable(facts.plan), facts.local(facts.now).date(), told.calendar)


def _table(told: Told, keys: tuple[str, ...], until: str) -> Table:
    materials = [m for key in keys if (m := told.facts.plan.material(key)) is not None]
    heads = ("gap_promise.material", "gap_promise.form", "gap_promise.wanted", "gap_promise.until")
    rows = tuple(
        (
            told.facts.catalog.name(m.key, told.facts.lang),
            form_of(told, m),
            told.listed(f"{told.item(why.item)}（{told.authority(why.item)}）" for why in m.why),
            until,
        )
        for m in materials
    )
    return Table(head=tuple(told.say(head) for head in heads), rows=rows, widths=(3, 2, 4, 2))


def form_of(told: Told, m: PlannedMaterial) -> str:
    """Original, copies, in words."""
    said = [told.say("form.original")] if m.original else []
    if m.copies:
        said.append(told.say("form.copies", count=m.copies))
    return told.listed(said)
