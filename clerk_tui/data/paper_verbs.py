"""The window's acts on papers that were scanned: from the folder into the case, and before somebody's eyes."""

import asyncio
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from clerk_tui.data.case_verbs import CaseVerbs
from clerk_tui.data.client import HttpRefusal, Unreachable
from clerk_tui.data.scan_file import Scan
from clerk_tui.data.scan_folder import ScanFolder
from clerk_tui.refusal import Refusal


class PaperVerbs(CaseVerbs):
    """`scans` is the watched folder; None where this machine has none."""

    scans: ScanFolder | None = None

    def watch_scans(self, folder: Path | None) -> None:
        """Names the folder that is watched while somebody is signed in."""
        self.scans = ScanFolder(folder, lambda: self._changed("scans")) if folder is not None else None

    async def start(self) -> None:
        """Begins to sync and to watch."""
        before = bool(self._tasks)
        await super().start()
        if self.scans is not None and self._tasks and not before:
            self._tasks.append(asyncio.create_task(self._lasting(self.scans.run), name="scan folder"))

    def scan_folder(self) -> ScanFolder:
        """The watched folder. Raises Refusal scan.not_set."""
        if self.scans is None:
            raise Refusal("scan.not_set")
        return self.scans

    async def attach_scan(self, case: str, material: str, scan: Scan) -> None:
        """Puts the scan into the case: on this disk when it returns, at the centre when the line allows."""
        await self.attach(case, material, scan.content, scan.media_type, scan.pages)
        self.scan_folder().taken(scan)

    def gap_days(self, case: str) -> dict[str, date]:
        """By material key until when each paper that is not here may wait: as promised, else the latest lawful day."""
        plan, file = self.plan(case), self.case_file(case)
        if plan is None or file is None:
            return {}
        days = dict.fromkeys(file.case.open_gaps, file.case.until) if file.case.until else {}
        for paper in plan.materials:
            if paper.tolerable and paper.standing in ("missing", "later") and paper.key not in days:
                days[paper.key] = self.latest_gap_day(plan, (paper.key,))
        return days

    # Looking at a paper

    async def look_at(self, case: str | None, material: str | None) -> bool:
        """Tells the page on the second monitor what is in focus here (nothing: it goes blank); whether one is open.

        False also when cut off, and when the centre does not know the case yet.
        """
        session = self.session
        if session is None or session.window is None or not self.online.online:
            return False
        what = {"case": case, "material": material} if case and material else {}
        try:
            return await self._client.show_in_viewer(session.hall, session.window, what)
        except (Unreachable, HttpRefusal):
            return False

    async def viewer_code(self) -> Mapping[str, Any]:
        """What opens the page on the second monitor: its `address`, the same with the code, and the `digits` to type.

        Raises Refusal when cut off.
        """
        session = self._signed_in()
        if session.window is None:
            raise Refusal("queue.no_window")
        try:
            told = await self._client.viewer_code(session.hall, session.window)
        except Unreachable as wrong:
            self.lost(wrong.reason)
            raise Refusal("offline.needed") from None
        address = f"{self._client.hub}/w/{session.window}"
        return {"address": address, "link": f"{address}#{told['code']}", "digits": told["digits"]}

    async def file_of(self, case: str, sha256: str) -> tuple[str, bytes]:
        """A file of the case: media type and bytes, from this disk while it waits to be sent, else from the centre.

        Raises Refusal when cut off.
        """
        blob = await asyncio.to_thread(self._store.blob, case, sha256)
        if blob is not None:
            return blob.media_type, blob.content
        try:
            return await self._client.get_file(self._signed_in().hall, case, sha256)
        except Unreachable as wrong:
            self.lost(wrong.reason)
            raise Refusal("offline.needed") from None
