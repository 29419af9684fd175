"""Other API processes over the same database: what this one tells them, and what it does with what they tell.

On SQLite there are none, and nothing here does anything.
"""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clerk_tui.central.bell import Bell, Message
from clerk_tui.central.feed import Typing
from clerk_tui.central.ledger import Look
from clerk_tui.central.viewing import take_in

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub


@dataclass(slots=True)
class _Heard:
    """To which sequence others say they brought a hall, and whether a look at it is under way."""

    seq: int = 0
    looking: bool = False


class Neighbours:
    """The other processes, seen from one hub. Lives on its event loop."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._halls: dict[str, _Heard] = {}
        self._looks: set[asyncio.Future[None]] = set()
        engine = hub.database.engine
        self._bell = None if hub.database.embedded else Bell(engine, hub.key.bell, hub.random, self._on_bell)

    async def start(self) -> None:
        """Begins to listen."""
        if self._bell:
            await self._bell.start()

    async def stop(self) -> None:
        """Listens no longer."""
        if self._bell:
            await self._bell.stop()

    def committed(self, hall: str, seq: int) -> None:
        """Tells that this process brought the hall to that sequence."""
        if self._bell:
            self._bell.committed(hall, seq)

    def typing(self, hall: str, typing: Typing) -> None:
        """Passes on what is being typed, to readers of every process. Raises ProblemError 404."""
        self._hub.hall(hall).feed.typing(typing)
        if self._bell:
            told = {"kind": "typing", "hall": hall, "case": typing.case, "party": typing.party}
            if not self._bell.tell({**told, "what": typing.what}):
                # Too long for one message: the others learn where is typed, not what.
                self._bell.tell({**told, "what": {**typing.what, "value": ""}})

    def tried(self, kind: str, caller: str) -> None:
        """Counts a wrong code, or a number taken by a phone, at every process; each stops a caller at once by what it saw itself."""
        self._hub.guesses[kind].note(caller)
        if self._bell:
            self._bell.tell({"kind": "guess", "of": kind, "caller": caller})

    def published(self) -> None:
        """Tells that another catalogue is in force."""
        if self._bell:
            self._bell.tell({"kind": "catalog"})

    def viewing(self, told: dict[str, Any]) -> None:
        """Tells what a window's page on a second monitor shows, or that this process serves one."""
        if self._bell:
            self._bell.tell({"kind": "viewer", "told": told})

    async def up_to_date(self, hall: str) -> None:
        """Takes in what others have committed by now: who learned of it there may ask here. Raises ProblemError 503."""
        if self._bell:
            await self._hub.look(hall)

    def _on_bell(self, told: Message) -> None:
        hub = self._hub
        match told:
            case {"kind": "seq", "hall": str(hall), "seq": int(seq)} if hall in hub.halls:
                heard = self._halls.setdefault(hall, _Heard())
                heard.seq = max(heard.seq, seq)
                self._take_in(hall, heard)
            case {"kind": "typing", "hall": str(hall), "case": str(case), "party": party, "what": what}:
                if hall in hub.halls:
                    hub.halls[hall].feed.typing(Typing(case, party, what))
            case {"kind": "catalog"}:
                look = asyncio.ensure_future(hub.following.look())
                self._looks.add(look)
                look.add_done_callback(self._looks.discard)
            case {"kind": "viewer", "told": dict(told_of)}:
                take_in(hub, told_of)
            case {"kind": "guess", "of": str(kind), "caller": str(caller)} if kind in hub.guesses:
                hub.guesses[kind].note(caller)

    def _take_in(self, hall: str, heard: _Heard) -> None:
        """Takes in what another process told of, one look at a time."""
        room = self._hub.halls[hall]
        if not heard.looking and room.feed.seq < heard.seq:
            heard.looking = True
            room.committer.submit(Look()).add_done_callback(lambda look: self._taken_in(hall, heard, look))

    def _taken_in(self, hall: str, heard: _Heard, look: "asyncio.Future[Any]") -> None:
        heard.looking = False
        # A look that failed is in the log; the next message, or the next look by the clock, tries again.
        if not look.cancelled() and look.exception() is None:
            self._take_in(hall, heard)
