"""Rounds, observations, findings, rates: version 1 of before the steps were counted."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make what is missing: files of version 1 have all of it."""
    _make_rounds()
    _make_observations()
    _make_findings()
    _make_rates()


def _make_rounds() -> None:
    op.create_table(
        "round",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("community", sa.Text, nullable=False),
        sa.Column("started_at", sa.String(40), nullable=False),
        sa.Column("ended_at", sa.String(40)),
        sa.Column("complete", sa.Boolean),
        sa.Column("registry_sha256", sa.String(64), nullable=False),
        sa.Column("profile", sa.String(100), nullable=False),
        sa.Column("tool_version", sa.String(40), nullable=False),
        if_not_exists=True,
    )


def _make_observations() -> None:
    op.create_table(
        "observation",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("round_id", sa.String(32), sa.ForeignKey("round.id"), nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("probe", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        if_not_exists=True,
    )
    op.create_index("observation_round_row", "observation", ["round_id", "row"], if_not_exists=True)


def _make_findings() -> None:
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("round_id", sa.String(32), sa.ForeignKey("round.id"), nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("device_code", sa.Text, nullable=False),
        sa.Column("rule", sa.String(20), nullable=False),
        sa.Column("severity", sa.String(10), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("suggestion", sa.Text, nullable=False),
        if_not_exists=True,
    )
    op.create_index("finding_round", "finding", ["round_id"], if_not_exists=True)


def _make_rates() -> None:
    op.create_table(
        "rate",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("round_id", sa.String(32), sa.ForeignKey("round.id"), nullable=False),
        sa.Column("indicator", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("scope", sa.String(40), nullable=False),
        sa.Column("of", sa.Integer, nullable=False),
        sa.Column("met", sa.Integer, nullable=False),
        sa.Column("unknown", sa.Integer, nullable=False),
        sa.Column("excluded", sa.Integer, nullable=False),
        sa.Column("threshold", sa.Integer),
        sa.Column("verdict", sa.String(20), nullable=False),
        if_not_exists=True,
    )
    op.create_index("rate_round", "rate", ["round_id"], if_not_exists=True)
