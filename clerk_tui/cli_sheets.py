"""Tables in files: CSV and XLSX read row by row and written row by row, whatever their size."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO

from clerk_tui.refusal import Refusal

WRITABLE = (".csv", ".xlsx")
_CHUNK = 1 << 20
_WIDEST_CELL = 1 << 24
_WIDEST_AREA = 12_000_000
_FAR_COLUMN, _ROW = re.compile(rb' r="([A-Z]{2,3})[0-9]'), re.compile(rb'row r="([0-9]{1,7})"')
_LONGEST_PLACE = 20
_NAME_LENGTH = 31
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
Progress = Callable[[float], None]
"""Told how much of a file is read, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file: its name (empty for CSV), and its rows as texts, from the first line on."""

    name: str
    rows: Iterator[list[str]]


def sheets_of(path: Path, progress: Progress) -> Iterator[Sheet]:
    """The tables of a CSV or XLSX file. Raises Refusal exchange.unreadable or exchange.format; OSError."""
    match path.suffix.casefold():
        case ".csv" | ".txt" | ".tsv":
            yield Sheet("", _csv_rows(path, progress))
        case ".xlsx" | ".xlsm":
            yield from _xlsx_sheets(path, progress)
        case other:
            raise Refusal("exchange.format", path=str(path), ending=other or "–")


def encoding_of(path: Path) -> str:
    """UTF-8 (with or without a mark) where the bytes are, UTF-16 with its mark, else GB 18030. Raises OSError."""
    with path.open("rb") as file:
        begin = file.read(4)
        if begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8")()
        file.seek(0)
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "gb18030"
    return "utf-8-sig"


class _Counted(io.RawIOBase):
    """Bytes that tell how many of them were read."""

    def __init__(self, file: BinaryIO, size: int, progress: Progress) -> None:
        self._file, self._size, self._progress, self._read = file, size, progress, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        content = self._file.read(len(buffer))
        buffer[: len(content)] = content
        self._read += len(content)
        self._progress(self._read / self._size if self._size else 1.0)
        return len(content)


def _csv_rows(path: Path, progress: Progress) -> Iterator[list[str]]:
    encoding = encoding_of(path)
    csv.field_size_limit(_WIDEST_CELL)
    with path.open("rb") as raw:
        counted = io.BufferedReader(_Counted(raw, path.stat().st_size, progress), _CHUNK)
        with io.TextIOWrapper(counted, encoding=encoding, newline="") as lines:
            try:
                begin = [line for _, line in zip(range(20), lines, strict=False)]
                counts = {mark: sum(line.count(mark) for line in begin) for mark in ",\t;"}
                delimiter = max(counts, key=lambda mark: counts[mark])
                yield from csv.reader(_again(begin, lines), delimiter=delimiter)
            except UnicodeDecodeError as wrong:
                raise Refusal("exchange.unreadable", path=str(path), reason=wrong.encoding) from None
            except csv.Error as wrong:
                raise Refusal("exchange.unreadable", path=str(path), reason=str(wrong)) from None


def _again(begin: list[str], rest: Iterable[str]) -> Iterator[str]:
    yield from begin
    yield from rest


def _xlsx_sheets(path: Path, progress: Progress) -> Iterator[Sheet]:
    with _refusing(path):
        far = _area(path) > _WIDEST_AREA
    yield from _streamed_sheets(path, progress) if far else _quick_sheets(path, progress)


def _area(path: Path) -> int:
    """How many cells the largest sheet's rectangle has; a stray cell far off makes a small sheet huge."""
    from zipfile import ZipFile

    area = 0
    with ZipFile(path) as parts:
        for name in parts.namelist():
            if not (name.startswith("xl/worksheets/") and name.endswith(".xml")):
                continue
            # Most sheets have no column beyond Z, and one pattern that matched each cell would be slow.
            widest, last, before = _column(b"Z"), 0, b""
            with parts.open(name) as file:
                while chunk := file.read(_CHUNK):
                    whole = before + chunk
                    widest = max(widest, *map(_column, {b"Z", *_FAR_COLUMN.findall(whole)}))
                    last = max(last, *map(int, {0, *_ROW.findall(whole)}))
                    before = chunk[-_LONGEST_PLACE:]
            area = max(area, widest * last)
    return area


def _quick_sheets(path: Path, progress: Progress) -> Iterator[Sheet]:
    """The sheets by a reader that holds each whole rectangle in memory, and is fifteen times as fast for it."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    with _refusing(path):
        book = CalamineWorkbook.from_path(path)
        sheets = [s.name for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    for place, name in enumerate(sheets):
        with _refusing(path):
            sheet = book.get_sheet_by_name(name)
        left = [""] * (sheet.start[1] if sheet.start else 0)
        rows = (left + [_cell_text(value) for value in row] for row in sheet.iter_rows())
        yield Sheet(name, _told(path, rows, sheet.total_height, place / len(sheets), len(sheets), progress))


def _streamed_sheets(path: Path, progress: Progress) -> Iterator[Sheet]:
    """The sheets row by row, whatever lies between the rows."""
    from openpyxl import load_workbook

    with path.open("rb") as file:
        with _refusing(path):
            book = load_workbook(file, read_only=True, data_only=True)
        for place, sheet in enumerate(book.worksheets):
            with _refusing(path):
                total = sheet.max_row or 0
                # What a program wrote about the sheet's size may be wrong; all rows are wanted.
                sheet.reset_dimensions()
            rows = ([_cell_text(value) for value in row] for row in sheet.iter_rows(values_only=True))
            yield Sheet(
                sheet.title, _told(path, rows, total, place / len(book.worksheets), len(book.worksheets), progress)
            )


def _told(
    path: Path, rows: Iterator[list[str]], total: int, begun: float, sheets: int, progress: Progress
) -> Iterator[list[str]]:
    with _refusing(path):
        for number, row in enumerate(rows, start=1):
            if total and number % 500 == 0:
                progress(begun + min(1.0, number / total) / sheets)
            yield row


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """A workbook that is broken may fail anywhere in the reader; it is one thing for who opened it."""
    try:
        yield
    except (Refusal, OSError, GeneratorExit, KeyboardInterrupt):
        raise
    except BaseException as wrong:
        # A reader that isn't written in Python fails with a class of its own, below BaseException.
        if not isinstance(wrong, Exception) and type(wrong).__name__ != "PanicException":
            raise
        raise Refusal("exchange.unreadable", path=str(path), reason=type(wrong).__name__) from None


def _cell_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "是" if value else "否"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}".upper()
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date() | time():
            return value.isoformat()
    return str(value)


class TableWriter:
    """Writes tables of texts into one file, by its ending. A cell is never a formula."""

    def __init__(self, path: Path) -> None:
        """Raises Refusal exchange.format; OSError."""
        self._path = path
        self._book: Any = None
        self._names: set[str] = set()
        match path.suffix.casefold():
            case ".csv":
                # With its mark, or a spreadsheet takes it for something else.
                self._file = path.open("w", encoding="utf-8-sig", newline="")
                self._csv = csv.writer(self._file)
            case ".xlsx":
                from openpyxl import Workbook

                # Found out now, not after an hour of rows.
                path.open("ab").close()
                self._book = Workbook(write_only=True)
            case other:
                raise Refusal("exchange.format", path=str(path), ending=other or "–")

    def begin(self, name: str, widths: Sequence[int] = ()) -> None:
        """A new table; CSV holds them below each other."""
        if self._book is not None:
            plain = "".join(c for c in name if c not in "[]:*?/\\'")[: _NAME_LENGTH - 4] or "1"
            title, number = plain, 1
            while title.casefold() in self._names:
                number += 1
                title = f"{plain}{number}"
            self._names.add(title.casefold())
            self._sheet = self._book.create_sheet(title)
            for place, width in enumerate(widths):
                self._sheet.column_dimensions[_letter(place + 1)].width = width

    def row(self, cells: Sequence[str]) -> None:
        """One more row of the table that was begun last."""
        if self._book is None:
            self._csv.writerow([_legal(c) for c in cells])
            return
        self._sheet.append([self._text(c) if c[:1] == "=" else c for c in map(_legal, cells)])

    def _text(self, cell: str) -> Any:
        from openpyxl.cell import WriteOnlyCell

        made = WriteOnlyCell(self._sheet, value=cell)
        made.data_type = "s"
        return made

    def close(self) -> None:
        """Writes what is left. Raises OSError."""
        if self._book is None:
            self._file.close()
            return
        if not self._names:
            self.begin("")
        self._book.save(self._path)


def _legal(cell: str) -> str:
    return cell if cell.isprintable() else _NOT_IN_XML.sub("", cell)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(number)
