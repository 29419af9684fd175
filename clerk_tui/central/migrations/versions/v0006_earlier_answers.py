"""Answers of accepted cases, kept for their persons; how many items of a case are to be handed over"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the table and the column."""
    op.add_column("case_file", sa.Column("to_hand_over", sa.Integer(), nullable=True))
    op.create_table(
        "earlier_answer",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("hall", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("given_at", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=False),
        sa.Column("cipher", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person", "field", name="pk_earlier_answer"),
    )
    op.create_index("ix_earlier_answer_until", "earlier_answer", ["until"], unique=False)


def downgrade() -> None:
    """Takes both away."""
    op.drop_column("case_file", "to_hand_over")
    op.drop_table("earlier_answer")
