"""The languages of an announcement, and a call in the words of each."""

from clerk_tui.refusal import Refusal
from clerk_tui.texts import Lang, text

LANGS: dict[str, Lang] = {"zh": "zh", "yue": "zh", "en": "en"}
"""Languages that can be spoken, and in which script their sentences are written: Cantonese reads the Chinese one."""
LANGS_MOST = 3


def langs_of(spec: str) -> tuple[str, ...]:
    """`zh,en` as languages, in the order in which they are spoken.

    Raises Refusal voice.unknown_lang, voice.too_many.
    """
    found = tuple(dict.fromkeys(part for one in spec.replace("，", ",").split(",") if (part := one.strip().lower())))
    for lang in found:
        if lang not in LANGS:
            raise Refusal("voice.unknown_lang", lang=lang, known=", ".join(LANGS))
    if not found or len(found) > LANGS_MOST:
        raise Refusal("voice.too_many", most=LANGS_MOST)
    return found


def spelled(number: str, script: Lang) -> str:
    """`A023` sign by sign. The comma keeps an English voice from reading the letter as the article."""
    letters, digits = number.rstrip("0123456789"), number[len(number.rstrip("0123456789")) :]
    between = ", " if script == "en" and letters else " "
    return between.join(part for part in (" ".join(letters), " ".join(digits)) if part)


def sentence(lang: str, number: str, window: str, *, short: bool, extra: str = "") -> str:
    """The call of `number` to `window` in that language; `short` leaves only the two; `extra` follows in Chinese."""
    script = LANGS[lang]
    where = window if window.isdigit() else spelled(window, script)
    said = text("voice.call.short" if short else "voice.call", script, number=spelled(number, script), window=where)
    return f"{said}，{extra}" if extra and script == "zh" and not short else said
