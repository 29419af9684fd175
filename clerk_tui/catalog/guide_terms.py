"""What a guide's parts are made of: phrases in codes, conditions in words, and the uses of several items as one."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeVar

from clerk_tui.catalog.model import APPLICANT, Ask, Catalog, Item, MaterialUse
from clerk_tui.catalog.when import ALWAYS, Test, When

H = TypeVar("H", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of `texts` by its code; each parameter is words, another sentence, or several, which are listed."""

    code: str
    params: Mapping[str, "Words"] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.code, tuple(sorted(self.params))))


Words = str | Said | tuple["Words", ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """An item as the matter wants it: when, and after which."""

    item: Item
    when: When = ALWAYS
    requires: tuple[str, ...] = ()


class Terms:
    """The catalogue's names in one language, and what the rules want together."""

    def __init__(self, catalog: Catalog, lang: Literal["zh", "en"], day: date, rules: Sequence[Rule]) -> None:
        self.catalog = catalog
        self.lang = lang
        self.day = day
        self.rules = rules
        self.keys = frozenset(rule.item.key for rule in rules)

    def name(self, key: str) -> str:
        """The name of any element."""
        return self.catalog.name(key, self.lang)

    def party(self, key: str) -> Words:
        """A party's name; the applicant of an item that has none by name; "" for what concerns nobody."""
        if not key:
            return ""
        return self.name(key) if key in self.catalog.parties else Said("guide.the_applicant")

    def marked(self, words: Words, assumed: bool) -> Words:
        """With the mark of what no published source was found for."""
        return Said("guide.marked", {"words": words}) if assumed else words

    def asks(self) -> dict[tuple[str, str], list[tuple[Rule, Ask]]]:
        """Every field once, by party and key, with the asks of all items."""
        found: dict[tuple[str, str], list[tuple[Rule, Ask]]] = {}
        for rule in self.rules:
            for ask in rule.item.fields:
                if ask.in_force(self.day):
                    found.setdefault((self._whose(rule, ask.of), ask.field), []).append((rule, ask))
        return found

    def papers(self) -> dict[tuple[str, str], list[tuple[Rule, MaterialUse]]]:
        """Every paper once, by party and key, with the uses of all items."""
        found: dict[tuple[str, str], list[tuple[Rule, MaterialUse]]] = {}
        for rule in self.rules:
            for use in rule.item.materials:
                if use.in_force(self.day):
                    found.setdefault((self._whose(rule, use.of), use.material), []).append((rule, use))
        return found

    def _whose(self, rule: Rule, of: str | None) -> str:
        if of != APPLICANT or len(self.rules) == 1:
            return of or ""
        parties = {one.party for one in rule.item.applicant}
        return parties.pop() if len(parties) == 1 else APPLICANT

    def given(self, uses: Iterable[MaterialUse]) -> list[Words]:
        """Which item of this matter brings the paper, so that nobody has to."""
        makers = each_once(use.given_by for use in uses if use.given_by)
        return [
            Said("guide.given" if key in self.keys else "guide.given_elsewhere", {"item": self.name(key)})
            for key in makers
            if key in self.catalog.items
        ]

    def whens(self, wanted: Iterable[tuple[Rule, When]]) -> Words:
        """In which situations something is wanted: "" when always, else each situation once."""
        said: list[Words] = []
        for rule, when in wanted:
            both = tuple(words for words in (self.when(rule.when), self.when(when)) if words)
            if not both:
                return ""
            said.append(Said("guide.when.all", {"tests": both}) if len(both) > 1 else both[0])
        once: list[Words] = []
        for words in said:
            if words not in once:
                once.append(words)
        return once[0] if len(once) == 1 else Said("guide.when.any", {"tests": tuple(once)}) if once else ""

    def when(self, when: When) -> Words:
        """A condition in words; "" for one that always holds."""
        parts: list[Words] = [self._test(test) for test in when.tests]
        parts += [words for one in when.all_of if (words := self.when(one))]
        if either := tuple(words for one in when.any_of if (words := self.when(one))):
            parts.append(Said("guide.when.any", {"tests": either}) if len(either) > 1 else either[0])
        if when.none_of is not None and (never := self.when(when.none_of)):
            parts.append(Said("guide.when.not", {"test": never}))
        if len(parts) > 1:
            return Said("guide.when.all", {"tests": tuple(parts)})
        return parts[0] if parts else ""

    def _test(self, test: Test) -> Words:
        asked = self.catalog.fields.get(test.key) or self.catalog.fields.get(test.key.partition(".")[2])
        label = self.name(test.key)
        if test.values:
            options: list[Words] = []
            for value in test.values:
                option = asked.option(value) if asked else None
                if option is not None:
                    options.append(option.label(self.lang))
                else:
                    options.append(Said(f"bool.{value}") if value in ("yes", "no") else value)
            return Said("guide.when.is", {"field": label, "options": Said("guide.or", {"options": tuple(options)})})
        if test.above is not None:
            return Said("guide.when.above", {"field": label, "number": f"{test.above:g}"})
        if test.age_from is not None and test.age_below is not None:
            return Said("guide.when.between", {"field": label, "low": str(test.age_from), "high": str(test.age_below)})
        if test.age_from is not None:
            return Said("guide.when.age_from", {"field": label, "age": str(test.age_from)})
        return Said("guide.when.age_below", {"field": label, "age": str(test.age_below)})


def each_once(those: Iterable[H]) -> list[H]:
    """In their order, without repetitions."""
    return list(dict.fromkeys(those))
