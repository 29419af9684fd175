"""Receipt and acceptance notice for the ticket printer: the same words in the shape that fits a roll."""

from datetime import date, datetime

from babel.dates import format_date

from clerk_tui.papers.model import AcceptanceNotice, Receipt
from clerk_tui.papers.notice import Fact, Notice, Passage, Table
from clerk_tui.texts import Lang, text


def day_words(day: date, lang: Lang, *, weekday: bool = True) -> str:
    """A day as papers write it, with its name or without."""
    pattern = text("papers.weekday_pattern" if weekday else "papers.day_pattern", lang)
    return format_date(day, pattern, "zh_CN" if lang == "zh" else "en_GB")


def time_words(at: datetime, lang: Lang) -> str:
    """A time of the hall as papers write it."""
    return f"{day_words(at, lang, weekday=False)} {at:%H:%M}"


def as_notice(paper: Receipt | AcceptanceNotice, lang: Lang) -> Notice:
    """The paper as a `Notice`, nothing added and nothing left out."""
    return _receipt(paper, lang) if isinstance(paper, Receipt) else _acceptance(paper, lang)


def _receipt(paper: Receipt, lang: Lang) -> Notice:
    day, clock = day_words(paper.received_at, lang, weekday=False), f"{paper.received_at:%H:%M}"
    body = text("papers.receipt.body", lang, day=day, clock=clock, count=len(paper.materials))
    heads = ("material", "originals", "copies", "how")
    table = Table(
        head=tuple(text(f"papers.receipt.{head}", lang) for head in heads),
        rows=tuple((m.name, str(m.originals or ""), str(m.copies or ""), m.how) for m in paper.materials),
        widths=(3, 1, 1, 2),
    )
    return Notice(
        kind="receipt",
        hall=paper.hall,
        case_no=paper.case_no,
        matter=paper.matter,
        applicant=paper.applicant,
        agent=paper.agent,
        passages=(Passage(paragraphs=(body,), table=table, after=(text("papers.receipt.not_yet", lang),)),),
        query_code=paper.query_code,
        query_url=paper.query_url,
        contact=paper.contact,
        window=paper.window,
        clerk=paper.clerk,
        seals=paper.seals,
        reprint=paper.reprint,
    )


def _acceptance(paper: AcceptanceNotice, lang: Lang) -> Notice:
    accepted = day_words(paper.accepted_on, lang)
    body = "papers.acceptance.body" + ("" if paper.ground == "complete" else f"_{paper.ground}")
    said = [text(body, lang, matter=paper.matter, accepted=accepted)]
    mark = text("papers.provisional", lang)
    if paper.promised_on:
        promised = day_words(paper.promised_on, lang) + (mark if paper.provisional else "")
        said.append(text("papers.acceptance.promise", lang, promised=promised))
    rows = tuple(
        (
            item.name,
            item.item_no,
            item.authority,
            day_words(item.promised_on, lang) + (mark if item.provisional else "") if item.promised_on else item.note,
        )
        for item in paper.items
    )
    heads = ("item", "item_no", "authority", "promised")
    table = Table(head=tuple(text(f"papers.acceptance.{head}", lang) for head in heads), rows=rows, widths=(2, 2, 1, 1))
    after = [text("papers.acceptance.follow_roll", lang)]
    if paper.provisional or any(item.provisional for item in paper.items):
        after.append(text("papers.provisional_note", lang))
    received = day_words(paper.received_on, lang) if paper.received_on else ""
    return Notice(
        kind="acceptance",
        hall=paper.hall,
        case_no=paper.case_no,
        matter=paper.matter,
        applicant=paper.applicant,
        agent=paper.agent,
        facts=(
            Fact(label=text("papers.acceptance.received", lang), value=received),
            Fact(label=text("papers.acceptance.accepted", lang), value=accepted),
        ),
        passages=(Passage(paragraphs=tuple(said)), Passage(table=table, after=tuple(after))),
        query_code=paper.query_code,
        query_url=paper.query_url,
        contact=paper.contact,
        window=paper.window,
        clerk=paper.clerk,
        seals=paper.seals,
        reprint=paper.reprint,
    )
