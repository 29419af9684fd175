"""`clerk-tui catalog diff|submit|publish|submissions`: what a catalogue changes, and the two people who bring it in."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clerk_tui.cli_tables import FINDING, WRONG_USE, Json, say, the_lang
from clerk_tui.refusal import Refusal
from clerk_tui.texts import text

if TYPE_CHECKING:
    from clerk_tui.catalog.model import Catalog

Hub = Annotated[str | None, typer.Option("--hub", help="Address of the hub.")]
Paths = Annotated[
    list[Path] | None, typer.Argument(help="Catalogue files or their folder; the built-in one if absent.")
]
_NUMBERS = ("field", "material", "step")
SHOWN = 12
"""Letters of a hash that are shown: enough to tell one from another, and to name it."""


def mount(catalog: typer.Typer) -> None:
    """Adds the commands."""
    catalog.command("diff")(diff)
    catalog.command("submit")(submit)
    catalog.command("publish")(publish)
    catalog.command("submissions")(submissions)


def diff(
    old: Annotated[str, typer.Argument(help="Folder, file, published .json, builtin, or current (with --db).")],
    new: Annotated[str, typer.Argument(help="The same, for the newer one.")],
    db: Annotated[str | None, typer.Option(help="The hub's database: names the open cases that are touched.")] = None,
    as_json: Json = False,
) -> None:
    """What one catalogue changes against another, in words, and which open cases it touches. 1 when anything changes."""
    from clerk_tui.catalog.build import load_catalog
    from clerk_tui.catalog.diff import compare
    from clerk_tui.central.publishing import preview_in

    try:
        before, after = _bytes_of(old, db), _bytes_of(new, db)
        earlier, later = load_catalog(before), load_catalog(after)
        told: dict[str, Any] = preview_in(db, earlier, later).to_json() if db else {"cases": []}
    except Refusal as refused:
        raise say(refused, WRONG_USE) from None
    from dataclasses import asdict

    told["changes"] = [asdict(change) for change in compare(earlier, later).changes]
    _print(told, {"old": earlier, "new": later}, as_json, with_cases=db is not None)
    raise typer.Exit(FINDING if told["changes"] else 0)


def submit(
    paths: Paths = None,
    hub: Hub = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would do, and change nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Hands a catalogue in, as its editor: shows what it changes and whom it touches. Somebody else publishes it."""
    from clerk_tui.catalog.build import load_catalog
    from clerk_tui.cli_account import account_of

    try:
        content = built(paths or [])
        account = account_of(hub)
        told = account.ask(lambda client, _: client.hand_in_catalog(content, dry_run=dry_run))
        current = account.ask(lambda client, _: client.current_catalog())
    except Refusal as refused:
        raise say(refused) from None
    known = {"new": load_catalog(content)} | ({"old": load_catalog(current[1])} if current else {})
    _print(told, known, as_json, with_cases=True)
    if not as_json:
        code = "publish.dry" if dry_run else "publish.submitted"
        typer.echo(text(code, the_lang(), hash=told["hash"][:SHOWN]))


def publish(
    sha256: Annotated[str, typer.Argument(metavar="HASH", help="What was handed in; its first letters do.")],
    hub: Hub = None,
    as_json: Json = False,
) -> None:
    """Puts in force what another person handed in."""
    from clerk_tui.cli_account import account_of

    try:
        account = account_of(hub)
        found = account.ask(lambda client, _: client.catalog_submissions())
        whole = [one["hash"] for one in found if one["hash"].startswith(sha256)]
        if len(whole) != 1:
            raise Refusal("catalog.not_submitted")
        told = account.ask(lambda client, _: client.publish_catalog(whole[0]))
    except Refusal as refused:
        raise say(refused) from None
    if as_json:
        print_json(told)
    else:
        typer.echo(text("publish.published", the_lang(), hash=told["hash"][:SHOWN]))


def submissions(hub: Hub = None, as_json: Json = False) -> None:
    """What editors handed in, newest first."""
    from clerk_tui.cli_account import account_of

    try:
        found = account_of(hub).ask(lambda client, _: client.catalog_submissions())
    except Refusal as refused:
        raise say(refused) from None
    if as_json:
        print_json(found)
        return
    for one in found:
        mark = text("publish.in_force", the_lang()) if one["in_force"] else ""
        at = one["submitted_at"][:16].replace("T", " ")
        typer.echo(text("publish.line", the_lang(), hash=one["hash"][:SHOWN], at=at, by=one["submitted_by"], mark=mark))
    if not found:
        typer.echo(text("publish.none", the_lang()))


def print_json(told: Any) -> None:
    """JSON for other programs."""
    import orjson

    typer.echo(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode())


def print_preview(told: Mapping[str, Any], known: "Mapping[str, Catalog]") -> None:
    """What publishing would do, in words, with the cases that it touches."""
    _print(told, known, False, with_cases=True)


def built(paths: list[Path]) -> bytes:
    """The published bytes of YAML files. Raises Refusal catalog.unsound: `catalog check` says all of it."""
    from clerk_tui.catalog.build import publish as bytes_of
    from clerk_tui.catalog.parse import read_catalog
    from clerk_tui.cli_catalog import texts_of

    reading = read_catalog(texts_of(paths))
    if not reading.sound:
        errors = [f for f in reading.findings if f.severity == "error"]
        first = errors[0]
        at = f"{first.place.file}:{first.place.line}"
        reason = text(first.code, the_lang(), **first.details).rstrip("。.")
        raise Refusal("catalog.unsound", count=len(errors), at=at, reason=reason)
    return bytes_of(reading.catalog)


def _bytes_of(side: str, db: str | None) -> bytes:
    from clerk_tui.catalog.builtin import builtin_catalog_bytes
    from clerk_tui.central.publishing import current_in

    if side == "builtin":
        return builtin_catalog_bytes()
    if side == "current" and db:
        return current_in(db)
    path = Path(side)
    if not path.exists():
        raise Refusal("catalog.no_such_side", side=side)
    return path.read_bytes() if path.suffix == ".json" else built([path])


def _print(told: Mapping[str, Any], known: "Mapping[str, Catalog]", as_json: bool, *, with_cases: bool) -> None:
    if as_json:
        print_json(told)
        return
    for line in lines_of(told, known, with_cases=with_cases):
        typer.echo(line)


def lines_of(told: Mapping[str, Any], known: "Mapping[str, Catalog]", *, with_cases: bool) -> list[str]:
    """A preview in words. `known` holds the catalogues `old` and `new`, which give the names of what came and went."""
    lang = the_lang()
    if not told["changes"]:
        return [text("diff.none", lang)]
    sums = {what: sum(_net(change, what) for change in told["changes"]) for what in _NUMBERS}
    lines = [text("diff.head", lang, count=len(told["changes"]), **{k: f"{v:+d}" for k, v in sums.items()})]
    for change in told["changes"]:
        nets = {what: _net(change, what) for what in _NUMBERS}
        net = text("diff.net", lang, **{k: f"{v:+d}" for k, v in nets.items()}) if any(nets.values()) else ""
        group = text(f"diff.group.{change['group']}", lang)
        lines.append(
            text(f"diff.line.{change['how']}", lang, group=group, name=change["name"], key=change["key"], net=net)
        )
        lines += [_part(part, known) for part in change["parts"]]
        if change["relief"]:
            lines.append(text("diff.relief", lang))
    if with_cases:
        lines += _cases(told["cases"])
    return lines


def _net(change: Mapping[str, Any], what: str) -> int:
    return sum({"added": 1, "removed": -1}.get(p["how"], 0) for p in change["parts"] if p["what"] == what)


def _part(part: Mapping[str, Any], known: "Mapping[str, Catalog]") -> str:
    lang = the_lang()
    what = text(f"diff.what.{part['what']}", lang)
    if part["how"] == "changed" and (part["old"] is not None or part["new"] is not None):
        return text("diff.part.value", lang, what=what, old=_value(part["old"]), new=_value(part["new"]))
    name = _value(part["new"] or part["old"]) if part["what"] == "suspension" else _name(part, known)
    return text(f"diff.part.{part['how']}", lang, what=what, name=name)


def _name(part: Mapping[str, Any], known: "Mapping[str, Catalog]") -> str:
    if part["what"] == "step":
        return text(f"diff.step.{part['key']}", the_lang())
    named = (known[side].name(part["key"], the_lang()) for side in ("new", "old") if side in known)
    return next((name for name in named if name != part["key"]), part["key"])


def _value(value: Any) -> str:
    if value is None or value == "":
        return text("diff.nothing_told", the_lang())
    if isinstance(value, bool):
        return text("diff.yes" if value else "diff.no", the_lang())
    return f"{value:g}" if isinstance(value, float) else str(value)


def _cases(cases: list[Mapping[str, Any]]) -> list[str]:
    lang = the_lang()
    if not cases:
        return [text("diff.no_cases", lang)]
    lines = [text("diff.cases", lang, count=len(cases))]
    for case in cases:
        window = case["window"]
        where = text("diff.case.window", lang, window=window) if window else text("diff.case.pool", lang)
        lines.append(
            text(
                "diff.case",
                lang,
                number=case["number"] or case["case"],
                state=text(f"diff.case.{case['state']}", lang),
                window=where,
                changes="、".join(case["changes"]),
            )
        )
    return lines
