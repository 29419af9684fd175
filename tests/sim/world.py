"""Two windows, one hub and a bad line between them, moved step by step from one seed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Protocol
from uuid import UUID

import orjson

from clerk_tui.data.outbox import Author, Row, RowState, payload
from clerk_tui.data.store import Store
from clerk_tui.data.sync import Sync
from clerk_tui.protocol.envelope import Frame, Verdict
from clerk_tui.protocol.streams import CaseFile
from clerk_tui.queue.day import Day, TicketState
from clerk_tui.refusal import Refusal
from tests.data.samples import CATALOG, ITEM, Clock, hall_rules

KEY = bytes(range(32))
FIELDS = tuple(f"applicant.person.{name}" for name in ("name", "phone", "address"))
BOOK = "applicant.ga.household_book"


class Hub(Protocol):
    """The ledger as the simulation reaches it."""

    day: Day

    def author(self, window: int) -> Author:
        """The session of that window's clerk."""
        ...

    def commit(self, body: bytes, window: int) -> list[Verdict]:
        """Judges a list that this window delivers; raises Crash when told to."""
        ...

    def take_ticket(self, command_id: str) -> None:
        """A citizen takes a number."""
        ...

    def feed(self, after: int, cases: Iterable[str]) -> list[Frame]:
        """What a window's reader with this cursor is sent."""
        ...

    def case_frames(self, case: str) -> list[Frame]:
        """All events of a case."""
        ...

    def all_frames(self) -> list[Frame]:
        """The whole ledger."""
        ...

    def file(self, case: str) -> CaseFile | None:
        """The fold of a case."""
        ...

    def applied(self, command_id: str) -> bool:
        """Whether the ledger holds an applied verdict for this id."""
        ...

    def crash(self, when: str) -> None:
        """The next commit dies: `before` or `after` it is on disk. The hub's memory is gone either way."""
        ...


class CrashError(Exception):
    """The hub died with this list."""


@dataclass
class Letter:
    """A list on its way. `rows` is empty for queue commands."""

    window: int
    body: bytes
    rows: tuple[Row, ...]
    life: int


@dataclass
class Window:
    """One window: what it has in memory, and what is on its disk."""

    number: int
    store: Store
    sync: Sync
    author: Author
    flying: Letter | None = None
    queue_tries: int = 0
    told_applied: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    life: int = 0

    @property
    def name(self) -> str:
        return str(self.number)


class World:
    """Everything at once; `step` does one random thing, `settle` lets everything arrive."""

    def __init__(self, seed: int, hub: Hub, folder: Path, clock: Clock) -> None:
        self.random = Random(seed)
        self.hub = hub
        self.clock = clock
        self._ids = 0
        self.windows = [self._open(number, folder / str(number)) for number in (1, 2)]
        self.late: list[Letter] = []
        self.counts: dict[str, int] = {}

    def new_id(self) -> str:
        self._ids += 1
        return str(UUID(int=(0x7000 << 64) | (0x8 << 60) | self._ids))

    def _open(self, number: int, folder: Path) -> Window:
        store = Store.open(folder, KEY)
        return Window(number, store, self._sync(store), self.hub.author(number))

    def _sync(self, store: Store) -> Sync:
        sync = Sync(
            store.load(),
            clock=self.clock,
            ids=self.new_id,
            random=self.random.random,
            today=lambda at: self.hub.day.date,
        )
        sync.rules = hall_rules()
        return sync

    def close(self) -> None:
        for window in self.windows:
            window.store.close()

    # One step

    def step(self) -> str:
        """Does one thing, drawn by weight; its name."""
        acts: list[tuple[int, Callable[[Window], None]]] = [
            (6, self.arrival),
            (10, self.queue_act),
            (14, self.case_act),
            (8, self.type),
            (22, self.send),
            (3, self.late_letter),
            (18, self.read_feed),
            (6, self.look_at_conflicts),
            (3, self.kill_window),
            (3, self.kill_hub),
            (4, self.release),
        ]
        self.clock.tick(self.random.choice((0.1, 0.5, 2, 12)))
        act = self.random.choices([a for _, a in acts], [w for w, _ in acts])[0]
        self.counts[act.__name__] = self.counts.get(act.__name__, 0) + 1
        act(self.random.choice(self.windows))
        return act.__name__

    def arrival(self, _window: Window) -> None:
        self.hub.take_ticket(self.new_id())

    def queue_act(self, window: Window) -> None:
        """One queue command is sent at once, or nothing when one is in the air."""
        if window.flying is not None:
            return
        ticket = window.sync.confirmed.day.at_window(window.name)
        seat = window.sync.confirmed.day.window(window.name)
        here = ticket.id if ticket else None
        acts: list[tuple[str, str | None, dict[str, Any]]]
        if seat.state != "open":
            acts = [("open_window", None, {"window": window.name})]
        elif ticket is None:
            acts = [("call_next", None, {"window": window.name})]
        else:
            choices: list[list[tuple[str, str | None, dict[str, Any]]]] = [
                [("recall", here, {})],
                [("welcome", here, {})],
                [("finish", here, {"outcome": "other"}), ("call_next", None, {"window": window.name})],
                [("undo", None, {"command": seat.last_act.command})] if seat.last_act else [("welcome", here, {})],
            ]
            acts = self.random.choice(choices)
        commands = []
        for kind, target, body in acts:
            wire = {"id": self.new_id(), "kind": kind, "session": window.author.session, "body": body}
            commands.append(orjson.dumps({**wire, "target": target} if target else wire))
        window.flying = Letter(window.number, payload(commands), (), window.life)
        window.queue_tries = 3

    def case_act(self, window: Window) -> None:
        """One case command is captured: shown at once, on disk before the clerk is told."""
        sync = window.sync
        case = self._some_case(window)
        choices: list[tuple[int, str, dict[str, Any], str | None]] = [
            (2, "open_case", {"matters": [ITEM], "catalog": CATALOG}, None),
            (20, "judge_material", {"material": BOOK, "verdict": self._verdict()}, case),
            (2, "submit_case", {"serial": None, "only_receive": True}, case),
            (1, "withdraw_case", {"reason": "撤回"}, case),
        ]
        _, kind, body, target = self.random.choices(choices, [weight for weight, *_ in choices])[0]
        if kind != "open_case" and target is None:
            return
        try:
            captured = sync.capture(kind, body, window.author, target=target)
        except Refusal:
            return
        if captured is not None:
            self.save(window)
            window.kept.add(captured.row.id)

    def _verdict(self) -> str:
        return self.random.choice(("original_seen", "copies_kept", "scanned", "cleared"))

    def _some_case(self, window: Window) -> str | None:
        """A case that is open here, or one of the other window's that is now opened here as well."""
        mine = window.sync.case_ids()
        if self.random.random() < 0.4 or not mine:
            others = [f.stream.removeprefix("case/") for f in self.hub.all_frames() if f.kind == "case_opened"][-3:]
            if others:
                case = self.random.choice(others)
                window.sync.take_case(self.hub.case_frames(case))
                return case
        return self.random.choice(mine) if mine else None

    def type(self, window: Window) -> None:
        """A value is typed, and sometimes left."""
        case = self._some_case(window)
        if case is None:
            return
        window.sync.type_value(case, self.random.choice(FIELDS), self.random.choice("甲乙丙丁戊己"))
        if self.random.random() < 0.6:
            captured = window.sync.send_typed(case, window.author)
            self.save(window)
            if captured is not None:
                window.kept.add(captured.row.id)
        elif self.random.random() < 0.5:
            self.save(window)

    def save(self, window: Window) -> None:
        """Everything so far is on disk."""
        if (write := window.sync.take_writes()) is not None:
            with window.store.changing() as changes:
                write(changes)

    def send(self, window: Window, bad: bool = True) -> None:
        """One list goes out over the line: it arrives, or not, once or twice, with or without an answer."""
        letter = window.flying or self._write_letter(window)
        if letter is None:
            return
        fate = (
            self.random.choice(("good",) * 8 + ("lost", "answer_lost", "twice", "late", "late_too")) if bad else "good"
        )
        self.counts[fate] = self.counts.get(fate, 0) + 1
        if fate in ("late", "late_too"):
            self.late.append(letter)
        if fate in ("lost", "late"):
            self._no_answer(window, letter)
            return
        try:
            verdicts = self.hub.commit(letter.body, window.number)
            if fate == "twice":
                again = self.hub.commit(letter.body, window.number)
                verdicts = self.random.choice((verdicts, again))
        except CrashError:
            self._no_answer(window, letter)
            return
        if fate == "answer_lost":
            self._no_answer(window, letter)
        else:
            self._answer(window, letter, verdicts)

    def _write_letter(self, window: Window) -> Letter | None:
        going = window.sync.outgoing(self.clock())
        if going is None or not going.rows:
            return None
        self.save(window)
        return Letter(window.number, payload(row.frozen or b"" for row in going.rows), going.rows, window.life)

    def _no_answer(self, window: Window, letter: Letter) -> None:
        if letter.rows:
            window.sync.unanswered(letter.rows)
            return
        window.queue_tries -= 1
        if window.queue_tries == 0:
            window.flying = None

    def _answer(self, window: Window, letter: Letter, verdicts: list[Verdict]) -> None:
        if letter.life != window.life:
            return
        if not letter.rows:
            window.flying = None
            window.told_applied |= {v.id for v in verdicts if v.outcome == "applied"}
            return
        done = window.sync.answered(letter.rows, verdicts, self.clock())
        self.save(window)
        window.told_applied |= {row.id for row in done if row.state is RowState.APPLIED}

    def late_letter(self, _window: Window) -> None:
        """A list that everybody had given up arrives after all; sometimes its answer too."""
        if not self.late:
            return
        letter = self.late.pop(self.random.randrange(len(self.late)))
        window = self.windows[letter.window - 1]
        try:
            verdicts = self.hub.commit(letter.body, letter.window)
        except CrashError:
            return
        if letter.rows and self.random.random() < 0.5:
            self._answer(window, letter, verdicts)

    def read_feed(self, window: Window, bad: bool = True) -> None:
        """Some frames arrive: all, a part, with one missing, or twice."""
        sync = window.sync
        frames = self.hub.feed(sync.confirmed.seq, sync.case_ids())
        if not frames:
            return
        if bad:
            frames = frames[: self.random.randint(1, len(frames))]
            if len(frames) > 2 and self.random.random() < 0.2:
                del frames[self.random.randrange(1, len(frames) - 1)]
            if self.random.random() < 0.2:
                frames = [frame for frame in frames for _ in range(2)]
        for frame in frames:
            took = sync.take_frame(frame)
            assert not took.reset, frame
            if took.resume:
                assert bad, "a whole feed never has a gap"
                break
        for case in sync.confirmed.gaps():
            sync.take_case(self.hub.case_frames(case))
        if self.random.random() < 0.5:
            sync.keep_confirmed()
            self.save(window)

    def look_at_conflicts(self, window: Window) -> None:
        """What conflicted is compared with what the others did, and goes out again when that is harmless."""
        for row in window.sync.conflicts():
            case = row.chain.removeprefix("case/")
            window.sync.take_case(self.hub.case_frames(case))
            new = window.sync.repeat(row)
            self.save(window)
            if new is not None:
                window.kept.add(new.id)

    def release(self, window: Window) -> None:
        """The clerk looks at what is in trouble and lets the rest go on."""
        for row in window.sync.outbox.troubled():
            window.sync.outbox.release(row.id)
        self.save(window)

    def kill_window(self, window: Window) -> None:
        """The window's process dies: what was not on its disk is gone."""
        folder = window.store.folder
        window.store.close()
        window.store = Store.open(folder, KEY)
        window.sync = self._sync(window.store)
        window.flying = None
        window.life += 1

    def kill_hub(self, _window: Window) -> None:
        self.hub.crash(self.random.choice(("before", "after")))

    # At the end

    def settle(self) -> None:
        """No more faults: everything goes out, everything comes in."""
        for _ in range(4):
            for window in self.windows:
                for case in list(window.sync.typed):
                    window.sync.send_typed(case, window.author)
                for _ in range(400):
                    self.look_at_conflicts(window)
                    self.release(window)
                    if window.flying is None and not window.sync.outbox.open_rows():
                        break
                    self.clock.tick(31)
                    self.send(window, bad=False)
            for window in self.windows:
                while self.hub.feed(window.sync.confirmed.seq, window.sync.case_ids()):
                    self.read_feed(window, bad=False)
                for case in window.sync.case_ids():
                    window.sync.take_case(self.hub.case_frames(case))


def check(world: World) -> None:
    """What holds after every step."""
    frames = world.hub.all_frames()
    assert [frame.seq for frame in frames] == list(range(1, len(frames) + 1)), "the sequence has a gap"
    places: dict[str, list[str]] = {}
    for seat in world.hub.day.windows.values():
        if seat.ticket:
            places.setdefault(seat.ticket, []).append(seat.id)
    assert all(len(at) == 1 for at in places.values()), f"one ticket at two windows: {places}"
    for ticket in world.hub.day.tickets.values():
        if ticket.state in (TicketState.CALLED, TicketState.SERVING):
            assert places.get(ticket.id) == [ticket.window], ticket
    numbers = [ticket.number for ticket in world.hub.day.tickets.values()]
    assert len(set(numbers)) == len(numbers), "one number twice"
    made: dict[str, set[tuple[str, str]]] = {}
    for frame in frames:
        made.setdefault(frame.command, set()).add((frame.kind, str(frame.recorded_at)))
    for command, kinds in made.items():
        assert len({at for _, at in kinds}) == 1, f"{command} was applied more than once"
    versions: dict[str, int] = {}
    for frame in frames:
        assert frame.version == versions.get(frame.stream, 0) + 1, f"{frame.stream} skips a version"
        versions[frame.stream] = frame.version
    for window in world.windows:
        lost = {command for command in window.told_applied if not world.hub.applied(command)}
        assert not lost, f"told applied, not in the ledger: {lost}"
        gone = {row_id for row_id in window.kept if row_id not in window.sync.outbox}
        assert not gone, f"on disk before, gone now: {gone}"


def check_settled(world: World) -> None:
    """What holds once everything arrived: nobody waits, and everybody sees what the ledger says."""
    for window in world.windows:
        assert window.sync.outbox.open_rows() == []
        assert window.sync.confirmed.day == world.hub.day
        for case in window.sync.case_ids():
            assert window.sync.confirmed.files[case] == world.hub.file(case)
            assert window.sync.case_file(case) == world.hub.file(case)
