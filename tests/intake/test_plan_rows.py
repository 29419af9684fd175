"""Repeating groups: each row is asked once, rows come and go without touching others, sums are exact."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_tui.catalog.build import load_catalog
from clerk_tui.catalog.builtin import builtin_catalog_bytes
from clerk_tui.catalog.model import split_ask
from clerk_tui.intake import commands as cmd
from clerk_tui.intake.case import Case, evolve
from clerk_tui.intake.decide import CaseRules, decide, plan_of
from clerk_tui.intake.plan import AnswerFact, Facts, Plan, SharedFact, plan
from clerk_tui.intake.plan_rows import next_row
from clerk_tui.protocol.calendar_source import state_council_calendar
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context

CATALOG = load_catalog(builtin_catalog_bytes())
CALENDAR = state_council_calendar()
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 2, 32, tzinfo=UTC)
RULES = CaseRules({CATALOG.hash: CATALOG}.__getitem__, CALENDAR)
HOLDERS = "company.sj.shareholders"
KIND, RATIO, AMOUNT = "sj.holder_kind", "sj.share_ratio", "sj.share_amount"


def made(answers: dict[str, str], matters: tuple[str, ...] = ("start_biz",), **more: object) -> Plan:
    facts = Facts(answers={key: AnswerFact(value) for key, value in answers.items()}, **more)  # type: ignore[arg-type]
    return plan(CATALOG, list(matters), facts, TODAY, CALENDAR)


def shares(*ratios: str) -> dict[str, str]:
    return {f"{HOLDERS}.{n}.{RATIO}": ratio for n, ratio in enumerate(ratios, 1)}


def rows(p: Plan, group: str = HOLDERS) -> list[int]:
    found = p.group(group)
    assert found is not None
    return [row.number for row in found.rows]


def codes(p: Plan) -> dict[str, dict[str, object]]:
    return {f.code: dict(f.details) for f in p.failing if f.subject == HOLDERS}


def test_the_first_row_is_there_from_the_beginning_and_asks_what_its_own_answers_call_for() -> None:
    p = made({})
    assert rows(p) == [1]
    fields = [split_ask(a.key)[1] for a in p.asks if a.party == f"{HOLDERS}.1"]
    assert fields == [KIND, RATIO, AMOUNT]
    person = made({f"{HOLDERS}.1.{KIND}": "person", f"{HOLDERS}.2.{KIND}": "enterprise"})
    first = [split_ask(a.key)[1] for a in person.asks if a.party == f"{HOLDERS}.1"]
    second = [split_ask(a.key)[1] for a in person.asks if a.party == f"{HOLDERS}.2"]
    assert first == [KIND, "person.id_no", "person.name", RATIO, AMOUNT]
    assert second == [KIND, "corp.uscc", "corp.name", RATIO, AMOUNT]
    assert all(a.why == ("sj.company_setup",) and a.section == "company" for a in p.asks if a.party == f"{HOLDERS}.1")


@pytest.mark.parametrize(
    ("ratios", "code", "total", "missing"),
    [
        (("100",), None, "", ""),
        (("33.33", "33.33", "33.34"), None, "", ""),
        (("0.1", "0.2", "99.7"), None, "", ""),
        (("１００％",), None, "", ""),
        (("66", "33"), "plan.sum_off", "99%", "1%"),
        (("33.33", "33.33", "33.33"), "plan.sum_off", "99.99%", "0.01%"),
        (("60", "40.5"), "plan.sum_over", "100.5%", "0.5%"),
        (("99.999999", "0.000002"), "plan.sum_over", "100.000001%", "0.000001%"),
    ],
)
def test_shares_come_to_a_hundred_exactly(ratios: tuple[str, ...], code: str | None, total: str, missing: str) -> None:
    found = codes(made(shares(*ratios)))
    if code is None:
        assert found == {}
    else:
        assert found == {code: {"label": "出资比例", "sum": total, "missing": missing}}


def test_a_sum_is_not_off_while_what_is_still_to_be_filled_in_can_mend_it() -> None:
    half = made({**shares("60"), f"{HOLDERS}.2": "yes"})
    assert rows(half) == [1, 2]
    assert codes(half) == {}
    assert half.group(HOLDERS).sum.missing == Decimal(40)  # type: ignore[union-attr]
    assert codes(made({**shares("120"), f"{HOLDERS}.2": "yes"})).keys() == {"plan.sum_over"}
    wrong = made(shares("60", "drei"))
    assert codes(wrong) == {}
    assert [f.code for f in wrong.failing if f.subject == f"{HOLDERS}.2.{RATIO}"] == ["value.bad_number"]


def test_a_wrong_sum_keeps_the_section_from_being_confirmed() -> None:
    answers = {f"{HOLDERS}.{n}.{key}": v for n in (1, 2) for key, v in ((KIND, "person"), (AMOUNT, "10"))}
    off, right = made({**answers, **shares("66", "33")}), made({**answers, **shares("66", "34")})
    assert off.section("company").wrong == right.section("company").wrong + 1  # type: ignore[union-attr]


def test_a_dropped_row_renames_no_other_and_its_number_is_not_given_again() -> None:
    known = {**shares("50", "30", "20"), f"{HOLDERS}.2": ""}
    p = made(known)
    assert rows(p) == [1, 3]
    assert p.ask(f"{HOLDERS}.2.{RATIO}") is None
    assert p.ask(f"{HOLDERS}.3.{RATIO}").value == "20"  # type: ignore[union-attr]
    group = p.group(HOLDERS)
    assert group is not None
    assert next_row(group, known) == 4
    # Under the least number a fresh row stands in, never a dropped one with what a register once gave for it.
    given = {f"{HOLDERS}.1.person.name": SharedFact("x", "register")}
    assert rows(made({f"{HOLDERS}.1": ""}, shared=given)) == [2]


def test_what_a_register_gives_for_a_row_is_asked_for_that_row_alone() -> None:
    p = made({f"{HOLDERS}.1.{KIND}": "person", f"{HOLDERS}.2.{KIND}": "person"})
    uses = {use.party: use.asks for use in p.sources if use.party and use.party.startswith(HOLDERS)}
    assert all(all(ask.startswith(f"{row}.") for ask in asks) for row, asks in uses.items())


def test_vehicles_that_several_items_want_are_asked_once() -> None:
    p = made({"company.jt.vehicles.2": "yes"}, ("truck_co",))
    assert rows(p, "company.jt.vehicles") == [1, 2]
    plates = [a for a in p.asks if a.key.endswith("vehicle.plate")]
    assert [set(a.why) for a in plates] == [{"jt.haulage_permit", "jt.transport_certificate", "ga.vehicle_check"}] * 2
    fewer = made({}, ("truck_co",))
    # Three items want four fields of one more vehicle.
    assert p.proof.now.fields_separate - fewer.proof.now.fields_separate == 12
    assert p.proof.now.fields_asked - fewer.proof.now.fields_asked == 4


def test_a_list_that_may_be_empty_asks_nothing_until_a_row_is_added() -> None:
    matter = next(i.key for i in CATALOG.items.values() if any(a.field == "mz.other_heirs" for a in i.fields))
    p = made({}, (matter,))
    groups = [g for g in p.groups if g.field.key == "mz.other_heirs"]
    assert [g.rows for g in groups] == [()]


# Whatever is typed

NUMBERS = st.integers(1, 6)
VALUES = st.one_of(st.just(""), st.text(max_size=6), st.decimals(0, 120, places=2).map(str))
MEMBERS = st.sampled_from([KIND, "person.id_no", "person.name", "corp.uscc", "corp.name", RATIO, AMOUNT])
ANSWERS = st.dictionaries(st.builds(lambda n, f: f"{HOLDERS}.{n}.{f}", NUMBERS, MEMBERS), VALUES, max_size=14)
MARKS = st.dictionaries(NUMBERS.map(lambda n: f"{HOLDERS}.{n}"), st.sampled_from(["yes", ""]), max_size=4)


@settings(max_examples=150, deadline=None)
@given(ANSWERS, MARKS)
def test_no_field_twice_in_order_and_the_sum_to_the_last_digit(answers: dict[str, str], marks: dict[str, str]) -> None:
    p = made({**answers, **marks})
    group = p.group(HOLDERS)
    assert group is not None
    keys = [a.key for a in p.asks]
    assert len(keys) == len(set(keys))
    assert [n for row in group.rows for n in (row.number,)] == sorted({row.number for row in group.rows})
    assert len(group.rows) >= group.repeats.min
    # Rows stand together, in order, each field where its authors put it, after all else that the enterprise is asked.
    own = [k for k in keys if k.startswith(f"{HOLDERS}.")]
    assert own == [key for row in group.rows for key in row.asks]
    company = [a.key for a in p.asks if a.section == "company"]
    assert company[-len(own) :] == own
    bank = [one.field for one in group.repeats.fields]
    for row in group.rows:
        places = [bank.index(split_ask(key)[1]) for key in row.asks]
        assert places == sorted(places)
    assert p.section("company").asks == tuple(company)  # type: ignore[union-attr]
    gone = {k for k, v in marks.items() if not v}
    assert not any(row.key in gone for row in group.rows)
    assert {k for k, v in marks.items() if v} <= {row.key for row in group.rows}
    right = [
        Decimal(a.value) for a in p.asks if a.field.key == RATIO and a.section == "company" and a.value and not a.error
    ]
    assert group.sum is not None
    assert group.sum.total == sum(right, Decimal(0))
    whole = len(right) == len(group.rows)
    assert bool(codes(p)) == (sum(right) > 100 or (whole and sum(right) != 100))


@settings(max_examples=100, deadline=None)
@given(ANSWERS, MARKS, NUMBERS)
def test_a_row_more_or_less_loses_nothing_that_stands_in_others(
    answers: dict[str, str], marks: dict[str, str], dropped: int
) -> None:
    before = made({**answers, **marks})
    group = before.group(HOLDERS)
    assert group is not None
    more = made({**answers, **marks, f"{HOLDERS}.{next_row(group, {**answers, **marks})}": "yes"})
    values = {a.key: (a.value, a.state) for a in before.asks if a.value}
    assert values.items() <= {a.key: (a.value, a.state) for a in more.asks}.items()
    row = f"{HOLDERS}.{dropped}"
    less = made({**answers, **marks, row: ""})
    left = {key: at for key, at in values.items() if not key.startswith(f"{row}.")}
    assert left.items() <= {a.key: (a.value, a.state) for a in less.asks}.items()


# The case


class Desk:
    """One enterprise start-up and the hands on it."""

    def __init__(self) -> None:
        self.case = Case(id="c", matters=("start_biz",), catalog=CATALOG.hash, opened_at=NOW)

    def patch(self, *changes: tuple[str, str | None], late: bool = False, word: str | None = None) -> None:
        context = Context("x", NOW, TODAY, "clerk3", "clerk", "s", "3", NOW - timedelta(minutes=5) if late else NOW)
        body = cmd.PatchAnswers(
            changes=tuple(cmd.Change.model_validate({"field": k, "value": v, "word": word}) for k, v in changes)
        )
        for event in decide(self.case, body, context, RULES):
            self.case = evolve(self.case, event)

    @property
    def plan(self) -> Plan:
        return plan_of(self.case, RULES, Context("x", NOW, TODAY, "clerk3", "clerk", "s", "3", NOW))


def test_rows_come_by_their_key_or_by_what_is_typed_and_go_with_all_that_stood_in_them() -> None:
    desk = Desk()
    desk.patch((f"{HOLDERS}.2", "yes"), (f"{HOLDERS}.2.{RATIO}", "40"), (f"{HOLDERS}.3.{RATIO}", "9"))
    assert rows(desk.plan) == [1, 2, 3]
    desk.patch((f"{HOLDERS}.2", None))
    assert rows(desk.plan) == [1, 3]
    assert desk.case.answers[f"{HOLDERS}.2.{RATIO}"].value == ""
    with pytest.raises(Refusal, match=r"case\.row_gone"):
        desk.patch((f"{HOLDERS}.2.{RATIO}", "40"))
    with pytest.raises(Refusal, match=r"case\.row_gone"):
        desk.patch((f"{HOLDERS}.2", "yes"))
    with pytest.raises(Refusal, match=r"case\.unknown_field"):
        desk.patch((f"{HOLDERS}.4.person.phone", "1"))
    with pytest.raises(Refusal, match=r"case\.unknown_field"):
        desk.patch(("company.jt.vehicles.1", "yes"))


def test_no_more_rows_than_the_group_may_have() -> None:
    desk = Desk()
    desk.patch(*((f"{HOLDERS}.{n}", "yes") for n in range(1, 51)))
    with pytest.raises(Refusal, match=r"case\.too_many_rows"):
        desk.patch((f"{HOLDERS}.51", "yes"))
    desk.patch((f"{HOLDERS}.50", None))
    desk.patch((f"{HOLDERS}.51", "yes"))
    assert len(rows(desk.plan)) == 50


def test_a_row_more_opens_what_was_confirmed_and_a_confirmed_one_falls_only_with_a_word() -> None:
    desk = Desk()
    desk.patch((f"{HOLDERS}.1.{RATIO}", "60"), (f"{HOLDERS}.2.{RATIO}", "40"))
    answers = desk.case.answers
    for key in (f"{HOLDERS}.1.{RATIO}", f"{HOLDERS}.2.{RATIO}"):
        answers = answers.set(key, replace(answers[key], confirmed_by="legal_rep"))
    desk.case = replace(desk.case, answers=answers)
    with pytest.raises(Refusal, match=r"case\.confirmed_needs_word"):
        desk.patch((f"{HOLDERS}.2", None))
    desk.patch((f"{HOLDERS}.2", None), word="spoken")
    assert rows(desk.plan) == [1]
