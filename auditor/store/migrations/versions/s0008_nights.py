"""The journal of nights, and who may run them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Nights before the journal are not known as planned ones, so none of them was missed."""
    op.create_table(
        "night",
        sa.Column("community", sa.Text, primary_key=True),
        sa.Column("night", sa.String(10), primary_key=True),
        sa.Column("begins_at", sa.String(40), nullable=False),
        sa.Column("ends_at", sa.String(40), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("started_at", sa.String(40)),
        sa.Column("ended_at", sa.String(40)),
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("owner", sa.String(120), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("complete", sa.Boolean),
        sa.Column("blind", sa.Text, nullable=False),
    )
    op.create_table(
        "night_lease",
        sa.Column("community", sa.Text, primary_key=True),
        sa.Column("owner", sa.String(120), nullable=False),
        sa.Column("beat", sa.BigInteger, nullable=False),
        sa.Column("heartbeat_at", sa.String(40), nullable=False),
        sa.Column("until", sa.String(40), nullable=False),
    )
