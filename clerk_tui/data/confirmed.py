"""What the centre has confirmed: the day and the open cases, folded from frames in the order of their streams."""

from collections.abc import Iterable
from datetime import date

from clerk_tui.protocol.envelope import Frame
from clerk_tui.protocol.streams import CaseFile, case_stream, day_stream, event_of, evolve_case
from clerk_tui.queue import day as day_room


class Broken(Exception):
    """The frames do not fit what is here: only a snapshot, or the whole case, helps."""


class Confirmed:
    """The fold of what the feed, verdicts and case reads brought.

    `seq` is the feed's cursor. Case frames may come twice and from three sides; their version puts them in order.
    """

    def __init__(self, seq: int, day: day_room.Day) -> None:
        self.seq = seq
        self.day = day
        self.files: dict[str, CaseFile] = {}
        self.frames: dict[str, list[Frame]] = {}
        self._early: dict[str, dict[int, Frame]] = {}

    @classmethod
    def empty(cls, day: date) -> "Confirmed":
        """Nothing known yet."""
        return cls(0, day_room.Day(date=day))

    def take_day(self, frame: Frame) -> bool:
        """Folds a day frame; whether the day changed. Raises Broken when it does not fit."""
        current = day_stream(self.day.date)
        if frame.stream != current:
            if frame.stream < current:
                return False
            self.day = day_room.Day(date=date.fromisoformat(frame.stream.removeprefix("day/")))
        event = event_of(frame)
        if event is None:
            return False
        try:
            self.day = day_room.evolve(self.day, event)
        except KeyError as wrong:
            raise Broken(frame.kind) from wrong
        return True

    def take_case(self, frame: Frame) -> list[Frame]:
        """Folds a case frame, and those that had waited for it; the frames that were new.

        One that is ahead of its stream waits; `gaps` names its case.
        """
        case = frame.stream.removeprefix("case/")
        version = self.files[case].version if case in self.files else 0
        if frame.version <= version:
            return []
        early = self._early.setdefault(case, {})
        early[frame.version] = frame
        taken: list[Frame] = []
        while (following := early.pop(version + 1, None)) is not None:
            self._fold(case, following)
            taken.append(following)
            version += 1
        for seen in [v for v in early if v <= version]:
            del early[seen]
        if not early:
            del self._early[case]
        return taken

    def _fold(self, case: str, frame: Frame) -> None:
        file = self.files.get(case)
        try:
            event = event_of(frame)
            if event is None:
                raise Broken(frame.kind)
            self.files[case] = evolve_case(file, event, frame.actor)
        except (KeyError, ValueError, TypeError) as wrong:
            raise Broken(frame.kind) from wrong
        self.frames.setdefault(case, []).append(frame)

    def gaps(self) -> list[str]:
        """Cases of which an earlier event is missing: they must be read whole."""
        return list(self._early)

    def drop_case(self, case: str) -> None:
        """Forgets a case that is no longer open here."""
        self.files.pop(case, None)
        self.frames.pop(case, None)
        self._early.pop(case, None)

    def stored(self, frames: Iterable[Frame]) -> None:
        """Folds what the store kept; a case that no longer folds is left out and read anew when it is wanted."""
        broken: set[str] = set()
        for frame in frames:
            try:
                if frame.stream not in broken:
                    self.take_case(frame)
            except Broken:
                broken.add(frame.stream)
        for stream in broken:
            self.drop_case(stream.removeprefix("case/"))

    def file_at(self, case: str, version: int) -> CaseFile | None:
        """The case as it stood at an earlier version; None when that is not known here."""
        file: CaseFile | None = None
        for frame in self.frames.get(case, ()):
            if frame.version > version:
                break
            event = event_of(frame)
            if event is None:
                return None
            file = evolve_case(file, event, frame.actor)
        return file if file is not None and file.version == version else None

    def since(self, case: str, version: int) -> list[Frame]:
        """The events of a case after that version."""
        return [frame for frame in self.frames.get(case, ()) if frame.version > version]

    def case_file(self, case: str) -> CaseFile | None:
        """The confirmed fold of a case."""
        return self.files.get(case)

    def case_of_filing(self, filing: str) -> str | None:
        """The case on which this filing was opened."""
        return next((case for case, file in self.files.items() if filing in file.filings), None)


def is_case(frame: Frame) -> bool:
    """Whether the frame belongs to a case's stream."""
    return frame.stream.startswith("case/")


def case_of(chain: str) -> str | None:
    """The case of a stream name; None for a day's."""
    return chain.removeprefix("case/") if chain.startswith("case/") else None


__all__ = ["Broken", "Confirmed", "case_of", "case_stream", "is_case"]
