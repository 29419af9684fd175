"""Codes in results: derived when an answer goes out, never stored with the verdict."""

from typing import Any

from clerk_tui.central import codes
from clerk_tui.central.keys import HubKey


def with_codes(result: dict[str, Any], kind: str, key: HubKey, public_url: str) -> dict[str, Any]:
    """The result of a command, with the code, its digits and its address where the command made one.

    `take_ticket` gives the code behind the ticket's QR; `open_filing` and `renew_code` those of the filing.
    """
    if kind == "take_ticket":
        code = codes.derive(key.codes, "ticket", result["ticket"])
        return {**result, "code": code.text, "url": codes.address(public_url, code.text)}
    if kind in ("open_filing", "renew_code"):
        code = codes.derive(key.codes, "filing", result["filing"], result["serial"])
        return {**result, "code": code.text, "digits": code.digits, "url": codes.address(public_url, code.text)}
    return result
