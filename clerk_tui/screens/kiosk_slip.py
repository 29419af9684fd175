"""What is printed for a person at the ticket machine."""

from datetime import date, datetime
from math import ceil
from zoneinfo import ZoneInfo

from babel.dates import format_date

from clerk_tui.papers import TicketSlip
from clerk_tui.screens.kiosk_line import Line
from clerk_tui.screens.kiosk_visit import Visit
from clerk_tui.texts import Lang, text


def day_in_words(day: date, lang: Lang) -> str:
    """`11月25日 星期三`, `Wed, 25 Nov`."""
    return format_date(day, "M月d日 EEEE" if lang == "zh" else "EEE, d MMM", "zh_CN" if lang == "zh" else "en_GB")


def slot_in_words(visit: Visit, line: Line, lang: Lang) -> str:
    """Day and time of a booking, in the hall's zone."""
    begins = datetime.fromisoformat(str(visit.result["slot"])).astimezone(ZoneInfo(line.hall.timezone))
    return text("kiosk.booked.on", lang, date=day_in_words(begins.date(), lang), slot=f"{begins:%H:%M}")


def minutes_of(result: dict[str, object]) -> tuple[int, int] | None:
    """The forecast of an answer in whole minutes, rounded up; None when it has none."""
    told = result.get("forecast")
    if not isinstance(told, dict):
        return None
    return ceil(float(told["p50"]) / 60), ceil(float(told["p90"]) / 60)


def slip_of(visit: Visit, line: Line, lang: Lang) -> TicketSlip:
    """The ticket, or the slip of a booking, from the centre's answer."""
    result = visit.result
    named = line.catalog.name(visit.matter, lang) if visit.matter and line.catalog else ""
    if "booking_no" in result:
        return TicketSlip(
            hall=line.hall.name,
            number=str(result["booking_no"]),
            taken_at=line.local_now(),
            matter=named,
            booked_for=slot_in_words(visit, line, lang),
        )
    wait = minutes_of(result)
    ticket_class = "appointment" if visit.intent == "check_in" else visit.ticket_class
    return TicketSlip(
        hall=line.hall.name,
        number=str(result["number"]),
        code=str(result["number"])[1:],
        taken_at=line.local_now(),
        matter=named,
        ticket_class=text(f"ticket_class.{ticket_class}", lang),
        ahead=int(result["ahead"]),
        wait_p50=wait[0] if wait else None,
        wait_p90=wait[1] if wait else None,
        url=str(result.get("url") or ""),
    )
