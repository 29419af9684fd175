"""The store's key: in the operating system's keyring where there is a real one, else in a file beside the store."""

import os
import secrets
from pathlib import Path

from clerk_tui.refusal import Refusal

KEY_BYTES = 32
SERVICE = "clerk-tui store"


def key_of(store: Path, *, use_keyring: bool = True) -> bytes:
    """The 32-byte key of this store, made at its first use. Raises Refusal store.key_unreadable.

    A key file that is there already counts before the keyring, so that a store never changes its key by itself.
    """
    beside = store.with_suffix(".key")
    if beside.exists():
        return _read(beside)
    if use_keyring:
        try:
            if key := _from_keyring(str(store.resolve()), make=not store.exists()):
                return key
        except Exception as wrong:
            # A locked or broken keyring must not keep a window from working while its store is still new.
            if store.exists():
                raise Refusal("store.key_unreadable", file="keyring", reason=type(wrong).__name__) from None
    if store.exists():
        raise Refusal("store.wrong_key", file=str(store))
    return _make(beside)


def _from_keyring(account: str, *, make: bool) -> bytes | None:
    import keyring

    if keyring.get_keyring().priority < 1:
        return None
    kept = keyring.get_password(SERVICE, account)
    if kept is None and make:
        kept = secrets.token_bytes(KEY_BYTES).hex()
        keyring.set_password(SERVICE, account, kept)
        kept = keyring.get_password(SERVICE, account)
    return bytes.fromhex(kept) if kept else None


def _read(beside: Path) -> bytes:
    try:
        key = bytes.fromhex(beside.read_text("ascii").strip())
    except (OSError, ValueError) as wrong:
        reason = getattr(wrong, "strerror", None) or type(wrong).__name__
        raise Refusal("store.key_unreadable", file=str(beside), reason=reason) from None
    if len(key) != KEY_BYTES:
        raise Refusal("store.key_unreadable", file=str(beside), reason=f"{len(key)} bytes")
    return key


def _make(beside: Path) -> bytes:
    key = secrets.token_bytes(KEY_BYTES)
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key.hex())
            file.flush()
            os.fsync(file.fileno())
    except OSError as wrong:
        raise Refusal("store.folder", folder=str(beside.parent), reason=wrong.strerror or "") from None
    return key
