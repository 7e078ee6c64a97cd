"""What kind a round is, its night, its deadline, and the round that an ad-hoc one was about."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Rounds of before were about whole communities; nobody knows their windows."""
    op.add_column(
        "round", sa.Column("kind", sa.String(10), nullable=False, server_default="nightly")
    )
    for name, length in (("night", 10), ("deadline", 40), ("parent", 32)):
        op.add_column("round", sa.Column(name, sa.String(length)))
