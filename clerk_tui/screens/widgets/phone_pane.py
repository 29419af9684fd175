"""The filing's code for a phone: the QR with its quiet zone, the six digits, who has joined; folded, one line."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.strip import Strip

from clerk_tui.screens.intents import OpenAddress, PrintForm, SignedOnPaper
from clerk_tui.screens.view import PhoneView
from clerk_tui.screens.widgets.half_blocks import half_blocks
from clerk_tui.screens.widgets.labelled import Labelled
from clerk_tui.screens.widgets.painted import Run
from clerk_tui.screens.wrap import wrap

QUIET = 4


def qr_rows(url: str) -> list[str]:
    """The QR of the address as half blocks, two modules a cell, quiet zone of four modules around; black is ink."""
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(url)
    code.make(fit=True)
    modules: list[list[bool]] = code.get_matrix()
    return half_blocks(modules)


class PhonePane(Labelled):
    """Unfolded while F9 is on; Enter opens the address here when the hub is on this machine."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", show=False, id="phone.open")]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.view = PhoneView()
        self._rows: list[str] = []

    def show(self, view: PhoneView) -> None:
        """Show this code; the QR is made anew only for another address."""
        if view == self.view:
            return
        if view.url != self.view.url:
            self._rows = qr_rows(view.url) if view.url else []
        self.view = view
        self.redraw()

    def lines(self, width: int) -> list[Strip]:
        view = self.view
        if self.size.height == 1 and view.code:
            return [self.strip(self.status())]
        if not view.code or not view.unfolded or self.size.height < len(self._rows):
            first = (
                self.status()
                if view.code
                else [Run("  "), Run(self.say("phone.closed" if view.closed else "phone.none"), "soft")]
            )
            below = [[Run("  "), *said] for said in (*self._parties(), [], *self._paper())]
            return [self.strip(row) for row in ([], first, [], *below)]
        qr_width = len(self._rows[0]) if self._rows else 0
        if width - qr_width >= 24:
            words = self._words(width - qr_width - 3)
            blank: list[Run] = []
            height = max(len(self._rows), len(words) + 1)
            rows = self._rows + [""] * (height - len(self._rows))
            side = [blank, *words] + [blank] * (height - len(words) - 1)
            return [
                self.strip([Run(row, "qr") if row else Run(" " * qr_width), Run("   "), *said])
                for row, said in zip(rows, side, strict=True)
            ]
        indent = max((width - qr_width) // 2, 0)
        drawn = [self.strip([Run(" " * indent), Run(row, "qr")]) for row in self._rows]
        return drawn + [self.strip([Run(" "), *said]) for said in self._words(width - 2)]

    def status(self) -> list[Run]:
        """The folded line."""
        view = self.view
        runs = [
            Run(" " + self._code(), "key"),
            Run(" · " + self.say("phone.minutes", minutes=view.minutes_left) + " ·", "soft"),
        ]
        for party in view.parties:
            runs.append(Run(" " + party.name, "soft"))
            runs.append(Run("✓" if party.done else party.state_text, "good" if party.done else ""))
        return runs

    def _code(self) -> str:
        code = self.view.code
        return f"{code[:3]} {code[3:]}" if len(code) == 6 else code

    def _words(self, width: int) -> list[list[Run]]:
        view = self.view
        said: list[list[Run]] = []
        if view.party:
            said.append([Run(self.say("phone.for", party=view.party), "strong")])
        said += [[Run(line, "soft")] for line in wrap(self.say("phone.scan"), width)]
        said += [
            [],
            [Run(self.say("phone.code") + "  ", "soft"), Run(self._code(), "key")],
            [Run(self.say("phone.left" if view.minutes_left else "phone.renewed", minutes=view.minutes_left), "soft")],
            [],
            *self._parties(),
        ]
        if view.local:
            said += [[], *[[Run(line, "accent")] for line in wrap(view.url, width)]]
            said += [[Run("Enter ", "key"), Run(self.say("phone.open"), "soft")]] if self.has_focus else []
        return [*said, [], *self._paper()]

    def _parties(self) -> list[list[Run]]:
        rows: list[list[Run]] = []
        for party in self.view.parties:
            mark = Run("✓ " if party.done else "○ ", "good" if party.done else "faint")
            rows.append([mark, Run(party.name + "  "), Run(party.state_text, "good" if party.done else "soft")])
        return rows

    def _paper(self) -> list[list[Run]]:
        if not self.view.paper or not self.has_focus:
            return []
        return [
            [Run(self.say("phone.paper"), "faint")],
            [
                Run("1 ", "key"),
                Run(self.say("phone.print") + "  ", "soft"),
                Run("2 ", "key"),
                Run(self.say("phone.signed"), "soft"),
            ],
        ]

    def digit(self, number: int) -> bool:
        """Without a phone: the form on paper."""
        if not self.view.paper or number not in (1, 2):
            return False
        self.post_message(PrintForm() if number == 1 else SignedOnPaper())
        return True

    def action_open(self) -> None:
        """Open the address in this machine's browser."""
        if self.view.local:
            self.post_message(OpenAddress())
