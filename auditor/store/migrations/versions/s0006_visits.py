"""What a round that was cut short needs to go on: finished visits, and when it was taken up."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """A round that an earlier version left unfinished has no plan, so it is not gone on with."""
    op.create_table(
        "visit",
        sa.Column("round_id", sa.String(32), sa.ForeignKey("round.id"), primary_key=True),
        sa.Column("row", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("attempt", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("discovered", sa.Text, nullable=False),
    )
    op.create_table(
        "sitting",
        sa.Column("round_id", sa.String(32), sa.ForeignKey("round.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("stopped_at", sa.String(40), nullable=False),
        sa.Column("resumed_at", sa.String(40), nullable=False),
    )
