"""What the catalogue holds. The same models are the schema of its YAML files and of the published JSON.

Keys are unique in the whole catalogue and never reused; the first part of an item's key is its department. A *use*
(`Ask`, `MaterialUse`) says how one item needs a field or a material; `of` is a party key, or `applicant` for whoever is
the item's applicant, or None when it concerns no party.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, field_validator, model_validator
from pydantic import Field as Setting

from clerk_tui.catalog.search import SearchIndex
from clerk_tui.catalog.when import ALWAYS, When

FieldType = Literal[
    "name",
    "id_no",
    "phone",
    "date",
    "datetime",
    "text",
    "choice",
    "bool",
    "money",
    "bank_account",
    "address",
    "certificate_no",
]
Sensitivity = Literal["none", "personal", "sensitive"]
Reuse = Literal["always", "confirm", "never"]
ClockRule = Literal["licence", "registration", "own", "none"]
Step = Literal["number", "hand_in", "pay", "sign", "collect"]
APPLICANT = "applicant"
"""As `of`: the item's applicant. Also the party of single items, whose applicant is simply the person who applies."""


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Named(Model):
    """What has a key and a name; the key stands outside the element in YAML and is put in by the reader."""

    key: str = ""
    name: str
    name_en: str = ""

    def label(self, lang: Literal["zh", "en"]) -> str:
        """The name in `lang`; Chinese where no English one was written."""
        return self.name if lang == "zh" else self.name_en or self.name


class Department(Named):
    """A department or a partner (water, bank, midwifery) that decides items; `code` is the two letters in use."""

    code: str
    partner: bool = False
    aliases: tuple[str, ...] = ()


class Party(Named):
    """A person or enterprise of a case. `guardians` act for it without a mandate, shown by the material `shown_by`."""

    guardians: tuple[str, ...] = ()
    shown_by: str | None = None


class Option(Model):
    """One answer of a choice. For a question who acts: `parties` is who is then at hand, `asks` what is asked of them."""

    value: str
    name: str
    name_en: str = ""
    parties: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()

    def label(self, lang: Literal["zh", "en"]) -> str:
        """The option's words in `lang`."""
        return self.name if lang == "zh" else self.name_en or self.name


class Field(Named):
    """One question of the question bank. `source` names the source of shared data that may prefill it."""

    type: FieldType
    options: tuple[Option, ...] = ()
    sensitivity: Sensitivity = "personal"
    reuse: Reuse = "confirm"
    hint: str = ""
    hint_en: str = ""
    example: str = ""
    max_length: int = Setting(default=100, ge=1, le=2000)
    source: str | None = None

    def option(self, value: str) -> Option | None:
        """The option with this code."""
        return next((o for o in self.options if o.value == value), None)


class Material(Named):
    """A paper. `e_certificate` is the key of the certificate that replaces it; `reasons` it is often sent back for."""

    e_certificate: str | None = None
    kind: Literal["certificate", "mandate", "form", "statement", "account", "photo", "contract", "bill"] = "certificate"
    reasons: tuple[str, ...] = ()


class Ask(Model):
    """An item asks a field. `given_by`: the item whose result brings the value, so nobody is asked while it is open."""

    field: str
    of: str | None = None
    when: When = ALWAYS
    required: bool = True
    given_by: str | None = None


class MaterialUse(Model):
    """An item wants a paper. `value_of`: ask fields whose values make the paper unnecessary; `tolerable`: 可容缺."""

    material: str
    of: str | None = None
    original: bool = True
    copies: int = Setting(default=0, ge=0, le=9)
    tolerable: bool = False
    when: When = ALWAYS
    basis: str = ""
    value_of: tuple[str, ...] = ()
    given_by: str | None = None


class Condition(Model):
    """What an item demands beside papers: only this can lead to 不予受理, and only with a basis (文号、条款)."""

    key: str
    name: str
    name_en: str = ""
    basis: str = ""
    holds: When
    when: When = ALWAYS


class Result(Model):
    """What an item gives. Who already holds it (by e-certificate or the paper itself) needs the item no more."""

    name: str
    name_en: str = ""
    e_certificate: str | None = None
    material: str | None = None
    collect: bool = True


class ApplicantRule(Model):
    """`party` is the item's applicant when `when` holds; the first rule that holds counts."""

    party: str
    when: When = ALWAYS


class Suspension(Model):
    """Taken out of service in one act, with the reason and the expected return."""

    since: date
    reason: str
    back: date | None = None


class Timed(Named):
    """What comes into force and goes out (施行、失效; hall time, the day of receipt counts) and is found by search."""

    since: date | None = Setting(default=None, alias="from")
    until: date | None = None
    suspended: Suspension | None = None
    regions: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    def in_force(self, day: date) -> bool:
        """Whether a receipt on `day` falls under it."""
        if self.suspended and self.suspended.since <= day and not (self.suspended.back and self.suspended.back <= day):
            return False
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Item(Timed):
    """One matter of one department (办理事项). Periods are working days; `*_assumed` marks what no source was found for.

    `acting` names the question who comes to the window; `questions` the situation questions that it brings.
    """

    department: str
    type: str
    code: str = ""
    applicant: tuple[ApplicantRule, ...] = (ApplicantRule(party=APPLICANT),)
    clock_rule: ClockRule = "own"
    promise_days: float = Setting(ge=0, le=365)
    promise_assumed: bool = False
    legal_days: float | None = Setting(default=None, ge=0, le=365)
    legal_basis: str = ""
    immediate: bool = False
    form_assumed: bool = False
    basis: str = ""
    results: tuple[Result, ...] = ()
    acting: str | None = None
    questions: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    fields: tuple[Ask, ...] = ()
    materials: tuple[MaterialUse, ...] = ()
    steps: tuple[Step, ...] = ("number", "hand_in", "sign", "collect")

    @field_validator("applicant", mode="before")
    @classmethod
    def _one_applicant(cls, raw: Any) -> Any:
        return [{"party": raw}] if isinstance(raw, str) else raw

    @field_validator("fields", mode="before")
    @classmethod
    def _short_asks(cls, raw: Any) -> Any:
        return [_short_ask(one) for one in raw] if isinstance(raw, list | tuple) else raw


def _short_ask(one: Any) -> Any:
    """`mother.person.name` says the party and the field; `person.name` a field of no party."""
    if not isinstance(one, str):
        return one
    party, _, key = one.partition(".")
    return {"of": party, "field": key} if "." in key else {"field": one}


class PackageItem(Model):
    """An item in a package, what must come before it there, and when it is wanted at all."""

    item: str
    requires: tuple[str, ...] = ()
    when: When = ALWAYS


class Joining(Model):
    """联办条件: when it fails, a sentence says so and the same items go on as hand-picked ones. It never refuses."""

    key: str
    name: str
    name_en: str = ""
    holds: When


class ScriptLine(Model):
    """What the helper says or shows at one point of the visit."""

    at: str
    say: str
    say_en: str = ""


class Package(Timed):
    """一件事: items of several departments done as one, by one form."""

    lead: str
    parties: tuple[str, ...] = ()
    items: tuple[PackageItem, ...]
    acting: str | None = None
    questions: tuple[str, ...] = ()
    joining: tuple[Joining, ...] = ()
    promise_days: float | None = Setting(default=None, ge=0, le=365)
    promise_assumed: bool = False
    basis: str = ""
    script: tuple[ScriptLine, ...] = ()

    @model_validator(mode="after")
    def _has_items(self) -> "Package":
        if not self.items:
            raise ValueError("a package has at least one item")
        return self


@dataclass(frozen=True, eq=False)
class Catalog:
    """The whole, by key; immutable. `hash` is the SHA-256 (hex) of the published bytes, empty while not published."""

    departments: Mapping[str, Department]
    parties: Mapping[str, Party]
    fields: Mapping[str, Field]
    materials: Mapping[str, Material]
    items: Mapping[str, Item]
    packages: Mapping[str, Package]
    hash: str = ""
    index: SearchIndex = field(default_factory=SearchIndex)
    cache: dict[Any, Any] = field(default_factory=dict, repr=False)
    """What rooms derive from the catalogue alone; not part of its value."""

    def matter(self, key: str) -> Item | Package | None:
        """The package or item with this key."""
        return self.packages.get(key) or self.items.get(key)

    def name(self, key: str, lang: Literal["zh", "en"] = "zh") -> str:
        """The name of any element, also of an ask or a material of a party (`mother.person.name`)."""
        for group in (self.packages, self.items, self.departments, self.parties, self.fields, self.materials):
            found: Named | None = group.get(key)
            if found:
                return found.label(lang)
        party, _, rest = key.partition(".")
        if party in self.parties and rest:
            gap = "" if lang == "zh" else ": "
            return self.parties[party].label(lang) + gap + self.name(rest, lang)
        return key


def split_ask(key: str) -> tuple[str | None, str]:
    """The party (or None) and the field key of an ask key."""
    party, _, rest = key.partition(".")
    return (party, rest) if "." in rest else (None, key)


def join_key(party: str | None, key: str) -> str:
    """The ask or material key of `key` for a party."""
    return f"{party}.{key}" if party else key


N = TypeVar("N", bound=Named)


def by_key(elements: list[N]) -> dict[str, N]:
    """The elements under their keys."""
    return {e.key: e for e in elements}
