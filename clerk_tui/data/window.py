"""The façade that screens use: one window, its session, its verbs, and what it shows."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import httpx
import uuid_utils

from clerk_tui.catalog.model import Catalog
from clerk_tui.data.case_verbs import Submitted
from clerk_tui.data.catalogs import CatalogShelf
from clerk_tui.data.client import Client, HttpRefusal, Unreachable
from clerk_tui.data.list_verbs import ListVerbs
from clerk_tui.data.paper_verbs import PaperVerbs
from clerk_tui.data.queue_verbs import Called
from clerk_tui.data.session import OnlineState, Session
from clerk_tui.data.store import FILE_NAME, Contents, Store
from clerk_tui.data.store_key import key_of
from clerk_tui.queue.day import Day
from clerk_tui.refusal import Refusal
from clerk_tui.settings_model import Settings


class WindowDesk(ListVerbs, PaperVerbs):
    """One service window. All methods belong to one event loop; nothing here waits for a disk before it shows.

    `printer` names this machine's thermal printer (`none` where there is none), `roll_mm` the width of its paper,
    `readers` its card readers and scanners, `office_printer` the system's for A4 (`default`, `none` or its name);
    `fuzzy_pinyin` says whether its search reads pinyin typed with an accent, `scan_after` what becomes of a scanned file
    in its folder once it is in the case.
    """

    printer: str = "none"
    readers: str = "none"
    roll_mm: Literal[80, 58] = 80
    office_printer: str = "default"
    fuzzy_pinyin: bool = True
    scan_after: Literal["ask", "remove", "keep"] = "ask"

    @property
    def day(self) -> Day:
        """The hall's day as confirmed."""
        return self._sync.confirmed.day

    @property
    def loaded(self) -> bool:
        """Whether a day is known at all: from the centre, or from this window's store."""
        return self._sync.warm

    @property
    def catalog(self) -> Catalog | None:
        """The catalogue in force, once this window decides by it."""
        current = self.shelf.current
        return self.shelf.get(current) if current and self._sync.rules is not None else None

    @property
    def paused(self) -> str | None:
        """The code of the refusal that keeps everything from being sent; None when the way is free."""
        return self._sync.outbox.paused

    async def sign_in(self, staff_no: str, password: str, otp: str | None = None, window: str | None = None) -> Session:
        """Opens a session and begins to sync. Raises Refusal; `offline.needed` when the hub does not answer."""
        try:
            answer = await self._client.sign_in(staff_no, password, otp, window)
        except Unreachable as wrong:
            self.lost(wrong.reason)
            raise Refusal("offline.needed") from None
        return await self.take_session(Session.from_answer(answer, self._hall.code or None))

    async def take_session(self, session: Session) -> Session:
        """Works under a session that was opened elsewhere."""
        await self._halt()
        before = self.session
        self._keep_session(session)
        self._sync.outbox.paused = None
        if before is not None and before.hall != session.hall:
            self._sync.wipe_confirmed()
        await self.on_disk()
        await self.start()
        return session

    async def sign_out(self) -> None:
        """Ends the session: what the centre told is wiped here, unsent work stays, encrypted, and goes out later."""
        for case in list(self._sync.typed):
            self.left(case)
        await self._halt()
        with suppress(Unreachable, HttpRefusal):
            await self._client.sign_out()
        self._keep_session(None)
        self._sync.wipe_confirmed()
        self._picked = self._picked_with = None
        self._keep_in_hand(None)
        self._typing.clear()
        self.forecast = None
        await self.on_disk()
        self.online = OnlineState(False, self._clock(), "starting")
        self._changed("day", "session", "online", "outbox")


async def open_desk(
    settings: Settings,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ids: Callable[[], str] = lambda: str(uuid_utils.uuid7()),
    rand: Callable[[], float] = random.random,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    transport: httpx.AsyncBaseTransport | None = None,
    use_keyring: bool = True,
) -> WindowDesk:
    """Opens this window's store and line. Raises Refusal with a `store.*` or `settings.*` code; starts nothing."""
    if settings.hub is None:
        raise Refusal("settings.no_hub")
    store, contents, shelf = await asyncio.to_thread(_open, settings.data_dir, use_keyring)
    client = Client(
        settings.hub,
        clock=clock,
        device_token=settings.device_token.get_secret_value() if settings.device_token else "",
        lang=settings.lang,
        timeout_seconds=settings.timeout_seconds,
        transport=transport,
    )
    desk = WindowDesk(store, contents, client, shelf, clock=clock, ids=ids, random=rand, sleep=sleep)
    desk.fuzzy_pinyin = settings.fuzzy_pinyin
    desk.scan_after = settings.scan_after
    desk.watch_scans(settings.scan_folder)
    desk.printer, desk.roll_mm = settings.printer, settings.roll_mm
    desk.office_printer = settings.office_printer
    desk.readers = settings.reader
    return desk


def _open(path: Path, use_keyring: bool) -> tuple[Store, Contents, CatalogShelf]:
    from clerk_tui.catalog.build import load_catalog

    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as wrong:
        raise Refusal("store.folder", folder=str(path), reason=wrong.strerror or "") from None
    store = Store.open(path, key_of(path / FILE_NAME, use_keyring=use_keyring))
    shelf = CatalogShelf(path / "catalogs", load_catalog)
    shelf.open()
    return store, store.load(), shelf


__all__ = ["Called", "OnlineState", "Session", "Submitted", "WindowDesk", "open_desk"]
