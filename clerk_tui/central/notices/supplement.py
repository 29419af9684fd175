"""补正（一次性）告知书: everything that is missing or wrong in all items, and how each of it is mended."""

from clerk_tui.central.notices.base import Told
from clerk_tui.central.problems import ProblemError
from clerk_tui.intake.events import Missing, NoticeGiven
from clerk_tui.intake.plan import Failing, Plan
from clerk_tui.papers import Notice, Passage, Signature, Table
from clerk_tui.texts import catalogue_of_texts, text


def supplement_notice(told: Told) -> Notice:
    """The latest notice that was given, in the words of the day on which it was."""
    found = told.last(NoticeGiven)
    if found is None:
        raise ProblemError(409, "paper.not_now")
    given, at = found
    plan = told.plan_before(given) or told.facts.plan
    rows = tuple((words_of_missing(told, one, plan), _why(told, one, plan)) for one in given.missing)
    items = tuple(dict.fromkeys(item for one in given.missing for item in one.items))
    said = [told.say("supplement_notice.body", matter=told.facts.matter, count=len(rows))]
    if (number := len(told.all(NoticeGiven))) > 1:
        reason = getattr(given, "reason", None) or ""
        said.insert(0, told.say("supplement_notice.again", number=number, reason=reason))
    after = [told.say("supplement_notice.how")]
    if told.licences(items):
        after.append(told.say("supplement_notice.basis"))
    table = Table(
        head=(told.say("supplement_notice.what"), told.say("supplement_notice.why")), rows=rows, widths=(3, 2)
    )
    return told.notice(
        "supplement_notice",
        (Passage(paragraphs=tuple(said), table=table), Passage(paragraphs=tuple(after))),
        seals=told.hall_seal(at.date()),
        answer=(Signature(capacity=told.say("received_by")),),
        foot=(told.say("twice"),),
    )


def words_of_missing(told: Told, one: Missing, plan: Plan) -> str:
    """What is missing or wrong, and what to do: the sentence that stands at the field or paper on the screen."""
    catalog, lang = told.facts.catalog, told.facts.lang
    subject = catalog.name(one.subject, lang)
    failing = _failing(one, plan)
    details = dict(failing.details) if failing else {}
    if reason := details.get("reason"):
        code = f"reason.{reason}"
        details["reason"] = text(code, lang) if code in catalogue_of_texts() else str(reason)
    if one.code == "plan.condition_failed":
        item, _, key = one.subject.rpartition(".")
        known = catalog.items.get(item)
        condition = next((c for c in known.conditions if c.key == key), None) if known else None
        if condition is not None:
            name = condition.name if lang == "zh" else condition.name_en or condition.name
            details |= {"name": name, "basis": condition.basis}
    try:
        return text(one.code, lang, **({"subject": subject, "basis": failing.basis if failing else ""} | details))
    except KeyError:
        # What a newer or older version called it, or a count that is no longer known: the subject says enough.
        return told.say("supplement_notice.missing", subject=subject)


def _failing(one: Missing, plan: Plan) -> Failing | None:
    return next((f for f in plan.failing if (f.code, f.subject) == (one.code, one.subject)), None)


def _why(told: Told, one: Missing, plan: Plan) -> str:
    names = told.listed(f"{told.item(item)}（{told.authority(item)}）" for item in one.items)
    failing = _failing(one, plan)
    basis = failing.basis if failing and one.code != "plan.condition_failed" else ""
    return f"{names}\n{basis}" if basis else names
