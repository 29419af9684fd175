"""From a key to the result rows on the screen, against the echo of an empty Textual app in the same run."""

import json
import tempfile
from pathlib import Path
from statistics import median, quantiles

from bench.apps.search import index_of
from bench.terminal import Terminal, python
from clerk_tui.catalog.search import SearchIndex, search

SIZES = {1_644: 12.0, 100_000: 33.0}
"""Matters in the catalogue, and the promised median in milliseconds."""
QUERIES = ("sb", "bdc", "spjy", "dlys", "jzz", "gjj", "lny", "hkqy", "xse", "ybcb", "xinsheng", "shebao")


def _echo() -> list[float]:
    times = []
    with Terminal(python("-m", "bench.apps.empty")) as terminal:
        terminal.wait_for("READY")
        for key in "qwertyuiopasdfghjklzxcvbnm":
            terminal.press(key)
            times.append(terminal.wait_for(key) * 1000)
    return times


def _rows(count: int) -> list[float]:
    index = index_of(count)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index.json"
        path.write_text(json.dumps(index.to_json()), "utf-8")
        with Terminal(python("-m", "bench.apps.search", str(path))) as terminal:
            terminal.wait_for("F3")
            terminal.drain(0.5)
            terminal.press("\x1bOR")
            terminal.drain(0.3)
            return [time for query in QUERIES for time in _typed(terminal, index, query)]


def _typed(terminal: Terminal, index: SearchIndex, query: str) -> list[float]:
    times = []
    before = ""
    for end in range(1, len(query) + 1):
        terminal.press(query[end - 1])
        hits = search(index, query[:end], 20)
        first = hits[0].name if hits else before
        if first != before:
            # Only a key that changes the first row can be seen to have arrived there.
            times.append(terminal.wait_for(first[:4]) * 1000)
        before = first
    terminal.press("\x7f" * len(query))
    terminal.drain(0.2)
    return times


def run() -> bool:
    """Prints medians and p90; whether the promises hold (median, and p90 ≤ 2 × the echo's median)."""
    echo = _echo()
    print(f"echo of an empty app: median {median(echo):.1f} ms")
    held = True
    for count, promise in SIZES.items():
        rows = _rows(count)
        p90 = quantiles(rows, n=10)[-1]
        ok = median(rows) <= promise
        held &= ok
        print(f"key to rows, {count:,} matters: median {median(rows):.1f} ms (promise ≤ {promise:.0f}),", end=" ")
        print(f"p90 {p90:.1f} ms, {p90 / median(echo):.1f} × the echo, {len(rows)} keys")
    return held
