"""What an import tells: for people in sentences, for programs as JSON."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clerk_tui.cli_tables import the_lang
from clerk_tui.texts import text

if TYPE_CHECKING:
    from clerk_tui.catalog.exchange.cells import Note
    from clerk_tui.catalog.exchange.importing import Importer

LISTED = 10_000
"""So many notes of a kind are kept for the report; all of them stand in the errors file."""
SHOWN = 20


def sentence(note: "Note") -> str:
    """A note in the reader's language, with its column."""
    told = text(note.code, the_lang(), **note.details)
    return text("exchange.note", the_lang(), column=note.column, sentence=told) if note.column else told


@dataclass
class Report:
    """Collected while rows are read."""

    errors: list[dict[str, Any]] = field(default_factory=list)
    hints: list[dict[str, Any]] = field(default_factory=list)
    normalised: list[dict[str, Any]] = field(default_factory=list)
    unknown_columns: list[dict[str, Any]] = field(default_factory=list)
    skipped_sheets: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: {"errors": 0, "hints": 0, "normalised": 0})

    def note(self, file: str, sheet: str, row: int, note: "Note") -> None:
        """One more note."""
        kind = "errors" if note.severity == "error" else "normalised" if note.code == "exchange.normalised" else "hints"
        self.counts[kind] += 1
        kept: list[dict[str, Any]] = getattr(self, kind)
        if len(kept) < LISTED:
            where = {"file": file, "sheet": sheet, "row": row, "column": note.column}
            more = dict(note.details) if kind == "normalised" else {"code": note.code, "sentence": sentence(note)}
            kept.append({**where, **more})

    def as_json(self, importer: "Importer", written: list[Path]) -> dict[str, Any]:
        """Everything; `left_off` says how many notes of each kind are not listed."""
        lists = {"errors": self.errors, "hints": self.hints, "normalised": self.normalised}
        new = set(importer.new_departments)
        departments = [
            {"listed": listed, "key": key, "how": how, "new": key in new}
            for listed, (key, how) in importer.departments.items()
        ]
        return {
            **{k: v for k, v in asdict(importer.totals).items() if k != "normalised"},
            "counts": self.counts,
            "written": list(map(str, written)),
            "departments": departments,
            "new_materials": importer.new_papers,
            "unknown_columns": self.unknown_columns,
            "skipped_sheets": self.skipped_sheets,
            **lists,
            "left_off": {kind: self.counts[kind] - len(kept) for kind, kept in lists.items()},
        }

    def lines(self, importer: "Importer") -> Iterator[str]:
        """The report for people, without where it was written."""
        lang = the_lang()
        for one in self.skipped_sheets:
            yield text("exchange.skipped_sheet", lang, **one)
        for one in self.unknown_columns:
            yield text("exchange.unknown", lang, file=one["file"], columns="、".join(one["columns"]))
        for listed, (key, how) in importer.departments.items():
            if how in ("short", "above", "new"):
                yield text("exchange.department", lang, listed=listed, key=key, how=text(f"exchange.how.{how}", lang))
        if importer.new_papers:
            yield text("exchange.new_papers", lang, count=importer.new_papers)
        for one in self.errors[:SHOWN]:
            yield text("exchange.at_sheet" if one["sheet"] else "exchange.at", lang, **one)
        if (more := self.counts["errors"] - SHOWN) > 0:
            yield text("exchange.more", lang, count=more)
        totals = importer.totals
        yield text("exchange.done", lang, **_plain(asdict(totals)))
        hints = self.counts["hints"] + self.counts["normalised"]
        if hints or totals.carried:
            yield text("exchange.hints", lang, hints=hints, normalised=totals.normalised, carried=totals.carried)


def _plain(totals: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in totals.items() if isinstance(v, int)}


class Bar:
    """A progress bar on a terminal, nothing elsewhere."""

    def __init__(self, progress: Any) -> None:
        self._progress = progress
        self._task: Any = None
        self._part = 0.0

    def begin(self, code: str, file: str) -> None:
        """A new file is read or written."""
        if self._progress is not None:
            if self._task is not None:
                self._progress.update(self._task, completed=1.0)
            self._task = self._progress.add_task(text(code, the_lang(), file=file), total=1.0)
            self._part = 0.0

    def at(self, part: float) -> None:
        """So much is done, from 0 to 1."""
        if self._progress is not None and part - self._part >= 0.005:
            self._part = part
            self._progress.update(self._task, completed=part)


@contextmanager
def bar() -> Iterator[Bar]:
    """The bar, on standard error if that is a terminal; gone when the work is done."""
    import sys

    if not sys.stderr.isatty():
        yield Bar(None)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        yield Bar(progress)
