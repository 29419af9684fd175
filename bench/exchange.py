"""A list of 100,000 rows imported from CSV and from XLSX, in a process of its own."""

import csv
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from openpyxl import Workbook

ROWS = 100_000
PROMISE_S = 60.0
UNIT = "11440100007482575H"
HEADER = (
    "序号", "实施主体", "事项名称", "基本编码", "实施编码", "事项类型", "行使层级", "承诺时限（工作日）", "法定时限", "办件类型", "设定依据",
    "申请材料", "结果名称", "办理地点", "咨询电话",
)  # fmt: skip
OFFICES = (
    "区公安局",
    "区市监局",
    "区民政局",
    "区林业局",
    "区人社局",
    "区卫健局",
    "区住建局",
    "区文旅局",
    "区水务局",
    "区税务局",
)


def rows() -> Iterator[tuple[str, ...]]:
    """A title, a header, and the list."""
    yield ("某某区政务服务事项清单",)
    yield HEADER
    for at in range(ROWS):
        basic = f"4401{at // 1000 % 90 + 10:02d}{at % 1000:03d}{at // 90_000:03d}"
        papers = f"1.身份证（复印件1份）\n2.第{at % 500}号申请表\n3.营业执照"
        yield (
            str(at + 1), OFFICES[at * 10 // ROWS] if at % 7 == 0 else "", f"第{at}号样例许可证核发", basic, f"{UNIT}3{basic}", "行政许可",
            "市级", "5个工作日", "20日", "承诺件", "某法第十条", papers, "许可证", "政务服务中心二楼", "000-00000000",
        )  # fmt: skip


def run() -> bool:
    """Prints time and memory of both imports; whether each is done within a minute."""
    held = True
    with TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "list.csv").open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows(rows())
        book = Workbook(write_only=True)
        sheet = book.create_sheet("清单")
        for row in rows():
            sheet.append(row)
        book.save(folder / "list.xlsx")
        for kind in ("csv", "xlsx"):
            marks = folder / "errors.csv"
            words = ["catalog", "import", folder / f"list.{kind}", "-o", folder / kind, "--errors", marks]
            before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
            done = subprocess.run(
                [sys.executable, "-m", "clerk_tui", *map(str, words)], capture_output=True, check=False
            )
            took, after = perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
            print(f"import of {ROWS} rows of {kind} with its errors file: {took:.1f} s ({cpu:.1f} s of CPU),", end=" ")
            print(f"at most {after.ru_maxrss / 1024:.0f} MB (promise ≤ {PROMISE_S:.0f} s)", flush=True)
            held = held and took <= PROMISE_S and done.returncode == 0
    return held
