"""The ticket machine's printer: a file or device, USB, or the network; asked whether it has paper, where it can say so."""

import fcntl
import os
import re
import select
import stat
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from clerk_tui.refusal import Refusal

PORT = 9100
PATIENCE_S = 4.0
"""How long a printer may be silent before it counts as away."""
_LPGETSTATUS = 0x060B
"""Linux's question to a printer's device (lp.h); its answer's bits."""
_NO_PAPER, _SELECTED, _NO_ERROR = 0x20, 0x10, 0x08

Printer = Callable[[bytes], None]
"""Prints these bytes, in the calling thread. Raises Refusal printer.away, printer.no_paper."""


def printer_of(named: str) -> Printer | None:
    """The printer of that name (devices.PRINTER); None for `none`. Nothing is opened before something is printed."""
    kind, _, rest = named.partition(":")
    match kind:
        case "file":
            return lambda content: _to_file(os.path.expanduser(rest), content)
        case "usb":
            vendor, product = (int(part, 16) for part in rest.split(":"))
            return lambda content: _to_usb(vendor, product, content)
        case "net":
            found = re.fullmatch(r"(.+?)(?::(\d+))?", rest)
            assert found is not None
            return lambda content: _to_network(found[1], int(found[2] or PORT), content)
    return None


def _to_file(path: str, content: bytes) -> None:
    """A file grows by each ticket; a device (/dev/usb/lp0) is asked for its paper first."""
    try:
        # Without O_NONBLOCK a pipe or a device nobody serves would hold the machine for ever.
        at = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NONBLOCK, 0o600)
    except OSError:
        raise Refusal("printer.away") from None
    try:
        if stat.S_ISCHR(os.fstat(at).st_mode):
            _ask_device(at)
        left = memoryview(content)
        while left:
            # A device that takes nothing for so long is out of paper or jammed, whatever it says.
            if not select.select([], [at], [], PATIENCE_S)[1]:
                raise Refusal("printer.away")
            left = left[os.write(at, left) :]
    except OSError:
        raise Refusal("printer.away") from None
    finally:
        os.close(at)


def _ask_device(at: int) -> None:
    answer = bytearray(4)
    try:
        fcntl.ioctl(at, _LPGETSTATUS, answer, True)
    except OSError:
        return  # no printer's device, or one that can't say
    if answer[0] & _NO_PAPER:
        raise Refusal("printer.no_paper")
    if not (answer[0] & _SELECTED and answer[0] & _NO_ERROR):
        raise Refusal("printer.away")


def _to_network(host: str, port: int, content: bytes) -> None:
    from escpos.printer import Network

    _send(Network(host, port, timeout=PATIENCE_S), content)


def _to_usb(vendor: int, product: int, content: bytes) -> None:
    from escpos.printer import Usb

    _send(Usb(vendor, product, timeout=int(PATIENCE_S * 1000)), content, _endpoints)


def _endpoints(printer: Any) -> None:
    """The printer's own endpoints: makers number them as they like, the library takes one maker's."""
    from usb.util import ENDPOINT_IN, ENDPOINT_OUT, endpoint_direction

    ends = [end.bEndpointAddress for end in printer.device.get_active_configuration()[(0, 0)]]
    printer.out_ep = next(end for end in ends if endpoint_direction(end) == ENDPOINT_OUT)
    printer.in_ep = next((end for end in ends if endpoint_direction(end) == ENDPOINT_IN), printer.in_ep)


def _send(printer: Any, content: bytes, prepare: Callable[[Any], None] = lambda _printer: None) -> None:
    """Asks for paper, then prints. Whatever the library or the line says means that the printer is away."""
    try:
        printer.open()
        prepare(printer)
        paper = None
        # Printers that only listen are taken at their word: they took the bytes.
        with suppress(OSError, NotImplementedError):
            paper = printer.paper_status()
        if paper != 0:
            printer._raw(content)
    except Exception:
        raise Refusal("printer.away") from None
    finally:
        with suppress(Exception):
            printer.close()
    if paper == 0:
        raise Refusal("printer.no_paper")
