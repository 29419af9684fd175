"""`python -m bench.shots [state…]`: the screens as SVG pictures, into shots/; without a name also README's picture.

The pictures show the sample views that the snapshot tests compare: persons in them are synthetic, and the clock stands.
"""

import asyncio
import os
import re
import sys
from collections.abc import Callable
from functools import partial
from html import escape, unescape
from itertools import groupby
from pathlib import Path

os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")

from textual.app import App

from clerk_tui.screens.theme import DARK
from clerk_tui.screens.view import WorkbenchView
from clerk_tui.texts import Lang
from clerk_tui.texts.cells import cell_width
from tests.screens import samples, test_board, test_face, test_snapshots
from tests.screens.conftest import Recorded

ROOT = Path(__file__).parents[1]
SHOTS = ROOT / "shots"
README_PICTURE = ROOT / "docs" / "workbench.svg"
README_SHOT = "serving-zh-120x36-dark"
LETTER = 20.0
"""Size of the letters in Textual's pictures."""
TITLE = "clerk-tui · 一窗"
FONTS = "'Fira Code', 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', 'PingFang SC', 'Microsoft YaHei', monospace"

Make = Callable[[Lang, str], App[None]]
_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_TEXT = re.compile(r'<text class="([^"]+)" x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"([^>]*)>([^<]*)</text>')


def main(names: list[str]) -> int:
    """Takes the named pictures, all when none is named."""
    screens = _screens()
    if unknown := [name for name in names if name not in screens]:
        print(f"no such screen: {', '.join(unknown)}; there are {', '.join(screens)}", file=sys.stderr)
        return 2
    SHOTS.mkdir(exist_ok=True)
    asyncio.run(_take(names or list(screens), screens))
    picture = SHOTS / f"{README_SHOT}.svg"
    if not names:
        README_PICTURE.write_bytes(picture.read_bytes())
        print(README_PICTURE.relative_to(ROOT))
    return 0


def _screens() -> dict[str, tuple[Make, tuple[str, ...]]]:
    """Each picture's name: what makes its app, and the keys pressed before it is taken."""
    found: dict[str, tuple[Make, tuple[str, ...]]] = {}
    for state, (sample, keys) in test_snapshots.STATES.items():
        found[state] = (partial(_workbench, sample), keys)
    for state in test_face.STATES:
        found[f"face-{state}"] = (partial(_face, state), ())
    for state in test_board.STATES:
        found[f"board-{state}"] = (partial(_board, state), ())
    return found


def _workbench(sample: Callable[[Lang], WorkbenchView], lang: Lang, theme: str) -> App[None]:
    return Recorded(sample(lang), lang=lang, theme=theme)


def _face(state: str, lang: Lang, theme: str) -> App[None]:
    return test_face.app_of(test_face.Hub(state), lang, theme)


def _board(state: str, lang: Lang, theme: str) -> App[None]:
    return test_board.app_of(test_board.STATES[state](), lang, theme)


async def _take(names: list[str], screens: dict[str, tuple[Make, tuple[str, ...]]]) -> None:
    for name in names:
        make, keys = screens[name]
        for lang, (width, height), theme in test_snapshots.LOOKS:
            app = make(lang, theme)
            async with app.run_test(size=(width, height)) as pilot:
                await pilot.pause()
                if isinstance(app, Recorded):
                    app.workbench.search.search = samples.found
                await pilot.press(*keys)
                await pilot.pause()
                look = "dark" if theme == DARK else "light"
                file = SHOTS / f"{name}-{lang}-{width}x{height}-{look}.svg"
                file.write_text(mended(app.export_screenshot(title=TITLE)), encoding="utf-8")
                print(file.relative_to(ROOT))


def mended(svg: str) -> str:
    """The picture as any viewer should draw it.

    Textual stretches a text to as many cells as it has characters, which folds Chinese up to half its width; so each
    run of single-width characters and each Chinese character is placed by itself. Blanks are kept, and no font is fetched from anywhere.
    """
    svg = _FACE.sub("", svg).replace("Fira Code, monospace", FONTS)
    svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)
    return _TEXT.sub(_runs, svg)


def _runs(found: re.Match[str]) -> str:
    name, x, y, length, rest, content = found.groups()
    words = unescape(content)
    cell = float(length) / len(words)
    at = float(x)
    placed = []
    for width, letters in groupby(words, cell_width):
        run_of = "".join(letters)
        for run in run_of if width == 2 else [run_of]:
            long = cell * width * len(run)
            # A wide letter stands in the middle of its two cells: it is as wide as it is high.
            where = f'x="{at + (long - LETTER) / 2:g}"' if width == 2 else f'x="{at:g}" textLength="{long:g}"'
            said = escape(run).replace("\xa0", "&#160;")
            placed.append(f'<text class="{name}" {where} y="{y}"{rest}>{said}</text>')
            at += long
    return "".join(placed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
