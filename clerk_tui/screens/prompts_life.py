"""The questions about a case after its acceptance: which item, on what basis, with what outcome, to whom."""

from collections.abc import Sequence

from clerk_tui.intake.deciding.clocking import ARTICLE_45
from clerk_tui.screens.view import OptionView, PromptView
from clerk_tui.texts import Lang, text

CHANNELS = ("window", "post", "locker", "proxy")


def _with_back(lang: Lang, key: str, words: str, options: Sequence[OptionView]) -> PromptView:
    return PromptView(f"life:{key}", words, (*options, OptionView("back", text("prompt.back", lang), digit=-1)))


def item_prompt(lang: Lang, verb: str, items: Sequence[tuple[str, str]]) -> PromptView:
    """Which item (key and name) the act is about."""
    options = [OptionView(key, name) for key, name in items]
    return _with_back(lang, f"item:{verb}", text("life.which", lang, act=text(f"action.{verb}", lang)), options)


def basis_words(lang: Lang, basis: str) -> str:
    """A basis by name: an item's procedure has its own, one of article 45 that of the texts."""
    return text(f"life.basis.{basis}", lang) if basis in ARTICLE_45 else basis


def basis_prompt(lang: Lang, item: str, bases: Sequence[str]) -> PromptView:
    """On what basis the clock stops."""
    options = [OptionView(str(place), basis_words(lang, basis)) for place, basis in enumerate(bases)]
    return _with_back(lang, f"basis:{item}", text("life.basis", lang), options)


def outcome_prompt(lang: Lang, name: str, item: str, outcomes: Sequence[str]) -> PromptView:
    """What was decided of the item."""
    options = [OptionView(outcome, text(f"item_state.{outcome}", lang)) for outcome in outcomes]
    return _with_back(lang, f"reply:{item}", text("life.outcome", lang, item=name), options)


def channel_prompt(lang: Lang, count: int) -> PromptView:
    """How the results are handed over."""
    options = [OptionView(channel, text(f"life.channel.{channel}", lang)) for channel in CHANNELS]
    return _with_back(lang, "deliver", text("life.channel", lang, count=count), options)


def entry_prompt(lang: Lang, verb: str, subject: str = "") -> PromptView:
    """A reason, a number of days, a certificate's number, a name: typed."""
    key = f"life:{verb}:{subject}" if subject else f"life:{verb}"
    return PromptView(key, text(f"life.entry.{verb}", lang), entry=True)
