"""Periods in words: 即办, 当场办结, 5个工作日, 二十日, 半个工作日."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from clerk_tui.catalog.exchange.cells import says_nothing
from clerk_tui.catalog.exchange.columns import Unit

LONGEST_DAYS = 365
ASSUMED = "（暂定）"
"""Behind a period that no published source was found for."""
_AT_ONCE = re.compile(r"即办|即时|当场|当即|立即|立等|即来即|马上办|现场办结")
_UNIT = "工作日|自然日|日历日|日|天|周|星期|月|年|小时|分钟"
_PERIOD = re.compile(
    r"(?:.{0,10}起|受理后|不超过|≤|<=)?(?P<n>半|[0-9]{1,5}(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百]{1,7})个?(?P<half>半)?"
    rf"\(?(?P<unit>{_UNIT})?\)?(?:以内|之内|内)?(?:办结|完成|办理完毕|出证)?(?:\(.*\))?"
)
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


@dataclass(frozen=True, slots=True)
class Period:
    """`amount` of working days, of days by the calendar, or (`plain`) of 日, which a law may mean either way."""

    amount: float
    unit: Unit


@lru_cache(maxsize=2_000)
def read_period(text: str, unit: Unit | None = None) -> Period | None:
    """The period in a cell; None when it says nothing. A bare number counts in `unit`, else in working days.

    Raises ValueError for words that are no period.
    """
    if says_nothing(text):
        return None
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).rstrip("。;；,，.")
    found = _PERIOD.fullmatch(plain)
    if not found:
        if _AT_ONCE.search(plain):
            return Period(0, "working")
        raise ValueError(text)
    amount = 0.5 if found["n"] == "半" else _number(found["n"])
    if found["half"]:
        amount += 0.5
    match found["unit"]:
        case None:
            return Period(amount, unit or "working")
        case "工作日":
            return Period(amount, "working")
        case "自然日" | "日历日":
            return Period(amount, "natural")
        case "周" | "星期":
            return Period(amount * 7, "natural")
        case "月":
            return Period(amount * 30, "natural")
        case "年":
            return Period(amount * 365, "natural")
        case "小时":
            # A working day has eight hours; what is longer is counted by the clock.
            return Period(_halves(amount / 8), "working") if amount <= 8 else Period(_halves(amount / 24), "plain")
        case "分钟":
            return Period(0, "working")
    return Period(amount, "plain")


def working_days(period: Period, licence: bool) -> tuple[float, bool]:
    """The period in working days, and whether it had to be converted (five working days are a week).

    `licence`: 日 are working days (行政许可法第八十二条).
    """
    if period.unit == "working" or not period.amount or (licence and period.unit == "plain"):
        return period.amount, False
    return max(0.5, int(period.amount * 5 / 7 * 2) / 2), True


def in_words(days: float, unit: str = "working_days", *, assumed: bool = False) -> str:
    """The period as it is exported."""
    words = f"{days:g}个工作日" if unit == "working_days" else f"{days:g}自然日"
    return words + ASSUMED if assumed else words


def _halves(amount: float) -> float:
    return max(0.5, round(amount * 2) / 2)


def _number(text: str) -> float:
    if text[0].isascii():
        return float(text)
    total, digit = 0, 0
    for char in text:
        if char == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif char == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _DIGITS[char]
    return total + digit
