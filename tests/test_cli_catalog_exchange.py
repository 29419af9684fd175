"""`catalog import` and `catalog export` as a person and as a program call them."""

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pytest
import typer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner, Result

from clerk_tui import cli_catalog
from clerk_tui.cli_sheets import sheets_of
from tests.catalog import lists

APP = typer.Typer(pretty_exceptions_enable=False)
cli_catalog.mount(APP)
SMALL = (("事项名称", "部门", "承诺时限"), ("=样例甲登记", "公安局", "3"), ("样例乙登记", "林业局", "即办"))


def run(*words: str | Path) -> Result:
    result = CliRunner().invoke(APP, [str(w) for w in words])
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    return result


def write_csv(path: Path, rows: Iterable[Sequence[str]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("清单")
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_list_of_1100_rows_in_a_foreign_layout_is_imported_and_searched(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "list.csv", lists.rows(1100), "gb18030")
    mapping, out, errors = tmp_path / "mapping.yaml", tmp_path / "out", tmp_path / "errors.xlsx"
    mapping.write_text(lists.MAPPING, encoding="utf-8")
    result = run("catalog", "import", source, "-o", out, "--mapping", mapping, "--errors", errors, "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (told["rows"], told["items"], told["wrong"]) == (1100, 1089, 11)
    assert told["existing"] == 0
    assert len(told["normalised"]) == 121
    assert told["unknown_columns"] == []
    keys = {d["listed"]: d["key"] for d in told["departments"]}
    assert (keys["县公安局"], keys["县市监局"], keys["县文广旅体局"], keys["县林业局"]) == ("ga", "sj", "wl", "lyj")
    assert [d["listed"] for d in told["departments"] if d["new"]] == ["县林业局"]

    sheet = load_workbook(errors).worksheets[0]
    written = [["" if v is None else v for v in row] for row in sheet.iter_rows(values_only=True)]
    assert written[0][0] == lists.TITLE
    assert written[1][-2:] == ["错误", "提示"]
    assert [row[0] for row in written[2:] if row[-2]] == [str(n) for n in range(100, 1101, 100)]
    assert "已改为" in written[2][-1]

    check = run("catalog", "check", out)
    assert check.exit_code == 0, check.stdout
    hits = json.loads(run("catalog", "search", "--in", out, "烟花爆竹零售许可证补办", "--json").stdout)
    assert hits[0]["name"].startswith("烟花爆竹零售许可证补办")
    by_code = json.loads(run("catalog", "search", "--in", out, f"{lists.CODE_OF_UNIT}3440111001000", "--json").stdout)
    assert [h["name"] for h in by_code] == ["食品经营许可证核发（1类）"]
    assert json.loads(run("catalog", "search", "--in", out, "xse", "--json").stdout)[0]["key"] == "birth"

    before = files_of(out)
    assert run("catalog", "import", source, "-o", out, "--mapping", mapping).exit_code == 1
    assert files_of(out) == before
    again = run("catalog", "import", errors, "-o", out, "--mapping", mapping, "--json")
    assert json.loads(again.stdout)["items"] == 1089
    assert files_of(out) == before


def test_a_matter_of_the_catalogue_is_found_by_the_code_of_the_list(tmp_path: Path) -> None:
    code = f"{lists.CODE_OF_UNIT}3440109001000"
    rows = (("事项名称", "部门", "实施编码", "承诺时限"), ("出生登记", "公安局", code, "即办"))
    source, out = write_csv(tmp_path / "list.csv", rows), tmp_path / "out"
    told = json.loads(run("catalog", "import", source, "-o", out, "--json").stdout)
    assert (told["items"], told["existing"], told["laid"]) == (0, 1, 1)
    assert told["written"] == [str(out / "listed.yaml")]
    assert run("catalog", "check", out).exit_code == 0
    hits = json.loads(run("catalog", "search", "--in", out, code, "--json").stdout)
    assert hits[0]["key"] == "ga.birth_registration"
    assert code in run("catalog", "show", "ga.birth_registration", "--yaml", "--in", out).stdout
    before = files_of(out)
    assert run("catalog", "import", source, "-o", out).exit_code == 0
    assert files_of(out) == before
    # A list that says nothing of it any more takes the file away.
    other = write_csv(tmp_path / "other.csv", SMALL)
    assert run("catalog", "import", other, "-o", out).exit_code == 0
    assert not (out / "listed.yaml").exists()


@pytest.mark.parametrize("kind", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "xlsx"])
def test_every_kind_of_file_gives_the_same(tmp_path: Path, kind: str) -> None:
    if kind == "xlsx":
        # In a workbook the cell would be a formula, and 3 is a number.
        rows = [[3 if c == "3" else c.lstrip("=") for c in row] for row in SMALL]
        source = write_xlsx(tmp_path / "list.xlsx", rows)
    else:
        source = write_csv(tmp_path / "list.csv", SMALL, kind)
    out = tmp_path / "out"
    told = run("catalog", "import", source, "-o", out, "--json")
    assert told.exit_code == 0, told.stderr
    names = {h["name"] for h in json.loads(run("catalog", "search", "--in", out, "样例", "--json").stdout)}
    assert {"样例甲登记" if kind == "xlsx" else "=样例甲登记", "样例乙登记"} <= names


@pytest.mark.parametrize("stray", [None, "AZ300000"])
def test_a_workbook_is_read_wherever_its_table_stands(tmp_path: Path, stray: str | None) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    begin = sheet.cell(3, 2).coordinate
    assert begin == "B3"
    for at, row in enumerate(
        [("事项名称", "部门", "承诺时限", "生效日期"), ("样例乙登记", "公安局", 3, date(2026, 1, 2))]
    ):
        for column, value in enumerate(row):
            sheet.cell(3 + at, 2 + column, value)
    if stray:
        sheet[stray] = " "
    path = tmp_path / "list.xlsx"
    book.save(path)
    sheets = sheets_of(path, lambda _: None)
    rows = [row for _, row in zip(range(4), next(sheets).rows, strict=False)]
    assert [cell for row in rows[:2] for cell in row if cell] == []
    assert [row[1:5] for row in rows[2:]] == [
        ["事项名称", "部门", "承诺时限", "生效日期"],
        ["样例乙登记", "公安局", "3", "2026-01-02"],
    ]
    if stray is None:
        told = json.loads(run("catalog", "import", path, "-o", tmp_path / "out", "--json").stdout)
        assert told["items"] == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_built_in_catalogue_makes_the_round_trip(tmp_path: Path, kind: str) -> None:
    table, out, second = tmp_path / f"all.{kind}", tmp_path / "out", tmp_path / f"again.{kind}"
    assert run("catalog", "export", "-o", table).exit_code == 0
    assert run("catalog", "import", table, "-o", out, "--standalone").exit_code == 0
    assert run("catalog", "check", out).exit_code == 0
    assert run("catalog", "export", out, "-o", second).exit_code == 0
    if kind == "csv":
        rows = [sorted(csv.reader(p.open(encoding="utf-8-sig", newline=""))) for p in (table, second)]
        assert rows[0] == rows[1]


def test_a_cell_is_never_a_formula(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "list.csv", [SMALL[0], ("'=1+1登记", "公安局", "x"), ("@登记", "公安局", "3")])
    out, errors, table = tmp_path / "out", tmp_path / "errors.xlsx", tmp_path / "all.csv"
    assert run("catalog", "import", source, "-o", out, "--errors", errors).exit_code == 1
    assert run("catalog", "export", out, "-o", table).exit_code == 0
    names = [row[2] for row in csv.reader(table.open(encoding="utf-8-sig", newline=""))]
    assert "'@登记" in names
    assert "@登记" not in names


def test_a_tree_of_departments_is_imported_with_a_mapping(tmp_path: Path) -> None:
    value = {
        "data": [{"dept": "县公安局", "list": [{"t": "样例甲登记", "c": "440709002000", "limit": "5个工作日", "x": 1}]}]
    }
    source, mapping, errors = tmp_path / "tree.json", tmp_path / "m.yaml", tmp_path / "errors.csv"
    source.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    mapping.write_text(
        "json:\n  departments: data\n  department: dept\n  items: list\n  elements: {t: 事项名称, c: 基本编码, limit: 承诺时限}\n",
        encoding="utf-8",
    )
    result = run(
        "catalog", "import", source, "-o", tmp_path / "out", "--mapping", mapping, "--errors", errors, "--json"
    )
    told = json.loads(result.stdout)
    assert (result.exit_code, told["items"]) == (0, 1)
    assert told["unknown_columns"][0]["columns"] == ["x"]
    assert errors.read_text(encoding="utf-8-sig").splitlines()[0] == "实施主体,事项名称,基本编码,承诺时限,错误,提示"


def test_what_an_import_did_not_write_is_not_touched(tmp_path: Path) -> None:
    source, out = write_csv(tmp_path / "list.csv", SMALL), tmp_path / "out"
    (out / "departments").mkdir(parents=True)
    own = out / "departments" / "ga.yaml"
    own.write_text("# own\n", encoding="utf-8")
    refused = run("catalog", "import", source, "-o", out)
    assert refused.exit_code == 1
    assert str(own) in refused.stderr
    assert own.read_text(encoding="utf-8") == "# own\n"
    assert files_of(out).keys() == {"departments/ga.yaml"}


def test_a_department_that_left_the_list_leaves_the_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("catalog", "import", write_csv(tmp_path / "a.csv", SMALL), "-o", out)
    assert run("catalog", "import", write_csv(tmp_path / "b.csv", SMALL[:2]), "-o", out).exit_code == 0
    assert files_of(out).keys() == {"departments/ga.yaml", "import.json"}
    assert run("catalog", "import", tmp_path / "b.csv", "-o", out, "--standalone").exit_code == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["{csv}", "-o", "{out}", "--profile", "atlantis"], 2),
        (["{csv}", "-o", "{out}", "--errors", "{tmp}/e.doc"], 2),
        (["{tmp}/none.csv", "-o", "{out}"], 2),
        (["{tmp}/old.xls", "-o", "{out}"], 2),
        (["{tmp}/broken.xlsx", "-o", "{out}"], 1),
        (["{tmp}/broken.json", "-o", "{out}"], 1),
        (["{tmp}/prose.csv", "-o", "{out}"], 1),
        (["{csv}", "-o", "{csv}/out"], 2),
        (["{csv}", "-o", "{out}", "--errors", "{tmp}/none/e.csv"], 2),
        (["{csv}", "-o", "{out}", "--errors", "{csv}"], 2),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(tmp_path: Path, words: list[str], code: int) -> None:
    source = write_csv(tmp_path / "list.csv", SMALL)
    for name in ("old.xls", "broken.xlsx", "broken.json"):
        (tmp_path / name).write_bytes(b"PK\x03\x04{")
    (tmp_path / "prose.csv").write_text("一篇文章\n没有表头\n", encoding="utf-8")
    result = run("catalog", "import", *(w.format(csv=source, out=tmp_path / "out", tmp=tmp_path) for w in words))
    assert result.exit_code == code
    assert len(result.stderr.strip().splitlines()) == 1
    assert not result.stdout


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from([".csv", ".xlsx", ".json"]))
def test_no_bytes_break_an_import(tmp_path: Path, content: bytes, ending: str) -> None:
    source = tmp_path / f"x{ending}"
    source.write_bytes("事项名称,部门\n".encode() + content if ending == ".csv" else content)
    assert run("catalog", "import", source, "-o", tmp_path / "out", "--errors", tmp_path / "e.csv").exit_code in (0, 1)
