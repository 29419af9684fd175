"""Declarative conditions: `when: {ga.household_follow: [father]}`, judged with three values."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, model_serializer, model_validator

OPERATORS = ("all", "any", "not")


class Test(BaseModel):
    """One test of one answer: equal to one of `values`, an age in whole years read from a date, or above a number."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: str
    values: tuple[str, ...] = ()
    age_from: int | None = None
    age_below: int | None = None
    above: float | None = None

    @model_validator(mode="after")
    def _wants_something(self) -> Self:
        if not self.values and self.age_from is None and self.age_below is None and self.above is None:
            raise ValueError(f"{self.key}: an option, an age or a number is wanted")
        return self

    def holds(self, answers: Mapping[str, str], today: date) -> bool | None:
        """True, false, or None while the answer is not known (or is no date or number where one is wanted)."""
        value = answers.get(self.key)
        if not value:
            return None
        if self.values:
            return value in self.values
        try:
            if self.above is not None:
                return float(value) > self.above
            age = years(date.fromisoformat(value), today)
        except ValueError:
            return None
        return (self.age_from is None or age >= self.age_from) and (self.age_below is None or age < self.age_below)


class When(BaseModel):
    """All of `tests` and of `all_of`, one of `any_of` (if any), and not `none_of`. Empty holds always."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    tests: tuple[Test, ...] = ()
    all_of: tuple["When", ...] = ()
    any_of: tuple["When", ...] = ()
    none_of: "When | None" = None

    @model_validator(mode="before")
    @classmethod
    def _from_yaml(cls, raw: Any) -> Any:
        if not isinstance(raw, dict) or raw.keys() & {"tests", "all_of", "any_of", "none_of"}:
            return raw
        tests = []
        for key, wanted in raw.items():
            if key in OPERATORS:
                continue
            if isinstance(wanted, dict):
                tests.append({"key": key, **wanted})
            else:
                values = wanted if isinstance(wanted, list | tuple) else [wanted]
                if not values or any(not isinstance(v, str | int) for v in values):
                    raise ValueError(f"{key}: option codes are wanted")
                tests.append({"key": key, "values": [_code(v) for v in values]})
        return {
            "tests": tests,
            "all_of": raw.get("all") or (),
            "any_of": raw.get("any") or (),
            "none_of": raw.get("not"),
        }

    @model_serializer
    def _to_yaml(self) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for t in self.tests:
            limits = {"age_from": t.age_from, "age_below": t.age_below, "above": t.above}
            out[t.key] = list(t.values) if t.values else {k: v for k, v in limits.items() if v is not None}
        if self.all_of:
            out["all"] = [w.model_dump() for w in self.all_of]
        if self.any_of:
            out["any"] = [w.model_dump() for w in self.any_of]
        if self.none_of:
            out["not"] = self.none_of.model_dump()
        return out

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every ask key that the condition reads."""
        found = {t.key for t in self.tests}
        for part in self.parts():
            found |= part.keys
        return frozenset(found)

    def parts(self) -> tuple[Self | "When", ...]:
        """The conditions nested directly in this one."""
        return (*self.all_of, *self.any_of, *((self.none_of,) if self.none_of else ()))

    def holds(self, answers: Mapping[str, str], today: date) -> bool | None:
        """True, false, or None when the answers given so far don't decide it."""
        unknown = False
        for test in self.tests:
            one = test.holds(answers, today)
            if one is False:
                return False
            unknown |= one is None
        for part in self.all_of:
            one = part.holds(answers, today)
            if one is False:
                return False
            unknown |= one is None
        if self.none_of is not None:
            one = self.none_of.holds(answers, today)
            if one is True:
                return False
            unknown |= one is None
        if self.any_of:
            ones = [part.holds(answers, today) for part in self.any_of]
            if True not in ones:
                if None not in ones:
                    return False
                unknown = True
        return None if unknown else True

    def undecided(self, answers: Mapping[str, str], today: date) -> list[str]:
        """The keys whose answer could still decide it, in the order written; empty when it is decided."""
        if self.holds(answers, today) is not None:
            return []
        found = [t.key for t in self.tests if t.holds(answers, today) is None]
        for part in self.parts():
            found += [k for k in part.undecided(answers, today) if k not in found]
        return found


def _code(value: str | int | bool) -> str:
    """YAML reads yes and no as booleans: here they are the option codes."""
    if value is True:
        return "yes"
    return "no" if value is False else str(value)


def years(born: date, today: date) -> int:
    """Whole years of age on `today`."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


ALWAYS = When()
