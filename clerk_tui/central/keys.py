"""The hub's key: one secret of 32 bytes in a file of its own, and what is derived from it for each purpose."""

import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from clerk_tui.refusal import Refusal

KEY_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class HubKey:
    """Keys for separate purposes, so that none says anything about another.

    `wrap` encrypts data keys, `mac` recognises a command's bytes, `codes` gives citizens' codes, `lookup` hashes
    identities, codes and tokens that a row is found by; `bell` seals what processes tell each other.
    """

    master: bytes
    wrap: bytes = field(init=False)
    mac: bytes = field(init=False)
    codes: bytes = field(init=False)
    lookup: bytes = field(init=False)
    bell: bytes = field(init=False)

    def __post_init__(self) -> None:
        if len(self.master) != KEY_BYTES:
            raise ValueError("a hub key has 32 bytes")
        for purpose in ("wrap", "mac", "codes", "lookup", "bell"):
            object.__setattr__(self, purpose, hmac.digest(self.master, f"clerk-tui {purpose}".encode(), sha256))

    @property
    def fingerprint(self) -> str:
        """By which a database knows its key."""
        return hmac.digest(self.master, b"clerk-tui fingerprint", sha256).hex()[:32]

    def keyed_hash(self, purpose: str, value: str) -> str:
        """What a row may hold of a secret or an identity, to find it by: 64 hexadecimal digits."""
        return hmac.digest(self.lookup, f"{purpose}|{value}".encode(), sha256).hex()


def load_or_make(file: Path, random: Callable[[int], bytes]) -> HubKey:
    """The key in `file`, made with mode 0600 when there is none. Raises Refusal hub.key_unreadable or key_broken."""
    try:
        try:
            made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(made, "w", encoding="ascii") as handle:
                handle.write(random(KEY_BYTES).hex() + "\n")
                handle.flush()
                os.fsync(handle.fileno())
        master = bytes.fromhex(file.read_text("ascii").strip())
        return HubKey(master)
    except OSError as wrong:
        raise Refusal("hub.key_unreadable", file=str(file), reason=wrong.strerror or "") from None
    except ValueError:
        raise Refusal("hub.key_broken", file=str(file)) from None
