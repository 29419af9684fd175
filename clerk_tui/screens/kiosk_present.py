"""The ticket machine's pages: from what a person has chosen to what they see."""

from collections.abc import Callable
from datetime import timedelta
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from clerk_tui.screens.kiosk_flow import SLOTS_SHOWN, KioskFlow
from clerk_tui.screens.kiosk_slip import day_in_words, minutes_of, slot_in_words
from clerk_tui.screens.kiosk_view import Choice, KioskView, Said
from clerk_tui.screens.kiosk_visit import ENDS
from clerk_tui.texts import Lang
from clerk_tui.texts.masks import mask_code

STALE = timedelta(seconds=25)
"""Heartbeats come every ten seconds: after so long without a word the data's age is said."""
SHOWN_END = 2
SLOTS_A_ROW = 4
FULL_ID = 15
"""A typed number this long is taken for a person's: all but its end is hidden."""


def present(flow: KioskFlow, lang: Lang) -> KioskView:
    """The page of this moment."""
    line, visit = flow.line, flow.visit
    say = flow.say
    page = visit.page
    if line.refusal is not None:
        parts = _out_of_order(flow)
    elif page == "home" and not line.online:
        parts = _away(flow)
    else:
        parts = _PAGES[page](flow, lang)
    foot = [Choice("language", say("kiosk.other_lang"))]
    if page != "home":
        leave = "kiosk.leave" if page in ("given", "booked", "cancelled") else "kiosk.home"
        foot.insert(0, Choice("home", say(leave)))
        if visit.before and page != "busy" and page not in ENDS:
            foot.insert(0, Choice("back", say("kiosk.back")))
    hall = line.hall.name
    clock = f"{line.local_now():%H:%M}" if line.heard_at else ""
    trouble = flow.told(visit.trouble) or _stale(flow)
    return KioskView(head=hall, head_right=clock, foot=tuple(foot), trouble=trouble, chosen=visit.chosen, **parts)


def _stale(flow: KioskFlow) -> str:
    line = flow.line
    if line.heard_at is None or line.age < STALE:
        return ""
    since = f"{line.heard_at.astimezone(ZoneInfo(line.hall.timezone)):%H:%M}"
    return flow.say("kiosk.stale", since=since, minutes=ceil(line.age.total_seconds() / 60))


def _home(flow: KioskFlow, _lang: Lang) -> dict[str, Any]:
    say = flow.say
    wait = flow.line.wait_of(None)
    now = say("kiosk.waiting", count=flow.line.waiting)
    if wait:
        low, high = (ceil(seconds / 60) for seconds in wait)
        now += " · " + say("kiosk.wait", low=low, high=high)
    names = (("take", "tell"), ("check_in", "book", "return"))
    keys = iter("12345")
    rows = tuple(tuple(Choice(n, say(f"kiosk.{n}"), say(f"kiosk.{n}.help"), next(keys)) for n in row) for row in names)
    said = (Said(now, "accent"), Said(say("kiosk.card")))
    return {"title": say("kiosk.ask"), "said": said, "rows": rows, "heights": (3, 2)}


def _search(flow: KioskFlow, _lang: Lang) -> dict[str, Any]:
    say, typed = flow.say, flow.visit.typed
    found = tuple(Choice(f"matter:{key}", name, department) for key, name, department in flow.found())
    said = (Said(say("kiosk.search.nothing")),) if typed and not found else ()
    return {
        "title": say("kiosk.search"),
        "said": said,
        "typed": typed,
        "hint": say("kiosk.search.hint"),
        "results": found or (Choice("matter:", say("kiosk.search.take")),),
        "pad": "letters",
    }


def _class(flow: KioskFlow, lang: Lang) -> dict[str, Any]:
    say, visit = flow.say, flow.visit
    said = []
    if visit.matter and flow.line.catalog:
        said.append(Said(say("kiosk.matter", matter=flow.line.catalog.name(visit.matter, lang)), "accent"))
    if visit.card:
        said.append(Said(say("kiosk.card.read", id_no=mask_code(visit.card.id_no))))
    if flow.green_by_age:
        said.append(Said(say("kiosk.class.by_age"), "good"))
    row = tuple(
        Choice(f"class:{name}", say(f"kiosk.class.{name}"), say(f"kiosk.class.{name}.help"), key)
        for name, key in (("ordinary", "1"), ("green", "2"))
    )
    return {"title": say("kiosk.class"), "said": tuple(said), "rows": (row,), "heights": (3,)}


def _closing(flow: KioskFlow, _lang: Lang) -> dict[str, Any]:
    say = flow.say
    closes, until = flow.closing()
    words = [Said(say("kiosk.closing.why", closes=f"{closes:%H:%M}", until=f"{until:%H:%M}"), "warn")] if until else []
    row = (
        Choice("anyway", say("kiosk.closing.anyway"), say("kiosk.closing.anyway.help"), "1"),
        Choice("book", say("kiosk.book"), say("kiosk.book.help"), "2"),
    )
    return {"title": say("kiosk.closing"), "said": tuple(words), "rows": (row,), "heights": (3,)}


def _busy(flow: KioskFlow, _lang: Lang) -> dict[str, Any]:
    return {"title": flow.say("kiosk.busy")}


def _given(flow: KioskFlow, lang: Lang) -> dict[str, Any]:
    say, visit = flow.say, flow.visit
    result = visit.result
    said = []
    if visit.intent == "return":
        said.append(Said(say("kiosk.requeued"), "good"))
    if "ahead" in result:
        said.append(Said(say("kiosk.ahead", count=result["ahead"]), "strong"))
    if wait := minutes_of(result):
        said.append(Said(say("kiosk.wait", low=wait[0], high=wait[1]), "strong"))
    url = str(result.get("url") or "")
    if url and visit.printed != "failed":
        said.append(Said(say("kiosk.scan")))
    said += _paper(flow)
    rows = ((Choice("reprint", say("kiosk.reprint"), "", "1"),),) if visit.printed == "failed" else ()
    return {
        "title": say("kiosk.given"),
        "said": tuple(said),
        "number": str(result.get("number") or visit.number),
        "url": url,
        "rows": rows,
        "heights": (1,) * len(rows),
    }


def _paper(flow: KioskFlow) -> list[Said]:
    """What became of the paper."""
    say, visit = flow.say, flow.visit
    match visit.printed:
        case "printing":
            return [Said(say("kiosk.printing"))]
        case "done":
            return [Said(say("kiosk.printed"), "good")]
        case "none":
            return [Said(say("kiosk.no_printer"), "accent")]
        case "failed":
            return [Said(flow.told(visit.printer_says), "warn"), Said(say("kiosk.not_printed"), "strong")]
    return []


def _identify(flow: KioskFlow, _lang: Lang) -> dict[str, Any]:
    say, visit = flow.say, flow.visit
    which = "book" if visit.intent == "book" else "check_in"
    typed = visit.typed
    hidden = "•" * (len(typed) - SHOWN_END) + typed[-SHOWN_END:] if len(typed) > SLOTS_A_ROW else typed
    return {
        "title": say(f"kiosk.identify.{which}"),
        "said": (Said(say(f"kiosk.identify.{which}.help")),),
        "typed": hidden,
        "pad": "digits",
        "rows": ((Choice("ok", say("kiosk.ok")),),),
        "heights": (1,),
    }


def _guessed(flow: KioskFlow, _lang: Lang) -> dict[str, Any]:
    say, card = flow.say, flow.visit.guessed
    last = card.id_no[-4:] if card else ""
    row = (Choice("yes", say("kiosk.yes"), "", "1"), Choice("no", say("kiosk.no"), "", "2"))
    said = (Said(say("kiosk.guessed.help", last=last), "strong"),)
    return {"title": say("kiosk.guessed"), "said": said, "rows": (row,), "heights": (3,)}


def _days(flow: KioskFlow, lang: Lang) -> dict[str, Any]:
    rules = flow.line.hall.policy.booking
    today = flow.line.local_now().date()
    ahead = range(rules.days_ahead_min, rules.days_ahead_max + 1)
    days = [today + timedelta(days=n) for n in ahead][:9]
    found = [Choice(f"day:{day}", day_in_words(day, lang), "", str(n)) for n, day in enumerate(days, 1)]
    rows = tuple(tuple(found[at : at + 3]) for at in range(0, len(found), 3))
    return {"title": flow.say("kiosk.days"), "rows": rows, "heights": (2,) * len(rows)}


def _slots(flow: KioskFlow, lang: Lang) -> dict[str, Any]:
    visit = flow.visit
    slots = flow.line.hall.policy.slots(visit.day) if visit.day else []
    all_fit = len(slots) <= SLOTS_SHOWN + 1
    shown = slots if all_fit else slots[visit.first_slot : visit.first_slot + SLOTS_SHOWN]
    found = [Choice(f"slot:{begin:%H:%M}", f"{begin:%H:%M}–{end:%H:%M}") for begin, end in shown]
    if not all_fit:
        found.append(Choice("more", flow.say("kiosk.more")))
    rows = tuple(tuple(found[at : at + SLOTS_A_ROW]) for at in range(0, len(found), SLOTS_A_ROW))
    said = (Said(day_in_words(visit.day, lang), "accent"),) if visit.day else ()
    return {"title": flow.say("kiosk.slots"), "said": said, "rows": rows, "heights": (1,) * len(rows)}


def _booked(flow: KioskFlow, lang: Lang) -> dict[str, Any]:
    visit = flow.visit
    said = [Said(slot_in_words(visit, flow.line, lang), "strong"), Said(flow.say("kiosk.booked.help"))]
    return {
        "title": flow.say("kiosk.booked"),
        "said": (*said, *_paper(flow)),
        "number": str(visit.result["booking_no"]),
    }


def _number(flow: KioskFlow, _lang: Lang) -> dict[str, Any]:
    say = flow.say
    return {
        "title": say("kiosk.number"),
        "said": (Said(say("kiosk.number.help")),),
        "typed": flow.visit.typed,
        "pad": "digits",
        "rows": ((Choice("ok", say("kiosk.ok")),),),
        "heights": (1,),
    }


def _refused(flow: KioskFlow, _lang: Lang) -> dict[str, Any]:
    visit = flow.visit
    title = flow.say("kiosk.already" if visit.number else "kiosk.refused")
    page: dict[str, Any] = {"title": title, "said": (Said(flow.told(visit.said), "strong"),), "number": visit.number}
    if visit.result.get("ticket"):
        row = (
            Choice("cancel", flow.say("kiosk.cancel"), flow.say("kiosk.cancel.help"), "1"),
            Choice("home", flow.say("kiosk.keep"), "", "2"),
        )
        page |= {"rows": (row,), "heights": (2,)}
    return page


def _cancelled(flow: KioskFlow, _lang: Lang) -> dict[str, Any]:
    row = (Choice("book", flow.say("kiosk.book"), flow.say("kiosk.book.help"), "1"),)
    return {"title": flow.say("kiosk.cancelled"), "rows": (row,), "heights": (2,)}


def _away(flow: KioskFlow, _lang: Lang | None = None) -> dict[str, Any]:
    line, visit = flow.line, flow.visit
    if line.heard_at is None:
        return {"title": flow.say("kiosk.starting")}
    since = f"{line.heard_at.astimezone(ZoneInfo(line.hall.timezone)):%H:%M}"
    said = [Said(flow.say("kiosk.away.help", since=since), "warn")]
    if visit.said:
        said.append(Said(flow.told(visit.said)))
    return {"title": flow.say("kiosk.away"), "said": tuple(said)}


def _out_of_order(flow: KioskFlow) -> dict[str, Any]:
    refusal = flow.line.refusal
    assert refusal is not None
    return {
        "title": flow.say("kiosk.out_of_order"),
        "said": (Said(flow.say(refusal.code, **refusal.details), "warn"),),
    }


_PAGES: dict[str, Callable[[KioskFlow, Lang], dict[str, Any]]] = {
    "home": _home,
    "search": _search,
    "class": _class,
    "closing": _closing,
    "busy": _busy,
    "given": _given,
    "identify": _identify,
    "guessed": _guessed,
    "days": _days,
    "slots": _slots,
    "booked": _booked,
    "number": _number,
    "cancelled": _cancelled,
    "refused": _refused,
    "away": _away,
}
