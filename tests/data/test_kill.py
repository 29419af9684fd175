"""A window's process is killed at any step: whatever it had acknowledged is there when it starts again."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.data.conftest import Begin, until
from tests.data.loopback import Loopback

NAME = "applicant.person.name"

WORKS_UNTIL_KILLED = """
import asyncio, sys
from pathlib import Path
from clerk_tui.data.window import open_desk
from clerk_tui.settings import Settings
from tests.data.samples import ITEM

async def main():
    desk = await open_desk(Settings(hub=sys.argv[1], data_dir=Path(sys.argv[2])), use_keyring=False)
    await desk.sign_in("1003", "right", window="3")
    ready = asyncio.Event()
    desk.on_change(lambda _: ready.set() if desk.catalog and desk.block() else None)
    await ready.wait()
    for number in range(10_000):
        case = await desk.open_case([ITEM])
        print("case", case, flush=True)
        await desk.answer_now(case, "applicant.person.name", f"name {number}")
        print("answer", case, f"name {number}", flush=True)
        desk.answer(case, "applicant.person.phone", f"1380000{number:04d}")
        await desk.saved()
        print("typed", case, f"1380000{number:04d}", flush=True)
        if number % 3 == 2:
            submitted = await desk.submit(case, only_receive=True)
            print("submitted", case, submitted.result["number"], flush=True)

asyncio.run(main())
"""


def said_before_the_kill(hub: Loopback, folder: Path, lines: int) -> list[list[str]]:
    """What a window acknowledged, word by word, until it was killed after that many lines."""
    command = [sys.executable, "-c", WORKS_UNTIL_KILLED, hub.url, str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    assert process.stdout is not None
    heard = [process.stdout.readline() for _ in range(lines)]
    process.send_signal(signal.SIGKILL)
    heard += [line for line in process.stdout if line.endswith("\n")]
    process.wait()
    return [line.split(maxsplit=2) for line in heard]


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
@pytest.mark.parametrize("lines", [1, 2, 7, 20])
async def test_nothing_acknowledged_is_lost_by_a_kill(lines: int, hub: Loopback, begin: Begin, tmp_path: Path) -> None:
    acknowledged = said_before_the_kill(hub, tmp_path, lines)
    assert len(acknowledged) >= lines

    desk = await begin()
    assert desk.session is not None
    for kind, case, *rest in acknowledged:
        file = desk.case_file(case.strip())
        assert file is not None
        said = rest[0].strip() if rest else ""
        if kind == "answer":
            assert file.case.answers[NAME].value == said
        elif kind == "typed":
            draft = desk.typed(case).values.get("applicant.person.phone")
            answer = file.case.answers.get("applicant.person.phone")
            assert said in {draft.value if draft else None, answer.value if answer else None}
        elif kind == "submitted":
            assert file.case.number == said

    await desk.start()
    await until(desk, lambda: desk.unsent() == 0, seconds=30)
    for kind, case, *rest in acknowledged:
        at_centre = hub.centre.files[case.strip()].case
        if kind == "answer":
            assert at_centre.answers[NAME].value == rest[0].strip()
        elif kind == "submitted":
            assert at_centre.number == rest[0].strip()
    assert len(hub.centre.done) == len(set(hub.centre.done))
