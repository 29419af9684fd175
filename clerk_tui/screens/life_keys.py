"""The workbench's verbs on a case after its acceptance; each asks what it needs in the line."""

from textual.screen import Screen

from clerk_tui.screens import intents


class LifeKeys(Screen[None]):
    """Mixed into the workbench."""

    def do_withdraw(self) -> None:
        """The applicant takes the case back."""
        self.post_message(intents.LifeAct("withdraw"))

    def do_hand_back(self) -> None:
        """The department hands an item back."""
        self.post_message(intents.LifeAct("hand_back"))

    def do_resubmit(self) -> None:
        """To the department again."""
        self.post_message(intents.LifeAct("resubmit"))

    def do_stop_clock(self) -> None:
        """A special procedure begins."""
        self.post_message(intents.LifeAct("stop_clock"))

    def do_start_clock(self) -> None:
        """A special procedure is over."""
        self.post_message(intents.LifeAct("start_clock"))

    def do_extend(self) -> None:
        """Ask for more days."""
        self.post_message(intents.LifeAct("extend"))

    def do_approve(self) -> None:
        """Give the days that were asked for."""
        self.post_message(intents.LifeAct("approve"))

    def do_reply(self) -> None:
        """What was decided of an item."""
        self.post_message(intents.LifeAct("reply"))

    def do_deliver(self) -> None:
        """Hand the results over."""
        self.post_message(intents.LifeAct("deliver"))

    def do_terminate(self) -> None:
        """End what can not go on."""
        self.post_message(intents.LifeAct("terminate"))

    def do_close_case(self) -> None:
        """All is done."""
        self.post_message(intents.LifeAct("close_case"))
