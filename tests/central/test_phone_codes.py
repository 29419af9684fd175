"""Codes: what they look like, that each stands for one thing, and how often somebody may guess."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clerk_tui.central import codes
from clerk_tui.central.tries import Tries, caller_of

KEY = b"k" * 32


@given(st.text(max_size=40), st.integers(0, 50))
def test_a_code_is_ten_letters_and_six_digits_and_read_back_however_typed(thing: str, serial: int) -> None:
    code = codes.derive(KEY, "filing", thing, serial)
    assert len(code.text) == 10
    assert set(code.text) <= set(codes.ALPHABET)
    assert codes.read(code.text.lower()) == code.text
    assert codes.read(f" {code.digits[:3]} {code.digits[3:]} ") == code.digits
    assert codes.is_digits(code.digits)
    assert not codes.is_digits(code.text)


def test_key_purpose_thing_and_serial_each_change_the_code() -> None:
    seen = {
        codes.derive(KEY, "filing", "a").text,
        codes.derive(KEY, "filing", "a", 1).text,
        codes.derive(KEY, "filing", "b").text,
        codes.derive(KEY, "ticket", "a").text,
        codes.derive(b"x" * 32, "filing", "a").text,
    }
    assert len(seen) == 5


def test_fifty_bits_are_used() -> None:
    letters = [codes.derive(KEY, "filing", str(n)).text for n in range(2000)]
    assert all({text[place] for text in letters} == set(codes.ALPHABET) for place in range(10))
    assert len(codes.ALPHABET) == 32


@given(st.text(max_size=80))
def test_anything_else_is_no_code(typed: str) -> None:
    found = codes.read(typed)
    assert found is None or len(found) in (6, 10)


def test_full_width_digits_are_read() -> None:
    assert codes.read("７３９　４８２") == "739482"
    assert codes.read("73948") is None
    assert codes.read("") is None


def test_the_address_is_capital_and_the_hash_depends_on_the_key() -> None:
    assert codes.address("http://hall.example:8080/", "ABCDEFGHJK") == "HTTP://HALL.EXAMPLE:8080/P/ABCDEFGHJK"
    assert codes.keyed_hash(KEY, "739482") != codes.keyed_hash(b"x" * 32, "739482")


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_after_five_wrong_tries_one_waits_and_others_do_not() -> None:
    clock = Clock()
    tries = Tries(clock, each=5, together=100, span=timedelta(minutes=10))
    for _ in range(5):
        assert tries.wait("a") == 0
        tries.note("a")
    assert tries.wait("a") == 10
    assert tries.wait("b") == 0
    clock.now += timedelta(minutes=9, seconds=30)
    assert tries.wait("a") == 1
    clock.now += timedelta(seconds=31)
    assert tries.wait("a") == 0


def test_many_callers_together_are_stopped_too() -> None:
    tries = Tries(Clock(), each=5, together=20, span=timedelta(minutes=10))
    for n in range(20):
        tries.note(f"10.0.0.{n}")
    assert tries.wait("10.0.9.9") == 10


def test_an_ipv6_network_is_one_caller() -> None:
    assert caller_of("2001:db8::1") == caller_of("2001:db8::ffff:1")
    assert caller_of("2001:db8::1") != caller_of("2001:db8:0:1::1")
    assert caller_of("192.0.2.1") != caller_of("192.0.2.2")
