"""Which logins were sent before any device had taken them: sent again after a crash, never."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """A round that an earlier version began is gone on with by that version alone."""
    op.create_table(
        "sent_login",
        sa.Column("round_id", sa.String(32), sa.ForeignKey("round.id"), primary_key=True),
        sa.Column("row", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("service", sa.String(40), primary_key=True),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("taken", sa.Boolean, nullable=False),
    )
