"""The papers of the case in hand as rows: what of each is wanted and why, how it stands, until when a gap may wait."""

from clerk_tui.catalog.model import Catalog, Item
from clerk_tui.intake.case import SIGNED_FORM, WAITING, Paper
from clerk_tui.intake.plan import FREE, IN, Plan, PlannedMaterial
from clerk_tui.screens.seen import Seen
from clerk_tui.screens.view import MaterialState, MaterialView
from clerk_tui.texts import Lang, text


def material_views(seen: Seen) -> tuple[MaterialView, ...]:
    """Every paper under the strictest rule, how it stands and why it is asked; the signed form at the end."""
    if seen.plan is None or seen.catalog is None or seen.file is None:
        return ()
    rows = [_material(seen, seen.catalog, paper) for paper in seen.plan.materials]
    if (form := _signed_form(seen, seen.catalog, seen.plan)) is not None:
        rows.append(form)
    return tuple(rows)


def paper_name(catalog: Catalog, paper: PlannedMaterial, lang: Lang) -> str:
    """`居民身份证(父)`: the paper, and whose it is by the party's name."""
    name = paper.material.label(lang)
    if not paper.party:
        return name
    party = catalog.name(paper.party, lang)
    return f"{name}({party})" if lang == "zh" else f"{name} ({party})"


def _until(seen: Seen, key: str) -> str:
    """Until when the paper may wait; empty when it may not, or not a day longer."""
    day, lang = seen.gap_days.get(key), seen.lang
    if day is None or day <= seen.now.astimezone(seen.zone).date():
        return ""
    return text("stand.until", lang, day=f"{day:%m-%d}" if lang == "zh" else f"{day.day} {day:%b}")


def _material(seen: Seen, catalog: Catalog, paper: PlannedMaterial) -> MaterialView:
    lang = seen.lang
    state, state_text, note = _stands(seen, paper)
    return MaterialView(
        key=paper.key,
        name=paper_name(catalog, paper, lang),
        wants=_wants(paper, lang),
        state=state,
        state_text=state_text,
        note=note,
        why=_why(catalog, paper, lang),
    )


def _wants(paper: PlannedMaterial, lang: Lang) -> str:
    if paper.by_value:
        return text("wants.value", lang)
    wants = []
    if paper.original:
        wants.append(text("wants.original", lang))
    if paper.copies:
        wants.append(text("wants.copies", lang, copies=paper.copies))
    return " ".join(wants)


def _stands(seen: Seen, paper: PlannedMaterial) -> tuple[MaterialState, str, str]:
    """State, what it is called, and the note beside it."""
    lang = seen.lang
    called = text(f"stand.{paper.standing}", lang)
    if paper.standing in FREE:
        return "ready", called, text("stand.free", lang)
    if paper.standing in IN:
        scan = _scanned(paper.pages, lang) if paper.pages else ""
        if paper.copies_left:
            count = text("stand.copies_of", lang, held=paper.copies_held, wanted=paper.copies)
            return (
                "missing",
                count,
                " ".join(filter(None, (text("stand.copies_left", lang, left=paper.copies_left), scan))),
            )
        if paper.standing == "copies_kept" and paper.copies > 1:
            called = text("stand.copies_of", lang, held=paper.copies_held, wanted=paper.copies)
        return "received", called, scan
    if paper.standing == "not_acceptable":
        return "bad", called, text(f"reason.{paper.reason}", lang) if paper.reason else ""
    until = _until(seen, paper.key) if paper.tolerable else ""
    if paper.standing == "later":
        return "later", called, until
    if paper.tolerable:
        return "missing", text("stand.missing_tolerable", lang), until
    return "missing", called, ""


def _scanned(pages: int, lang: Lang) -> str:
    return text("stand.pages", lang, pages=pages)


def _why(catalog: Catalog, paper: PlannedMaterial, lang: Lang) -> str:
    """`银行账户信息 ← 生育医疗费用报销(医保局) · 依据`."""
    if not paper.why:
        return ""
    first = paper.why[0]
    item = catalog.matter(first.item)
    by = catalog.name(first.item, lang)
    if isinstance(item, Item):
        department = catalog.name(item.department, lang)
        by += f"({department})" if lang == "zh" else f" ({department})"
    if len(paper.why) > 1:
        by = text("materials.for", lang, item=by, more=len(paper.why) - 1)
    words = text("materials.because", lang, paper=paper.material.label(lang), item=by)
    return f"{words} · {first.basis}" if first.basis else words


def _signed_form(seen: Seen, catalog: Catalog, plan: Plan) -> MaterialView | None:
    """The printed form: who still has to sign it by hand, or that it is signed and how many pages came back."""
    file, lang = seen.file, seen.lang
    if file is None or plan.open_questions:
        return None
    case = file.case
    paper = case.papers.get(SIGNED_FORM) or Paper()
    unsigned = [party for party in plan.signers if party not in case.signatures]
    open_sections = [section for section in plan.sections if section.key not in case.sections]
    done = bool(plan.signers) and not unsigned and not open_sections
    if case.state not in WAITING and not paper.pages:
        return None
    scan = _scanned(paper.pages, lang) if paper.pages else ""
    state: MaterialState = "todo"
    note = scan
    if paper.verdict == "not_acceptable":
        state, called = "bad", text("stand.not_acceptable", lang)
        note = text(f"reason.{paper.reason}", lang) if paper.reason else ""
    elif done and not paper.pages and all(case.signatures[party].means == "phone" for party in plan.signers):
        state, called, note = "ready", text("form.signed_phone", lang), text("stand.free", lang)
    elif done:
        state, called = "received", text("form.signed", lang)
        note = scan or text("form.not_scanned", lang)
    elif paper.pages:
        called = text("form.to_confirm", lang)
    else:
        called = text("form.to_sign", lang)
        names = [catalog.name(party, lang) for party in unsigned]
        note = ("、" if lang == "zh" else ", ").join(names)
    return MaterialView(
        key=SIGNED_FORM,
        name=text("form.name", lang),
        wants=text("form.wants", lang),
        state=state,
        state_text=called,
        note=note,
        why=text("form.why", lang),
    )
