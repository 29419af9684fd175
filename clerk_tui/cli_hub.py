"""`clerk-tui hub` and `clerk-tui audit`: the central API as a process, and its ledger read from outside."""

import asyncio
import contextlib
import errno
import json
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from clerk_tui.refusal import Refusal
from clerk_tui.settings import data_folder

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub

BUILTIN = "builtin"
"""Who puts the built-in catalogue in force."""
CODE_PATH = "/P/" + "X" * 10
QR_LIMIT = 61
"""Capital letters that a version 3 QR code at level M holds: a longer one is too tall for 80×24."""


@dataclass(frozen=True, slots=True)
class HubOptions:
    """What `clerk-tui hub` was told."""

    db: str | None
    host: str
    port: int
    workers: int
    public_url: str | None
    key_file: Path | None
    demo: bool
    arrivals: bool
    as_json: bool
    ends_with_input: bool = False
    systems: Path | None = None


def run_hub(options: HubOptions) -> None:
    """Serves until told to stop. Raises Refusal hub.* with what is wrong and how to mend it."""
    if options.workers > 1 and not (options.db or "").startswith("postgresql"):
        raise Refusal("hub.one_worker", workers=options.workers)
    from clerk_tui.central.logs import log_to_stderr

    bound = bind(options.host, options.port)
    try:
        log_to_stderr()
        public_url = public_address(options, bound.getsockname()[1])
        if options.workers > 1:
            _serve_with_workers(options, bound, public_url)
        else:
            serve_here(options, bound, public_url)
    except KeyboardInterrupt:
        return
    finally:
        bound.close()


def _serve_with_workers(options: HubOptions, bound: socket.socket, public_url: str) -> None:
    from clerk_tui.central.hub import Hub
    from clerk_tui.cli_workers import run_workers

    hub = Hub.open(_database(options), key_file=options.key_file, public_url=public_url)
    try:
        accounts = _prepare(hub, demo=options.demo)
    finally:
        hub.database.close()
    run_workers(options, bound, public_url, lambda: _ready(options, url_of(bound), accounts))


def bind(host: str, port: int) -> socket.socket:
    """The address, taken before anything else is opened. Raises Refusal hub.port_taken or hub.no_address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except (OSError, UnicodeError) as wrong:
        bound.close()
        if isinstance(wrong, OSError) and wrong.errno == errno.EADDRINUSE:
            raise Refusal("hub.port_taken", port=port) from None
        reason = (wrong.strerror if isinstance(wrong, OSError) else None) or type(wrong).__name__
        raise Refusal("hub.no_address", host=host, port=port, reason=reason) from None
    return bound


def url_of(bound: socket.socket) -> str:
    """How this machine reaches the address."""
    host, port = bound.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def public_address(options: HubOptions, port: int) -> str:
    """How phones reach this hub. Raises Refusal hub.url_too_long when its QR would not fit an 80×24 screen."""
    if options.public_url:
        url = options.public_url.rstrip("/")
    else:
        url = f"http://{lan_address() if options.host in ('0.0.0.0', '::') else options.host}:{port}"
    if len(url) + len(CODE_PATH) > QR_LIMIT:
        raise Refusal("hub.url_too_long", url=url, most=QR_LIMIT - len(CODE_PATH))
    return url


def lan_address() -> str:
    """This machine's address on its network; loopback when there is none. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _database(options: HubOptions) -> str:
    if options.db:
        return options.db
    folder = data_folder() / "hub"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as wrong:
        raise Refusal("hub.folder", folder=str(folder), reason=wrong.strerror or "") from None
    return f"sqlite:///{folder / 'hub.db'}"


def serve_here(
    options: HubOptions,
    bound: socket.socket,
    public_url: str,
    *,
    plays: bool = True,
    on_ready: Callable[[], None] | None = None,
    ends_with: Connection | None = None,
) -> None:
    """Serves in this process until told to stop; `ends_with` makes it one of several, whose parent has prepared all.

    Raises Refusal hub.* with what is wrong and how to mend it.
    """
    from clerk_tui.central.logs import log_to_stderr
    from clerk_tui.central.server import run

    if ends_with is not None:
        log_to_stderr()
    run(_serve(options, bound, public_url, plays, on_ready, ends_with))


async def _serve(
    options: HubOptions,
    bound: socket.socket,
    public_url: str,
    plays: bool,
    on_ready: Callable[[], None] | None,
    ends_with: Connection | None,
) -> None:
    from clerk_tui.central.hub import Hub
    from clerk_tui.central.server import make_server

    alone = ends_with is None
    hub = Hub.open(_database(options), key_file=options.key_file, public_url=public_url, migrate=alone)
    if options.systems is not None:
        from clerk_tui.central.fanout import FanOut, read_systems

        hub.fanout = FanOut(hub, read_systems(options.systems))
    accounts: list[dict[str, Any]] = []
    if alone:
        accounts = _prepare(hub, demo=options.demo)
    elif options.demo:
        from clerk_tui.central.demo import connect_sources

        connect_sources(hub)
    up = asyncio.Event()

    def ready() -> None:
        if on_ready:
            on_ready()
        else:
            _ready(options, url_of(bound), accounts)
        up.set()

    server = make_server(hub, on_ready=ready)
    if ends_with is not None:
        _end_with(server, lambda: _read_until_closed(ends_with))
    elif options.ends_with_input:
        _end_with(server, sys.stdin.read)
    async with _play(hub, options, up) if plays else contextlib.nullcontext():
        await server.serve(sockets=[bound])


def _prepare(hub: "Hub", *, demo: bool) -> list[dict[str, Any]]:
    """Puts the built-in catalogue in force where none is, and makes the demo hall when asked.

    A demo takes a newer built-in one with each version, but never puts aside what people published.
    """
    from clerk_tui.catalog.build import catalog_hash

    current = hub.catalogs.current()
    if current is None or (demo and hub.catalogs.publisher_of(current) == BUILTIN):
        content = _builtin_catalog()
        if current != catalog_hash(content):
            hub.catalogs.publish(content, BUILTIN)
    if not demo:
        return []
    from clerk_tui.central.demo import seed_demo

    return seed_demo(hub)


def _builtin_catalog() -> bytes:
    """The built-in catalogue, published by a process of its own: its parser and pinyin tables would stay in memory."""
    code = "import sys; from clerk_tui.catalog.builtin import builtin_catalog_bytes as made; sys.stdout.buffer.write(made())"
    return subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True).stdout


def _ready(options: HubOptions, url: str, accounts: list[dict[str, Any]]) -> None:
    from clerk_tui.central.demo import HALL

    if options.as_json:
        print(json.dumps({"url": url, "hall": HALL.id, "accounts": accounts}, ensure_ascii=False), flush=True)
        return
    print(url, flush=True)
    for account in accounts:
        print(" ".join(f"{key}={value}" for key, value in account.items() if value), flush=True)


@contextlib.asynccontextmanager
async def _play(hub: "Hub", options: HubOptions, up: asyncio.Event) -> AsyncIterator[None]:
    """Citizens arrive while the hub runs, when asked."""
    if not (options.demo and options.arrivals):
        yield
        return
    from clerk_tui.central.arrivals import Arrivals
    from clerk_tui.central.demo import HALL, WALK_IN_MATTERS

    async def run() -> None:
        await up.wait()
        arrivals = Arrivals(
            lambda: hub.snapshot(HALL.id)[1],
            lambda commands: hub.submit_system(HALL.id, commands),
            hub.clock,
            asyncio.sleep,
            Random(),
            WALK_IN_MATTERS,
        )
        await arrivals.run()

    task = asyncio.create_task(run())
    try:
        yield
    finally:
        task.cancel()


def _end_with(server: Any, wait: Callable[[], Any]) -> None:
    """Ends the server when `wait` returns: whoever started it and was killed leaves no hub behind."""

    def watch() -> None:
        wait()
        server.should_exit = True

    threading.Thread(target=watch, name="end watch", daemon=True).start()


def _read_until_closed(line: Connection) -> None:
    with contextlib.suppress(EOFError, OSError):
        while True:
            line.recv()


def run_audit(db: str, hall: str) -> int:
    """Walks the hall's hash chain. 0 when it is whole, 1 with the first broken link named."""
    from clerk_tui.central.audit import verify
    from clerk_tui.central.database import read_database
    from clerk_tui.cli import lang_of_terminal
    from clerk_tui.texts import text

    database = read_database(db)
    try:
        found = verify(database, hall)
    finally:
        database.close()
    code = "audit.whole" if found.broken_at is None else "audit.broken"
    print(text(code, lang_of_terminal(), **asdict(found)))
    return 0 if found.broken_at is None else 1


def run_export(db: str, hall: str) -> None:
    """Writes the hall's ledger to standard output, a line an entry. Raises Refusal hub.db_*, hall.unknown."""
    from clerk_tui.central.audit import export
    from clerk_tui.central.database import read_database

    database = read_database(db)
    try:
        for line in export(database, hall):
            sys.stdout.buffer.write(line)
    finally:
        database.close()
