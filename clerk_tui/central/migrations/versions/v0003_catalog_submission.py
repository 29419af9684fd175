"""Submitted catalogues, which somebody else than their editor publishes"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "catalog_submission",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("submitted_at", sa.String(), nullable=False),
        sa.Column("submitted_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_catalog_submission"),
    )
    op.create_index("ix_catalog_submission_submitted_at", "catalog_submission", ["submitted_at"], unique=False)


def downgrade() -> None:
    """Takes it away."""
    op.drop_table("catalog_submission")
