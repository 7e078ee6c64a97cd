"""What is delivered to platforms, and what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Nothing is due for rounds that ended before."""
    op.create_table(
        "outbox",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("round_id", sa.String(32), sa.ForeignKey("round.id"), nullable=False),
        sa.Column("destination", sa.Text, nullable=False),
        sa.Column("schema", sa.String(40), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_try_at", sa.String(40), nullable=False),
        sa.Column("lease_owner", sa.String(40)),
        sa.Column("lease_until", sa.String(40)),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
