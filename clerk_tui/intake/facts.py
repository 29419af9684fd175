"""What the plan is told of a case: its answers, shared values and papers as plain facts."""

from clerk_tui.catalog.model import ROW
from clerk_tui.intake.case import Case
from clerk_tui.intake.plan import AnswerFact, Facts, MaterialFact, SharedFact


def facts_of(case: Case) -> Facts:
    """The facts of `case`; an answer that was cleared is none, but for a row: it says that the row was dropped."""
    return Facts(
        answers={
            key: AnswerFact(answer.value, answer.confirmed_by is not None, answer.role)
            for key, answer in case.answers.items()
            if answer.value or ((row := ROW.fullmatch(key)) and not row["field"])
        },
        shared={
            key: SharedFact(value.value, value.source, value.read_at, value.grade, value.confirmed_by is not None)
            for key, value in case.shared.items()
        },
        materials={
            key: MaterialFact(paper.verdict, paper.copies, paper.reason, paper.pages)
            for key, paper in case.papers.items()
        },
        certificates=case.certificates,
    )
