"""What the clerk is told of rules: that the draft's changed under it, and which items fell out of a package and why."""

from collections.abc import Iterator

from clerk_tui.intake.events import CatalogFollowed
from clerk_tui.intake.plan import Plan
from clerk_tui.texts import Lang, text

OUT = frozenset({"plan.suspended", "plan.suspended_until", "plan.starts", "plan.ended", "plan.other_region"})
"""Notes of a plan that say why an item is not in it."""


def rules_changed(followed: CatalogFollowed, lang: Lang) -> str:
    """`规则已变:少 1 件材料,多 1 个问题`; empty when the numbers stayed as they were."""
    told = {"items": followed.items, "materials": followed.materials, "questions": followed.questions}
    parts = [
        text(f"rules.{'more' if net > 0 else 'fewer'}.{what}", lang, count=abs(net))
        for what, net in told.items()
        if net
    ]
    return text("rules.changed", lang, changes=("，" if lang == "zh" else ", ").join(parts)) if parts else ""


def out_of_plan(plan: Plan, lang: Lang) -> Iterator[tuple[str, str]]:
    """The key of each matter that is out of force, and the sentence why."""
    for note in plan.notes:
        if note.code in OUT:
            details = dict(note.details)
            if lang == "en":
                details["name"] = details.get("name_en") or details.get("name", "")
            yield note.subject, text(note.code, lang, **details)
