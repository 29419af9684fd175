"""The questions about papers on the desk, asked in the line."""

from clerk_tui.screens.view import OptionView, PromptView
from clerk_tui.texts import Lang, text

MOST_LABELLED = 9


def copies_prompt(lang: Lang, key: str, name: str, wanted: int) -> PromptView:
    """How many copies were handed in: a digit where the digits suffice, else typed; Enter takes all."""
    if wanted > MOST_LABELLED:
        return PromptView(f"copies:{key}", text("prompt.copies_typed", lang, name=name, wanted=wanted), entry=True)
    options = [OptionView(str(wanted), text("prompt.copies.all", lang, count=wanted), digit=wanted)]
    options += [
        OptionView(str(count), text("prompt.copies.some", lang, count=count), digit=count) for count in range(1, wanted)
    ]
    return PromptView(f"copies:{key}", text("prompt.copies", lang, name=name, wanted=wanted), tuple(options))


def form_signed_prompt(lang: Lang, names: str, pages: int) -> PromptView:
    """Whether who stands here signed the form that was just scanned, with the clerk as witness."""
    options = tuple(OptionView(one, text(f"prompt.form_signed.{one}", lang)) for one in ("signed", "scan_only"))
    return PromptView("form_signed", text("prompt.form_signed", lang, names=names, pages=pages), options)


def remove_prompt(lang: Lang, name: str) -> PromptView:
    """Whether the scanned file goes out of the scanner's folder."""
    options = tuple(OptionView(one, text(f"prompt.scan_remove.{one}", lang)) for one in ("remove", "keep"))
    return PromptView("scan_remove", text("prompt.scan_remove", lang, name=name), options)


def older_prompt(lang: Lang, key: str, name: str, written: str) -> PromptView:
    """Whether a file is meant that was there before this person came."""
    options = tuple(OptionView(one, text(f"prompt.scan_older.{one}", lang)) for one in ("again", "take"))
    return PromptView(f"scan_older:{key}", text("prompt.scan_older", lang, name=name, written=written), options)
