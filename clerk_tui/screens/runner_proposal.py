"""A clerk's proposal to the catalogue's desk: what to change, which part, and why, asked one after the other in the line."""

from collections.abc import Sequence

from clerk_tui.catalog.model import Item, join_key
from clerk_tui.catalog.proposals import KINDS
from clerk_tui.refusal import Refusal
from clerk_tui.screens.runner_checklist import ChecklistActs
from clerk_tui.screens.view import OptionView, PromptView
from clerk_tui.texts import text

PAGE = 8
"""Parts that are offered at once; the ninth digit turns the page."""
MORE = "more"


class ProposalActs(ChecklistActs):
    """From the guide that is open. The answers so far travel in the prompt's key."""

    def propose(self, key: str) -> None:
        """Begins: how the item could get lighter. Raises Refusal proposal.package, proposal.unknown_item."""
        item = self._item(key)
        kinds = [kind for kind in KINDS if kind == "other" or self._parts(item, kind)]
        options = tuple(OptionView(kind, text(f"proposal.kind.{kind}", self.lang)) for kind in kinds)
        words = text("proposal.ask.kind", self.lang, item=item.label(self.lang))
        self.ask(PromptView(f"propose_kind:{key}", words, options))

    async def answer_proposal(self, kind: str, rest: str, option: str, typed: str) -> bool:
        """Goes on with what was answered; False for a question of somebody else."""
        if not kind.startswith("propose_"):
            return False
        key, change, page, *_ = [*rest.split(":"), "", ""]
        if kind == "propose_kind" and option == "other":
            self._ask_why(key, option, "")
        elif kind == "propose_kind":
            self._ask_part(key, option, 0)
        elif kind == "propose_part" and option == MORE:
            self._ask_part(key, change, int(page) + 1)
        elif kind == "propose_part":
            self._ask_why(key, change, option)
        elif kind == "propose_reason" and typed:
            await self.desk.propose_change(key, change, page or None, typed)
            self.tell("proposal.sent", "done", item=self._item(key).label(self.lang))
        return True

    def _item(self, key: str) -> Item:
        catalog = self._in_force()
        if catalog is not None and key in catalog.packages:
            raise Refusal("proposal.package")
        item = catalog.items.get(key) if catalog else None
        if item is None:
            raise Refusal("proposal.unknown_item", item=key)
        return item

    def _parts(self, item: Item, change: str) -> list[OptionView]:
        """What of the item the change may concern, each once."""
        catalog = self._in_force()
        if catalog is None:
            return []
        match change:
            case "drop_field":
                keys: Sequence[str] = [join_key(ask.of, ask.field) for ask in item.fields]
            case "drop_material":
                keys = [join_key(use.of, use.material) for use in item.materials]
            case "e_certificate":
                lacking = [use for use in item.materials if not catalog.materials[use.material].e_certificate]
                keys = [join_key(use.of, use.material) for use in lacking]
            case "merge_steps" if len(item.steps) > 1:
                return [OptionView(step, text(f"guide.step.{step}", self.lang)) for step in dict.fromkeys(item.steps)]
            case _:
                return []
        return [OptionView(key, catalog.name(key, self.lang)) for key in dict.fromkeys(keys)]

    def _ask_part(self, key: str, change: str, page: int) -> None:
        parts = self._parts(self._item(key), change)
        pages = max(-(-len(parts) // PAGE), 1)
        shown = tuple(parts[page % pages * PAGE :][:PAGE])
        if pages > 1:
            shown = (*shown, OptionView(MORE, text("proposal.ask.more", self.lang), digit=9))
        self.ask(PromptView(f"propose_part:{key}:{change}:{page}", text("proposal.ask.subject", self.lang), shown))

    def _ask_why(self, key: str, change: str, part: str) -> None:
        words = text("proposal.ask.reason", self.lang)
        self.ask(PromptView(f"propose_reason:{key}:{change}:{part}", words, entry=True))
