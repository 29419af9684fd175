"""Every command a person can type. Commands import what they need when they run, so that `--help` is quick."""

import os
import sys
from pathlib import Path
from typing import Annotated

# Kitty's report-all-keys mode turns an input method's commit into junk keys; it is read at Textual's import.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")

import typer

from clerk_tui.refusal import Refusal
from clerk_tui.texts import Lang, text

DONE, FINDING, WRONG_USE = 0, 1, 2

app = typer.Typer(
    name="clerk-tui",
    help="一窗 · one screen for the window of a government service hall.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
audit = typer.Typer(help="The ledger as the audit.", no_args_is_help=True)
app.add_typer(audit, name="audit")


def lang_of_terminal() -> Lang:
    """The language in which the command line speaks: CLERK_TUI_LANG, else Chinese."""
    return "en" if os.environ.get("CLERK_TUI_LANG") == "en" else "zh"


def refuse(refusal: Refusal, code: int = FINDING) -> "typer.Exit":
    """Says the refusal's sentence on standard error; the exit to raise."""
    typer.echo(text(refusal.code, lang_of_terminal(), **refusal.details), err=True)
    return typer.Exit(code)


@app.callback(invoke_without_command=True)
def workbench(
    context: typer.Context,
    hub_url: Annotated[str | None, typer.Option("--hub", help="Address of the hub, e.g. http://hub:8765.")] = None,
    window: Annotated[str | None, typer.Option(help="The service window this machine stands at.")] = None,
    lang: Annotated[str | None, typer.Option(help="zh or en.")] = None,
    theme: Annotated[str | None, typer.Option(help="dark or light.")] = None,
) -> None:
    """The screen of your role."""
    if context.invoked_subcommand is not None:
        return
    from clerk_tui.cli_window import run_window

    try:
        run_window(lambda: {"hub": hub_url, "window": window}, lang=lang, theme=theme, window=window)
    except Refusal as refused:
        raise refuse(refused) from None


@app.command()
def demo(
    lan: Annotated[
        bool, typer.Option("--lan", help="Bind the network address, so that a real phone can join.")
    ] = False,
    data_dir: Annotated[Path | None, typer.Option(help="Folder of the demo's database and store.")] = None,
    lang: Annotated[str | None, typer.Option(help="zh or en.")] = None,
    theme: Annotated[str | None, typer.Option(help="dark or light.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin with an empty hall.")] = False,
) -> None:
    """A hub on loopback, a demo hall with citizens arriving, and the workbench at window 3."""
    from clerk_tui.cli_demo import run_demo

    try:
        raise typer.Exit(run_demo(lan=lan, data_dir=data_dir, lang=lang, theme=theme, fresh=fresh))
    except Refusal as refused:
        raise refuse(refused) from None


@app.command()
def hub(
    db: Annotated[
        str | None, typer.Option(help="sqlite:///PATH or postgresql://…; the embedded SQLite if absent.")
    ] = None,
    host: Annotated[str, typer.Option(help="Address to bind.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to bind; 0 takes a free one.")] = 8765,
    workers: Annotated[int, typer.Option(min=1, help="API processes; more than one needs PostgreSQL.")] = 1,
    public_url: Annotated[
        str | None, typer.Option(help="How phones reach this hub, e.g. HTTPS://HALL.EXAMPLE.")
    ] = None,
    key_file: Annotated[Path | None, typer.Option(help="The hub's key; beside an SQLite database if absent.")] = None,
    with_demo: Annotated[bool, typer.Option("--demo", help="A demo hall with 64 windows and a clerk at each.")] = False,
    arrivals: Annotated[bool, typer.Option("--arrivals", help="Let citizens arrive in the demo hall.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON when ready.")] = False,
    ends_with_input: Annotated[bool, typer.Option(hidden=True)] = False,
    systems: Annotated[
        Path | None,
        typer.Option(help="YAML of departments' own systems, `ga: {url, secret}`: accepted items go there."),
    ] = None,
) -> None:
    """The central API."""
    from clerk_tui.cli_hub import HubOptions, run_hub

    options = HubOptions(
        db, host, port, workers, public_url, key_file, with_demo, arrivals, as_json, ends_with_input, systems
    )
    try:
        run_hub(options)
    except Refusal as refused:
        raise refuse(refused) from None


@app.command()
def face(
    window: Annotated[str, typer.Option(help="The window whose citizen's side this is.")],
    hub_url: Annotated[str | None, typer.Option("--hub", help="Address of the hub.")] = None,
    device_token: Annotated[
        str | None, typer.Option(help="Token of this display.", envvar="CLERK_TUI_DEVICE_TOKEN")
    ] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Folder of the running demo, if it has one of its own.")] = None,
) -> None:
    """The citizen's side of a window: number, QR, what to read back. Finds a running demo by itself."""
    from clerk_tui.cli_window import run_face

    try:
        run_face(window, hub_url, device_token, data_dir)
    except Refusal as refused:
        raise refuse(refused) from None


@app.command()
def board(
    hub_url: Annotated[str | None, typer.Option("--hub", help="Address of the hub.")] = None,
    device_token: Annotated[
        str | None, typer.Option(help="Token of this display.", envvar="CLERK_TUI_DEVICE_TOKEN")
    ] = None,
    lang: Annotated[str | None, typer.Option(help="zh or en.")] = None,
    voice: Annotated[
        str | None,
        typer.Option(help="Up to three of zh, yue, en, spoken in this order; none; file:FOLDER for WAV files."),
    ] = None,
    theme: Annotated[str | None, typer.Option(help="dark or light.")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Folder of the running demo, if it has one of its own.")] = None,
) -> None:
    """The hall's display, with voice: who is called where, who is next. Finds a running demo by itself."""
    from clerk_tui.cli_board import run_board

    try:
        run_board(
            {"hub": hub_url, "device_token": device_token, "lang": lang, "voice": voice, "theme": theme}, data_dir
        )
    except Refusal as refused:
        raise refuse(refused) from None


@app.command()
def poster(
    hub_url: Annotated[str, typer.Option("--hub-url", help="How phones reach the hub, e.g. https://hall.example.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to write: .pdf or .svg.")],
    hall: Annotated[str, typer.Option(help="The hall's id.")] = "demo",
    name: Annotated[str, typer.Option(help="The hall's name on the poster.")] = "",
) -> None:
    """The poster at the hall's door: a QR with which a phone takes a number."""
    from clerk_tui.cli_poster import write_poster

    try:
        url = write_poster(hub_url, hall, name, output)
    except Refusal as refused:
        raise refuse(refused) from None
    typer.echo(text("poster.done", lang_of_terminal(), file=output, url=url))


@app.command()
def kiosk(
    hub_url: Annotated[str | None, typer.Option("--hub", help="Address of the hub.")] = None,
    device_token: Annotated[
        str | None, typer.Option(help="Token of this machine.", envvar="CLERK_TUI_DEVICE_TOKEN")
    ] = None,
    printer: Annotated[str | None, typer.Option(help="none, file:PATH, usb:VID:PID or net:HOST:PORT.")] = None,
    reader: Annotated[
        str | None, typer.Option(help="none, card:PATH, serial:PATH, hid:PATH or file:PATH; commas between several.")
    ] = None,
    lang: Annotated[str | None, typer.Option(help="zh or en.")] = None,
    theme: Annotated[str | None, typer.Option(help="dark or light.")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Folder of the running demo, if it has one of its own.")] = None,
) -> None:
    """The ticket machine of the hall, by touch and by keys. Finds a running demo by itself."""
    from clerk_tui.cli_kiosk import run_kiosk

    given = {"hub": hub_url, "device_token": device_token, "printer": printer, "reader": reader}
    try:
        run_kiosk({**given, "lang": lang, "theme": theme}, data_dir)
    except Refusal as refused:
        raise refuse(refused) from None


@audit.command("verify")
def audit_verify(
    db: Annotated[str, typer.Option(help="sqlite:///PATH or postgresql://…")],
    hall: Annotated[str, typer.Option(help="The hall's id.")] = "demo",
) -> None:
    """Walks the hash chain of a hall and names the first broken link."""
    from clerk_tui.cli_hub import run_audit

    try:
        raise typer.Exit(run_audit(db, hall))
    except Refusal as refused:
        raise refuse(refused) from None


@audit.command("refusals")
def audit_refusals(
    db: Annotated[str, typer.Option(help="sqlite:///PATH or postgresql://…")],
    hall: Annotated[str, typer.Option(help="The hall's id.")] = "demo",
    everything: Annotated[bool, typer.Option("--all", help="Those whose notice was printed too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON and nothing else on standard output.")] = False,
) -> None:
    """Applications that were not accepted and whose written notice was never printed; exit code 1 when there are any."""
    from clerk_tui.cli_refusals import run_refusals

    try:
        raise typer.Exit(run_refusals(db, hall, everything=everything, as_json=as_json))
    except Refusal as refused:
        raise refuse(refused) from None


@audit.command("export")
def audit_export(
    db: Annotated[str, typer.Option(help="sqlite:///PATH or postgresql://…")],
    hall: Annotated[str, typer.Option(help="The hall's id.")] = "demo",
) -> None:
    """Writes a hall's ledger as JSON lines; nothing personal is among it."""
    from clerk_tui.cli_hub import run_export

    try:
        run_export(db, hall)
    except Refusal as refused:
        raise refuse(refused) from None


def main() -> None:
    """The entry point."""
    from clerk_tui import cli_catalog, cli_hall, cli_stats

    cli_catalog.mount(app)
    cli_hall.mount(app)
    cli_stats.mount(app)
    try:
        app()
    except BrokenPipeError:
        sys.exit(FINDING)
