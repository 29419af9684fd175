"""The smallest centre: real decisions, real folds, verdicts by id, in memory. For what a window does with answers."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import orjson

from clerk_tui.intake.case import WAITING
from clerk_tui.protocol.envelope import Command, Frame, Refused, Verdict
from clerk_tui.protocol.streams import CaseFile, Conflict, case_stream, decide, evolve_case, parse_body
from clerk_tui.queue.day import Day, business_date, evolve
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context
from tests.data.samples import hall_rules

CHINA = timezone(timedelta(hours=8))


class Centre:
    """One hall's ledger as far as a window can see it."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.day = Day(date=business_date(now.astimezone(CHINA), 240))
        self.files: dict[str, CaseFile] = {}
        self.frames: list[Frame] = []
        self.verdicts: dict[str, Verdict] = {}
        self.done: list[str] = []

    def case_file(self, case: str) -> CaseFile | None:
        return self.files.get(case)

    def case_of_filing(self, filing: str) -> str | None:
        return next((case for case, file in self.files.items() if filing in file.filings), None)

    def day_on(self, day: date) -> Day:
        return self.day if day == self.day.date else Day(date=day)

    def cases_at(self, window: str) -> tuple[str, ...]:
        found = (file.case for file in self.files.values())
        return tuple(sorted(case.id for case in found if case.window == window and case.state in WAITING))

    def no_shows(self, person: str, since: date) -> int:
        return 0

    def case_frames(self, case: str) -> list[Frame]:
        return [f for f in self.frames if f.stream == case_stream(case)]

    def commit(self, body: bytes, window: str = "3", role: str = "clerk") -> list[Verdict]:
        """Judges the commands of one list, in order."""
        lost: set[str] = set()
        verdicts = []
        for raw in orjson.loads(body)["commands"]:
            command = Command.model_validate(raw)
            verdict = self._judge(command, lost, window, role)
            if verdict.outcome != "applied" and command.target:
                lost.add(command.target)
            verdicts.append(verdict)
        return verdicts

    def _judge(self, command: Command, lost: set[str], window: str, role: str) -> Verdict:
        name = str(command.id)
        if first := self.verdicts.get(name):
            return first.model_copy(update={"status": "duplicate", "first": first.status})
        if command.target in lost:
            return Verdict(id=name, status="held")
        session = command.session or "session-1"
        context = Context(
            command_id=name,
            now=self.now,
            today=self.day.date,
            actor=f"clerk-{window}",
            role=role,
            session=session,
            window=window,
            captured_at=command.captured_at,
        )
        try:
            decision = decide(command, parse_body(command), self, context, hall_rules())
            verdict = Verdict(id=name, status="applied", result=decision.result, events=[])
        except Refusal as refusal:
            decision = None
            verdict = Verdict(
                id=name, status="rejected", error=Refused(code=refusal.code, details=dict(refusal.details))
            )
        except Conflict as conflict:
            decision = None
            verdict = Verdict(id=name, status="conflict", current=conflict.current)
        for stream, event in decision.events if decision else ():
            verdict.events.append(self._store(stream, event, context, name))  # type: ignore[union-attr]
        self.verdicts[name] = verdict
        if decision:
            self.done.append(name)
        return verdict

    def _store(self, stream: str, event: Any, context: Context, command: str) -> Frame:
        if stream.startswith("day/"):
            self.day = evolve(self.day, event)
            version = self.day.version
        else:
            case = stream.removeprefix("case/")
            self.files[case] = evolve_case(self.files.get(case), event, context.actor)
            version = self.files[case].version
        frame = Frame(
            seq=len(self.frames) + 1,
            stream=stream,
            version=version,
            kind=event.KIND,
            actor=context.actor,
            session=context.session,
            recorded_at=self.now,
            command=command,
            body=event.open_part(),
            sealed=event.sealed_part() or None,
        )
        self.frames.append(frame)
        return frame

    def feed(self, after: int, cases: set[str]) -> list[Frame]:
        """What a reader with this cursor is sent, `prev` as it sees it."""
        sent, prev = [], after
        for frame in self.frames[after:]:
            case = frame.stream.removeprefix("case/")
            if frame.stream.startswith("day/") or case in cases:
                sent.append(replace_prev(frame, prev))
                prev = frame.seq
        return sent


def replace_prev(frame: Frame, prev: int) -> Frame:
    return frame.model_copy(update={"prev": prev})
