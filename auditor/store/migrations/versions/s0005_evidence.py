"""The manifest of each round: hashes of its observations, pictures and report."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Rounds that ended before have none: what they were then is not known now."""
    op.create_table(
        "evidence",
        sa.Column("round_id", sa.String(32), sa.ForeignKey("round.id"), primary_key=True),
        sa.Column("head", sa.String(64), nullable=False),
        sa.Column("pruned", sa.Boolean, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
