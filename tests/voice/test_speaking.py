"""The voice with its engines: one after the other, never stuck, and what espeak-ng makes of it."""

import asyncio
import json
import shutil
import sys
import wave
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clerk_tui.refusal import Refusal
from clerk_tui.voice import speakers
from clerk_tui.voice.announcements import Announcements, Call, Utterance, calls_of
from clerk_tui.voice.files import LOG, FileSpeaker
from clerk_tui.voice.speakers import EngineSpeaker, Speaker, platform_speaker, run_engine
from clerk_tui.voice.voice import Voice, choice_of, voice_of
from tests.screens.hall_day import NOW, quiet

needs_espeak = pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")


class Clock:
    """Stands still but for sleeping."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Counting:
    """Hands on to a speaker, and tells when so many sentences have been spoken."""

    def __init__(self, speaker: Speaker, most: int) -> None:
        self._speaker = speaker
        self._left = most
        self.done = asyncio.Event()

    async def say(self, utterance: Utterance) -> None:
        await self._speaker.say(utterance)
        self._left -= 1
        if self._left == 0:
            self.done.set()


async def run_until(voice: Voice, done: asyncio.Event) -> None:
    """Lets the voice speak until that has happened."""
    task = asyncio.create_task(voice.run())
    try:
        await asyncio.wait_for(done.wait(), 30)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def log_of(folder: Path) -> list[dict[str, str]]:
    """The speaker's log."""
    return [json.loads(line) for line in (folder / LOG).read_text("utf-8").splitlines()]


def sounds_of(folder: Path) -> int:
    """How many files there are."""
    return len(list(folder.glob("*.wav")))


@needs_espeak
async def test_espeak_speaks_three_languages_and_nothing_overlaps(tmp_path: Path) -> None:
    clock, hall = Clock(), quiet()
    speaker = Counting(FileSpeaker(tmp_path, clock=clock, sleep=clock.sleep), 7)
    voice = Voice(Announcements(("zh", "yue", "en")), speaker, clock)
    voice.stand(calls_of(hall.day))
    for number, window in ((16, "9"), (17, "2"), (18, "12")):
        hall.call(number, window)
    voice.stand(calls_of(hall.day))
    await run_until(voice, speaker.done)
    lines = log_of(tmp_path)
    # The third call has waited for two in three languages by now: it is short.
    assert [(line["number"], line["lang"]) for line in lines] == [
        *(("A016", lang) for lang in ("zh", "yue", "en")),
        *(("A017", lang) for lang in ("zh", "yue", "en")),
        ("A018", "zh"),
    ]
    for line in lines:
        with wave.open(str(tmp_path / line["file"])) as sound:
            seconds = sound.getnframes() / sound.getframerate()
        assert seconds > 0.8, line
        told = datetime.fromisoformat(line["ends"]) - datetime.fromisoformat(line["begins"])
        assert told.total_seconds() == pytest.approx(seconds, abs=0.001)
    ends = [line["ends"] for line in lines[:-1]]
    begins = [line["begins"] for line in lines[1:]]
    assert all(end <= begin for end, begin in zip(ends, begins, strict=True))
    assert voice.trouble is None


@needs_espeak
async def test_mandarin_is_read_in_mandarin() -> None:
    """The voice `cmn` of espeak-ng 1.51 reads pinyin as English; the one we take must not."""
    command = [*speakers.espeak_command("zh"), "-x", "-q"]
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    sounds = (await process.communicate("请 A 0 2 3 号，到 3 号窗口".encode()))[0].decode()
    assert "(en)" not in sounds
    assert "ts.hw'A55N" in sounds


@needs_espeak
async def test_files_do_not_pile_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clerk_tui.voice.files.FILES_KEPT", 3)
    clock = Clock()
    speaker = FileSpeaker(tmp_path, clock=clock, sleep=clock.sleep)
    for number in range(5):
        await speaker.say(utterance(f"A{number:03d}"))
    assert sounds_of(tmp_path) == 3


def utterance(number: str = "A001") -> Utterance:
    return Utterance("zh", "号", Call("t", number, "3", NOW))


async def test_a_slow_engine_is_waited_for_and_its_sentence_arrives() -> None:
    script = "import sys, time; sys.stdin.read() == '号' or sys.exit(3); time.sleep(0.05)"
    await EngineSpeaker(lambda lang: [sys.executable, "-X", "utf8", "-c", script]).say(utterance())


@pytest.mark.parametrize(
    ("script", "code", "reason"),
    [
        ("import sys; sys.exit(3)", "voice.failed", "3"),
        ("import sys; sys.exit('no such voice')", "voice.failed", "no such voice"),
        ("import sys; print('error: No such file or directory', file=sys.stderr)", "voice.no_sound", None),
    ],
)
async def test_an_engine_that_fails_says_why(script: str, code: str, reason: str | None) -> None:
    with pytest.raises(Refusal) as wrong:
        await run_engine([sys.executable, "-c", script], "号")
    assert (wrong.value.code, wrong.value.details.get("reason")) == (code, reason)


async def test_an_engine_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speakers, "PATIENCE_SECONDS", 0.3)
    with pytest.raises(Refusal) as wrong:
        await run_engine([sys.executable, "-c", "import time; time.sleep(600)"], "号")
    assert wrong.value.code == "voice.failed"


async def test_an_engine_that_is_not_there() -> None:
    with pytest.raises(Refusal) as wrong:
        await run_engine(["no-such-engine"], "号")
    assert wrong.value.code == "voice.failed"


async def test_one_that_fails_does_not_silence_the_next() -> None:
    class Once:
        """Fails the first time."""

        def __init__(self) -> None:
            self.said: list[str] = []
            self.twice = asyncio.Event()

        async def say(self, utterance: Utterance) -> None:
            self.said.append(utterance.call.number)
            if len(self.said) == 1:
                raise Refusal("voice.failed", engine="x", reason="y")
            self.twice.set()

    hall, speaker = quiet(), Once()
    voice = Voice(Announcements(("zh",)), speaker, lambda: NOW)
    voice.stand(calls_of(hall.day))
    hall.call(16, "9")
    hall.call(17, "2")
    voice.stand(calls_of(hall.day))
    await run_until(voice, speaker.twice)
    assert speaker.said == ["A016", "A017"]
    assert voice.trouble is None


def test_without_an_engine_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for make in (platform_speaker, lambda: voice_of(choice_of("zh"), lambda: NOW)):
        with pytest.raises(Refusal) as wrong:
            make()
        assert wrong.value.code == "voice.no_engine"
    assert voice_of(choice_of("none"), lambda: datetime.now(UTC)) is None


@needs_espeak
def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Refusal) as wrong:
        voice_of(choice_of(f"file:{tmp_path / 'file' / 'below'}"), lambda: NOW)
    assert wrong.value.code == "voice.no_folder"
