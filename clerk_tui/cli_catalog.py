"""`clerk-tui catalog …`, `plan` and `due`: the catalogue from the command line."""

import json
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from math import floor
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clerk_tui.refusal import Refusal
from clerk_tui.texts import Lang, text

if TYPE_CHECKING:
    from clerk_tui.catalog.model import Catalog
    from clerk_tui.intake.clock import Due
    from clerk_tui.intake.plan import Facts, Plan, PlannedMaterial, Saved

DONE, FINDING, WRONG_USE = 0, 1, 2
Json = Annotated[bool, typer.Option("--json", help="JSON and nothing else on standard output.")]
Inside = Annotated[list[Path] | None, typer.Option("--in", help="Catalogue files or a folder instead of the built-in.")]

catalog = typer.Typer(help="The catalogue of matters: check, show, search.", no_args_is_help=True)


def _lang() -> Lang:
    from clerk_tui.cli import lang_of_terminal

    return lang_of_terminal()


def _stop(code: str, exit_code: int, **details: Any) -> typer.Exit:
    """Says why on standard error; the exit to raise."""
    typer.echo(text(code, _lang(), **details), err=True)
    return typer.Exit(exit_code)


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _builtin() -> "Catalog":
    from clerk_tui.catalog.build import load_catalog
    from clerk_tui.catalog.builtin import builtin_catalog_bytes

    return load_catalog(builtin_catalog_bytes())


def _known(paths: list[Path] | None) -> "Catalog":
    """The catalogue in the files as it would be published, the built-in one when none is named. Exits on errors."""
    if not paths:
        return _builtin()
    from clerk_tui.catalog.build import load_catalog
    from clerk_tui.cli_catalog_publish import built

    try:
        return load_catalog(built(paths))
    except Refusal as refused:
        raise _stop(refused.code, FINDING, **refused.details) from None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise _stop("cli.unreadable", WRONG_USE, path=path, reason="UTF-8") from None
    except OSError as wrong:
        raise _stop("cli.unreadable", WRONG_USE, path=path, reason=wrong.strerror) from None


def texts_of(paths: list[Path]) -> dict[str, str]:
    """The catalogue files at the paths, the built-in ones without a path; an import that stands beside the built-in
    catalogue brings that with it. Exits with a sentence when one can't be read.
    """
    from clerk_tui.catalog.builtin import builtin_texts
    from clerk_tui.cli_exchange_folder import stands_on_builtin

    if not paths:
        return builtin_texts()
    found: dict[str, str] = {}
    for path in paths:
        # What is hidden is an editor's or an import's that was broken off.
        inside = sorted(p for p in path.rglob("*.yaml") if not _hidden(p, path)) if path.is_dir() else [path]
        if not inside:
            raise _stop("cli.no_yaml", WRONG_USE, path=path)
        found.update({str(one): _read(one) for one in inside})
        if path.is_dir() and stands_on_builtin(path):
            found.update({f"builtin/{name}": content for name, content in builtin_texts().items()})
    return found


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


@catalog.command("check")
def catalog_check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Catalogue files or their folder; the built-in one if absent.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Finds what is wrong: file, line, reason and how to mend it."""
    from clerk_tui.catalog.parse import read_catalog

    reading = read_catalog(texts_of(paths or []))
    findings = [
        {
            "file": f.place.file,
            "line": f.place.line,
            "column": f.place.column,
            "severity": f.severity,
            "code": f.code,
            "sentence": text(f.code, _lang(), **f.details),
        }
        for f in reading.findings
    ]
    errors = sum(f["severity"] == "error" for f in findings)
    if as_json:
        _print_json({"sound": reading.sound, "findings": findings})
    else:
        for one in findings:
            severity = text(f"cli.severity.{one['severity']}", _lang())
            typer.echo(text("cli.finding", _lang(), **{**one, "severity": severity}))
        if findings:
            typer.echo(text("cli.check_wrong", _lang(), errors=errors, warnings=len(findings) - errors))
        if reading.sound:
            groups = ("items", "packages", "departments")
            counts = {group: len(getattr(reading.catalog, group)) for group in groups}
            typer.echo(text("cli.check_sound", _lang(), **counts))
    raise typer.Exit(DONE if reading.sound else FINDING)


@catalog.command("copy")
def catalog_copy(folder: Annotated[Path, typer.Argument(help="A new or empty folder.")]) -> None:
    """Writes the built-in catalogue as files to work on, with the schema that editors complete and check by."""
    from clerk_tui.catalog.builtin import builtin_texts
    from clerk_tui.catalog.schema import SCHEMA_FILE, json_schema

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise _stop("cli.copy_not_empty", WRONG_USE, path=folder)
    # In the program the schema stands beside the folder of the files, in a copy inside it.
    found = {name: content.replace("$schema=../", "$schema=", 1) for name, content in builtin_texts().items()}
    found[SCHEMA_FILE] = json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
    try:
        for name, content in found.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    except OSError as wrong:
        raise _stop("cli.unwritable", WRONG_USE, path=folder, reason=wrong.strerror) from None
    typer.echo(text("cli.copied", _lang(), path=folder, count=len(found) - 1))


@catalog.command("schema")
def catalog_schema() -> None:
    """The JSON Schema of catalogue files, for editors."""
    from clerk_tui.catalog.schema import json_schema

    _print_json(json_schema())


def _no_such_key(key: str, known: "Catalog") -> "typer.Exit":
    near = get_close_matches(key, [*known.packages, *known.items, *known.departments], n=3, cutoff=0.4)
    if near:
        return _stop("cli.no_such_key_near", FINDING, key=key, near=", ".join(near))
    return _stop("cli.no_such_key", FINDING, key=key)


@catalog.command("show")
def catalog_show(
    key: Annotated[str, typer.Argument(help="Any key of the catalogue, or a guide's short code.")],
    as_yaml: Annotated[bool, typer.Option("--yaml", help="As its author writes it, instead of the guide.")] = False,
    pdf: Annotated[Path | None, typer.Option(help="Write the guide as PDF.")] = None,
    roll: Annotated[
        str | None,
        typer.Option(metavar="PRINTER", help="Print the guide on a thermal printer, such as file:/dev/usb/lp0."),
    ] = None,
    hub: Annotated[str, typer.Option(help="Public address of the hub, for the code on paper.")] = "",
    paths: Inside = None,
    as_json: Json = False,
) -> None:
    """A matter as a citizen's guide; any other element as it is published."""
    import yaml

    from clerk_tui.catalog.build import GROUPS
    from clerk_tui.catalog.guide import keys_of
    from clerk_tui.cli_guide import guide_lines, guide_to_pdf, guide_to_roll

    known = _known(paths)
    matters = keys_of(known, key)
    if matters and not (as_json or as_yaml):
        for matter in matters:
            try:
                if pdf is not None:
                    guide_to_pdf(known, matter, _lang(), pdf, hub)
                if roll is not None:
                    guide_to_roll(known, matter, _lang(), roll, hub)
            except Refusal as refused:
                raise _stop(refused.code, FINDING, **refused.details) from None
            if pdf is None and roll is None:
                typer.echo("\n".join(guide_lines(known, matter, _lang())))
        return
    key = matters[0] if matters else key
    for group in reversed(list(GROUPS)):
        element = getattr(known, group).get(key)
        if element is not None:
            shown = element.model_dump(mode="json", by_alias=True, exclude_defaults=True)
            if as_json:
                _print_json({"group": group, **shown})
            else:
                typer.echo(yaml.safe_dump(shown, allow_unicode=True, sort_keys=False).rstrip())
            return
    raise _no_such_key(key, known)


@catalog.command("search")
def catalog_search(
    query: Annotated[list[str], typer.Argument(help="Chinese, pinyin, initials, a code or everyday words.")],
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    paths: Inside = None,
    as_json: Json = False,
) -> None:
    """Items, packages and departments, best first."""
    from clerk_tui.catalog.search import search

    known = _indexed(paths) if paths else _builtin()
    wanted = " ".join(query)
    hits = search(known.index, wanted, limit)
    if as_json:
        _print_json([{"key": h.key, "kind": h.kind, "name": h.name, "department": h.department} for h in hits])
        return
    if not hits:
        raise _stop("cli.nothing_found", FINDING, query=wanted)
    for h in hits:
        name, department = known.name(h.key, _lang()), known.name(h.department, _lang())
        typer.echo(text("cli.hit", _lang(), key=h.key, name=name, department=department))


def _indexed(paths: list[Path]) -> "Catalog":
    """The catalogue in the files, with the index that publishing would make."""
    from dataclasses import replace

    from clerk_tui.catalog.build import entries_of
    from clerk_tui.catalog.parse import read_catalog
    from clerk_tui.catalog.search import build_index

    found = read_catalog(texts_of(paths)).catalog
    return replace(found, index=build_index(entries_of(found)))


def _date(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _stop("cli.bad_date", WRONG_USE, value=value) from None


def due(
    start: Annotated[str, typer.Argument(metavar="FROM", help="The day of receipt, such as 2026-11-23.")],
    days: Annotated[float, typer.Argument(help="Working days.")],
    as_json: Json = False,
) -> None:
    """When a period of working days ends, with the reason of each day."""
    from clerk_tui.intake.clock import add_working_days
    from clerk_tui.protocol.calendar_source import state_council_calendar

    begun = _date(start)
    try:
        end = add_working_days(begun, days, state_council_calendar())
    except (ValueError, OverflowError):
        raise _stop("cli.bad_days", WRONG_USE, value=f"{days:g}") from None
    if as_json:
        _print_json(_due_json(end))
        return
    for day in end.days:
        mark = "+" if day.counts else "·"
        typer.echo(text("cli.due_day", _lang(), date=day.date, mark=mark, why=text(f"why_day.{day.why}", _lang())))
    typer.echo(_due_words(end))


def _due_json(end: "Due") -> dict[str, Any]:
    return {
        "due": end.date.isoformat(),
        "provisional": end.provisional,
        "days": [{"date": d.date.isoformat(), "counts": d.counts, "why": d.why} for d in end.days],
    }


def _due_words(end: "Due") -> str:
    from babel.dates import format_date

    weekday = format_date(end.date, "EEE", locale=_lang())
    code = "cli.due_provisional" if end.provisional else "cli.due"
    return text(code, _lang(), due=end.date.isoformat(), weekday=weekday, year=end.date.year)


def _facts(path: Path | None) -> "Facts":
    """Facts from a file: ask keys and values, or `answers`, `shared`, `certificates`, `materials`, `held_results`."""
    import yaml

    from clerk_tui.catalog.source import SourceFile
    from clerk_tui.intake.plan import AnswerFact, Facts, MaterialFact, SharedFact

    if path is None:
        return Facts()
    content = _read(path)
    try:
        raw = json.loads(content)
    except ValueError:
        file = SourceFile(path.name, content)
        if file.findings:
            at = file.findings[0].place.line
            raise _stop("cli.bad_answers", WRONG_USE, path=path, reason=f"{at}") from None
        raw = file.value
    parts = ("answers", "shared", "certificates", "materials", "held_results")
    if not isinstance(raw, Mapping):
        raise _stop("cli.bad_answers", WRONG_USE, path=path, reason=type(raw).__name__)
    if not raw.keys() & set(parts):
        raw = {"answers": raw}
    try:
        return Facts(
            answers={key: AnswerFact(_value(value)) for key, value in (raw.get("answers") or {}).items()},
            shared={key: SharedFact(_value(value), "file") for key, value in (raw.get("shared") or {}).items()},
            materials={key: MaterialFact(str(value)) for key, value in (raw.get("materials") or {}).items()},
            certificates=frozenset(map(str, raw.get("certificates") or ())),
            held_results=frozenset(map(str, raw.get("held_results") or ())),
        )
    except (AttributeError, TypeError, yaml.YAMLError) as wrong:
        raise _stop("cli.bad_answers", WRONG_USE, path=path, reason=type(wrong).__name__) from None


def _value(raw: Any) -> str:
    if isinstance(raw, dict | list):
        raise TypeError("a value is one text")
    return {True: "yes", False: "no", None: ""}.get(raw, str(raw)) if isinstance(raw, bool | None) else str(raw)


def plan(
    matters: Annotated[list[str], typer.Argument(metavar="MATTER…", help="Packages and items by key or words.")],
    answers: Annotated[Path | None, typer.Option(help="A JSON or YAML file of answers.")] = None,
    on: Annotated[str | None, typer.Option(help="The day of receipt; today if absent.")] = None,
    paths: Inside = None,
    as_json: Json = False,
) -> None:
    """What a case of these matters asks and wants, in which order and by when, and what doing it as one saves."""
    from clerk_tui.catalog.adapters import builtin_adapters
    from clerk_tui.catalog.model import split_ask
    from clerk_tui.intake.copy_sheet import typed_again
    from clerk_tui.intake.plan import plan as make_plan
    from clerk_tui.protocol.calendar_source import state_council_calendar

    known = _known(paths)
    keys = [_matter(known, matter) for matter in matters]
    today = _date(on) if on else date.today()  # noqa: DTZ011 - the command line's day is the terminal's
    facts = _facts(answers)
    for key in {**facts.answers, **facts.shared}:
        if split_ask(key)[1] not in known.fields:
            near = get_close_matches(split_ask(key)[1], list(known.fields), n=1, cutoff=0.4)
            raise _stop("cli.unknown_answer", WRONG_USE, key=key, near=near[0] if near else "–")
    made = make_plan(known, keys, facts, today, state_council_calendar())
    again = typed_again(builtin_adapters(), known, facts, made.items)
    if as_json:
        shown = plan_json(made)
        shown["proof"]["typed_again"] = again
        _print_json(shown)
    else:
        typer.echo("\n".join(plan_lines(known, made, _lang())))
        if again:
            typer.echo(text("cli.plan_again", _lang(), items=len(again), fields=sum(again.values())))


def _matter(known: "Catalog", wanted: str) -> str:
    from clerk_tui.catalog.search import search

    if known.matter(wanted):
        return wanted
    found = [h.key for h in search(known.index, wanted, 5) if h.kind != "department" and h.matched != "slip"]
    if not found:
        raise _no_such_key(wanted, known)
    return found[0]


def plan_json(made: "Plan") -> dict[str, Any]:
    """The plan as JSON; the values of answers are in it, so it is for the terminal of who gave them."""
    from dataclasses import asdict

    from clerk_tui.intake.plan import YARDSTICK

    return {
        "matters": list(made.matters),
        "joint": made.joint,
        "due": _due_json(made.due),
        "questions": [
            {
                "key": q.key,
                "name": q.field.name,
                "value": q.value,
                "options": [o.value for o in q.field.options] or ["yes", "no"],
                "why": list(q.why),
            }
            for q in made.questions
        ],
        "items": [
            {
                "key": i.key,
                "name": i.item.name,
                "department": i.item.department,
                "applicant": i.applicant,
                "acting": list(i.acting),
                "ground": i.ground,
                "stage": i.stage,
                "requires": list(i.requires),
                "undecided": i.undecided,
                "met": i.met,
                "start": i.start.isoformat(),
                "due": i.due.date.isoformat(),
                "provisional": i.due.provisional,
                "promise_days": i.item.promise_days,
                "promise_assumed": i.item.promise_assumed,
            }
            for i in made.items
        ],
        "asks": [
            {
                "key": a.key,
                "name": a.field.name,
                "type": a.field.type,
                "party": a.party,
                "section": a.section,
                "state": a.state,
                "value": a.value,
                "source": a.source,
                "required": a.required,
                "why": list(a.why),
                "error": a.error.code if a.error else None,
            }
            for a in made.asks
        ],
        "materials": [
            {
                "key": m.key,
                "name": m.material.name,
                "party": m.party,
                "original": m.original,
                "copies": m.copies,
                "tolerable": m.tolerable,
                "standing": m.standing,
                "why": [{"item": w.item, "basis": w.basis} for w in m.why],
            }
            for m in made.materials
        ],
        "failing": [
            {"code": f.code, "subject": f.subject, "items": list(f.items), "basis": f.basis, "refuses": f.refuses}
            for f in made.failing
        ],
        "notes": [{"code": n.code, "subject": n.subject} for n in made.notes],
        "proof": {
            **asdict(made.proof.now),
            "without_prefill": asdict(made.proof.without_prefill),
            "assumed_share": round(made.proof.assumed_share, 4),
            "saved": _saved_json(made.proof.now.saved),
            "saved_without_prefill": _saved_json(made.proof.without_prefill.saved),
            "yardstick": _saved_json(YARDSTICK),
        },
    }


def plan_lines(known: "Catalog", made: "Plan", lang: Lang) -> list[str]:
    """The plan in words: questions, items by stage, papers, what is to be filled in, and the proof."""
    from clerk_tui.intake.plan import YARDSTICK

    names = "、".join(known.name(m, lang) for m in made.matters)
    days = sum(d.counts for d in made.due.days)
    lines = [
        text("cli.plan_head", lang, name=names, items=len(made.items), days=days, due=_due_words(made.due)),
    ]
    for note in made.notes:
        name = note.details.get("name_en") if lang == "en" else None
        details = {**note.details, **({"name": name} if name else {})}
        lines.append(text(note.code, lang, **{"subject": known.name(note.subject, lang), **details}))
    if made.open_questions:
        lines += ["", text("cli.plan_questions", lang, count=len(made.open_questions))]
        for q in made.open_questions:
            options = [o.label(lang) for o in q.field.options] or [text("bool.yes", lang), text("bool.no", lang)]
            lines.append(f"  {q.field.label(lang)}: {' / '.join(options)}  ({q.key})")
    lines += ["", text("cli.plan_items", lang, count=len(made.items))]
    for i in made.items:
        state = text("cli.plan_met", lang) if i.met else i.due.date.isoformat()
        if i.undecided:
            state += f"  {text('cli.plan_undecided', lang)}"
        department = known.name(i.item.department, lang)
        name = i.item.label(lang)
        lines.append("  " + text("cli.plan_item", lang, stage=i.stage + 1, name=name, department=department, due=state))
    lines += ["", text("cli.plan_materials", lang, count=len(made.materials))]
    lines += ["  " + _material_line(known, m, lang) for m in made.materials]
    lines += ["", text("cli.plan_asks", lang, count=sum(a.state != "from_step" for a in made.asks))]
    for section in made.sections:
        asks = [made.ask(key) for key in section.asks]
        labels = [a.field.label(lang) for a in asks if a and a.state != "from_step"]
        if labels:
            party = known.name(section.party, lang) if section.party else text("paper.case_section", lang)
            lines.append(f"  {party}: {' · '.join(labels)}")
    for f in made.failing:
        if f.refuses or f.code.startswith("value."):
            lines.append(
                text(f.code, lang, **{"subject": known.name(f.subject, lang), "basis": f.basis, **f.details})
                + f" ({f.subject})"
            )
    proof = made.proof
    lines += ["", text("cli.plan_proof", lang, **_counts(proof.now))]
    lines.append(text("cli.plan_saved", lang, **_percent(proof.now.saved)))
    if proof.without_prefill != proof.now:
        lines.append(text("cli.plan_saved_bare", lang, **_percent(proof.without_prefill.saved)))
    lines.append(text("cli.plan_yardstick", lang, **_percent(YARDSTICK)))
    lines.append(text("cli.plan_assumed", lang, share=round(100 * proof.assumed_share)))
    return lines


def _counts(counts: Any) -> dict[str, int]:
    from dataclasses import asdict

    return asdict(counts)


def _saved_json(saved: "Saved") -> dict[str, float]:
    return {"fields": round(saved.fields, 4), "materials": round(saved.materials, 4), "steps": round(saved.steps, 4)}


def _percent(saved: "Saved") -> dict[str, int]:
    """Whole percents, cut towards more work: a promise of 80 is not met by 79.6."""
    return {key: floor(100 * share + 1e-9) for key, share in _saved_json(saved).items()}


def _material_line(known: "Catalog", paper: "PlannedMaterial", lang: Lang) -> str:
    rule = [text("cli.rule.original", lang)] if paper.original else []
    if paper.copies:
        rule.append(text("cli.rule.copies", lang, count=paper.copies))
    if paper.tolerable:
        rule.append(text("cli.rule.tolerable", lang))
    why = "、".join(dict.fromkeys(known.name(w.item, lang) for w in paper.why))
    standing = text(f"standing.{paper.standing}", lang)
    return text(
        "cli.plan_material", lang, name=known.name(paper.key, lang), rule=" ".join(rule), standing=standing, why=why
    )


def mount(app: typer.Typer) -> None:
    """Puts `catalog`, `plan` and `due` under the command line."""
    from clerk_tui import (
        cli_adapters,
        cli_catalog_exchange,
        cli_catalog_proposals,
        cli_catalog_publish,
        cli_catalog_suspend,
    )

    cli_adapters.mount(catalog)
    cli_catalog_exchange.mount(catalog)
    cli_catalog_publish.mount(catalog)
    cli_catalog_proposals.mount(catalog)
    cli_catalog_suspend.mount(catalog)
    app.add_typer(catalog, name="catalog")
    app.command()(plan)
    app.command()(due)
