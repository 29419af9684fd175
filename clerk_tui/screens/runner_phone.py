"""The phone beside the screen, and the form on paper for who has none."""

import asyncio

from clerk_tui.refusal import Refusal
from clerk_tui.screens.runner_papers import PaperActs
from clerk_tui.screens.seen import PhoneCode


class PhoneActs(PaperActs):
    """Codes live as long as their ticket."""

    async def show_phone(self) -> None:
        """Shows the code; pressed again while it is shown, the next party's."""
        case = self._case()
        plan, file = self.desk.plan(case), self.desk.case_file(case)
        if plan is None or file is None:
            return
        parties = self._phone_parties(case)
        if not parties:
            raise Refusal("case.questions_open", count=len(plan.open_questions))
        if self.code is not None and self.unfolded:
            at = parties.index(self.code.party) if self.code.party in parties else -1
            party = parties[(at + 1) % len(parties)]
        else:
            party = self.code.party if self.code and self.code.party in parties else parties[0]
        filing = next(
            (one for one in file.filings.values() if one.party == party and one.state in ("invited", "joined")), None
        )
        known = self._codes.get(party)
        if filing is None:
            told = await self.desk.open_filing(case, party)
        elif known is None or (filing.state == "invited" and not filing.code_live(self.desk.now())):
            told = await self.desk.renew_code(filing.id)
        else:
            told = {}
        if told:
            known = PhoneCode(
                filing=str(told["filing"]),
                party=party,
                url=str(told.get("url") or told.get("address") or ""),
                digits=str(told.get("digits") or told.get("code") or ""),
            )
            self._codes[party] = known
        self.code, self.unfolded = known, True
        catalog = self._catalog(file.case.catalog)
        name = catalog.name(party, self.lang) if catalog else party
        if known is not None:
            digits = f"{known.digits[:3]} {known.digits[3:]}"
            self.tell("notice.phone_for", party=name, code=digits)

    def _phone_parties(self, case: str) -> list[str]:
        """Who fills something of their own: who is here first, then the others."""
        plan = self.desk.plan(case)
        if plan is None or plan.open_questions:
            return []
        owners = dict.fromkeys(section.owner for section in plan.sections)
        return sorted(owners, key=lambda party: party not in plan.acting)

    def hide_phone(self) -> None:
        """Folds the code."""
        self.unfolded = False
        self.changed()

    async def open_address(self) -> None:
        """Opens the phone's page in this machine's browser."""
        if self.code is None or not self.desk.local_hub:
            return
        if not await asyncio.to_thread(self.opener.browse, self.code.url):
            self.tell("notice.no_browser", "warn")

    async def signed_on_paper(self) -> None:
        """Everybody has signed the printed form: the clerk is the witness of each section and signature."""
        case = self._case()
        plan, file, session = self.desk.plan(case), self.desk.case_file(case), self.desk.session
        if plan is None or file is None or session is None:
            return
        sections = [one for one in plan.sections if one.key not in file.case.sections]
        signers = [party for party in plan.signers if party not in file.case.signatures]
        if not sections and not signers:
            self.tell("notice.nobody_signs")
            return
        for section in sections:
            await self.desk.confirm(case, section.key, section.owner, "paper", session.actor)
        for party in signers:
            await self.desk.sign(case, party, "paper", session.actor)
        catalog = self._catalog(file.case.catalog)
        names = [catalog.name(party, self.lang) if catalog else party for party in signers]
        self.tell("notice.signed", "done", party="、".join(names) if self.lang == "zh" else ", ".join(names))
