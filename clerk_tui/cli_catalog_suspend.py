"""`clerk-tui catalog suspend|resume`: a matter out of service, and back, in one act on the catalogue in force."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from clerk_tui.cli_catalog_publish import SHOWN, Hub, print_json, print_preview
from clerk_tui.cli_tables import Json, say, the_lang
from clerk_tui.refusal import Refusal
from clerk_tui.texts import text

if TYPE_CHECKING:
    from clerk_tui.catalog.model import Catalog

CENTRE_ZONE = "Asia/Shanghai"
Key = Annotated[str, typer.Argument(metavar="KEY", help="The item's or package's key, such as ga.birth_registration.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what it would do, and change nothing.")]
DATE = ["%Y-%m-%d"]


def mount(catalog: typer.Typer) -> None:
    """Adds the commands."""
    catalog.command("suspend")(suspend)
    catalog.command("resume")(resume)


def suspend(
    key: Key,
    reason: Annotated[str, typer.Option(help="Why, as clerks and citizens read it.")],
    back: Annotated[
        dt.datetime | None, typer.Option("--back", formats=DATE, help="The day from which it is expected back.")
    ] = None,
    since: Annotated[
        dt.datetime | None, typer.Option("--from", formats=DATE, help="The first day without it; today if absent.")
    ] = None,
    hub: Hub = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Hands in the catalogue in force with this matter suspended. Somebody else publishes it."""
    from clerk_tui.catalog.suspend import suspended

    first = since.date() if since else dt.datetime.now(ZoneInfo(CENTRE_ZONE)).date()
    last = back.date() if back else None
    _hand_in(hub, lambda known: suspended(known, key, first, reason, last), dry_run=dry_run, as_json=as_json)


def resume(key: Key, hub: Hub = None, dry_run: DryRun = False, as_json: Json = False) -> None:
    """Hands in the catalogue in force with this matter in service again. Somebody else publishes it."""
    from clerk_tui.catalog.suspend import resumed

    _hand_in(hub, lambda known: resumed(known, key), dry_run=dry_run, as_json=as_json)


def _hand_in(hub: str | None, change: "Callable[[Catalog], Catalog]", *, dry_run: bool, as_json: bool) -> None:
    from clerk_tui.catalog.build import load_catalog
    from clerk_tui.catalog.build import publish as bytes_of
    from clerk_tui.cli_account import account_of

    try:
        account = account_of(hub)
        current = account.ask(lambda client, _: client.current_catalog())
        if current is None:
            raise Refusal("catalog.none")
        old = load_catalog(current[1])
        content = bytes_of(change(old))
        told = account.ask(lambda client, _: client.hand_in_catalog(content, dry_run=dry_run))
    except Refusal as refused:
        raise say(refused) from None
    if as_json:
        print_json(told)
        return
    print_preview(told, {"old": old, "new": load_catalog(content)})
    code = "publish.dry" if dry_run else "publish.submitted"
    typer.echo(text(code, the_lang(), hash=told["hash"][:SHOWN]))
