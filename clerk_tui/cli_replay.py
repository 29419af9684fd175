"""`clerk-tui replay`: a day of arrivals served under a policy, so that a supervisor can try one on yesterday."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clerk_tui.cli_tables import Json, clock, read_bytes, say, share, table, the_lang
from clerk_tui.refusal import Refusal
from clerk_tui.texts import text

if TYPE_CHECKING:
    from clerk_tui.queue.policy import Policy
    from clerk_tui.queue.replay import Group, Replay


def replay(
    day: Annotated[Path, typer.Argument(help="CSV: ticket, taken_at (RFC 3339), class, matter, handle_s.")],
    policy: Annotated[Path | None, typer.Option(help="The hall's policy file (YAML).")] = None,
    windows: Annotated[
        int | None, typer.Option(min=1, max=1_000, help="So many comprehensive windows instead of the file's.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Serves the day's arrivals again under a policy, and prints how long they waited."""
    from clerk_tui.queue.day_file import arrivals_of_csv
    from clerk_tui.queue.replay import replay as run

    rules = read_policy(policy)
    try:
        found = run(arrivals_of_csv(read_bytes(day)), rules, windows)
    except Refusal as refused:
        raise say(refused) from None
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
        return
    typer.echo(replay_table(found, rules))
    if left := found.tickets - found.called:
        typer.echo(text("replay.not_called", the_lang(), count=left))


def read_policy(path: Path | None) -> "Policy":
    """The policy of a file, the built-in one without a file. Exits with a sentence when it is wrong."""
    from clerk_tui.queue.policy import Policy, policy_of_yaml

    if path is None:
        return Policy()
    try:
        return policy_of_yaml(read_bytes(path).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise say(Refusal("cli.unreadable", path=str(path), reason="UTF-8")) from None
    except Refusal as refused:
        raise say(refused) from None


def replay_table(found: "Replay", policy: "Policy") -> str:
    """The result as an aligned table in the reader's language, one line a class and one for all."""
    lang = the_lang()
    heads = ("class", "tickets", "called", "mean", "P50", "P90", "P99", "longest", "within", "handle")
    minutes = policy.within_minutes
    names = [h if h.startswith("P") else text(f"stats.h.{h}", lang, minutes=minutes) for h in heads]

    def line(name: str, group: "Group") -> list[str]:
        waits = (group.wait_mean_s, group.wait_p50_s, group.wait_p90_s, group.wait_p99_s, group.wait_max_s)
        counts = [str(group.tickets), str(group.called)]
        return [name, *counts, *map(clock, waits), share(group.within_share), clock(group.handle_mean_s)]

    rows = [line(text(f"ticket_class.{name}", lang), group) for name, group in found.per_class.items()]
    return table(names, [*rows, line(text("stats.all", lang), found)])
