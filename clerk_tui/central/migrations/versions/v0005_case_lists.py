"""What lists and look-ups of cases read: since when, by whose (masked) name, who is in them"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the columns and the table; rows that are there get theirs with the case's next event."""
    op.add_column("case_file", sa.Column("since", sa.String(), nullable=True))
    op.add_column("case_file", sa.Column("applicant", sa.LargeBinary(), nullable=True))
    op.add_column("case_file", sa.Column("cipher", sa.String(), nullable=True))
    op.create_table(
        "case_person",
        sa.Column("hall", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("id_hash", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("hall", "case_id", "party", name="pk_case_person"),
    )
    op.create_index("ix_case_person_hall_id_hash", "case_person", ["hall", "id_hash"], unique=False)


def downgrade() -> None:
    """Takes them away."""
    op.drop_table("case_person")
    for column in ("cipher", "applicant", "since"):
        op.drop_column("case_file", column)
