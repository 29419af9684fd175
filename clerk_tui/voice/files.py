"""Announcements as WAV files in a folder, for sites that play them through their own loudspeakers, and for tests."""

import asyncio
import json
import shutil
import wave
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from clerk_tui.refusal import Refusal
from clerk_tui.voice.announcements import Utterance
from clerk_tui.voice.speakers import ESPEAK, espeak_command, run_engine

LOG = "announcements.jsonl"
FILES_KEPT = 200
LOG_BYTES_MOST = 1_000_000


class FileSpeaker:
    """Writes each sentence to a file of its own and a line into LOG, then waits as long as the sound lasts.

    A line is {"file", "lang", "words", "ticket", "number", "window", "begins", "ends"}, times as RFC 3339: whoever plays
    the files by it never cuts one off. The oldest files are deleted.
    """

    def __init__(
        self,
        folder: Path,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Raises Refusal voice.no_engine, voice.no_folder."""
        if not shutil.which(ESPEAK):
            raise Refusal("voice.no_engine", engine=ESPEAK)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            kept = sorted(folder.glob("call-*.wav"))
        except OSError as wrong:
            raise Refusal("voice.no_folder", folder=str(folder), reason=wrong.strerror or "") from None
        self._folder = folder
        self._clock = clock
        self._sleep = sleep
        self._files = deque(kept)
        self._last = 0

    async def say(self, utterance: Utterance) -> None:
        """Writes, and returns when the sound would have ended. Raises Refusal voice.failed, voice.no_folder."""
        begins = self._clock()
        self._last += 1
        file = self._folder / f"call-{begins:%Y%m%dT%H%M%S%f}-{self._last:04d}.wav"
        await run_engine(espeak_command(utterance.lang, "-w", str(file)), utterance.words)
        try:
            with wave.open(str(file)) as sound:
                seconds = sound.getnframes() / sound.getframerate()
        except (OSError, EOFError, wave.Error) as wrong:
            raise Refusal("voice.no_folder", folder=str(self._folder), reason=str(wrong)) from None
        await self._sleep(seconds)
        self._keep(file, utterance, begins)

    def _keep(self, file: Path, utterance: Utterance, begins: datetime) -> None:
        call = utterance.call
        line = {
            "file": file.name,
            "lang": utterance.lang,
            "words": utterance.words,
            "ticket": call.ticket,
            "number": call.number,
            "window": call.window,
            "begins": begins.isoformat(),
            "ends": self._clock().isoformat(),
        }
        log = self._folder / LOG
        try:
            if log.exists() and log.stat().st_size > LOG_BYTES_MOST:
                log.replace(log.with_suffix(".old.jsonl"))
            with log.open("a", encoding="utf-8") as out:
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._files.append(file)
            while len(self._files) > FILES_KEPT:
                self._files.popleft().unlink(missing_ok=True)
        except OSError as wrong:
            raise Refusal("voice.no_folder", folder=str(self._folder), reason=wrong.strerror or "") from None
