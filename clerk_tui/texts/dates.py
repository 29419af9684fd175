"""Days as they are read."""

from datetime import date

from babel.dates import format_date

from clerk_tui.texts import Lang


def due_words(due: date, lang: Lang) -> str:
    """`11-27(周五)` or `Fri 27 Nov`."""
    if lang == "zh":
        return f"{due:%m-%d}({format_date(due, 'EEE', locale='zh_CN')})"
    return format_date(due, "EEE d MMM", locale="en_GB")
