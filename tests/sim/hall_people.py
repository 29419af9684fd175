"""Who comes to and works in a simulated hall: ticket machines, bookings, citizens, clerks, a supervisor.

Every act goes over HTTP. What somebody does by mistake, or too late, may be refused; all else must be applied.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from bench.light import Light
from tests.sim.hall_hub import HALL, HallHub, command
from tests.sim.sim_time import SimTime

PERMITS = ("25", "26", "27", "28", "29")
POLICY = f"""
hours: ["08:30-12:00", "13:30-17:00"]
skills: {{permits: ["sj."]}}
windows: {{{", ".join(f'"{n}": {{skills: [permits]}}' for n in PERMITS)}}}
booking: {{per_slot: 7}}
"""
MATTERS = ("sj.food", "sj.fire", "ga.hukou", "ga.passport", "rs.social", "yb.medical", None, None)
CLASSES = ("ordinary",) * 8 + ("green", "green")


class Ill(Exception):
    """This window's clerk fell ill: whatever it was about to do, the supervisor sees to it."""


@dataclass
class Seat:
    """A clerk at a window, as the driver knows it."""

    window: str
    line: Light
    serving: str | None = None
    resting: bool = False
    holds: list[tuple[datetime, str]] = field(default_factory=list)


class HallDay:
    """One simulated day: `tickets` numbers, `windows` windows."""

    def __init__(self, hub: HallHub, time: SimTime, day: date, *, tickets: int, windows: int, seed: int) -> None:
        self.hub = hub
        self.time = time
        self.day = day
        self.random = Random(seed)
        self.windows = windows
        self.booked = tickets // 30
        self.walk_ins = tickets - self.booked
        self.seats: dict[str, Seat] = {}
        self.ill: set[str] = set()
        self.called: set[str] = set()
        self.fetching = 0
        self.codes: dict[str, str] = {}
        self.numbers: dict[str, str] = {}
        self.recent: list[str] = []
        self.back: list[str] = []
        self.kiosks: list[Light] = []
        self.supervisor: Light
        self._ids = identity_numbers()

    def at(self, clock: str) -> datetime:
        """A moment of the day by the hall's clock."""
        return datetime.fromisoformat(f"{self.day}T{clock}+08:00")

    # How anything is done

    async def do(
        self, line: Light, *commands: dict[str, Any], may: tuple[str, ...] = ()
    ) -> list[dict[str, Any] | None]:
        """The results, in order; None for one that was refused for a reason that `may` begins."""
        found: list[dict[str, Any] | None] = []
        for asked, verdict in zip(commands, await line.commands(HALL, *commands), strict=True):
            if verdict["status"] == "applied":
                found.append(verdict["result"] or {})
                continue
            code = (verdict.get("error") or {}).get("code", verdict["status"])
            assert code.startswith(may or ("~",)), (asked, verdict, self.time.now)
            found.append(None)
        return found

    async def one(
        self, line: Light, kind: str, body: dict[str, Any] | None = None, target: str | None = None, **how: Any
    ) -> dict[str, Any] | None:
        """The same for one command."""
        return (await self.do(line, command(kind, body, target), **how))[0]

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    # Booking, the day before, and coming by appointment

    async def bookings(self) -> None:
        """People book; some cancel. Then all of them live through the day."""
        line = await self.hub.sign_in("kiosk1")
        slots = [f"{h:02d}:{m:02d}" for h in (9, 10, 11, 14, 15) for m in (0, 30)]
        for n in range(self.booked):
            id_no, slot = next(self._ids), slots[n % len(slots)]
            told = {"date": self.day.isoformat(), "slot": slot, "id_no": id_no, "matter": "ga.passport"}
            result = await self.one(line, "book", told)
            assert result is not None
            if n % 20 == 19:
                cancelled = {"date": self.day.isoformat()}
                await self.one(line, "cancel", cancelled, result["ticket"])
            elif n % 10 != 9:
                self.time.start(self._appointment(id_no, result["booking_no"], slot, n))

    async def _appointment(self, id_no: str, booking_no: str, slot: str, n: int) -> None:
        await self.time.until(self.at(slot) + timedelta(minutes=self.random.uniform(-29, 40)))
        told = {"booking": booking_no} if n % 2 else {"id_no": id_no}
        result = await self.one(self.kiosks[n % 3], "check_in", told)
        assert result is not None
        self._took(result)

    # The ticket machines

    async def machine(self, n: int) -> None:
        """One ticket machine's day: everybody who comes to it, some of whom give their number back."""
        for moment, people in self._arrivals(n):
            await self.time.until(moment)
            wanted = []
            for _ in range(people):
                body = {"channel": "kiosk", "class": self.random.choice(CLASSES)}
                if matter := self.random.choice(MATTERS):
                    body["matter"] = matter
                if self.chance(0.3):
                    body["id_no"] = next(self._ids)
                wanted.append(command("take_ticket", body))
            for result in await self.do(self.kiosks[n], *wanted):
                assert result is not None
                self._took(result)
                if self.chance(0.01):
                    self.time.start(self._give_back(n, result["ticket"]))
            if wanted and "id_no" in wanted[0]["body"]:
                again = await self.one(
                    self.kiosks[n], "take_ticket", wanted[0]["body"], may=("queue.already_has_ticket",)
                )
                assert again is None, "one person holds two numbers"

    def _arrivals(self, n: int) -> Iterator[tuple[datetime, int]]:
        """When how many come: 60 in 100 in the morning, most of them early; within opening hours."""
        moments: dict[datetime, int] = {}
        for _ in range(self.walk_ins // 3 + (n < self.walk_ins % 3)):
            morning = self.chance(0.55)
            begin, end = ("08:30", "11:59") if morning else ("13:30", "16:59")
            span = (self.at(end) - self.at(begin)).total_seconds()
            at = self.at(begin) + timedelta(seconds=15 * int(self.random.triangular(0, span, span / 4) / 15))
            moments[at] = moments.get(at, 0) + 1
        yield from sorted(moments.items())

    def _took(self, result: dict[str, Any]) -> None:
        ticket = result["ticket"]
        assert ticket not in self.numbers, "one ticket twice"
        assert result["number"] not in self.numbers.values(), "one number twice"
        self.codes[ticket], self.numbers[ticket] = result["code"], result["number"]
        self.recent = [*self.recent[-19:], ticket]

    async def _give_back(self, n: int, ticket: str) -> None:
        await self.time.sleep(self.random.uniform(120, 900))
        if self.chance(0.5):
            await self.one(self.kiosks[n], "cancel", None, ticket, may=("queue.is_",))
            return
        phone = await self.hub.citizen(self.codes[ticket])
        await self.one(phone, "cancel", None, ticket, may=("queue.is_",))

    # The windows

    async def window(self, n: int) -> None:
        """A clerk's whole day."""
        name = str(n)
        await self.time.until(self.at("08:25"))
        seat = self.seats[name] = Seat(name, await self.hub.sign_in(f"w{n}", name))
        here = {"window": name}
        await self.do(seat.line, command("open_window", here), command("lease_case_numbers", {**here, "count": 20}))
        try:
            lunch = self.at("11:45") + timedelta(minutes=self.random.uniform(0, 30))
            while not await self._day_is_over(seat):
                if self.time.now >= lunch:
                    await self.do(seat.line, command("pause_window", {**here, "reason": "meal"}))
                    await self.time.sleep(60 * 60)
                    lunch += timedelta(days=1)
                    await self.do(seat.line, command("open_window", here))
                await self._next(seat)
            await self._go_home(seat)
        except Ill:
            return

    async def _day_is_over(self, seat: Seat) -> bool:
        if self.time.now < self.at("17:00"):
            return False
        if self.time.now >= self.at("18:30"):
            return True
        return not seat.holds and not self.hub.hub.snapshot(HALL)[1].waiting

    async def _next(self, seat: Seat) -> None:
        """Whoever is due: one whose papers lie here, one who came back with theirs, the next in the queue."""
        due = next(((at, ticket) for at, ticket in seat.holds if at <= self.time.now), None)
        if due is not None:
            seat.holds.remove(due)
            await self._resume(seat, due[1])
        elif self.back:
            await self._resume(seat, self.back.pop())
        elif self.chance(0.01) and self.recent:
            chosen = self.random.choice(self.recent)
            if await self.one(seat.line, "call_ticket", {"window": seat.window}, chosen, may=("queue.",)) is not None:
                await self._serve(seat, chosen, None)
        else:
            call = command("call_next", {"window": seat.window})
            (result,) = await self.do(seat.line, call)
            assert result is not None
            if result["ticket"] is None:
                await self._pause(seat, 45)
            else:
                await self._serve(seat, result["ticket"], call["id"])

    async def _resume(self, seat: Seat, ticket: str) -> None:
        if await self.one(seat.line, "resume", None, ticket, may=("queue.",)) is not None:
            seat.serving = ticket
            await self._service(seat, ticket)

    async def _pause(self, seat: Seat, seconds: float) -> None:
        seat.resting = True
        await self.time.sleep(seconds)
        seat.resting = False
        if seat.window in self.ill:
            raise Ill

    async def _serve(self, seat: Seat, ticket: str, call: str | None) -> None:
        """From the call to the end of the visit, or to where it goes on elsewhere."""
        seat.serving = ticket
        first = ticket not in self.called
        self.called.add(ticket)
        try:
            if call and self.chance(0.01):
                await self.one(seat.line, "undo", {"command": call})
            elif self.chance(0.05):
                await self._nobody_comes(seat, ticket, first)
            else:
                await self._pause(seat, self.random.uniform(10, 50))
                if not self.chance(0.02):
                    await self.one(seat.line, "welcome", None, ticket)
                await self._service(seat, ticket)
        finally:
            seat.serving = None

    async def _nobody_comes(self, seat: Seat, ticket: str, first: bool) -> None:
        for _ in range(2):
            await self._pause(seat, 15)
            await self.one(seat.line, "recall", None, ticket)
        if first:
            early = await self.one(seat.line, "pass", {"reason": "no_show"}, ticket, may=("queue.pass_too_early",))
            assert early is None, "passed half a minute after the first call"
        await self._pause(seat, 90)
        if self.chance(0.2):
            await self.one(seat.line, "abandon", None, ticket)
            return
        act = command("pass", {"reason": "no_show"}, ticket)
        await self.do(seat.line, act)
        if self.chance(0.2):
            await self.one(seat.line, "undo", {"command": act["id"]})
            await self.one(seat.line, "welcome", None, ticket)
            await self._service(seat, ticket)
        elif self.chance(0.6):
            self.time.start(self._here_after_all(seat, ticket))

    async def _here_after_all(self, seat: Seat, ticket: str) -> None:
        await self.time.sleep(self.random.uniform(60, 600))
        # Another window may have called that number by then: it is no longer this one's to bring back.
        await self.one(seat.line, "return_passed", None, ticket, may=("queue.", "forbidden"))

    async def _service(self, seat: Seat, ticket: str) -> None:
        await self._pause(seat, min(self.random.lognormvariate(5.55, 0.55), 1_800))
        dice = self.random.random()
        if dice < 0.03:
            await self._hold(seat, ticket)
        elif dice < 0.06:
            await self._transfer(seat, ticket)
        elif dice < 0.065:
            await self.one(seat.line, "abandon", None, ticket)
        else:
            await self._finish(seat, ticket)
        seat.serving = None

    async def _hold(self, seat: Seat, ticket: str) -> None:
        kind = self.random.choice(("fetch_papers", "papers_stay", "wait"))
        await self.one(seat.line, "hold", {"hold": kind}, ticket)
        if kind == "fetch_papers":
            self.time.start(self._fetch_papers(ticket))
        else:
            seat.holds.append((self.time.now + timedelta(minutes=self.random.uniform(3, 12)), ticket))

    async def _fetch_papers(self, ticket: str) -> None:
        self.fetching += 1
        nth = self.fetching % 5
        if nth == 1:
            return  # and never comes back
        await self.time.sleep(self.random.uniform(600, 1_800))
        if nth % 2:
            await self.one(self.kiosks[0], "resume", None, ticket, may=("queue.",))
        else:
            self.back.append(ticket)

    async def _transfer(self, seat: Seat, ticket: str) -> None:
        others = sorted(name for name in self.seats if name != seat.window and name not in self.ill)
        to = {"to_window": self.random.choice(others)} if self.chance(0.5) else {"to_skill": "permits"}
        act = command("transfer", {**to, "reason": "wrong_window"}, ticket)
        (sent,) = await self.do(seat.line, act, may=("queue.window_closed",))
        if sent is None or (self.chance(0.2) and await self._undone(seat, act)):
            await self._finish(seat, ticket)

    async def _undone(self, seat: Seat, act: dict[str, Any]) -> bool:
        # Somebody may have called the ticket by then: that is no longer taken back.
        return await self.one(seat.line, "undo", {"command": act["id"]}, may=("queue.nothing_to_undo",)) is not None

    async def _finish(self, seat: Seat, ticket: str) -> None:
        outcome = self.random.choice(("accepted", "accepted", "noticed", "consultation", "pickup"))
        body: dict[str, Any] = {"outcome": outcome}
        if self.chance(0.3):
            matters = self.random.sample(("ga.hukou", "rs.social", "yb.medical"), self.random.randint(1, 3))
            body = {"outcomes": [{"matter": matter, "outcome": outcome} for matter in matters]}
        act = command("finish", body, ticket)
        await self.do(seat.line, act)
        if self.chance(0.03):
            await self.one(seat.line, "undo", {"command": act["id"]})
            await self.one(seat.line, "finish", {"outcome": "other"}, ticket)
        if self.chance(0.2):
            await self.one(seat.line, "invite_rating", {"means": self.random.choice(("face", "phone", "slip"))}, ticket)
            if self.chance(0.3):
                self.time.start(self._rate(ticket))

    async def _rate(self, ticket: str) -> None:
        await self.time.sleep(self.random.uniform(30, 600))
        phone = await self.hub.citizen(self.codes[ticket])
        grade = self.random.randint(1, 5)
        why = {"reasons": ["101"], "words": "等得久"} if grade < 3 else {}
        await self.one(phone, "rate", {"grade": grade, **why}, ticket)

    async def _go_home(self, seat: Seat) -> None:
        """Whatever the window still holds is served first: only an empty one closes."""
        while await self.one(seat.line, "close_window", {"window": seat.window}, may=("queue.window_holds",)) is None:
            if self.time.now >= self.at("20:00"):
                return  # the end of the day closes it
            if not seat.holds and not self._sent_here(seat):
                await self._pause(seat, 60)
                continue
            if seat.holds:
                await self.time.until(seat.holds[0][0])
            await self._next(seat)

    def _sent_here(self, seat: Seat) -> bool:
        day = self.hub.hub.snapshot(HALL)[1]
        return any(day.tickets[ticket].to_window == seat.window for _, _, ticket in day.waiting)

    # What else happens in a day

    async def supervising(self) -> None:
        """Somebody is put first now and then; two clerks fall ill; two come with a paper while the line was cut."""
        await self.time.until(self.at("09:00"))
        for n in range(20):
            await self.time.sleep(20 * 60)
            if self.recent:
                chosen = self.random.choice(self.recent)
                await self.one(self.supervisor, "promote", {"reason": "hardship"}, chosen, may=("queue.is_",))
            if n in (3, 12):
                await self._falls_ill(str(n), "pool" if n == 3 else "13")

    async def _falls_ill(self, window: str, to: str) -> None:
        seat = self.seats[window]
        while seat.serving is None or not seat.resting:
            await self.time.sleep(15)
        self.ill.add(window)
        told = {"from_window": window, "to": to, "reason": "ill"}
        moved = await self.one(self.supervisor, "reassign_window", told)
        assert moved
        assert moved["tickets"]
        if to in self.seats:
            self.seats[to].holds += seat.holds
        await self.one(self.supervisor, "close_window", {"window": window})

    async def cut_off(self) -> None:
        """The last window serves by paper for a while: one who waited, and one whom another window served already."""
        await self.time.until(self.at("10:30"))
        name = str(self.windows)
        line = await self.hub.sign_in(f"w{name}", name)
        await self.one(line, "open_window", {"window": name})
        while not (day := self.hub.hub.snapshot(HALL)[1]).waiting:
            await self.time.sleep(15)
        done = next(t for t in day.tickets.values() if t.state == "done")
        for ticket, twice in ((day.waiting[len(day.waiting) // 2][2], False), (done.id, True)):
            told = {"window": name, "business_day": self.day.isoformat(), "number": self.numbers[ticket]}
            served = await self.one(line, "serve_by_number", told)
            assert served == {"ticket": ticket, "number": self.numbers[ticket], "twice": twice}
            if not twice:
                await self.time.sleep(240)
                await self.one(line, "finish", {"outcome": "accepted"}, ticket)
        await self.one(line, "close_window", {"window": name})

    async def _opening(self) -> None:
        await self.time.until(self.at("08:20"))
        self.kiosks = [await self.hub.sign_in(f"kiosk{n}") for n in (1, 2, 3)]
        self.supervisor = await self.hub.sign_in("supervisor1")

    async def run(self) -> None:
        """The whole day, from the bookings of the day before until the last window is closed."""
        machines = [self.machine(n) for n in range(3)]
        windows = [self.window(n) for n in range(1, self.windows)]
        await self.time.run(self.bookings(), self._opening(), *machines, *windows, self.supervising(), self.cut_off())


def identity_numbers() -> Iterator[str]:
    """Numbers of travel documents that nobody issues."""
    return (f"SIM{serial:07d}" for serial in count(1))
