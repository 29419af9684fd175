"""`clerk-tui catalog import` and `catalog export`: lists of matters in the national element names."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clerk_tui.cli_exchange_report import Bar, Report, bar, sentence
from clerk_tui.cli_tables import DONE, FINDING, WRONG_USE, Json, read_bytes, say, the_lang
from clerk_tui.refusal import Refusal
from clerk_tui.texts import text

if TYPE_CHECKING:
    from clerk_tui.catalog.exchange.cells import Note
    from clerk_tui.catalog.exchange.columns import Layout
    from clerk_tui.catalog.exchange.importing import Importer
    from clerk_tui.catalog.exchange.mapping import ListMapping
    from clerk_tui.catalog.model import Catalog

_WIDTHS = {
    "task_name": 36,
    "task_code": 34,
    "task_handle_item": 36,
    "dept_name": 22,
    "materials": 48,
    "by_law": 40,
    "key": 28,
}
_WIDTH = 16


def catalog_import(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Lists of matters: .csv, .xlsx or .json.")],
    folder: Annotated[Path, typer.Option("-o", "--output", help="The folder of the catalogue files to write.")],
    mapping: Annotated[Path | None, typer.Option(help="YAML: what the list's columns and departments mean.")] = None,
    profile: Annotated[str | None, typer.Option(help="The province whose codes these are, such as guangdong.")] = None,
    errors: Annotated[
        Path | None, typer.Option(help="Write the rows again with their errors and hints: .csv or .xlsx.")
    ] = None,
    standalone: Annotated[
        bool, typer.Option("--standalone", help="Write a catalogue by itself instead of one beside the built-in.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Lists of matters in the national element names, as catalogue files. Importing a list again changes nothing."""
    from clerk_tui.catalog.exchange.codes import profile_of, with_codes
    from clerk_tui.catalog.exchange.importing import Importer
    from clerk_tui.cli_exchange_folder import LAID, SHARED, ImportFolder, read_keys

    report = Report()
    at = folder
    try:
        rules = _mapping(mapping)
        codes = with_codes(profile_of(profile or rules.profile), rules.codes)
        keys = read_keys(folder, alone=standalone)
        base = _builtin()
        for file in files:
            # A file that isn't there is wrong use; nothing is begun then.
            _readable(file)
            if errors and errors.exists() and errors.samefile(file):
                raise Refusal("exchange.same_file", path=str(errors))
        with ImportFolder(folder) as out, bar() as progress:
            importer = Importer(base, keys, rules, codes, out.write, alone=standalone)
            at = errors or folder
            marks = _Marked(errors)
            for at in files:
                progress.begin("exchange.reading", at.name)
                _Reading(importer, rules, report, marks, at.name).read(at, progress)
            importer.finish()
            at = errors or folder
            if errors:
                progress.begin("exchange.writing", errors.name)
            marks.close()
            at = folder
            written = out.put(importer.heads(), {SHARED: importer.shared(), LAID: importer.listed()}, keys)
    except Refusal as refused:
        raise say(refused, WRONG_USE if refused.code in _WRONG_USE else FINDING) from None
    except OSError as wrong:
        where = str(wrong.filename or at)
        raise say(Refusal("exchange.unwritable", path=where, reason=wrong.strerror or ""), WRONG_USE) from None
    if as_json:
        typer.echo(json.dumps(report.as_json(importer, written), ensure_ascii=False, indent=2))
    else:
        for line in report.lines(importer):
            typer.echo(line)
        if errors:
            typer.echo(text("exchange.errors_file", the_lang(), file=errors))
        typer.echo(text("exchange.next", the_lang(), folder=folder))
    raise typer.Exit(FINDING if report.counts["errors"] else DONE)


_WRONG_USE = frozenset(
    ["cli.unreadable", "exchange.format", "exchange.no_profile", "exchange.mapping_wrong", "exchange.same_file"]
)


def _readable(path: Path) -> None:
    try:
        path.open("rb").close()
    except OSError as wrong:
        raise Refusal("cli.unreadable", path=str(path), reason=wrong.strerror or "") from None


def _mapping(path: Path | None) -> "ListMapping":
    from clerk_tui.catalog.exchange.mapping import ListMapping, mapping_of_yaml

    if path is None:
        return ListMapping()
    try:
        return mapping_of_yaml(read_bytes(path).decode("utf-8-sig"), str(path))
    except UnicodeDecodeError:
        raise say(Refusal("cli.unreadable", path=str(path), reason="UTF-8"), WRONG_USE) from None


@cache
def _builtin() -> "Catalog":
    from clerk_tui.catalog.builtin import builtin_texts
    from clerk_tui.catalog.parse import read_catalog

    return read_catalog(builtin_texts()).catalog


class _Marked:
    """The rows written again, with their errors and hints beside them."""

    def __init__(self, path: Path | None) -> None:
        from clerk_tui.cli_sheets import TableWriter

        self._writer: TableWriter | None = TableWriter(path) if path else None
        self._place = 0

    def begin(self, name: str, rows: Sequence[Sequence[str]]) -> None:
        """A new table, whose widest beginning says where the two columns stand."""
        self._place = max((len(r) for r in rows), default=0)
        if self._writer:
            self._writer.begin(name)

    def row(self, cells: Sequence[str], error: str = "", hint: str = "") -> None:
        """One row; what it has beyond the two columns' place stands after them."""
        if not self._writer:
            return
        if error or hint:
            beside = [*cells[: self._place], *[""] * (self._place - len(cells)), error, hint]
            cells = [*beside, *cells[self._place :]]
        elif len(cells) > self._place and any(cells[self._place :]):
            cells = [*cells[: self._place], "", "", *cells[self._place :]]
        self._writer.row(cells)

    def close(self) -> None:
        """Writes what is left. Raises OSError."""
        if self._writer:
            self._writer.close()


@dataclass
class _Reading:
    """Reads one file into the importer."""

    importer: "Importer"
    rules: "ListMapping"
    report: Report
    marks: _Marked
    file: str

    def read(self, path: Path, progress: Bar) -> None:
        """All tables of the file. Raises Refusal, OSError."""
        from clerk_tui.catalog.exchange.columns import LOOK_AHEAD, find_layout
        from clerk_tui.cli_sheets import sheets_of

        if path.suffix.casefold() == ".json":
            self._tree(path)
            return
        found = False
        for sheet in sheets_of(path, progress.at):
            if self.rules.sheets and sheet.name and sheet.name not in self.rules.sheets:
                continue
            ahead = max(LOOK_AHEAD, (self.rules.header_row or 0) + 1)
            begin = [row for _, row in zip(range(ahead), sheet.rows, strict=False)]
            layout = find_layout(begin, self.rules.columns, self.rules.header_row)
            self.marks.begin(sheet.name or path.stem, begin)
            if layout is None:
                self.report.skipped_sheets.append({"file": self.file, "sheet": sheet.name})
                for row in begin:
                    self.marks.row(row)
                for row in sheet.rows:
                    self.marks.row(row)
                continue
            found = True
            self._sheet(sheet.name, layout, _both(begin, sheet.rows))
        if not found:
            raise Refusal("exchange.no_header", path=str(path))
        if self.report.skipped_sheets and not self.report.skipped_sheets[-1]["sheet"]:
            self.report.skipped_sheets.pop()

    def _sheet(self, name: str, layout: "Layout", rows: Iterator[Sequence[str]]) -> None:
        if layout.unknown:
            self.report.unknown_columns.append({"file": self.file, "sheet": name, "columns": list(layout.unknown)})
        self.importer.begin(name)
        for number, row in enumerate(rows, start=1):
            if number - 1 < layout.row:
                self.marks.row(row)
            elif number - 1 == layout.row:
                self.marks.row(row, text("exchange.h.error", the_lang()), text("exchange.h.hint", the_lang()))
            else:
                self._row(name, layout, number, row)

    def _row(self, sheet: str, layout: "Layout", number: int, row: Sequence[str]) -> None:
        notes: list[Note] = self.importer.row(layout, self.file, number, row)
        for note in notes:
            self.report.note(self.file, sheet, number, note)
        said = {kind: "\n".join(sentence(n) for n in notes if n.severity == kind) for kind in ("error", "hint")}
        self.marks.row(row, said["error"], said["hint"])

    def _tree(self, path: Path) -> None:
        from clerk_tui.catalog.exchange.tree import layout_of, rows_of, unknown_members
        from clerk_tui.cli_sheets import encoding_of

        tree = self.rules.json_list
        try:
            value: Any = json.loads(path.read_bytes().decode(encoding_of(path)))
            unknown = unknown_members(tree, value)
        except (ValueError, RecursionError) as wrong:
            raise Refusal("exchange.unreadable", path=str(path), reason=f"JSON: {wrong}"[:120]) from None
        if unknown:
            self.report.unknown_columns.append({"file": self.file, "sheet": "", "columns": unknown})
        layout = layout_of(tree)
        self.marks.begin(path.stem, [layout.headers])
        self._sheet("", layout, _both([list(layout.headers)], rows_of(tree, value)))


def _both(begin: Sequence[Sequence[str]], rest: Iterator[list[str]]) -> Iterator[Sequence[str]]:
    yield from begin
    yield from rest


def catalog_export(
    output: Annotated[Path, typer.Option("-o", "--output", help="The table to write: .csv or .xlsx.")],
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Catalogue files or their folder; the built-in one if absent.")
    ] = None,
) -> None:
    """The catalogue's items as a table in the national element names; `catalog import` reads it again."""
    from clerk_tui.catalog.exchange.columns import national_name
    from clerk_tui.catalog.exchange.exporting import ELEMENTS, header, rows
    from clerk_tui.catalog.parse import read_catalog
    from clerk_tui.cli_catalog import texts_of
    from clerk_tui.cli_sheets import TableWriter

    reading = read_catalog(texts_of(paths or []))
    if not reading.sound:
        errors = sum(f.severity == "error" for f in reading.findings)
        raise say(Refusal("exchange.catalog_wrong", errors=errors))
    try:
        writer = TableWriter(output)
        writer.begin(national_name("task_name"), [_WIDTHS.get(e, _WIDTH) for e in ELEMENTS])
        writer.row(header())
        for row in rows(reading.catalog):
            writer.row([_guarded(cell) for cell in row] if output.suffix.casefold() == ".csv" else row)
        writer.close()
    except Refusal as refused:
        raise say(refused, WRONG_USE) from None
    except OSError as wrong:
        where = {"path": str(output), "reason": wrong.strerror or ""}
        raise say(Refusal("exchange.unwritable", **where), WRONG_USE) from None
    typer.echo(text("exchange.exported", the_lang(), items=len(reading.catalog.items), file=output))


def _guarded(cell: str) -> str:
    from clerk_tui.catalog.exchange.importing import FORMULA

    return "'" + cell if cell.startswith(FORMULA) else cell


def mount(catalog: typer.Typer) -> None:
    """Puts both commands under `catalog`."""
    catalog.command("import")(catalog_import)
    catalog.command("export")(catalog_export)
