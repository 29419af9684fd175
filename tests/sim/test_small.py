from pathlib import Path

import orjson
import pytest

from clerk_tui.data.outbox import Author
from clerk_tui.protocol.envelope import Frame, Verdict
from clerk_tui.protocol.streams import CaseFile
from tests.data.centre import Centre
from tests.data.samples import NOON, Clock
from tests.sim.world import CrashError, World, check, check_settled


class SmallHub(Centre):
    def __init__(self, clock: Clock) -> None:
        super().__init__(clock())
        self.clock = clock
        self._crash: str | None = None

    def author(self, window: int) -> Author:
        return Author(f"session-{window}", f"clerk-{window}", "clerk", str(window))

    def commit(self, body: bytes, window: int) -> list[Verdict]:
        when, self._crash = self._crash, None
        if when == "before":
            raise CrashError
        self.now = self.clock()
        verdicts = super().commit(body, str(window))
        if when == "after":
            raise CrashError
        return verdicts

    def take_ticket(self, command_id: str) -> None:
        self.now = self.clock()
        command = {"id": command_id, "kind": "take_ticket", "body": {"channel": "kiosk"}}
        super().commit(orjson.dumps({"commands": [command]}))

    def feed(self, after: int, cases) -> list[Frame]:
        return super().feed(after, set(cases))

    def all_frames(self) -> list[Frame]:
        return self.frames

    def file(self, case: str) -> CaseFile | None:
        return self.files.get(case)

    def applied(self, command_id: str) -> bool:
        return self.verdicts[command_id].status == "applied"

    def crash(self, when: str) -> None:
        self._crash = when


@pytest.mark.parametrize("seed", range(6))
def test_small(seed: int, tmp_path: Path) -> None:
    clock = Clock(NOON)
    world = World(seed, SmallHub(clock), tmp_path, clock)
    done = []
    try:
        for _ in range(250):
            done.append(world.step())
            check(world)
        world.settle()
        check(world)
        check_settled(world)
        print(world.counts, len(world.hub.frames))
    except BaseException:
        print(seed, done[-5:], len(done))
        raise
    finally:
        world.close()
