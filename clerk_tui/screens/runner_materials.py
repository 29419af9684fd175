"""Acts on the papers on the desk: judged row by row, copies counted, scanned from the folder, the signed form, looked at."""

import asyncio
from pathlib import Path

from clerk_tui.data.scan_file import Scan
from clerk_tui.intake.case import SIGNED_FORM
from clerk_tui.refusal import Refusal
from clerk_tui.screens import prompts_papers as asking
from clerk_tui.screens.memory_files import MemoryFiles
from clerk_tui.screens.present_papers import paper_name
from clerk_tui.screens.runner_phone import PhoneActs
from clerk_tui.texts import text

NAME_CELLS = 24
"""Of a file's name in the line: scanners call theirs by the time, people by whatever they like."""


class MaterialActs(PhoneActs):
    """What a digit on a row means; whatever takes time says so in the line when it is done."""

    _scan: Scan | None = None
    _older: Scan | None = None
    _memory: MemoryFiles | None = None
    _watched: bool = False

    # Judging

    async def judge(self, key: str, verdict: str, reason: str) -> None:
        """How a paper stands."""
        case = self._case()
        if verdict == "scanned":
            await self._scan_in(case, key)
        elif key == SIGNED_FORM:
            await self._judge_form(case, verdict, reason)
        elif verdict == "phone":
            self.tell("materials.by_phone")
        else:
            await self._judge_row(case, key, verdict, reason)

    async def _judge_row(self, case: str, key: str, verdict: str, reason: str) -> None:
        plan = self.desk.plan(case)
        paper = plan.material(key) if plan else None
        if paper is None:
            raise Refusal("case.unknown_material", material=key)
        if verdict == "received" and paper.copies > 1:
            self.ask(asking.copies_prompt(self.lang, key, self._material_name(case, key), paper.copies))
            return
        if verdict == "later" and not paper.tolerable:
            raise Refusal("case.not_tolerable", material=self._material_name(case, key))
        meant = {
            "received": "copies_kept" if paper.copies else "original_seen",
            "unacceptable": "not_acceptable",
            "none": "cleared",
        }.get(verdict, verdict)
        await self.desk.judge(case, key, meant, reason or None)

    async def _judge_form(self, case: str, verdict: str, reason: str) -> None:
        match verdict:
            case "received":
                await self.signed_on_paper()
            case "later":
                raise Refusal("form.no_gap")
            case "phone":
                self.tell("form.by_phone")
            case "unacceptable":
                await self.desk.judge(case, SIGNED_FORM, "not_acceptable", reason or None)
            case "none":
                await self.desk.judge(case, SIGNED_FORM, "cleared")

    async def _counted(self, key: str, typed: str) -> None:
        case = self._case()
        plan = self.desk.plan(case)
        paper = plan.material(key) if plan else None
        if paper is None:
            raise Refusal("case.unknown_material", material=key)
        count = int(typed) if typed.isdecimal() and len(typed) < 4 else 0
        if not 1 <= count <= paper.copies:
            raise Refusal("paper.bad_count", most=paper.copies)
        await self.desk.judge(case, key, "copies_kept", None, count)

    def _material_name(self, case: str, key: str) -> str:
        if key == SIGNED_FORM:
            return text("form.name", self.lang)
        plan, file = self.desk.plan(case), self.desk.case_file(case)
        paper = plan.material(key) if plan else None
        catalog = self._catalog(file.case.catalog) if file else None
        return paper_name(catalog, paper, self.lang) if paper and catalog else key

    # Scanning

    async def _scan_in(self, case: str, key: str) -> None:
        folder = self.desk.scan_folder()
        if folder.ready is None:
            self.tell("scan.waiting")
        try:
            scan = await folder.take()
        except Refusal as refusal:
            if refusal.code != "scan.none":
                raise
            # Nothing came since this person is here; an older file may be theirs, which only the clerk knows.
            self._older = older = await folder.take_older()
            written = older.written.astimezone(self.zone)
            today = self.desk.now().astimezone(self.zone).date()
            when = written.strftime("%H:%M" if written.date() == today else "%Y-%m-%d %H:%M")
            self.spoken.notice = None
            self.ask(asking.older_prompt(self.lang, key, _short(older.name), when))
            return
        await self._attach(case, key, scan, folder.missed)

    async def _attach(self, case: str, key: str, scan: Scan, missed: int = 0) -> None:
        await self.desk.attach_scan(case, key, scan)
        self._scan = scan
        name = self._material_name(case, key)
        code = "scan.taken_newest" if missed else "scan.taken"
        self.tell(code, "done", paper=name, pages=scan.pages, file=_short(scan.name), missed=missed)
        if key == SIGNED_FORM and (names := self._to_sign(case)):
            self.ask(asking.form_signed_prompt(self.lang, names, scan.pages))
            return
        await self._after_scan()
        self.looked_at(key)

    async def _after_scan(self) -> None:
        """The file has done its duty in the scanner's folder: as the setting says, or as the clerk does."""
        scan = self._scan
        if scan is None or self.desk.scan_after == "keep":
            self._scan = None
        elif self.desk.scan_after == "remove":
            await self._remove_scan()
        else:
            self.ask(asking.remove_prompt(self.lang, _short(scan.name)))

    async def _remove_scan(self) -> None:
        scan, self._scan = self._scan, None
        if scan is not None:
            await self.desk.scan_folder().remove(scan)
            if self.desk.scan_after == "ask":
                self.tell("scan.removed", "done", file=_short(scan.name))

    def _to_sign(self, case: str) -> str:
        """Who has not signed yet, or has a part that nobody confirmed; empty when all is done."""
        plan, file = self.desk.plan(case), self.desk.case_file(case)
        if plan is None or file is None:
            return ""
        catalog = self._catalog(file.case.catalog)
        parties = [party for party in plan.signers if party not in file.case.signatures]
        parties += [one.owner for one in plan.sections if one.key not in file.case.sections]
        names = [catalog.name(party, self.lang) if catalog else party for party in dict.fromkeys(parties)]
        return ("、" if self.lang == "zh" else ", ").join(names)

    # Answers

    async def answer_material(self, kind: str, rest: str, option: str, typed: str) -> bool:
        """Takes the answer of a question that was asked here; False for another's."""
        match kind:
            case "copies":
                await self._counted(rest, option or typed.strip())
            case "form_signed":
                if option == "signed":
                    await self.signed_on_paper()
                await self._after_scan()
            case "scan_remove" if option == "remove":
                await self._remove_scan()
            case "scan_remove":
                self._scan = None
            case "scan_older":
                older, self._older = self._older, None
                if older is not None and option == "take":
                    await self._attach(self._case(), rest, older)
            case _:
                return False
        return True

    # Looking at a paper

    def looked_at(self, key: str) -> None:
        """The row with this paper is in focus: the page on the second monitor follows."""
        case = self.desk.current_case
        if case is not None:
            self.desk.errand(self._follow_row(case, key))

    async def _follow_row(self, case: str, key: str) -> None:
        self._watched = await self.desk.look_at(case, key)

    async def view_paper(self, key: str) -> None:
        """Shows the paper on the second monitor, else with the system's viewer from a file in memory."""
        case = self._case()
        file = self.desk.case_file(case)
        paper = file.case.papers.get(key) if file else None
        self._watched = await self.desk.look_at(case, key)
        name = self._material_name(case, key)
        if paper is None or not paper.files:
            self.tell("form.no_scan" if key == SIGNED_FORM else "materials.no_viewer", paper=name)
            return
        if self._watched:
            self.tell("viewer.shown", "done", paper=name)
            return
        if self._memory is None:
            self._memory = MemoryFiles()
        for sha256 in paper.files:
            media_type, content = await self.desk.file_of(case, sha256)
            place = await asyncio.to_thread(self._memory.keep, sha256, media_type, content)
            if not await asyncio.to_thread(self.opener.open, place):
                await asyncio.to_thread(self._memory.wipe)
                raise Refusal("viewer.none")
        self.tell("viewer.opened", "done", paper=name, count=len(paper.files))

    async def open_viewer(self) -> None:
        """Tells the address of the page for the second monitor, and opens it where this machine can."""
        told = await self.desk.viewer_code()
        opened = await asyncio.to_thread(self.opener.browse, str(told["link"]))
        digits = str(told["digits"])
        code = f"{digits[:3]} {digits[3:]}"
        self.tell("viewer.address_opened" if opened else "viewer.address", address=told["address"], code=code)

    def _follow(self) -> None:
        before = self._ticket
        super()._follow()
        if self._ticket != before:
            self._wipe_papers()

    def _wipe_papers(self) -> None:
        """The next ticket: nothing of the last one stays before anybody's eyes, nor is taken for its own."""
        self._scan = self._older = None
        if self.desk.scans is not None:
            self.desk.scans.forget()
        if self._memory is not None:
            self.desk.errand(asyncio.to_thread(self._memory.wipe))
        if self._watched:
            self.desk.errand(self.desk.look_at(None, None))

    def close(self) -> None:
        """The screen goes: files in memory go with it."""
        if self._memory is not None:
            self._memory.wipe()


def _short(name: str) -> str:
    """A file's name as the line has room for it."""
    return name if len(name) <= NAME_CELLS else f"{Path(name).stem[: NAME_CELLS - 8]}…{Path(name).suffix[:6]}"
