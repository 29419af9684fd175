"""The case in hand as it is shown: head, question, fields, papers, matters, phone; personal values masked."""

from functools import partial

from clerk_tui.catalog.model import Catalog, Package
from clerk_tui.intake.case import WAITING, Case, CaseState
from clerk_tui.intake.decide import readiness
from clerk_tui.intake.plan import Plan, PlannedAsk
from clerk_tui.screens.present_rows import row_views
from clerk_tui.screens.rules_changed import out_of_plan
from clerk_tui.screens.seen import Seen
from clerk_tui.screens.view import (
    CaseView,
    FieldState,
    FieldView,
    HistoryRow,
    MatterView,
    OptionView,
    PartyView,
    PhoneView,
    QuestionView,
)
from clerk_tui.texts import Lang, text
from clerk_tui.texts.dates import due_words
from clerk_tui.texts.masks import mask, mask_name

NAME, ID_NO = "person.name", "person.id_no"
FIELD_LENGTH = 200


def value_at(seen: Seen, key: str) -> str:
    """What stands under this ask key now: a draft before what was sent."""
    if key in seen.drafts:
        return seen.drafts[key]
    ask = seen.plan.ask(key) if seen.plan else None
    return ask.value if ask else ""


def present_persons(seen: Seen) -> str:
    """Who is here and for whom, masked: `张*明 代 张*宝(监护人)、李*梅(委托)`."""
    plan, catalog, lang = seen.plan, seen.catalog, seen.lang
    if plan is None or catalog is None:
        return ""

    def name(party: str) -> str:
        return _masked_name(seen, catalog, party)

    here = list(plan.acting)
    others: dict[str, str | None] = {}
    for item in plan.items:
        if item.applicant and item.applicant not in here:
            others.setdefault(item.applicant, item.ground)
    if not here:
        return ""
    words = "、".join(name(party) for party in here) if lang == "zh" else ", ".join(name(party) for party in here)
    if not others:
        return words
    gap, comma = ("", "、") if lang == "zh" else (" ", ", ")
    whom = comma.join(
        name(applicant) + (f"{gap}({text(f'present.{ground}', lang)})" if ground and ground != "self" else "")
        for applicant, ground in others.items()
    )
    return text("present.for", lang, here=words, applicant=whom)


def _masked_name(seen: Seen, catalog: Catalog, party: str) -> str:
    known = value_at(seen, f"{party}.{NAME}")
    return mask_name(known) if known else catalog.name(party, seen.lang)


def _item_who(seen: Seen, catalog: Catalog, matter: str) -> tuple[tuple[str, str], ...]:
    """The matter's items, each with who acts for whom, on what ground, and at which window it was registered."""
    plan, file, lang = seen.plan, seen.file, seen.lang
    if plan is None or file is None:
        return ()
    package = catalog.packages.get(matter)
    inside = {part.item for part in package.items} if package else {matter}
    registered = {one.item: one.window for one in file.case.items}
    rows = []
    for item in plan.items:
        if item.key not in inside or item.applicant is None:
            continue
        applicant = _masked_name(seen, catalog, item.applicant)
        here = ("、" if lang == "zh" else ", ").join(_masked_name(seen, catalog, party) for party in item.acting)
        if item.ground is None:
            words = applicant
        elif item.ground == "self":
            words = text("who.self", lang, applicant=applicant)
        else:
            ground = text(f"present.{item.ground}", lang)
            words = text("who.acts", lang, here=here, applicant=applicant, ground=ground)
        if window := registered.get(item.key):
            words += text("who.registered", lang, window=window)
        rows.append((catalog.name(item.key, lang), words))
    return tuple(rows)


def case_view(seen: Seen) -> CaseView | None:
    """The head of the case, its counts, its number once it has one."""
    if seen.file is None or seen.plan is None or seen.catalog is None:
        return None
    case, plan, lang = seen.file.case, seen.plan, seen.lang
    names = [seen.catalog.name(matter, lang) for matter in case.matters]
    left = sum(ask.state in ("open", "wrong") and (ask.required or ask.state == "wrong") for ask in plan.asks)
    left += sum(group.sum is not None and group.sum.off for group in plan.groups)
    now = plan.proof.now
    state = "" if case.state is CaseState.DRAFT else text(f"case_state.{case.state}", lang)
    return CaseView(
        title=("、" if lang == "zh" else ", ").join(names),
        items=len(plan.items),
        working_days=_working_days(plan),
        due=due_words(case.due or plan.due.date, lang),
        number=f"{case.number} {state}".strip() if case.number else "",
        left=left + len(plan.open_questions),
        filled=now.fields_filled,
        spared=max(now.fields_separate - now.fields_asked - now.fields_filled, 0),
        step=_step(seen, case, plan, left),
        refuses=_refuses(plan, seen.catalog, lang) if case.state in WAITING else (),
        apart=_apart(plan, lang),
        key=case.id,
        at_field=seen.at_field,
    )


def _refuses(plan: Plan, catalog: Catalog, lang: Lang) -> tuple[str, ...]:
    """The conditions of items that fail, told at the answer that made them fail and not first at the submission."""
    return tuple(
        text(
            "case.refuses",
            lang,
            item="、".join(catalog.name(item, lang) for item in failing.items),
            condition=failing.details.get("name_en" if lang == "en" else "name") or failing.details["name"],
            basis=failing.basis,
        )
        for failing in plan.failing
        if failing.refuses
    )


def _apart(plan: Plan, lang: Lang) -> tuple[str, ...]:
    return tuple(
        text(
            "plan.not_joint", lang, name=note.details.get("name_en" if lang == "en" else "name") or note.details["name"]
        )
        for note in plan.notes
        if note.code == "plan.not_joint"
    )


def _step(seen: Seen, case: Case, plan: Plan, left: int) -> str:
    """What to do next, once nothing is left to type."""
    if case.state is not CaseState.DRAFT:
        # Told and brought, or received only: it is taken up again once nothing is missing any more.
        whole = case.state in WAITING and readiness(case, plan).acceptable
        return text("step.submit" if whole else "step.done", seen.lang)
    if left or plan.open_questions:
        return ""
    ready = readiness(case, plan)
    if any(plan.material(one.subject) for one in ready.failing):
        return text("step.materials", seen.lang)
    if ready.unconfirmed or ready.unsigned:
        return text("step.confirm", seen.lang)
    return text("step.submit", seen.lang)


def _working_days(plan: Plan) -> int:
    return sum(1 for day in plan.due.days if day.counts)


def open_question(seen: Seen) -> QuestionView | None:
    """The first question that is still open, before acceptance."""
    plan, catalog = seen.plan, seen.catalog
    if plan is None or catalog is None or not _changeable(seen):
        return None
    for place, question in enumerate(plan.questions, 1):
        if question.value is None:
            why = next((catalog.name(item, seen.lang) for item in question.why), "")
            return QuestionView(
                question.key,
                question.field.label(seen.lang),
                options_of(seen, question.key),
                place,
                len(plan.questions),
                why,
            )
    return None


def options_of(seen: Seen, key: str) -> tuple[OptionView, ...]:
    """The labelled answers of a choice or a yes-or-no; none for what is typed."""
    assert seen.catalog is not None
    field = seen.catalog.fields.get(key) or seen.catalog.field_of(key)
    if field is None:
        return ()
    if field.type == "bool":
        return tuple(OptionView(code, text(f"bool.{code}", seen.lang)) for code in ("yes", "no"))
    return tuple(OptionView(option.value, option.label(seen.lang)) for option in field.options)


def _draft(seen: Seen) -> bool:
    return seen.file is not None and seen.file.case.state is CaseState.DRAFT


def _changeable(seen: Seen) -> bool:
    """Before acceptance: the draft, what is corrected on the spot, what is supplemented."""
    return seen.file is not None and seen.file.case.state in WAITING


def field_views(seen: Seen) -> tuple[FieldView, ...]:
    """Who is here first, then the others, the answered questions last; what an earlier item brings is not asked."""
    plan, catalog, lang = seen.plan, seen.catalog, seen.lang
    if plan is None or catalog is None or seen.file is None:
        return ()
    situation = [
        FieldView(
            question.key,
            question.field.label(lang),
            question.value,
            state="answered",
            group=text("form.situation", lang),
            locked=not _changeable(seen),
            options=options_of(seen, question.key),
        )
        for question in plan.questions
        if question.value is not None
    ]
    rows: list[FieldView] = []
    order = sorted(plan.sections, key=lambda section: section.party not in plan.acting)
    for section in order:
        asks = [plan.ask(key) for key in section.asks if plan.group(key) is None]
        shown = [ask for ask in asks if ask is not None and ask.state != "from_step"]
        shown.sort(key=lambda ask: ask.field.key != ID_NO)
        group = catalog.name(section.party, lang) if section.party else text("form.case", lang)
        rows += [_field(seen, seen.file.case, ask, group) for ask in shown]
        for repeating in plan.groups:
            if repeating.section == section.key and not repeating.later:
                views = row_views(
                    seen, plan, repeating, partial(_field, seen, seen.file.case), locked=not _changeable(seen)
                )
                rows += views
    return (*rows, *situation)


def _field(seen: Seen, case: Case, ask: PlannedAsk, group: str) -> FieldView:
    lang = seen.lang
    answer = case.answers.get(ask.key)
    by_citizen = answer is not None and answer.role == "citizen"
    value = seen.drafts.get(ask.key, ask.value)
    refused = seen.refused.get(ask.key)
    error = refused or (ask.error if ask.key not in seen.drafts else None)
    masked = bool(value) and not error and ask.key not in seen.drafts and ask.key not in seen.revealed
    masked = masked and ask.field.sensitivity != "none" and not ask.field.options
    # What was typed at this window stays readable, so that it can be compared; numbers do not.
    masked = masked and (not ask.typed or by_citizen or ask.field.sensitivity == "sensitive")
    state: FieldState = ask.state if ask.state != "from_step" else "filled"
    state_text = ""
    if ask.key in seen.typing:
        state, state_text = "typing", text("field.typing", lang, party=seen.typing[ask.key])
    elif error:
        state = "wrong"
    elif state == "open" and not ask.required:
        state, state_text = "filled", text("field.optional", lang)
    elif ask.key in seen.drafts and value:
        state = "answered"
    return FieldView(
        key=ask.key,
        label=ask.field.label(lang),
        value=mask(ask.field.type, value) if masked else value,
        masked=masked,
        state=state,
        state_text=state_text,
        source=_source(seen, ask, by_citizen=by_citizen, read=bool(answer and answer.read)),
        hint=_hint(ask, lang),
        error=text(error.code, lang, **error.details) if error else "",
        group=group,
        options=options_of(seen, ask.key),
        scan=ask.field.type if ask.field.type in ("id_no", "uscc") else "text",
        max_length=max(ask.field.max_length, FIELD_LENGTH),
        locked=case.state not in WAITING,
    )


def _source(seen: Seen, ask: PlannedAsk, *, by_citizen: bool, read: bool) -> str:
    lang = seen.lang
    if not ask.value:
        return ""
    if ask.typed:
        return text("source.card" if read else "source.citizen" if by_citizen else "source.window", lang)
    if ask.source == "earlier" and ask.at is not None:
        return text("source.earlier", lang, date=ask.at.astimezone(seen.zone).date().isoformat())
    return text("source.shared", lang)


def _hint(ask: PlannedAsk, lang: Lang) -> str:
    hint = (ask.field.hint if lang == "zh" else ask.field.hint_en or ask.field.hint) or ""
    if ask.field.key == ID_NO and not ask.value:
        return text("hint.id_card", lang)
    if not hint and ask.field.example:
        return text("hint.example", lang, example=ask.field.example)
    return hint


def matter_views(seen: Seen) -> tuple[MatterView, ...]:
    """The matters of the case."""
    if seen.file is None or seen.catalog is None:
        return ()
    case, catalog, lang = seen.file.case, seen.catalog, seen.lang
    out = list(out_of_plan(seen.plan, lang)) if seen.plan else []
    rows = []
    for key in case.matters:
        matter = catalog.matter(key)
        department = ""
        if matter is not None:
            department = catalog.name(matter.lead if isinstance(matter, Package) else matter.department, lang)
        count = len(matter.items) if isinstance(matter, Package) else 1
        note = text("case.items", lang, items=count)
        of_it = {key, *(part.item for part in matter.items)} if isinstance(matter, Package) else {key}
        if fell := [words for subject, words in out if subject in of_it]:
            note = " ".join((note, *fell))
        state, who = text(f"case_state.{case.state}", lang), _item_who(seen, catalog, key)
        rows.append(MatterView(key, catalog.name(key, lang), department, state, note, who))
    return tuple(rows)


def phone_view(seen: Seen) -> PhoneView:
    """The code that is shown, and how far each invited party is."""
    file, catalog, plan = seen.file, seen.catalog, seen.plan
    if file is None or catalog is None or plan is None:
        return PhoneView()
    parties = []
    live = None
    typing = set(seen.typing.values())
    for filing in sorted(file.filings.values(), key=lambda one: one.opened_at):
        own = [section for section in plan.sections if section.owner == filing.party]
        done = bool(own) and all(section.key in file.case.sections for section in own)
        signed = filing.party in file.case.signatures
        name = catalog.name(filing.party, seen.lang)
        code = "signed" if signed else "confirmed" if done else "typing" if name in typing else filing.state
        parties.append(PartyView(name, text(f"party.{code}", seen.lang), signed or done))
        if seen.code is not None and filing.id == seen.code.filing:
            live = filing
    if seen.code is None or live is None or not _draft(seen):
        return PhoneView(parties=tuple(parties), paper=_changeable(seen), closed=not _draft(seen))
    left = max(int((live.expires_at - seen.now).total_seconds() // 60) + 1, 0) if live.state == "invited" else 0
    return PhoneView(
        url=seen.code.url,
        code=seen.code.digits,
        minutes_left=left,
        parties=tuple(parties),
        unfolded=seen.unfolded,
        local=seen.local_hub,
        party=catalog.name(seen.code.party, seen.lang),
        paper=_changeable(seen),
    )


def history_rows(seen: Seen) -> tuple[HistoryRow, ...]:
    """What happened on this case, from its stamps."""
    if seen.file is None:
        return ()
    case, lang = seen.file.case, seen.lang
    rows = [(case.opened_at, text("history.opened", lang))]
    for filing in seen.file.filings.values():
        if filing.joined_at and seen.catalog:
            party = seen.catalog.name(filing.party, lang)
            rows.append((filing.joined_at, text("history.joined", lang, party=party)))
    for section in case.sections.values():
        party = seen.catalog.name(section.party, lang) if seen.catalog else ""
        rows.append((section.at, text("history.confirmed", lang, party=party)))
    rows.sort(key=lambda row: row[0])
    return tuple(HistoryRow(at.astimezone(seen.zone).strftime("%H:%M"), words) for at, words in rows[-8:])
