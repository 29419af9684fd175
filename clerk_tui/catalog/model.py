"""What the catalogue holds. The same models are the schema of its YAML files and of the published JSON.

Keys are unique in the whole catalogue and never reused; the first part of an item's key is its department. A *use*
(`Ask`, `MaterialUse`) says how one item needs a field or a material; `of` is a party key, or `applicant` for whoever is
the item's applicant, or None when it concerns no party. `assumed` marks what no published source was found for.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal, Self, TypeVar

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
    "number",
    "uscc",
    "rows",
    "passport_no",
]
Sensitivity = Literal["none", "personal", "sensitive"]
Reuse = Literal["always", "confirm", "never"]
ClockRule = Literal["licence", "registration", "own", "none"]
Step = Literal["number", "hand_in", "pay", "sign", "collect"]
Way = Literal["window", "post", "cabinet", "electronic"]
"""How a result reaches the citizen: at the window, by post, from the self-service cabinet, as an e-certificate."""
LIMITS: Mapping[str, float] = {"licence": 20, "registration": 6}
"""Working days that the law allows where no other law says otherwise: 行政许可法 42, 市场主体登记管理条例 19 (3 + 3)."""
APPLICANT = "applicant"
"""As `of`: the item's applicant. Also the party of single items, whose applicant is simply the person who applies."""


MANDATE_UNTIL, MANDATE_SCOPE = "mandate.until", "mandate.scope"
"""Fields read off a mandate: its last day, and whether it names all items for which it is wanted (`all`, `part`)."""
MANDATE_ITEM = "mandate.item."
"""How a field key begins that asks whether a mandate names an item; the item's key follows."""


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


class Valid(Model):
    """What comes into force and goes out (施行、失效; hall time, the day of receipt counts), here or there.

    `regions` are the first digits of the codes (行政区划代码) of where it holds: `33` is a province, `3304` a city.
    `applies: open_too` is relief: what ended no longer binds the cases that were received before either.
    """

    since: date | None = Setting(default=None, alias="from")
    until: date | None = None
    regions: tuple[str, ...] = ()
    applies: Literal["new", "open_too"] = "new"

    def in_force(self, day: date, region: str | None = None) -> bool:
        """Whether a receipt on `day` falls under it, in a hall of that region; None asks of no region."""
        if self.regions and region is not None and not region.startswith(self.regions):
            return False
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Department(Named):
    """A department or a partner (water, bank, midwifery) that decides items; `code` is the two letters in use."""

    code: str
    partner: bool = False
    aliases: tuple[str, ...] = ()


class Party(Named):
    """A person or enterprise of a case. `guardians` act for it without a mandate, shown by the material `shown_by`: a
    child's parents, the legal representative of an enterprise.
    """

    kind: Literal["person", "enterprise"] = "person"
    guardians: tuple[str, ...] = ()
    shown_by: str | None = None


class Option(Model):
    """One answer of a choice. For a question who acts: `parties` is who is then at hand, `asks` what is asked of them.

    `ground`: a relative or friend (亲友代办) needs no mandate for an item that takes them, an officer (经办人) acts for an
    enterprise; else a mandate is wanted. `shows` are papers that those who act show of themselves.
    """

    value: str
    name: str
    name_en: str = ""
    parties: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    ground: Literal["mandate", "relative", "officer"] = "mandate"
    shows: tuple[str, ...] = ()

    def label(self, lang: Literal["zh", "en"]) -> str:
        """The option's words in `lang`."""
        return self.name if lang == "zh" else self.name_en or self.name


class RowField(Model):
    """One question of a row. `when` reads the row's own answers alone, by field key."""

    field: str
    when: When = ALWAYS
    required: bool = True


class Sum(Model):
    """What a field of all rows together must come to, exactly; `unit` stands behind the figure on the screen."""

    field: str
    equals: Decimal = Setting(alias="is", ge=0)
    unit: str = ""


class Repeats(Model):
    """A group of fields that is answered once a row: `row` is what one is called (股东, 车辆), `measure` its measure word.

    `min` rows are there from the beginning; `sum` is what a number in them must come to.
    """

    row: str
    row_en: str = ""
    measure: str = "个"
    fields: tuple[RowField, ...] = Setting(min_length=1)
    min: int = Setting(default=1, ge=0, le=50)
    max: int = Setting(default=50, ge=1, le=200)
    sum: Sum | None = None

    def label(self, lang: Literal["zh", "en"]) -> str:
        """What one row is called in `lang`."""
        return self.row if lang == "zh" else self.row_en or self.row

    @field_validator("fields", mode="before")
    @classmethod
    def _short_fields(cls, raw: Any) -> Any:
        return (
            [{"field": one} if isinstance(one, str) else one for one in raw] if isinstance(raw, list | tuple) else raw
        )


class Field(Named):
    """One question of the question bank. `source` names the source of shared data that may prefill it.

    `repeats`, of the type `rows` alone: the answer is rows (shareholders, vehicles), each with fields of its own.
    """

    type: FieldType
    options: tuple[Option, ...] = ()
    sensitivity: Sensitivity = "personal"
    reuse: Reuse = "confirm"
    hint: str = ""
    hint_en: str = ""
    example: str = ""
    max_length: int = Setting(default=100, ge=1, le=2000)
    source: str | None = None
    repeats: Repeats | None = None
    aliases: tuple[str, ...] = ()

    def option(self, value: str) -> Option | None:
        """The option with this code."""
        return next((o for o in self.options if o.value == value), None)


class Certificate(Named):
    """An e-certificate (电子证照). `authority` issues it where no item of this catalogue gives it; `code` its directory's."""

    authority: str = ""
    code: str = ""


class Material(Named):
    """A paper. `e_certificate` is the key of the certificate that replaces it; `reasons` it is often sent back for."""

    e_certificate: str | None = None
    kind: Literal["certificate", "mandate", "form", "statement", "account", "photo", "contract", "bill"] = "certificate"
    reasons: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


class Ask(Valid):
    """An item asks a field. `given_by`: the item whose result brings the value, so nobody is asked while it is open."""

    field: str
    of: str | None = None
    when: When = ALWAYS
    required: bool = True
    given_by: str | None = None


class MaterialUse(Valid):
    """An item wants a paper. `value_of`: ask fields whose values make the paper unnecessary; `tolerable`: 可容缺.

    `basis` is the clause, or in words what the paper shows.
    """

    material: str
    of: str | None = None
    original: bool = True
    copies: int = Setting(default=0, ge=0, le=9)
    tolerable: bool = False
    when: When = ALWAYS
    basis: str = ""
    value_of: tuple[str, ...] = ()
    given_by: str | None = None


class Condition(Valid):
    """What an item demands beside papers: only this can lead to 不予受理, and only with a basis (文号、条款)."""

    key: str
    name: str
    name_en: str = ""
    basis: str = ""
    holds: When
    when: When = ALWAYS


class Reminder(Valid):
    """What the clerk is told when `when` holds. It never refuses."""

    say: str
    say_en: str = ""
    when: When = ALWAYS
    basis: str = ""


class Uncounted(Model):
    """A step whose days the period does not count (特别程序): hearing, inspection, publication, post."""

    name: str
    days: float | None = Setting(default=None, ge=0, le=3660)
    basis: str = ""
    assumed: bool = False


class Fee(Model):
    """One fee, as the national list names it: amount in words, its basis, whether it can be remitted."""

    fee_name: str
    fee_stand: str = ""
    by_law: str = ""
    is_desc: int = 0


class Elements(Model):
    """What the national list (实施清单, GB/T 39554.2) says of an item beside what the catalogue uses; its own names.

    Codes are opaque: each province writes them its own way. `limit_scene_num` is how often one must come, with the reason.
    """

    catalog_code: str = ""
    task_code: str = ""
    task_handle_item: str = ""
    local_catalog_code: str = ""
    task_version: int = 1
    use_level: str = ""
    project_type: int | None = None
    entrust_name: str = ""
    other_dept: tuple[str, ...] = ()
    power_source: str = ""
    limit_scene_num: int | None = Setting(default=None, ge=0, le=9)
    limit_scene_explain: str = ""
    fees: tuple[Fee, ...] = ()
    server_type: tuple[int, ...] = ()
    handle_type: str = ""
    handle_area: str = ""
    is_entry_center: int | None = None
    is_online: int | None = None
    online_handle_depth: str = ""
    is_schedule: int | None = None
    is_express: int | None = None
    is_service_terminals: int | None = None
    result_type: str = ""
    handle_flow: str = ""
    link_way: str = ""
    supervise_way: str = ""
    transact_addr: str = ""
    transact_time: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code that an item may be searched by."""
        return tuple(
            c for c in (self.catalog_code, self.task_code, self.task_handle_item, self.local_catalog_code) if c
        )


class Result(Model):
    """What an item gives. Who already holds it (by e-certificate or the paper itself) needs the item no more.

    `collect`: there is a thing to fetch, by one of `ways`.
    """

    name: str
    name_en: str = ""
    e_certificate: str | None = None
    material: str | None = None
    collect: bool = True
    ways: tuple[Way, ...] = ("window", "post")


class ApplicantRule(Model):
    """`party` is the item's applicant when `when` holds; the first rule that holds counts."""

    party: str
    when: When = ALWAYS


class Suspension(Model):
    """Taken out of service in one act, with the reason and the expected return."""

    since: date
    reason: str
    back: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it keeps somebody away on `day`; on the day of return it does not."""
        return self.since <= day and (self.back is None or day < self.back)


class Timed(Valid, Named):
    """What can also be suspended in one act, and is found by search."""

    suspended: Suspension | None = None
    aliases: tuple[str, ...] = ()

    def in_force(self, day: date, region: str | None = None) -> bool:
        """Whether a receipt on `day` falls under it, in a hall of that region; None asks of no region."""
        if self.suspended and self.suspended.holds(day):
            return False
        return super().in_force(day, region)


class Credit(Model):
    """A hall whose clerk proposed what was changed here; `proposal` is its id, `kind` what it was."""

    hall: str
    proposal: str
    kind: str = "other"


class Item(Timed):
    """One matter of one department (办理事项). Periods are working days unless `legal_unit` says otherwise.

    `assumed`: no published guide stands behind form and periods; `promise_assumed` and `form_assumed` say so of one of
    them. `commitment`: a written promise may stand for secondary papers (告知承诺). `acting` names the question who comes
    to the window; `questions` the situation questions that it brings. `relatives`: a relative or friend may bring it
    without a mandate (亲友代办).
    Absent, `department` is the key's first part, `clock_rule` follows `type`, and `steps` whether there is something to collect.
    """

    department: str
    type: str
    code: str = ""
    assumed: bool = False
    applicant: tuple[ApplicantRule, ...] = (ApplicantRule(party=APPLICANT),)
    clock_rule: ClockRule = "own"
    promise_days: float = Setting(ge=0, le=365)
    promise_assumed: bool = False
    legal_days: float | None = Setting(default=None, ge=0, le=365)
    legal_unit: Literal["working_days", "days"] = "working_days"
    legal_assumed: bool = False
    legal_basis: str = ""
    uncounted: tuple[Uncounted, ...] = ()
    immediate: bool = False
    commitment: bool = False
    form_assumed: bool = False
    basis: str = ""
    results: tuple[Result, ...] = ()
    acting: str | None = None
    relatives: bool = False
    questions: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    fields: tuple[Ask, ...] = ()
    materials: tuple[MaterialUse, ...] = ()
    steps: tuple[Step, ...] = ("number", "hand_in", "sign", "collect")
    elements: Elements = Elements()
    credits: tuple[Credit, ...] = ()

    @property
    def legal_limit(self) -> float | None:
        """The longest that the law allows, in `legal_unit`: what the item names, else what its clock rule gives."""
        if self.legal_days is not None:
            return self.legal_days
        return LIMITS.get(self.clock_rule)

    @model_validator(mode="before")
    @classmethod
    def _what_follows(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw
        follows: dict[str, Any] = {"department": str(raw.get("key", "")).partition(".")[0]}
        if raw.get("type") == "01":
            follows["clock_rule"] = "licence"
        if raw.get("assumed") is True:
            follows |= {"promise_assumed": True, "form_assumed": True}
        results = raw.get("results")
        if isinstance(results, list | tuple) and results and not any(_collected(r) for r in results):
            follows["steps"] = ("number", "hand_in", "sign")
        return {**follows, **raw}

    @field_validator("applicant", mode="before")
    @classmethod
    def _one_applicant(cls, raw: Any) -> Any:
        return [{"party": raw}] if isinstance(raw, str) else raw

    @field_validator("results", mode="before")
    @classmethod
    def _short_results(cls, raw: Any) -> Any:
        return [{"name": one} if isinstance(one, str) else one for one in raw] if isinstance(raw, list | tuple) else raw

    @field_validator("fields", mode="before")
    @classmethod
    def _short_asks(cls, raw: Any) -> Any:
        return [_short_use(one, "field") for one in raw] if isinstance(raw, list | tuple) else raw

    @field_validator("materials", mode="before")
    @classmethod
    def _short_materials(cls, raw: Any) -> Any:
        return [_short_use(one, "material") for one in raw] if isinstance(raw, list | tuple) else raw


def _collected(result: Any) -> bool:
    return not (isinstance(result, dict) and result.get("collect") is False)


def _short_use(one: Any, what: Literal["field", "material"]) -> Any:
    """`mother.person.name` says the party and the field; `person.name` a field of no party. Materials likewise."""
    if not isinstance(one, str):
        return one
    party, key = split_ask(one)
    return {"of": party, what: key} if party else {what: key}


class PackageItem(Valid):
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
    """What the helper says or shows at one point of the visit, in words that an elderly person understands (话术)."""

    at: Literal["open", "questions", "phone", "papers", "mother", "sign", "pay", "close"]
    say: str
    say_en: str = ""


class Package(Timed):
    """一件事: items of several departments done as one, by one form. `rank` is its place in lists, the lowest first."""

    lead: str
    rank: int = Setting(default=100, ge=1, le=1000)
    parties: tuple[str, ...] = ()
    items: tuple[PackageItem, ...]
    acting: str | None = None
    questions: tuple[str, ...] = ()
    joining: tuple[Joining, ...] = ()
    promise_days: float | None = Setting(default=None, ge=0, le=365)
    promise_assumed: bool = False
    assumed: bool = False
    basis: str = ""
    reminders: tuple[Reminder, ...] = ()
    script: tuple[ScriptLine, ...] = ()

    @field_validator("items", mode="before")
    @classmethod
    def _short_items(cls, raw: Any) -> Any:
        return [{"item": one} if isinstance(one, str) else one for one in raw] if isinstance(raw, list | tuple) else raw

    @model_validator(mode="after")
    def _has_items(self) -> Self:
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
    certificates: Mapping[str, Certificate] = field(default_factory=dict)
    hash: str = ""
    index: SearchIndex = field(default_factory=SearchIndex)
    cache: dict[Any, Any] = field(default_factory=dict, repr=False)
    """What rooms derive from the catalogue alone; not part of its value."""

    def matter(self, key: str) -> Item | Package | None:
        """The package or item with this key."""
        return self.packages.get(key) or self.items.get(key)

    def field_of(self, ask: str) -> Field | None:
        """The field of an ask key; that of a mandate which names an item (`mother.mandate.item.<item>`) is made here."""
        key = ask if ask.startswith(MANDATE_ITEM) else split_ask(ask)[1]
        if not key.startswith(MANDATE_ITEM):
            return self.fields.get(key)
        if ("field", key) not in self.cache:
            plain, item = self.fields.get(MANDATE_ITEM.rstrip(".")), self.items.get(key.removeprefix(MANDATE_ITEM))
            made = None
            if plain is not None and item is not None:
                names = {"name": f"{plain.name}{item.name}", "name_en": f"{plain.label('en')} {item.label('en')}"}
                # The label may be cut on a narrow screen; the hint is not.
                hints = {
                    "hint": plain.hint.format(item=item.name),
                    "hint_en": plain.hint_en.format(item=item.label("en")),
                }
                made = plain.model_copy(update={"key": key, **names, **hints})
            self.cache["field", key] = made
        found: Field | None = self.cache["field", key]
        return found

    def name(self, key: str, lang: Literal["zh", "en"] = "zh") -> str:
        """The name of any element, also of an ask or a material of a party (`mother.person.name`)."""
        for group in (
            self.packages,
            self.items,
            self.departments,
            self.parties,
            self.fields,
            self.materials,
            self.certificates,
        ):
            found: Named | None = group.get(key)
            if found:
                return found.label(lang)
        if row := ROW.fullmatch(key):
            return self._row_name(row, lang)
        if key.startswith(MANDATE_ITEM) and (made := self.field_of(key)):
            return made.label(lang)
        party, _, rest = key.partition(".")
        if party in self.parties and rest:
            gap = "" if lang == "zh" else ": "
            return self.parties[party].label(lang) + gap + self.name(rest, lang)
        return key

    def _row_name(self, row: re.Match[str], lang: Literal["zh", "en"]) -> str:
        """`股东 2`, or `股东 2 姓名` of a field in it."""
        asked = self.fields.get(split_ask(row["group"])[1])
        called = asked.repeats.label(lang) if asked and asked.repeats else self.name(row["group"], lang)
        name = f"{called} {row['row']}"
        return f"{name} {self.name(row['field'], lang)}" if row["field"] else name


ROW = re.compile(r"(?P<group>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+)\.(?P<row>[1-9][0-9]{0,3})(?:\.(?P<field>[a-z].*))?")
"""The key of a row, and of a field in it: `company.sj.shareholders.2`, `company.sj.shareholders.2.person.name`.

Numbers only tell rows apart; a number is never given again in its case, so that dropping a row renames none.
"""


@lru_cache(maxsize=20_000)
def split_ask(key: str) -> tuple[str | None, str]:
    """The party (or None) and the field key of an ask key; of a field in a row the row's key and the field's."""
    if (row := ROW.fullmatch(key)) and row["field"]:
        return f"{row['group']}.{row['row']}", row["field"]
    party, _, rest = key.partition(".")
    return (party, rest) if "." in rest else (None, key)


def join_key(party: str | None, key: str) -> str:
    """The ask or material key of `key` for a party."""
    return f"{party}.{key}" if party else key


N = TypeVar("N", bound=Named)


def by_key(elements: list[N]) -> dict[str, N]:
    """The elements under their keys."""
    return {e.key: e for e in elements}
