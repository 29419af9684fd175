"""What is announced when: order, age, and every act that makes a call not worth saying."""

from datetime import timedelta

import pytest

from clerk_tui.refusal import Refusal
from clerk_tui.voice.announcements import LATE, Announcements, calls_of
from clerk_tui.voice.voice import choice_of
from clerk_tui.voice.words import langs_of, sentence, spelled
from tests.screens.hall_day import HallDay, quiet


class Listening:
    """A hall and who announces there."""

    def __init__(self, *langs: str, green_words: str = "") -> None:
        self.hall = quiet()
        self.announcements = Announcements(langs or ("zh",), green_words=green_words)
        self.tell()

    def tell(self) -> bool:
        return self.announcements.stand(calls_of(self.hall.day), self.hall.now)

    def call(self, number: int, window: str) -> None:
        self.hall.call(number, window)
        self.tell()

    def pass_by(self, seconds: float) -> None:
        self.hall.now += timedelta(seconds=seconds)

    def rest(self) -> list[str]:
        """All that is still to be spoken."""
        found = []
        while (one := self.announcements.next(self.hall.now)) is not None:
            found.append(one.words)
        return found


def test_a_call_is_spoken_in_each_language_before_the_next_call() -> None:
    there = Listening("zh", "yue", "en")
    there.call(16, "9")
    there.call(17, "12")
    assert there.rest() == [
        "请 A 0 1 6 号，到 9 号窗口",
        "请 A 0 1 6 号，到 9 号窗口",
        "Number A, 0 1 6, please go to window 9",
        "请 A 0 1 7 号，到 12 号窗口",
        "请 A 0 1 7 号，到 12 号窗口",
        "Number A, 0 1 7, please go to window 12",
    ]


def test_one_that_waited_too_long_is_short_and_in_one_language() -> None:
    there = Listening("zh", "en")
    there.call(16, "9")
    there.pass_by(LATE.total_seconds())
    there.call(17, "2")
    assert there.announcements.next(there.hall.now).words == "请 A 0 1 6 号，到 9 号窗口"  # type: ignore[union-attr]
    there.pass_by(1)
    there.rest()
    there.call(18, "3")
    there.pass_by(LATE.total_seconds() + 0.1)
    assert there.rest() == ["A 0 1 8 号，3 号窗口"]


@pytest.mark.parametrize("end", ["welcome", "pass_by", "finish", "undo", "moved"])
def test_a_call_that_is_over_is_not_spoken(end: str) -> None:
    there = Listening()
    there.call(17, "2")
    there.call(16, "9")
    match end:
        case "welcome":
            there.hall.welcome(16)
        case "pass_by":
            there.hall.pass_by(16)
        case "finish":
            there.hall.finish(16)
        case "undo":
            there.hall.undo_call(16, "9")
        case "moved":
            there.hall.undo_call(16, "9")
            there.pass_by(1)
            there.hall.call(16, "5")
    there.tell()
    expected = ["请 A 0 1 7 号，到 2 号窗口"]
    assert there.rest() == (expected if end != "moved" else [*expected, "请 A 0 1 6 号，到 5 号窗口"])


def test_who_comes_between_two_languages_does_not_hear_the_second() -> None:
    there = Listening("zh", "en")
    there.call(16, "9")
    assert there.announcements.next(there.hall.now)
    there.hall.welcome(16)
    there.tell()
    assert there.rest() == []


def test_a_recall_is_announced_again_and_only_once_when_the_call_still_waits() -> None:
    there = Listening()
    there.call(16, "9")
    assert len(there.rest()) == 1
    there.pass_by(20)
    there.hall.recall(16)
    there.tell()
    there.pass_by(5)
    there.hall.recall(16)
    there.tell()
    assert there.rest() == ["请 A 0 1 6 号，到 9 号窗口"]


def test_a_pass_taken_back_says_nothing_anew_but_a_new_call_does() -> None:
    there = Listening()
    there.call(16, "9")
    there.rest()
    there.hall.pass_by(16)
    there.tell()
    there.hall.undo_pass(16, "9")
    there.tell()
    assert there.rest() == []
    there.pass_by(30)
    there.hall.recall(16)
    there.tell()
    assert there.rest() == ["请 A 0 1 6 号，到 9 号窗口"]


def test_a_ticket_given_back_and_called_by_a_colleague_is_announced_anew() -> None:
    there = Listening()
    there.call(16, "9")
    there.rest()
    there.hall.undo_call(16, "9")
    there.tell()
    there.pass_by(40)
    there.call(16, "1")
    assert there.rest() == ["请 A 0 1 6 号，到 1 号窗口"]


def test_what_a_window_gives_up_is_announced_anew_when_a_colleague_calls_it() -> None:
    there = Listening()
    there.call(16, "9")
    there.call(17, "2")
    there.hall.reassign(16, "9")
    there.tell()
    assert there.rest() == ["请 A 0 1 7 号，到 2 号窗口"]
    there.pass_by(20)
    there.call(16, "1")
    assert there.rest() == ["请 A 0 1 6 号，到 1 号窗口"]


def test_a_display_that_begins_says_only_what_was_called_just_now() -> None:
    hall = quiet()
    hall.call(16, "9", ago=60)
    hall.call(17, "2", ago=3)
    announcements = Announcements(("zh",))
    announcements.stand(calls_of(hall.day), hall.now)
    first = announcements.next(hall.now)
    assert first is not None
    assert first.call.number == "A017"
    assert announcements.next(hall.now) is None


def test_the_green_channel_may_have_words_of_its_own_in_chinese() -> None:
    there = Listening("zh", "en", green_words="请工作人员协助")
    there.hall.take(40, "green")
    there.call(40, "3")
    assert there.rest() == ["请 A 0 4 0 号，到 3 号窗口，请工作人员协助", "Number A, 0 4 0, please go to window 3"]


def test_old_numbers_are_forgotten() -> None:
    hall = HallDay()
    hall.open("1")
    announcements = Announcements(("zh",))
    for number in range(1, 6_000):
        hall.take(number)
        hall.call(number, "1")
        announcements.stand(calls_of(hall.day), hall.now)
        announcements.next(hall.now)
        hall.undo_call(number, "1")
        hall.now += timedelta(minutes=1)
    assert len(announcements._heard) <= 5_001


def test_numbers_are_read_sign_by_sign() -> None:
    assert spelled("A1023", "zh") == "A 1 0 2 3"
    assert spelled("A1023", "en") == "A, 1 0 2 3"
    assert spelled("023", "en") == "0 2 3"
    assert sentence("zh", "A023", "VIP1", short=True) == "A 0 2 3 号，V I P 1 号窗口"


def test_what_voice_means() -> None:
    assert langs_of("zh，en, zh") == ("zh", "en")
    assert choice_of("none").langs == ()
    told = choice_of("file:/tmp/calls,yue,en")
    assert (str(told.folder), told.langs) == ("/tmp/calls", ("yue", "en"))
    for spec, code in (
        ("zh,fr", "voice.unknown_lang"),
        ("zh,yue,en,fr", "voice.unknown_lang"),
        (",", "voice.too_many"),
    ):
        with pytest.raises(Refusal) as wrong:
            choice_of(spec)
        assert wrong.value.code == code
