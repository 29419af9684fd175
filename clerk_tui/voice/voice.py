"""The hall's voice: speaks what the announcements say, one sentence after the other, beside the screen."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from clerk_tui.refusal import Refusal
from clerk_tui.voice.announcements import Announcements, Call
from clerk_tui.voice.files import FileSpeaker
from clerk_tui.voice.speakers import Speaker, platform_speaker
from clerk_tui.voice.words import langs_of

FILE = "file:"
NONE = "none"
DEFAULT = "zh"


class Voice:
    """One display's. `trouble` is the refusal of the last sentence that could not be spoken; None when it could."""

    def __init__(self, announcements: Announcements, speaker: Speaker, clock: Callable[[], datetime]) -> None:
        self._announcements = announcements
        self._speaker = speaker
        self._clock = clock
        self._woken = asyncio.Event()
        self.trouble: Refusal | None = None

    def stand(self, calls: Iterable[Call]) -> None:
        """These calls stand now."""
        if self._announcements.stand(calls, self._clock()):
            self._woken.set()

    async def run(self) -> None:
        """Speaks until it is cancelled; a sentence that fails is said in `trouble` and the next one tried."""
        while True:
            utterance = self._announcements.next(self._clock())
            if utterance is None:
                await self._woken.wait()
                self._woken.clear()
                continue
            try:
                await self._speaker.say(utterance)
            except Refusal as refusal:
                self.trouble = refusal
            else:
                self.trouble = None


@dataclass(frozen=True, slots=True)
class VoiceChoice:
    """What `--voice` chose: languages, and the folder for files; no languages mean silence."""

    langs: tuple[str, ...]
    folder: Path | None = None


def choice_of(spec: str) -> VoiceChoice:
    """`zh,en`, `none`, `file:FOLDER` or `file:FOLDER,zh,en`. Raises Refusal voice.unknown_lang, voice.too_many."""
    if spec.strip().lower() == NONE:
        return VoiceChoice(())
    if spec.startswith(FILE):
        folder, _, langs = spec.removeprefix(FILE).partition(",")
        return VoiceChoice(langs_of(langs or DEFAULT), Path(folder).expanduser())
    return VoiceChoice(langs_of(spec or DEFAULT))


def voice_of(choice: VoiceChoice, clock: Callable[[], datetime], *, green_words: str = "") -> Voice | None:
    """The voice that was chosen; None for silence. Raises Refusal voice.no_engine, voice.no_folder."""
    if not choice.langs:
        return None
    speaker = FileSpeaker(choice.folder, clock=clock) if choice.folder else platform_speaker()
    return Voice(Announcements(choice.langs, green_words=green_words), speaker, clock)
