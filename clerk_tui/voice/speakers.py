"""The engines that speak: espeak-ng, macOS's say, Windows' System.Speech, each as a process of its own; or WAV files.

A process can be ended when it hangs and can't stall the screen, which in-process bindings (pyttsx3) do.
"""

import asyncio
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol

from clerk_tui.refusal import Refusal
from clerk_tui.voice.announcements import Utterance

PATIENCE_SECONDS = 30.0
"""No sentence takes so long: an engine that does has hung."""

ESPEAK = "espeak-ng"
_ESPEAK_VOICES = {"zh": "cmn-latn-pinyin", "yue": "yue", "en": "en-us"}
# Not `cmn`: since 1.51 it reads the pinyin that stands for each character as English letters.
_SAY_VOICES = {"zh": "Tingting", "yue": "Sinji", "en": "Samantha"}
_WINDOWS_CULTURES = {"zh": "zh-CN", "yue": "zh-HK", "en": "en-US"}
_WINDOWS_SCRIPT = (
    "Add-Type -AssemblyName System.Speech; [Console]::InputEncoding = [Text.Encoding]::UTF8; "
    "$s = New-Object System.Speech.Synthesis.SpeechSynthesizer; "
    "$s.SelectVoiceByHints('NotSet', 'NotSet', 0, [Globalization.CultureInfo]'{culture}'); "
    "$s.Speak([Console]::In.ReadToEnd())"
)
WORDS_A_MINUTE = 150


class Speaker(Protocol):
    """Speaks one sentence at a time."""

    async def say(self, utterance: Utterance) -> None:
        """Returns when the sentence has been spoken. Raises Refusal voice.*."""
        ...


class EngineSpeaker:
    """Speaks through a program that reads the sentence from its standard input; `command` gives it for a language."""

    def __init__(self, command: Callable[[str], Sequence[str]]) -> None:
        self._command = command

    async def say(self, utterance: Utterance) -> None:
        """Speaks and waits for the end. Raises Refusal voice.failed, voice.no_sound."""
        await run_engine(self._command(utterance.lang), utterance.words)


async def run_engine(command: Sequence[str], words: str) -> None:
    """Runs an engine to its end. Raises Refusal voice.no_sound, or voice.failed with its own last words."""
    pipe = asyncio.subprocess.PIPE
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=pipe, stdout=asyncio.subprocess.DEVNULL, stderr=pipe
        )
    except OSError as wrong:
        raise Refusal("voice.failed", engine=command[0], reason=wrong.strerror or str(wrong)) from None
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            said = (await process.communicate(words.encode()))[1].decode("utf-8", "replace").strip().splitlines()
    except TimeoutError:
        raise Refusal("voice.failed", engine=command[0], reason=f"> {PATIENCE_SECONDS:.0f} s") from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    last = said[-1] if said else ""
    if process.returncode == 0 and last.lower().startswith("error:"):
        # Without a sound device espeak-ng complains in the words of the sound library, and still ends with 0.
        raise Refusal("voice.no_sound", engine=command[0])
    if process.returncode:
        raise Refusal("voice.failed", engine=command[0], reason=last[:120] or str(process.returncode))


def espeak_command(lang: str, *more: str) -> list[str]:
    """espeak-ng for that language, the sentence from standard input."""
    return [ESPEAK, "-v", _ESPEAK_VOICES[lang], "-s", str(WORDS_A_MINUTE), *more, "--stdin"]


def _say_command(lang: str) -> list[str]:
    return ["say", "-v", _SAY_VOICES[lang], "-f", "-"]


def _windows_command(lang: str) -> list[str]:
    script = _WINDOWS_SCRIPT.format(culture=_WINDOWS_CULTURES[lang])
    return ["powershell", "-NoProfile", "-NonInteractive", "-Command", script]


def platform_speaker() -> Speaker:
    """This machine's engine. Raises Refusal voice.no_engine when there is none."""
    if sys.platform == "darwin" and shutil.which("say"):
        return EngineSpeaker(_say_command)
    if sys.platform == "win32" and shutil.which("powershell"):
        return EngineSpeaker(_windows_command)
    if shutil.which(ESPEAK):
        return EngineSpeaker(espeak_command)
    raise Refusal("voice.no_engine", engine=ESPEAK)
