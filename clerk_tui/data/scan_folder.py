"""The folder into which the 高拍仪 writes: its newest file waits in memory, read and checked, for the key that takes it.

What lay there before, or before the person who is here now came, is never taken unasked: it may be somebody else's.
The folder's own clock is not asked which file is newer, for a share has the clock of another machine.
"""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from clerk_tui.data.scan_file import Scan, Stamp, read_scan, stamp_of
from clerk_tui.refusal import Refusal

LOOK_MS = 1_500
"""How often the folder is looked at when nothing tells of a change, as on most shares."""
SETTLE_SECONDS = 0.35
"""A file that did not grow for so long is taken for whole, if it can be read."""
BROKEN_SECONDS = 4.0
"""A file that can't be read and did not grow for so long is broken."""
PATIENCE_SECONDS = 20.0
REST_SECONDS = 3.0
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".pdf"})
UNFINISHED = frozenset({".tmp", ".part", ".partial", ".crdownload", ".filepart"})
NOT_SCANS = frozenset({"thumbs.db", "desktop.ini"})


class ScanFolder:
    """Lives on the event loop; files are read in threads. `changed` is called when there is something new."""

    def __init__(self, folder: Path, changed: Callable[[], None] = lambda: None) -> None:
        self.folder = folder
        self._changed = changed
        self._known: dict[str, Stamp] | None = None
        self._taken: set[tuple[str, Stamp]] = set()
        self._growing: dict[str, tuple[Stamp, float]] = {}
        self._bad: dict[str, tuple[Stamp, Refusal]] = {}
        self.ready: Scan | None = None
        """The newest scan since the person who is here came."""
        self.missed = 0
        """How many new files an even newer one was put before."""
        self.trouble: Refusal | None = None
        self._looking = asyncio.Lock()

    async def run(self) -> None:
        """Watches until it is cancelled; a folder that is not there is looked for again."""
        from watchfiles import awatch

        self.forget()
        self._known = None
        while True:
            there = await self.look()
            if there:
                try:
                    async for _ in awatch(
                        self.folder,
                        recursive=False,
                        step=50,
                        debounce=200,
                        rust_timeout=LOOK_MS,
                        yield_on_timeout=True,
                    ):
                        there = await self.look()
                        while self._growing and there:
                            await asyncio.sleep(SETTLE_SECONDS)
                            there = await self.look()
                        if not there:
                            break
                except (OSError, RuntimeError):
                    # Gone, or a share that can't be watched: looked at by the clock.
                    pass
            await asyncio.sleep(LOOK_MS / 1000 if there else REST_SECONDS)

    def forget(self) -> None:
        """Somebody else is here now: what came so far was the last one's."""
        self.ready, self.missed = None, 0
        if self._known is not None:
            self._known |= {name: stamp for name, (stamp, _) in self._growing.items()}
        self._growing.clear()
        self._bad.clear()

    def taken(self, scan: Scan) -> None:
        """The scan is in a case: it, and what is older, is not taken again."""
        self._taken.add((scan.name, scan.stamp))
        if self.ready is scan:
            self.ready, self.missed = None, 0

    async def take(self) -> Scan:
        """The newest new scan; waits for one that is being written.

        Raises Refusal scan.no_folder, scan.none, or what is wrong with the newest file.
        """
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self.look()
                while self._growing:
                    await asyncio.sleep(SETTLE_SECONDS)
                    await self.look()
        except TimeoutError:
            raise Refusal("scan.still_written", name=next(iter(self._growing), "")) from None
        if self.trouble is not None:
            raise self.trouble
        if self.ready is not None:
            return self.ready
        if self._bad:
            raise next(reversed(self._bad.values()))[1]
        raise Refusal("scan.none", folder=str(self.folder))

    async def take_older(self) -> Scan:
        """The newest file that was there before, for who says that it is this person's. Raises Refusal as `take`."""
        found = await self._listed()
        names = [name for name, stamp in found.items() if (name, stamp) not in self._taken and _is_picture(name)]
        if not names:
            raise Refusal("scan.none", folder=str(self.folder))
        newest = max(names, key=lambda name: found[name][0])
        return await asyncio.to_thread(read_scan, self.folder / newest)

    async def remove(self, scan: Scan) -> None:
        """Removes a taken scan from the folder, unless another file has its name now. Raises Refusal scan.not_removed."""
        try:
            await asyncio.to_thread(_remove, scan)
        except OSError as wrong:
            raise Refusal("scan.not_removed", name=scan.name, reason=wrong.strerror or "") from None

    async def look(self) -> bool:
        """Looks at the folder once, and reads what is new and whole; whether the folder is there."""
        async with self._looking:
            before = (self.ready, self.trouble)
            try:
                found = await self._listed()
            except Refusal as refusal:
                self.trouble = refusal
            else:
                self.trouble = None
                await self._new(found)
            if (self.ready, self.trouble) != before:
                self._changed()
            return self.trouble is None

    async def _new(self, found: dict[str, Stamp]) -> None:
        if self._known is None:
            self._known = found
            return
        known, now = self._known, asyncio.get_running_loop().time()
        new = {name: stamp for name, stamp in found.items() if known.get(name) != stamp}
        pictures = {name: stamp for name, stamp in new.items() if _is_picture(name)}
        if pictures:
            # What the scanner's program writes beside them is nobody's business.
            known |= {name: stamp for name, stamp in new.items() if name not in pictures}
        self._growing = {name: was for name, was in self._growing.items() if name in new}
        for name in sorted(pictures or new, key=lambda name: new[name]):
            stamp = new[name]
            was = self._growing.get(name)
            if was is None or was[0] != stamp:
                self._growing[name] = (stamp, now)
                self._bad.pop(name, None)
            elif now - was[1] >= SETTLE_SECONDS:
                await self._read(name, stamp, now - was[1])

    async def _read(self, name: str, stamp: Stamp, still: float) -> None:
        """Takes a file that rests into memory; one that is broken may yet go on for a while."""
        try:
            scan = await asyncio.to_thread(read_scan, self.folder / name)
        except Refusal as refusal:
            if refusal.code in ("scan.broken", "scan.unreadable") and still < BROKEN_SECONDS:
                return
            self._bad[name] = (stamp, refusal)
            # The newest is meant, not the one before it.
            self.ready, self.missed = None, 0
        else:
            if scan.stamp != stamp:
                return
            self.missed += self.ready is not None and self.ready.name != name
            self.ready = scan
            self._bad.clear()
        self._growing.pop(name, None)
        if self._known is not None:
            self._known[name] = stamp

    async def _listed(self) -> dict[str, Stamp]:
        try:
            return await asyncio.to_thread(_listed, self.folder)
        except OSError as wrong:
            raise Refusal("scan.no_folder", folder=str(self.folder), reason=wrong.strerror or "") from None


def _is_picture(name: str) -> bool:
    return Path(name).suffix.lower() in PICTURES


def _listed(folder: Path) -> dict[str, Stamp]:
    found = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name.lower()
            if name.startswith((".", "~")) or name in NOT_SCANS or Path(name).suffix in UNFINISHED:
                continue
            try:
                if entry.is_file():
                    found[entry.name] = stamp_of(entry.stat())
            except OSError:
                # Renamed between the list and the look at it.
                continue
    return found


def _remove(scan: Scan) -> None:
    if stamp_of(scan.path.stat()) == scan.stamp:
        scan.path.unlink()
