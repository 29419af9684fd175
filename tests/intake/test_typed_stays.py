"""Whatever is answered later, what was typed stays in the case, and comes back where it is asked again."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.test_case import CATALOG, Desk

QUESTIONS = {
    key: [o.value for o in CATALOG.fields[key].options] or ["yes", "no"]
    for key in ("visit.parent", "ga.household_follow", "mz.married", "yb.maternity_insured", "wj.subsidy_wanted")
}
ANSWERS = st.sampled_from(list(QUESTIONS)).flatmap(lambda key: st.tuples(st.just(key), st.sampled_from(QUESTIONS[key])))


@settings(max_examples=10, deadline=None)
@given(st.lists(ANSWERS, min_size=1, max_size=5))
def test_no_later_answer_loses_what_was_typed(later: list[tuple[str, str]]) -> None:
    desk = Desk()
    desk.fill()
    typed = {key: answer.value for key, answer in desk.case.answers.items() if key not in QUESTIONS}
    first = desk.plan
    shown = {a.key: a.value for a in first.asks}
    for key, value in later:
        if desk.plan.answerer(key) is not None:
            desk.answer(key, value)
        assert {k: a.value for k, a in desk.case.answers.items() if k not in QUESTIONS} == typed
        assert all(a.value == shown[a.key] for a in desk.plan.asks if a.key in shown)
    for question in first.questions:
        if desk.case.answers[question.key].value != question.value:
            desk.answer(question.key, question.value or "")
    assert [(a.key, a.value) for a in desk.plan.asks] == [(a.key, a.value) for a in first.asks]
