"""Rows of the lists of cases, and a case's story, in words: from what the centre told, pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from clerk_tui.catalog.model import Catalog
from clerk_tui.catalog.readings import spelled
from clerk_tui.intake.clock import DueDay
from clerk_tui.intake.timeline import Step
from clerk_tui.screens.view import HistoryRow, ListRow
from clerk_tui.texts import Lang, text
from clerk_tui.texts.dates import due_words
from clerk_tui.texts.timeline import told_step


def list_row(case: Mapping[str, Any], catalog: Catalog | None, lang: Lang, zone: ZoneInfo) -> ListRow:
    """One listed case."""
    title = title_of(case["matters"], catalog, lang)
    name = case["applicant"] or text("lists.nobody", lang)
    since = datetime.fromisoformat(case["since"]).astimezone(zone)
    window = case["window"]
    return ListRow(
        key=case["id"],
        name=name,
        title=title,
        state=_stands(case, lang),
        due=due_words(date.fromisoformat(case["due"]), lang) if case["due"] else "",
        light=case["light"] or "",
        window=text("lists.window", lang, window=window) if window else text("lists.in_pool", lang),
        number=case["number"] or text("lists.no_number", lang),
        since=text("lists.since", lang, since=since.strftime("%m-%d %H:%M")),
        heard=heard([name, title_of(case["matters"], catalog, "zh")], catalog),
    )


def _stands(case: Mapping[str, Any], lang: Lang) -> str:
    """The state, or what is left for its person to do: take a result along, bring a paper that was to follow."""
    for what in ("collect", "gaps"):
        if count := case.get(what):
            return text(f"lists.{what}", lang, count=count)
    return state_words(case["state"], lang)


def untold_row(
    row: str, one: Mapping[str, Any], name: str, catalog: Catalog | None, lang: Lang, zone: ZoneInfo
) -> ListRow:
    """Somebody who left with a receipt only; the key is the submission's row."""
    at = datetime.fromisoformat(one["at"]).astimezone(zone)
    return ListRow(
        key=row,
        name=name or text("lists.nobody", lang),
        title=title_of(one["matters"], catalog, lang),
        state=untold_state(one["state"], lang),
        light="yellow" if one["state"] != "unsent" else "",
        number=one["number"] or "",
        since=text("lists.untold.at", lang, at=at.strftime("%m-%d %H:%M")),
        heard=heard([name, title_of(one["matters"], catalog, "zh")], catalog),
    )


def untold_state(state: str, lang: Lang) -> str:
    """What the centre made of a submission, or that it has not said so yet."""
    return text("lists.untold.unsent", lang) if state == "unsent" else state_words(state, lang)


def state_words(state: str, lang: Lang) -> str:
    """A case's state, or how its submission ended, in two words; the code itself when a newer centre has one more."""
    try:
        return text(f"case_state.{state}", lang)
    except KeyError:
        return state


def title_of(matters: Iterable[str], catalog: Catalog | None, lang: Lang) -> str:
    """The matters by their names; by their keys where no catalogue is at hand."""
    known = {*catalog.items, *catalog.packages} if catalog else set()
    names = (catalog.name(key, lang) if catalog and key in known else key for key in matters)
    return ("、" if lang == "zh" else ", ").join(names)


def heard(words: Iterable[str], catalog: Catalog | None) -> tuple[str, ...]:
    """Initials and full sounds of each, as far as the catalogue's table of sounds knows them."""
    sounds = catalog.index.sounds if catalog else ""
    found = []
    for one in words:
        letters = [c for c in one if c.isalnum()]
        spoken = spelled(sounds, "".join(letters)) if sounds and letters else None
        if spoken:
            found += ["".join(s[:1] for s in spoken).casefold(), "".join(spoken).casefold()]
    return tuple(found)


def story_rows(steps: Iterable[Step], catalog: Catalog | None, lang: Lang, zone: ZoneInfo) -> tuple[HistoryRow, ...]:
    """The steps in plain words, each with its time at the hall."""
    return tuple(HistoryRow(s.at.astimezone(zone).strftime("%m-%d %H:%M"), step_words(s, catalog, lang)) for s in steps)


def step_words(step: Step, catalog: Catalog | None, lang: Lang) -> str:
    """One step in plain words, with the item or party it is about."""
    about = step.item or step.party
    name = ""
    if about and catalog is not None:
        name = title_of([about], catalog, lang) if step.item else catalog.name(about, lang)
    return told_step(step.code, step.params, name, lang)


def day_rows(days: Sequence[DueDay], due: date, lang: Lang) -> tuple[HistoryRow, ...]:
    """Why this date: each day of the period with its number if it counts, and why it does or doesn't."""
    if not days:
        return ()
    rows = [HistoryRow("", text("timeline.why_due", lang, due=due_words(due, lang)))]
    number = 0
    for day in days:
        number += day.counts
        code = "timeline.day_counts" if day.counts else "timeline.day_free"
        rows.append(
            HistoryRow(f"{day.date:%m-%d}", text(code, lang, number=number, why=text(f"why_day.{day.why}", lang)))
        )
    return tuple(rows)
