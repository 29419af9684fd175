"""Codes in results: derived when an answer goes out, never stored with the verdict."""

from functools import lru_cache
from typing import Any

from clerk_tui.central import codes
from clerk_tui.central.keys import HubKey
from clerk_tui.queue.commands import Personal
from clerk_tui.rules import CommandBody


@lru_cache(maxsize=20_000)
def ticket_code(codes_key: bytes, ticket: str) -> str:
    """The code behind a ticket's QR: wanted at each of its changes, so that it is derived once."""
    return codes.derive(codes_key, "ticket", ticket).text


@lru_cache(maxsize=20_000)
def ticket_code_hash(key: HubKey, ticket: str) -> str:
    """By which the ticket's row is found."""
    return codes.keyed_hash(key.lookup, ticket_code(key.codes, ticket))


def person_of(body: CommandBody, key: HubKey) -> str | None:
    """A keyed hash of the person whom a command names, by which rules know the same one again; the number goes no further."""
    return person_hash(key, body.id_no) if isinstance(body, Personal) and body.id_no else None


def person_hash(key: HubKey, number: str) -> str:
    """The keyed hash by which a person or enterprise is known again, also across tickets and cases."""
    return codes.keyed_hash(key.lookup, f"person|{number}")[:32]


def with_codes(result: dict[str, Any], kind: str, key: HubKey, public_url: str) -> dict[str, Any]:
    """The result of a command, with the code, its digits and its address where the command made one.

    `take_ticket` and `check_in` give the code behind the ticket's QR; `open_filing` and `renew_code` those of the filing.
    """
    if kind in ("take_ticket", "check_in"):
        text = ticket_code(key.codes, result["ticket"])
        return {**result, "code": text, "url": codes.address(public_url, text)}
    if kind in ("open_filing", "renew_code"):
        code = codes.derive(key.codes, "filing", result["filing"], result["serial"])
        return {**result, "code": code.text, "digits": code.digits, "url": codes.address(public_url, code.text)}
    return result
