"""`clerk-tui hall`: what a hall decides about its queue, from a YAML file into the centre's database and back."""

from pathlib import Path
from typing import Annotated

import typer

from clerk_tui.cli import DONE, lang_of_terminal, refuse
from clerk_tui.refusal import Refusal

hall = typer.Typer(help="A hall's own rules.", no_args_is_help=True)


def mount(app: typer.Typer) -> None:
    """Adds the command group."""
    app.add_typer(hall, name="hall")


@hall.command("policy")
def policy(
    db: Annotated[str, typer.Option(help="sqlite:///PATH or postgresql://…")],
    file: Annotated[
        Path | None, typer.Argument(help="The policy file (YAML); without it the rules in force are printed.")
    ] = None,
    hall_id: Annotated[str, typer.Option("--hall", help="The hall's id.")] = "demo",
) -> None:
    """Puts a hall's queue rules in force, or prints those that are, as YAML."""
    try:
        print_policy(db, hall_id) if file is None else set_policy(db, hall_id, file)
    except Refusal as refused:
        raise refuse(refused) from None
    raise typer.Exit(DONE)


def print_policy(db: str, hall_id: str) -> None:
    """The rules in force, as a file that `set_policy` reads. Raises Refusal hub.db_*, hall.unknown."""
    import yaml

    from clerk_tui.central.database import read_database
    from clerk_tui.central.halls import policy_of_hall

    database = read_database(db)
    try:
        found = policy_of_hall(database, hall_id)
    finally:
        database.close()
    told = found.model_dump(mode="json", exclude_none=True)
    typer.echo(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), nl=False)


def set_policy(db: str, hall_id: str, file: Path) -> None:
    """Reads the file and puts it in force from the hub's next start. Raises Refusal queue.policy_*, hub.db_*, hall.unknown."""
    from clerk_tui.central.database import read_database
    from clerk_tui.central.halls import put_policy
    from clerk_tui.queue.policy import policy_of_yaml
    from clerk_tui.texts import text

    try:
        written = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as wrong:
        reason = getattr(wrong, "strerror", None) or "UTF-8"
        raise Refusal("queue.policy_unreadable", file=str(file), reason=reason) from None
    read = policy_of_yaml(written)
    database = read_database(db)
    try:
        put_policy(database, hall_id, read)
    finally:
        database.close()
    typer.echo(text("hall.policy_set", lang_of_terminal(), hall=hall_id))
