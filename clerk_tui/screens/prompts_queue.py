"""The questions about tickets and windows; a window's digit is its number, so that nobody has to count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clerk_tui.screens.view import OptionView, PromptView
from clerk_tui.texts import Lang, text

TRANSFER_REASONS = ("not_here", "spread", "asked", "fault", "other")
PROMOTE_REASONS = ("frail", "urgent", "our_fault", "other")
REASSIGN_REASONS = ("ill", "called_away", "load", "other")
OUTCOMES = ("consultation", "pickup", "wrong_matter", "other")
POOL = "pool"
MOST_PICKS = 8


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """A window that may be chosen: how many wait who could be called there."""

    window: str
    waiting: int
    paused: bool = False


def _back(lang: Lang) -> OptionView:
    # Esc leaves a question as well, but never alone; no digit of a window may be taken for it.
    return OptionView("back", text("prompt.back", lang), digit=-1)


def _reasons(lang: Lang, key: str, words: str, codes: Sequence[str], stem: str) -> PromptView:
    return PromptView(key, words, tuple(OptionView(code, text(f"{stem}.{code}", lang)) for code in codes))


def _windows(lang: Lang, windows: Iterable[OpenWindow]) -> list[OptionView]:
    """Windows with a number of one digit; the others are typed."""
    found = []
    for one in windows:
        if len(one.window) == 1 and one.window.isdigit() and one.window != "0":
            code = "prompt.window_paused" if one.paused else "prompt.window"
            label = text(code, lang, window=one.window, waiting=one.waiting)
            found.append(OptionView(f"w:{one.window}", label, digit=int(one.window)))
    return found


def transfer_prompt(lang: Lang, number: str, windows: Sequence[OpenWindow]) -> PromptView:
    """Where the ticket goes."""
    options = _windows(lang, windows)
    options.append(OptionView("more", text("prompt.transfer.more", lang), digit=0))
    return PromptView("transfer", text("prompt.transfer", lang, number=number), (*options, _back(lang)))


def transfer_more_prompt(lang: Lang, number: str, skills: Sequence[str]) -> PromptView:
    """Which skill, or a window to be typed."""
    options = [OptionView(f"s:{skill}", skill) for skill in skills[:MOST_PICKS]]
    options.append(OptionView("typed", text("prompt.transfer.typed", lang)))
    return PromptView("transfer_more", text("prompt.transfer_skill", lang, number=number), (*options, _back(lang)))


def transfer_typed_prompt(lang: Lang, number: str) -> PromptView:
    """A window's number, typed."""
    return PromptView("transfer_typed", text("prompt.transfer_to", lang, number=number), entry=True)


def transfer_reason_prompt(lang: Lang, number: str, where: str) -> PromptView:
    """Why it goes there; `where` is `w:` or `s:` and the window or skill."""
    words = text("prompt.transfer_reason", lang, number=number)
    return _reasons(lang, f"transfer_reason:{where}", words, TRANSFER_REASONS, "prompt.transfer_reason")


def pick_prompt(lang: Lang, kind: str, tickets: Sequence[tuple[str, str]]) -> PromptView:
    """Which of these tickets (id and words)."""
    options = tuple(OptionView(key, label) for key, label in tickets[:MOST_PICKS])
    return PromptView(kind, text(f"prompt.{kind}", lang), (*options, _back(lang)))


def promote_number_prompt(lang: Lang) -> PromptView:
    """Which number goes first."""
    return PromptView("promote_number", text("prompt.promote_number", lang), entry=True)


def promote_prompt(lang: Lang, ticket: str, number: str) -> PromptView:
    """Why it goes first."""
    words = text("prompt.promote", lang, number=number)
    return _reasons(lang, f"promote:{ticket}", words, PROMOTE_REASONS, "prompt.promote")


def sure_prompt(lang: Lang, verb: str, ticket: str, number: str) -> PromptView:
    """Once more before a number is cancelled or abandoned."""
    words = text(f"prompt.{verb}", lang, number=number)
    options = (OptionView("yes", text(f"prompt.{verb}.yes", lang)), OptionView("back", text("prompt.back", lang)))
    return PromptView(f"{verb}:{ticket}", words, options)


def row_prompt(lang: Lang, ticket: str, words: str, verbs: Sequence[str]) -> PromptView:
    """What to do with a ticket that was found by its number."""
    options = [OptionView(verb, text(f"verb.{verb}", lang)) for verb in verbs]
    return PromptView(f"row:{ticket}", words, (*options, OptionView("back", text("prompt.back", lang))))


def number_prompt(lang: Lang, since: str) -> PromptView:
    """Whose paper it is, while the line is cut."""
    return PromptView("number", text("prompt.number", lang, since=since), entry=True, kind="warn")


def outcome_prompt(lang: Lang, ordinal: int, total: int, matter: str) -> PromptView:
    """What became of one matter of the visit."""
    words = text("prompt.outcome", lang, ordinal=ordinal, total=total, matter=matter)
    return _reasons(lang, "outcome", words, OUTCOMES, "prompt.finish")


def close_prompt(lang: Lang, window: str, left: str, *, leave: bool) -> PromptView:
    """What becomes of what a closing window still has."""
    options = tuple(OptionView(code, text(f"prompt.close.{code}", lang)) for code in ("colleague", "pool"))
    words = text("prompt.close", lang, window=window, left=left)
    back = OptionView("back", text("prompt.back", lang))
    return PromptView(f"close:{'leave' if leave else 'stay'}", words, (*options, back), kind="warn")


def reassign_prompt(lang: Lang, windows: Sequence[OpenWindow]) -> PromptView:
    """Whose work is handed on."""
    options = _windows(lang, windows)
    options.append(OptionView("typed", text("prompt.reassign_to.typed", lang), digit=0))
    return PromptView("reassign", text("prompt.reassign", lang), (*options, _back(lang)))


def reassign_from_prompt(lang: Lang) -> PromptView:
    """Whose work, typed."""
    return PromptView("reassign_from", text("prompt.reassign", lang), entry=True)


def reassign_to_prompt(lang: Lang, window: str, windows: Sequence[OpenWindow], then: str, *, pool: bool) -> PromptView:
    """Who takes it; `then` is what follows: `close`, `leave` or nothing."""
    options = _windows(lang, windows)
    if pool:
        options.append(OptionView(POOL, text("prompt.reassign_to.pool", lang), digit=0))
    options.append(OptionView("typed", text("prompt.reassign_to.typed", lang), digit=-1 if pool else 0))
    words = text("prompt.reassign_to", lang, window=window)
    return PromptView(f"reassign_to:{window}:{then}", words, (*options, _back(lang)))


def reassign_typed_prompt(lang: Lang, window: str, then: str) -> PromptView:
    """Who takes it, typed."""
    return PromptView(f"reassign_typed:{window}:{then}", text("prompt.reassign_typed", lang), entry=True)


def reassign_reason_prompt(lang: Lang, window: str, to: str, then: str) -> PromptView:
    """Why it is handed on."""
    words = text("prompt.reassign_reason", lang)
    return _reasons(lang, f"reassign_reason:{window}:{to}:{then}", words, REASSIGN_REASONS, "prompt.reassign_reason")


def quit_seated_prompt(lang: Lang) -> PromptView:
    """Whether to leave, and what becomes of the window."""
    return _reasons(lang, "quit", text("prompt.quit_seated", lang), ("close", "yes", "no"), "prompt.quit_seated")
