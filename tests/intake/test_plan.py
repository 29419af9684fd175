"""The plan of the newborn package, answer by answer, as a clerk meets it."""

import statistics
import time
from datetime import date

import pytest

from clerk_tui.catalog.build import load_catalog
from clerk_tui.catalog.builtin import builtin_catalog_bytes, builtin_texts
from clerk_tui.catalog.parse import parse_catalog
from clerk_tui.intake.plan import AnswerFact, Facts, MaterialFact, Plan, SharedFact, plan
from clerk_tui.protocol.calendar_source import state_council_calendar

CATALOG = load_catalog(builtin_catalog_bytes())
CALENDAR = state_council_calendar()
TODAY = date(2026, 11, 23)
ANSWERS = {
    "visit.parent": "father",
    "ga.household_follow": "father",
    "mz.married": "yes",
    "yb.maternity_insured": "mother",
    "wj.subsidy_wanted": "yes",
}
BIRTH_CERTIFICATE = "baby.ec.birth_certificate"


def facts(answers: dict[str, str] | None = None, **more: object) -> Facts:
    known = {**ANSWERS, **(answers or {})}
    return Facts(answers={k: AnswerFact(v) for k, v in known.items() if v}, **more)  # type: ignore[arg-type]


def birth(answers: dict[str, str] | None = None, **more: object) -> Plan:
    return plan(CATALOG, ["birth"], facts(answers, **more), TODAY, CALENDAR)


def standing(made: Plan, key: str) -> str | None:
    paper = made.material(key)
    return paper.standing if paper else None


def test_questions_come_in_order_and_go_as_they_are_answered() -> None:
    known: dict[str, AnswerFact] = {}
    asked = []
    while left := plan(CATALOG, ["birth"], Facts(answers=known), TODAY, CALENDAR).open_questions:
        asked.append(left[0].key)
        assert left[0].why
        known[left[0].key] = AnswerFact(ANSWERS[left[0].key])
    assert asked == list(ANSWERS)
    assert [q.value for q in plan(CATALOG, ["birth"], Facts(answers=known), TODAY, CALENDAR).questions] == list(
        ANSWERS.values()
    )


def test_before_any_answer_all_ten_items_stand_and_the_due_date_is_the_joint_promise() -> None:
    made = plan(CATALOG, ["birth"], Facts(), TODAY, CALENDAR)
    assert len(made.items) == 10
    assert {i.key for i in made.items if i.undecided} == {"yb.maternity_claim", "wj.childcare_subsidy"}
    assert made.due.date == date(2026, 11, 27)
    assert sum(d.counts for d in made.due.days) == 4


def test_the_household_follows_the_answer() -> None:
    assert standing(birth(), "father.ga.household_book") == "missing"
    assert standing(birth(), "mother.ga.household_book") is None
    mothers = birth({"ga.household_follow": "mother"})
    assert standing(mothers, "father.ga.household_book") is None
    assert mothers.ask("mother.ga.household_head") is not None
    assert mothers.ask("father.ga.household_head") is None


def test_unmarried_parents_are_not_refused_and_bring_a_statement() -> None:
    made = birth({"mz.married": "no"})
    assert standing(made, "mz.marriage_certificate") is None
    assert standing(made, "wj.nonmarital_statement") == "missing"
    assert [n.code for n in made.notes] == ["plan.not_joint"]
    assert not made.joint
    assert {i.key for i in made.items} == {i.key for i in birth().items}
    assert not any(f.refuses for f in made.failing)


def test_a_guardian_needs_no_mandate_the_mothers_own_item_does() -> None:
    made = birth()
    grounds = {i.key: i.ground for i in made.items}
    assert grounds["ga.birth_registration"] == "guardian"
    assert grounds["wj.childcare_subsidy"] == "self"
    assert grounds["yb.maternity_claim"] == "mandate"
    mandate = made.material("mother.sf.mandate")
    assert mandate is not None
    assert [w.item for w in mandate.why] == ["yb.maternity_claim"], "limited to this item"
    for answers in ({"visit.parent": "mother"}, {"visit.parent": "both"}, {"yb.maternity_insured": "father"}):
        assert standing(birth(answers), "mother.sf.mandate") is None


def test_somebody_else_acts_by_mandate_and_says_who_it_is() -> None:
    made = birth({"visit.parent": "agent"})
    assert made.acting == ("agent",)
    assert made.signers == ("agent",)
    mandate = made.material("mother.sf.mandate")
    assert mandate is not None
    assert "ga.birth_registration" in {w.item for w in mandate.why}
    assert made.ask("agent.person.id_no") is not None
    assert birth().ask("agent.person.id_no") is None


def test_an_account_that_is_filled_in_replaces_the_paper() -> None:
    assert standing(birth(), "mother.yh.account_info") == "missing"
    account = {
        "mother.bank.name": "中国建设银行杭州吴山支行",
        "mother.bank.account_name": "演示母",
        "mother.bank.account_no": "6222020000000000001",
    }
    assert standing(birth(account), "mother.yh.account_info") == "met_by_value"
    assert standing(birth({**account, "mother.bank.account_no": "12"}), "mother.yh.account_info") == "missing"


def test_the_birth_certificate_comes_from_its_step_or_meets_it() -> None:
    made = birth()
    issue = made.item("yy.birth_certificate_issue")
    assert issue is not None
    assert not issue.met
    assert standing(made, "baby.yy.birth_certificate") == "from_step"
    number = made.ask("baby.birth.certificate_no")
    assert number is not None
    assert number.state == "from_step"
    for more in (
        {"certificates": frozenset({BIRTH_CERTIFICATE})},
        {"materials": {"baby.yy.birth_certificate": MaterialFact("original_seen")}},
        {"held_results": frozenset({"yy.birth_certificate_issue"})},
    ):
        held = birth(**more)
        item = held.item("yy.birth_certificate_issue")
        assert item is not None
        assert item.met
        registration = held.item("ga.birth_registration")
        assert registration is not None
        assert registration.stage == 0, "what waited for it is released"
        number = held.ask("baby.birth.certificate_no")
        assert number is not None
        assert number.state == "open", "now somebody can read it off"


def test_a_certificate_of_another_party_meets_nothing() -> None:
    assert standing(birth(certificates=frozenset({"father.ec.id_card"})), "mother.ga.id_card") == "missing"
    assert standing(birth(certificates=frozenset({"father.ec.id_card"})), "father.ga.id_card") == "e_certificate"


def test_a_prefilled_value_keeps_its_source_and_gives_way_to_what_is_typed() -> None:
    shared = {"father.person.name": SharedFact("演示父", "register", grade="A")}
    ask = birth(shared=shared).ask("father.person.name")
    assert ask is not None
    assert (ask.state, ask.source, ask.value, ask.typed) == ("filled", "register", "演示父", False)
    ask = birth({"father.person.name": "演示夫"}, shared=shared).ask("father.person.name")
    assert ask is not None
    assert (ask.state, ask.source, ask.value, ask.typed) == ("answered", None, "演示夫", True)
    confirmed = plan(
        CATALOG,
        ["birth"],
        Facts(shared={"father.person.name": SharedFact("演示父", "register", confirmed=True)}),
        TODAY,
        CALENDAR,
    ).ask("father.person.name")
    assert confirmed is not None
    assert confirmed.state == "confirmed"


def test_a_wrong_identity_number_is_named_at_its_field() -> None:
    made = birth({"mother.person.id_no": "３３０４０２１９９４０９０８００２８"})
    ask = made.ask("mother.person.id_no")
    assert ask is not None
    assert ask.state == "wrong"
    assert ask.error is not None
    assert ask.error.code == "value.id_checksum"
    failing = [f for f in made.failing if f.subject == "mother.person.id_no"]
    assert [f.code for f in failing] == ["value.id_checksum"]
    assert "330402" not in str(failing), "the notice's list holds no value"
    section = made.section("mother")
    assert section is not None
    assert section.wrong == 1
    assert not section.ready


@pytest.mark.parametrize(
    ("verdict", "copies", "code"),
    [
        ("original_seen", 0, None),
        ("scanned", 0, None),
        ("from_phone", 0, None),
        ("copies_kept", 1, None),
        ("copies_kept", 0, "plan.copies_missing"),
        ("later", 0, None),
        ("not_acceptable", 0, "plan.material_not_acceptable"),
        (None, 0, "plan.material_missing"),
    ],
)
def test_each_verdict_stands_and_fails_as_it_should(verdict: str | None, copies: int, code: str | None) -> None:
    key = "mother.yb.discharge_record"
    made = birth(
        materials={key: MaterialFact(verdict, copies, "page_missing" if verdict == "not_acceptable" else None)}
    )
    assert standing(made, key) == (verdict or "missing")
    assert [f.code for f in made.failing if f.subject == key] == ([code] if code else [])
    assert made.gaps == ((key,) if verdict == "later" else ())


def test_who_owns_and_who_may_confirm_a_section() -> None:
    sections = {s.key: (s.owner, s.confirmers) for s in birth().sections}
    assert sections["baby"] == ("father", ("father",))
    assert sections["mother"] == ("mother", ("mother", "father"))
    assert sections["father"] == ("father", ("father",))
    assert birth().answerer("mother.bank.account_no") == "mother"
    assert birth().answerer("ga.household_follow") == "father"
    assert birth().answerer("no.such") is None


def test_what_sources_could_fill_is_named_by_party() -> None:
    uses = {(u.source, u.party) for u in birth().sources}
    assert {("register", "baby"), ("register", "mother"), ("register", "father")} <= uses
    filled = birth(shared={"mother.person.name": SharedFact("演示母", "register")})
    assert all("mother.person.name" not in u.asks for u in filled.sources)


def test_hand_picked_items_keep_their_natural_order() -> None:
    made = plan(CATALOG, ["rs.newborn_card", "ga.birth_registration"], facts(), TODAY, CALENDAR)
    assert [i.key for i in made.items] == ["ga.birth_registration", "rs.newborn_card"]
    alone = plan(CATALOG, ["rs.newborn_card"], facts(), TODAY, CALENDAR)
    ask = alone.ask("baby.person.id_no")
    assert ask is not None
    assert ask.state == "open", "nothing in this case gives the number, so it is asked"


def test_a_condition_that_fails_is_the_only_thing_that_refuses() -> None:
    answers = {"visit.person": "self", "ga.lived_half_year": "no", "ga.residence_ground": "work"}
    made = plan(CATALOG, ["ga.residence_permit"], facts(answers), TODAY, CALENDAR)
    refusing = [f for f in made.failing if f.refuses]
    assert [(f.code, f.items) for f in refusing] == [("plan.condition_failed", ("ga.residence_permit",))]
    assert "663" in refusing[0].basis
    sixty = {"visit.person": "self", "applicant.person.birth_date": "1966-11-23"}
    assert not any(f.refuses for f in plan(CATALOG, ["mz.senior_card"], facts(sixty), TODAY, CALENDAR).failing)
    younger = {**sixty, "applicant.person.birth_date": "1966-11-24"}
    assert any(f.refuses for f in plan(CATALOG, ["mz.senior_card"], facts(younger), TODAY, CALENDAR).failing)


def test_two_matters_of_two_people_go_on_in_one_case() -> None:
    made = plan(
        CATALOG,
        ["birth", "rs.card_replacement"],
        facts({"visit.person": "self", "rs.card_loss": "lost"}),
        TODAY,
        CALENDAR,
    )
    assert len(made.items) == 11
    assert made.acting == ("father", "applicant")
    assert made.due.date == date(2026, 11, 27)


def test_an_element_out_of_force_is_left_out_with_a_note() -> None:
    texts = builtin_texts()
    texts["departments/wj.yaml"] = (
        texts["departments/wj.yaml"]
        .replace("  wj.parenting_guidance:\n", "  wj.parenting_guidance:\n    until: 2026-11-22\n")
        .replace(
            "  wj.fertility_registration:\n",
            "  wj.fertility_registration:\n    suspended: {since: 2026-11-20, reason: 系统升级, back: 2026-11-24}\n",
        )
    )
    catalog = parse_catalog(texts)
    made = plan(catalog, ["birth"], facts(), TODAY, CALENDAR)
    assert {(n.code, n.subject) for n in made.notes} == {
        ("plan.ended", "wj.parenting_guidance"),
        ("plan.suspended_until", "wj.fertility_registration"),
    }
    assert len(made.items) == 8
    assert len(plan(catalog, ["birth"], facts(), date(2026, 11, 24), CALENDAR).items) == 9


def test_the_proof_counts_what_the_formula_says() -> None:
    made = birth()
    now = made.proof.now
    assert now == made.proof.without_prefill
    todo = [i for i in made.items if not i.met]
    separate = sum(len(a.why) for a in made.asks) + sum(len(q.why) for q in made.questions)
    assert now.fields_separate == separate
    assert now.fields_asked == sum(a.state != "from_step" for a in made.asks) + len(made.questions)
    assert now.fields_filled == 0
    assert now.materials_separate == sum(len(m.why) for m in made.materials)
    assert now.materials_brought == sum(m.needed for m in made.materials)
    assert now.steps_separate == sum(len(i.item.steps) for i in todo)
    assert now.steps_now == 5
    assert made.proof.assumed_share == 1.0
    filled = birth(
        shared={"father.person.name": SharedFact("演示父", "register")}, certificates=frozenset({"mother.ec.id_card"})
    )
    assert filled.proof.now.fields_filled == 1
    assert filled.proof.now.fields_asked == now.fields_asked - 1
    assert filled.proof.now.materials_brought == now.materials_brought - 1
    assert filled.proof.without_prefill == now


def test_the_plan_of_the_newborn_package_is_quick() -> None:
    known = facts(shared={"father.person.name": SharedFact("演示父", "register")})
    took = []
    for _ in range(30):
        begun = time.perf_counter()
        plan(CATALOG, ["birth"], known, TODAY, CALENDAR)
        took.append(time.perf_counter() - begun)
    assert statistics.median(took) < 0.02, "5 ms is promised; four times that says that something grew"
