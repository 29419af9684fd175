"""Whose ticket it is, as a keyed hash: bookings that lapsed are counted by it"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the column and its index."""
    op.add_column("ticket", sa.Column("person", sa.String(), nullable=True))
    op.create_index("ix_ticket_hall_person", "ticket", ["hall", "person"], unique=False)


def downgrade() -> None:
    """Takes both away."""
    op.drop_index("ix_ticket_hall_person", "ticket")
    op.drop_column("ticket", "person")
