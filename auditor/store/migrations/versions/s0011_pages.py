"""What pages show of a round without reading its report, made for older rounds from theirs."""

import json
import zlib
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_MAX_BYTES = 1 << 33
_KEPT = ("level", "provenance", "results", "by_class", "notes", "alarms")
_PAGES = sa.table(
    "round_page",
    sa.column("round_id", sa.String),
    sa.column("head", sa.LargeBinary),
    sa.column("reasons", sa.LargeBinary),
)
_REPORTS = sa.table("report", sa.column("round_id", sa.String), sa.column("body", sa.LargeBinary))


def upgrade() -> None:
    """One report at a time: hundreds of them do not fit into the memory."""
    op.create_table(
        "round_page",
        sa.Column("round_id", sa.String(32), sa.ForeignKey("round.id"), primary_key=True),
        sa.Column("head", sa.LargeBinary, nullable=False),
        sa.Column("reasons", sa.LargeBinary, nullable=False),
    )
    connection = op.get_bind()
    for id_ in connection.execute(sa.select(_REPORTS.c.round_id)).scalars().all():
        query = sa.select(_REPORTS.c.body).where(_REPORTS.c.round_id == id_)
        row = _row(id_, connection.execute(query).scalar_one())
        if row is not None:
            connection.execute(sa.insert(_PAGES), [row])


def _row(id_: str, packed: bytes) -> dict[str, object] | None:
    """None for a report that cannot be read: pages say so."""
    try:
        report = json.loads(zlib.decompressobj().decompress(packed, _MAX_BYTES))
        head = {name: report.get(name, []) for name in _KEPT}
        for result in (*head["results"], *head["by_class"]):
            result["rate"]["members"] = []
        texts: dict[str, int] = {}
        places = [texts.setdefault(one["reason"], len(texts)) for one in report["cameras"]]
    except (zlib.error, ValueError, KeyError, TypeError, AttributeError):
        return None
    reasons = {"texts": list(texts), "places": places}
    return {
        "round_id": id_,
        "head": _packed(head | {"cameras": len(places)}),
        "reasons": _packed(reasons),
    }


def _packed(value: dict[str, Any]) -> bytes:
    return zlib.compress(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
