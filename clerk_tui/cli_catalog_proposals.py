"""`clerk-tui catalog proposals …`: what clerks propose to change, for the catalogue's desk."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clerk_tui.cli_tables import WRONG_USE, Json, say, the_lang
from clerk_tui.refusal import Refusal
from clerk_tui.texts import text

if TYPE_CHECKING:
    from clerk_tui.catalog.amend import Amendment

Hub = Annotated[str | None, typer.Option("--hub", help="Address of the hub.")]
Named = Annotated[str, typer.Argument(metavar="PROPOSAL", help="Its id; the last letters do.")]
SHOWN = 12
"""Letters of an id that are shown: the last ones, ids made one after the other begin alike."""

proposals = typer.Typer(help="What clerks propose to change: list, adopt, decline, count.", no_args_is_help=True)


def mount(catalog: typer.Typer) -> None:
    """Adds the commands."""
    catalog.add_typer(proposals, name="proposals")


@proposals.command("list")
def list_proposals(
    state: Annotated[str, typer.Option(help="open, adopted, declined or all.")] = "open",
    hub: Hub = None,
    as_json: Json = False,
) -> None:
    """Proposals of all halls, with what each would save over last month's cases; what saves most first."""
    if state not in ("open", "adopted", "declined", "all"):
        raise typer.BadParameter(state, param_hint="--state")
    found = _listed(hub, None if state == "all" else state)
    if as_json:
        _json(found)
        return
    for one in found:
        typer.echo(_line(one))
        if one["reason"]:
            typer.echo(text("proposals.reason", the_lang(), reason=one["reason"]))
    if not found:
        typer.echo(text("proposals.none", the_lang()))


@proposals.command("adopt")
def adopt(
    proposal: Named,
    paths: Annotated[
        list[Path] | None, typer.Argument(help="The catalogue's files or their folder; the built-in one if absent.")
    ] = None,
    certificate: Annotated[str | None, typer.Option(help="Which e-certificate replaces the paper.")] = None,
    write: Annotated[bool, typer.Option("--write", help="Change the files, instead of only showing how.")] = False,
    hub: Hub = None,
    as_json: Json = False,
) -> None:
    """Adopts a proposal and gives the exact text to change, with the hall's credit."""
    from clerk_tui.cli_account import account_of

    try:
        one = _find(hub, proposal)
        # First the text: what can't be found in the files is not adopted unseen.
        made = _amended(one, paths or [], certificate)
        account_of(hub).ask(lambda client, _: client.adopt_proposal(one["proposal"]))
        if write and paths:
            _write(made)
    except Refusal as refused:
        raise say(refused) from None
    if as_json:
        _json({"proposal": one["proposal"], "file": made.file, "line": made.line, "diff": made.diff})
        return
    code = "proposals.by_hand" if one["kind"] == "other" else "proposals.adopted"
    details = {} if one["kind"] == "other" else {"file": made.file, "line": made.line}
    typer.echo(text(code, the_lang(), id=one["proposal"][-SHOWN:], **details))
    typer.echo(made.diff.rstrip("\n"))
    for file in made.texts if write and paths else ():
        typer.echo(text("proposals.written", the_lang(), file=file))


@proposals.command("decline")
def decline(
    proposal: Named,
    reason: Annotated[str, typer.Option(help="Why not, in words that the hall reads.")],
    hub: Hub = None,
    as_json: Json = False,
) -> None:
    """Declines a proposal, with a reason."""
    from clerk_tui.cli_account import account_of

    try:
        one = _find(hub, proposal)
        told = account_of(hub).ask(lambda client, _: client.decline_proposal(one["proposal"], reason))
    except Refusal as refused:
        raise say(refused) from None
    if as_json:
        _json(told)
    else:
        typer.echo(text("proposals.declined", the_lang(), id=one["proposal"][-SHOWN:]))


@proposals.command("stats")
def stats(hub: Hub = None, as_json: Json = False) -> None:
    """Proposed, adopted and declined per hall."""
    from clerk_tui.cli_account import account_of

    try:
        found = account_of(hub).ask(lambda client, _: client.proposal_stats())
    except Refusal as refused:
        raise say(refused) from None
    if as_json:
        _json(found)
        return
    for one in found:
        counted = {name: one[name] for name in ("proposed", "adopted", "declined", "open")}
        typer.echo(text("proposals.stats", the_lang(), hall=one["hall_name"], **counted))


def _listed(hub: str | None, state: str | None) -> list[dict[str, Any]]:
    from clerk_tui.cli_account import account_of

    try:
        return account_of(hub).ask(lambda client, _: client.proposals(state))
    except Refusal as refused:
        raise say(refused) from None


def _find(hub: str | None, named: str) -> dict[str, Any]:
    found = [one for one in _listed(hub, None) if one["proposal"].endswith(named)]
    if len(found) != 1:
        raise Refusal("proposal.unknown")
    return found[0]


def _amended(one: dict[str, Any], paths: list[Path], certificate: str | None) -> "Amendment":
    from clerk_tui.catalog.amend import Credit, amend
    from clerk_tui.catalog.parse import read_catalog
    from clerk_tui.cli_catalog import texts_of

    texts = texts_of(paths)
    item = read_catalog(texts).catalog.items.get(one["item"])
    if item is None:
        raise Refusal("amend.not_found", what=one["item"])
    credit = Credit(one["hall_name"], one["proposal"], one["kind"])
    return amend(texts, item, one["kind"], one["subject"], credit, certificate)


def _write(made: "Amendment") -> None:
    for file, content in made.texts.items():
        try:
            Path(file).write_text(content, encoding="utf-8")
        except OSError as wrong:
            raise say(Refusal("guide.unwritable", file=file, reason=wrong.strerror or ""), WRONG_USE) from None


def _line(one: dict[str, Any]) -> str:
    lang = the_lang()
    state = "is_done" if one["done"] and one["state"] == "adopted" else f"is_{one['state']}"
    return text(
        "proposals.line",
        lang,
        id=one["proposal"][-SHOWN:],
        hall=one["hall_name"],
        item=one["item_name"],
        kind=text(f"proposal.kind.{one['kind']}", lang),
        subject=one["subject"] or "",
        fields=one["fields"],
        materials=one["materials"],
        steps=one["steps"],
        cases=one["cases"],
        state="" if one["state"] == "open" else text(f"proposals.{state}", lang),
    )


def _json(told: Any) -> None:
    import orjson

    typer.echo(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode())
