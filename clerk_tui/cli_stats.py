"""`clerk-tui stats`: a hall's figures from its hub, its database or an exported ledger; and a real day as CSV."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clerk_tui.cli_tables import WRONG_USE, Json, say, the_lang
from clerk_tui.refusal import Refusal
from clerk_tui.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clerk_tui.cli_stats_sources import Source
    from clerk_tui.queue.figures import Figures


def stats(
    from_day: Annotated[str | None, typer.Option("--from", help="First business day, such as 2026-11-23.")] = None,
    to_day: Annotated[str | None, typer.Option("--to", help="Last business day; today if absent.")] = None,
    events: Annotated[Path | None, typer.Option(help="An exported ledger instead of the hub.")] = None,
    db: Annotated[str | None, typer.Option(help="The hub's database: sqlite:///PATH or postgresql://…")] = None,
    hall: Annotated[str, typer.Option(help="The hall's id, with --db.")] = "demo",
    hub_url: Annotated[str | None, typer.Option("--hub", help="Address of the hub.")] = None,
    policy: Annotated[
        Path | None, typer.Option(help="With --events: the hall's policy file, for T and the hours.")
    ] = None,
    timezone: Annotated[str | None, typer.Option(help="With --events: the hall's time zone.")] = None,
    as_json: Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV: section, name, figure, value.")] = False,
    xlsx: Annotated[Path | None, typer.Option(help="Write a workbook.")] = None,
    day_csv: Annotated[Path | None, typer.Option(help="Write the day of --from as `replay` reads it.")] = None,
) -> None:
    """What the days of a hall looked like: waits, services, windows."""
    try:
        if as_json + as_csv + (xlsx is not None) > 1:
            raise say(Refusal("stats.one_form"), WRONG_USE)
        if db and events:
            raise say(Refusal("stats.one_source"), WRONG_USE)
        first, last = _date(from_day), _date(to_day)
        if first and last and first > last:
            raise Refusal("stats.range", from_day=first.isoformat(), to_day=last.isoformat())
        from clerk_tui import cli_stats_sources as sources

        if db:
            source = sources.of_database(db, hall)
        elif events:
            source = sources.of_log(events, policy, timezone)
        else:
            source = sources.of_hub(hub_url)
        if day_csv is not None:
            _write_day(source, day_csv, first)
            return
        _put_out(source.figures(first, last), as_json, as_csv, xlsx)
        if last is None and not (as_json or as_csv or xlsx) and (held := source.forecast_error()):
            typer.echo("\n" + _forecast_line(held))
    except Refusal as refused:
        raise say(refused) from None


def _date(value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise say(Refusal("cli.bad_date", value=value), WRONG_USE) from None


def _put_out(figures: "Figures", as_json: bool, as_csv: bool, xlsx: Path | None) -> None:
    from clerk_tui import cli_stats_out as out

    if as_json:
        typer.echo(figures.model_dump_json(by_alias=True, indent=2))
    elif as_csv:
        typer.echo(out.as_csv(figures), nl=False)
    elif xlsx is not None:
        try:
            out.write_xlsx(figures, xlsx, the_lang())
        except OSError as wrong:
            raise Refusal("stats.unwritable", path=str(xlsx), reason=wrong.strerror or "") from None
    else:
        typer.echo(out.as_text(figures, the_lang()))


def _forecast_line(held: "Mapping[str, float]") -> str:
    told = {
        "count": int(held["count"]),
        "minutes": f"{held['error_s'] / 60:.1f}",
        "p90": f"{held['below_p90']:.0%}",
    }
    return text("stats.forecast_error", the_lang(), **told)


def _write_day(source: "Source", path: Path, day: date | None) -> None:
    if day is None:
        raise say(Refusal("stats.day_needed"), WRONG_USE)
    written, count, left_out = source.day(day)
    try:
        path.write_text(written, encoding="utf-8", newline="")
    except OSError as wrong:
        raise Refusal("stats.unwritable", path=str(path), reason=wrong.strerror or "") from None
    told = {"path": str(path), "day": day.isoformat(), "count": count, "left_out": left_out}
    typer.echo(text("stats.day_written", the_lang(), **told))


def mount(app: typer.Typer) -> None:
    """Puts `stats` and `replay` under the command line."""
    from clerk_tui.cli_replay import replay

    app.command()(stats)
    app.command()(replay)
