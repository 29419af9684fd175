"""The questions the workbench asks in its line on its own: reasons with labelled answers."""

from clerk_tui.screens.view import OptionView, PromptView
from clerk_tui.texts import Lang, text

BAD_REASONS = ("page_missing", "blurred", "expired", "not_own", "no_seal", "differs", "wrong_version")


def _prompt(lang: Lang, key: str, words: str, options: tuple[str, ...], stem: str) -> PromptView:
    return PromptView(key, words, tuple(OptionView(option, text(f"{stem}.{option}", lang)) for option in options))


def pass_prompt(lang: Lang, number: str) -> PromptView:
    """Why the number is passed."""
    words = text("prompt.pass", lang, number=number)
    return _prompt(lang, "pass", words, ("no_answer", "gave_up", "other"), "prompt.pass")


def pause_prompt(lang: Lang) -> PromptView:
    """Why the window pauses."""
    options = ("lunch", "away", "fault", "papers", "other")
    return _prompt(lang, "pause", text("prompt.pause", lang), options, "prompt.pause")


def hold_prompt(lang: Lang, number: str) -> PromptView:
    """Which of the three holds."""
    words = text("prompt.hold", lang, number=number)
    return _prompt(lang, "hold", words, ("fetch_papers", "papers_stay", "wait"), "prompt.hold")


def reveal_prompt(lang: Lang, label: str, key: str) -> PromptView:
    """Why the masked value is shown."""
    options = ("check_person", "check_paper", "asked_by_citizen")
    return _prompt(lang, f"reveal:{key}", text("prompt.reveal", lang, label=label), options, "prompt.reveal")


def bad_material_prompt(lang: Lang, name: str, key: str) -> PromptView:
    """What is wrong with the paper."""
    return _prompt(lang, f"bad:{key}", text("materials.bad_reason", lang, name=name), BAD_REASONS, "reason")


def quit_prompt(lang: Lang) -> PromptView:
    """Whether to leave."""
    return _prompt(lang, "quit", text("prompt.quit", lang), ("yes", "no"), "prompt.quit")


def finish_prompt(lang: Lang, number: str) -> PromptView:
    """What the visit was, when no case says it."""
    words = text("prompt.finish", lang, number=number)
    return _prompt(lang, "finish", words, ("consultation", "pickup", "wrong_matter", "other"), "prompt.finish")


def draft_prompt(lang: Lang, *, several: bool = False) -> PromptView:
    """What becomes of a draft when the ticket is finished; with several matters each may have its own outcome."""
    kept = "each" if several else "consultation"
    return _prompt(lang, "draft", text("prompt.draft", lang), ("hold", kept, "back"), "prompt.draft")


def undo_prompt(lang: Lang, kind: str, number: str) -> PromptView:
    """Whether the last queue act is taken back; the same key confirms."""
    words = text("prompt.undo", lang, act=text(f"act.{kind}", lang), number=number)
    return _prompt(lang, "undo", words, ("yes", "no"), "prompt.undo")


def joining_prompt(lang: Lang, matter: str, key: str) -> PromptView:
    """Where a found matter goes while a case is open."""
    words = text("prompt.join", lang, matter=matter)
    return _prompt(lang, f"join:{key}", words, ("this", "other", "guide", "no"), "prompt.join")


def word_prompt(lang: Lang, label: str, key: str) -> PromptView:
    """How the person who had confirmed a field agreed to its change."""
    words = text("prompt.word", lang, label=label)
    return _prompt(lang, f"word:{key}", words, ("spoken", "phone", "no"), "prompt.word")


def drop_row_prompt(lang: Lang, label: str, key: str, *, confirmed: bool) -> PromptView:
    """Whether a row goes; where somebody confirmed it, how they agreed."""
    words = text("prompt.drop_row_confirmed" if confirmed else "prompt.drop_row", lang, label=label)
    options = ("spoken", "phone", "no") if confirmed else ("yes", "no")
    return _prompt(lang, f"drop_row:{key}", words, options, "prompt.drop_row")


def refuse_prompt(lang: Lang, way: str) -> PromptView:
    """Why the case is refused or needs no permission, or where its authority is: in words for the paper."""
    kind = "refused" if way == "refuse" else way
    return PromptView(f"refuse_reason:{kind}", text(f"prompt.refuse_reason.{kind}", lang), entry=True)
