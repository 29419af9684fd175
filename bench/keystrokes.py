"""How many keys a visit takes, beyond the text that only the citizen knows: through the real screen and the real hub."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from clerk_tui.intake.case import Case
from tests.data.hub_process import HubProcess
from tests.screens.visiting import FATHER, VALUES, Visit, take_numbers, window


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of visit: its budget of keys, and how it is done."""

    name: str
    budget: int
    visit: "Callable[[CountedVisit], Awaitable[None]]"


class CountedVisit(Visit):
    """A visit in which every key is counted but those of a value that only the citizen can tell."""

    keys = 0
    hub: HubProcess

    async def press(self, *keys: str) -> None:
        """Counts, then presses."""
        self.keys += len(keys)
        await self.pilot.press(*keys)

    async def type(self, words: str) -> None:
        """Typed by the clerk's own knowledge: counted."""
        await self.press(*["space" if c == " " else c for c in words])

    async def told(self, words: str) -> None:
        """What the citizen says: not counted."""
        await super().type(words)

    async def call(self) -> None:
        """Calls the next person, who comes."""
        await self.until(lambda: self.screen.view.strip.waiting > 0 and bool(self.screen.runner.find("xse")))
        await self.press("f8")
        await self.until(lambda: self.screen.view.strip.state == "called" and self.app.focused is self.screen.strip)

    async def find(self, words: str) -> None:
        """Finds a matter and takes it."""
        await self.press("f3")
        await self.type(words)
        await self.press("enter")
        await self.until(lambda: self.screen.view.case is not None)

    async def answer_questions(self) -> None:
        """Each situation question by the digit of its first option, until the first open field has the focus."""
        while (question := self.screen.view.question) is not None or self.screen.pool.current is None:
            await self.until(lambda: self.screen.view.question is None or self.app.focused is self.screen.question)
            if question is not None and self.screen.view.question == question:
                await self.press("1")
                await self.until(lambda asked=question: self.screen.view.question != asked)  # type: ignore[misc]
            else:
                await self.pilot.pause(0.02)

    async def fill(self) -> None:
        """Every open field in the order of asking: Enter leads to the next."""
        while any(field.state == "open" for field in self.screen.view.fields):
            row = self.screen.pool.current
            if row is None or row.field.state != "open":
                await self.press("tab")
                continue
            key, kind = row.field.key, self._kind(row.field.key)
            if row.field.options:
                await self.press("1")
            else:
                await self.told(FATHER if kind == "id_no" else VALUES.get(kind, "演示"))
                await self.press("enter")
            await self.until(lambda key=key: self.state_of(key) != "open")  # type: ignore[misc]
            if kind == "id_no":
                await self.until(lambda: bool(self.screen.view.case and self.screen.view.case.filled > 0))

    def _kind(self, key: str) -> str:
        plan = self.screen.desk.plan(self.screen.desk.current_case or "")
        ask = plan.ask(key) if plan else None
        return ask.field.type if ask else ""

    async def judge_papers(self) -> None:
        """Every paper that is missing is seen or kept."""
        await self.press("f6")
        while any(row.state == "missing" for row in self.screen.view.materials):
            here = self.screen.materials.index
            if self.screen.view.materials[here].state != "missing":
                await self.press("down")
                continue
            await self.press("1")
            await self.until(lambda here=here: self.screen.view.materials[here].state == "received")  # type: ignore[misc]

    async def decide(self, case: str) -> None:
        """The departments decide for the applicant: the supervisor enters it for them."""
        for item in [numbered.item for numbered in self.file(case).items]:
            body = {"item": item, "outcome": "passed"}
            base = len(self.hub.case(case))
            command = {"id": str(uuid4()), "kind": "reply_item", "target": case, "base_version": base, "body": body}
            self.hub.send("supervisor", [command])
        await self.until(lambda: bool(self.file(case).to_deliver))

    def file(self, case: str) -> Case:
        """The case as this window knows it."""
        found = self.screen.desk.case_file(case)
        assert found is not None
        return found.case

    async def sign(self) -> None:
        """The form is printed, read and signed."""
        while self.app.focused is not self.screen.phone:
            await self.press("f6")
            await self.pilot.pause()
        await self.press("1")
        await self.until(lambda: "申请" in self.said)
        await self.press("2")
        await self.until(lambda: self.said.endswith("已签字确认"))

    async def sign_and_submit(self) -> None:
        """The form is signed; the case is accepted."""
        await self.sign()
        await self.press("ctrl+s")
        await self.until(lambda: self.screen.notice_line.prompt is not None)
        await self.press("enter")
        await self.until(lambda: self.said.startswith("已受理"))


async def newborn(visit: CountedVisit) -> None:
    """新生儿出生, the register filling what it knows, from the call to the acceptance."""
    await visit.call()
    await visit.press("enter")
    await visit.until(lambda: visit.screen.view.strip.state == "serving")
    await visit.find("xse")
    await visit.answer_questions()
    await visit.fill()
    await visit.judge_papers()
    await visit.sign_and_submit()


async def consultation(visit: CountedVisit) -> None:
    """Somebody asks, is told, and goes: the next one is called."""
    await visit.call()
    await visit.press("f8")
    await visit.until(lambda: visit.screen.notice_line.prompt is not None)
    await visit.press("1")
    await visit.until(lambda: visit.screen.view.strip.number == "A002")


async def at_once(visit: CountedVisit) -> None:
    """社会保障卡补领、换领: done on the spot (即办件), from the call to the acceptance."""
    await visit.call()
    await visit.find("sbkbl")
    await visit.answer_questions()
    await visit.fill()
    await visit.judge_papers()
    await visit.sign_and_submit()


async def supplement(visit: CountedVisit) -> None:
    """What a one-time notice named is brought: counted from the scan of the notice to the receipt of it."""
    await visit.call()
    await visit.find("xse")
    await visit.answer_questions()
    await visit.fill()
    await visit.sign()
    await visit.press("ctrl+s")
    await visit.until(lambda: visit.screen.notice_line.prompt is not None)
    prompt = visit.screen.notice_line.prompt
    assert prompt is not None
    await visit.press(str([option.code for option in prompt.options].index("notice") + 1))
    await visit.until(lambda: visit.said.startswith("已一次性告知"))
    assert visit.screen.view.case is not None
    number = visit.screen.view.case.number.split()[0]
    await visit.press("f8")
    await visit.until(lambda: visit.screen.view.strip.number == "A002")
    await visit.press("f3")
    await visit.told(number)
    await visit.pilot.press("enter")
    visit.keys = 0
    await visit.until(lambda: visit.screen.view.lists is not None and bool(visit.screen.view.lists.rows))
    await visit.press("enter")
    await visit.until(lambda: visit.screen.view.case is not None)
    await visit.judge_papers()
    await visit.press("ctrl+s")
    await visit.until(lambda: visit.screen.notice_line.prompt is not None)
    prompt = visit.screen.notice_line.prompt
    assert prompt is not None
    assert prompt.options[0].code == "supplement"
    await visit.press("enter")
    await visit.until(lambda: visit.screen.view.case is not None and "受理" in visit.screen.view.case.number)


async def pick_up(visit: CountedVisit) -> None:
    """What was decided is collected: counted from the scan of the notice to the hand-over."""
    await at_once(visit)
    case = visit.screen.desk.current_case or ""
    assert visit.screen.view.case is not None
    number = visit.screen.view.case.number.split()[0]
    await visit.decide(case)
    await visit.press("f8")
    await visit.until(lambda: visit.screen.view.strip.number == "A002")
    await visit.press("f3")
    await visit.told(number)
    await visit.pilot.press("enter")
    visit.keys = 0
    await visit.until(lambda: visit.screen.view.lists is not None and bool(visit.screen.view.lists.rows))
    await visit.press("enter")
    await visit.until(lambda: visit.screen.view.case is not None)
    await visit.press("ctrl+p")
    await visit.type("sd")
    await visit.press("enter")
    await visit.until(lambda: visit.screen.notice_line.prompt is not None)
    await visit.press("1")
    await visit.until(lambda: bool(visit.screen.notice_line.prompt and visit.screen.notice_line.prompt.entry))
    await visit.told("演示")
    await visit.press("enter")
    await visit.until(lambda: visit.screen.notice_line.prompt is None and "送达" in visit.said)


KINDS = (
    Kind("newborn", 60, newborn),
    Kind("consultation", 3, consultation),
    Kind("at once", 20, at_once),
    Kind("supplement", 8, supplement),
    Kind("pick-up", 8, pick_up),
)


async def count(kind: Kind) -> int:
    """The keys of one such visit, at a fresh hub and a fresh window of 80×24."""
    with tempfile.TemporaryDirectory() as folder:
        hub = HubProcess(Path(folder) / "hub")
        hub.start()
        try:
            take_numbers(hub, "ordinary", "ordinary")
            async with window(hub, Path(folder)) as plain:
                visit = CountedVisit(plain.app, plain.pilot)
                visit.hub = hub
                await kind.visit(visit)
                return visit.keys
        finally:
            hub.close()


def run() -> bool:
    """Prints the keys of each kind of visit beside its budget; whether all hold."""
    held = True
    for kind in KINDS:
        keys = asyncio.run(count(kind))
        print(f"{kind.name}: {keys} keys (budget {kind.budget})")
        held &= keys <= kind.budget
    return held
