"""Whom a case is about: names and identity numbers under its ask keys, without a catalogue at hand."""

from collections.abc import Iterator
from unicodedata import normalize

from clerk_tui.intake.case import Case

NAME, ID_NO = "person.name", "person.id_no"
CORP_NAME, USCC = "corp.name", "corp.uscc"


def plain_number(typed: str) -> str:
    """An identity number as it is compared: half-width capitals without blanks and dashes."""
    return "".join(c for c in normalize("NFKC", typed).upper() if c.isalnum())


def values_of(case: Case) -> Iterator[tuple[str, str]]:
    """Each ask key with what stands there: what was typed before what a source gave."""
    for key, answer in case.answers.items():
        if answer.value:
            yield key, answer.value
    for key, shared in case.shared.items():
        if key not in case.answers and shared.value:
            yield key, shared.value


def identities(case: Case) -> dict[str, str]:
    """The identity numbers and credit codes in a case by whom they are of: a party, or a row of a group."""
    found = {}
    for key, value in values_of(case):
        for field in (ID_NO, USCC):
            if key == field or key.endswith(f".{field}"):
                found[key.removesuffix(field).rstrip(".")] = plain_number(value)
    return {party: number for party, number in found.items() if number}


def named(case: Case) -> tuple[str, bool] | None:
    """By whose name a case is known in a list, and whether that is an enterprise: its first, else who was first named."""
    values = dict(values_of(case))
    for field, enterprise in ((CORP_NAME, True), (NAME, False)):
        places = {key: _place(case, key) for key in values if key == field or key.endswith(f".{field}")}
        if places:
            return values[min(places, key=places.__getitem__)].strip(), enterprise
    return None


def _place(case: Case, key: str) -> tuple[int, str]:
    answer = case.answers.get(key)
    return (answer.version if answer else case.shared[key].version, key)
