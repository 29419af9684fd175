"""The first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The first tables."""
    op.create_table(
        "case_file",
        sa.Column("hall", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("matters", sa.String(), nullable=False),
        sa.Column("catalog", sa.String(), nullable=False),
        sa.Column("tickets", sa.String(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("window", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("query_code", sa.String(), nullable=True),
        sa.Column("opened_at", sa.String(), nullable=False),
        sa.Column("changed_at", sa.String(), nullable=False),
        sa.Column("received_on", sa.String(), nullable=True),
        sa.Column("accepted_on", sa.String(), nullable=True),
        sa.Column("due", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("hall", "id", name="pk_case_file"),
    )
    op.create_index("ix_case_file_hall_number", "case_file", ["hall", "number"], unique=False)
    op.create_index("ix_case_file_hall_window_state", "case_file", ["hall", "window", "state"], unique=False)

    op.create_table(
        "catalog",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", sa.String(), nullable=False),
        sa.Column("published_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_catalog"),
    )
    op.create_index("ix_catalog_published_at", "catalog", ["published_at"], unique=False)

    op.create_table(
        "device",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("hall", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("code_until", sa.String(), nullable=True),
        sa.Column("enrolled_at", sa.String(), nullable=True),
        sa.Column("disabled_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_device"),
        sa.UniqueConstraint("code_hash", name="uq_device_code_hash"),
        sa.UniqueConstraint("token_hash", name="uq_device_token_hash"),
    )
    op.create_index("ix_device_hall", "device", ["hall"], unique=False)

    op.create_table(
        "event",
        sa.Column("hall", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=True),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("captured_at", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("cipher", sa.String(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "seq", name="pk_event"),
        sa.UniqueConstraint("hall", "stream", "version", name="uq_event_hall_stream_version"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "file",
        sa.Column("hall", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("cipher", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("stored_at", sa.String(), nullable=False),
        sa.Column("stored_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "case_id", "sha256", name="pk_file"),
    )
    op.create_table(
        "filing",
        sa.Column("hall", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=True),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("digits_hash", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("hall", "id", name="pk_filing"),
    )
    op.create_index("ix_filing_hall_case_id", "filing", ["hall", "case_id"], unique=False)
    op.create_index("ix_filing_hall_code_hash", "filing", ["hall", "code_hash"], unique=False)
    op.create_index("ix_filing_hall_digits_hash", "filing", ["hall", "digits_hash"], unique=False)

    op.create_table(
        "hall",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("day_starts_minutes", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_hall"),
    )
    op.create_table(
        "key_check",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_key_check"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_table(
        "register_person",
        sa.Column("household", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("id_hash", sa.String(), nullable=True),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("cipher", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("household", "role", name="pk_register_person"),
        sa.UniqueConstraint("id_hash", name="uq_register_person_id_hash"),
    )
    op.create_table(
        "session",
        sa.Column("hall", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("window", sa.String(), nullable=True),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=True),
        sa.Column("opened_at", sa.String(), nullable=False),
        sa.Column("expires_at", sa.String(), nullable=False),
        sa.Column("ended_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("hall", "id", name="pk_session"),
        sa.UniqueConstraint("token_hash", name="uq_session_token_hash"),
    )
    op.create_index("ix_session_hall_actor", "session", ["hall", "actor"], unique=False)

    op.create_table(
        "staff",
        sa.Column("staff_no", sa.String(), nullable=False),
        sa.Column("hall", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.String(), nullable=True),
        sa.Column("disabled_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("staff_no", name="pk_staff"),
    )
    op.create_index("ix_staff_hall", "staff", ["hall"], unique=False)

    op.create_table(
        "stream_key",
        sa.Column("hall", sa.String(), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("cipher", sa.String(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "stream", name="pk_stream_key"),
    )
    op.create_table(
        "ticket",
        sa.Column("hall", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("ticket_class", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("window", sa.String(), nullable=True),
        sa.Column("matter", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("taken_at", sa.String(), nullable=False),
        sa.Column("called_at", sa.String(), nullable=True),
        sa.Column("welcomed_at", sa.String(), nullable=True),
        sa.Column("finished_at", sa.String(), nullable=True),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "id", name="pk_ticket"),
    )
    op.create_index("ix_ticket_hall_code_hash", "ticket", ["hall", "code_hash"], unique=False)
    op.create_index("ix_ticket_hall_day_number", "ticket", ["hall", "day", "number"], unique=False)

    op.create_table(
        "verdict",
        sa.Column("hall", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("path", sa.String(), nullable=True),
        sa.Column("details", sa.String(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("current", sa.Integer(), nullable=True),
        sa.Column("first_seq", sa.BigInteger(), nullable=True),
        sa.Column("last_seq", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("hall", "id", name="pk_verdict"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "identity",
        sa.Column("keyed_hash", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("scheme", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("cipher", sa.String(), nullable=False),
        sa.Column("valid_to", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("keyed_hash", name="pk_identity"),
    )
    op.create_index("ix_identity_person", "identity", ["person"], unique=False)


def downgrade() -> None:
    """Nothing is before the first tables."""
    raise NotImplementedError("the first tables are not taken back")
