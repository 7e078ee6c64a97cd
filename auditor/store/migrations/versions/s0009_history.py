"""The camera states of each round in few bytes, made for older rounds from their reports.

And whether a round's pictures were removed by policy, and which batch a store wrote last.
"""

import json
import zlib

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_MAX_BYTES = 1 << 30
# As they were when this step was made: a later program's letters may be others.
_LETTERS = {
    "picture_ok": "o",
    "picture_abnormal": "a",
    "online_no_stream": "n",
    "offline": "x",
    "not_probed": "-",
    "probe_blocked": "b",
}
_STATES = sa.table(
    "camera_state",
    sa.column("round_id", sa.String),
    sa.column("whole", sa.Boolean),
    sa.column("body", sa.LargeBinary),
)
_REPORTS = sa.table("report", sa.column("round_id", sa.String), sa.column("body", sa.LargeBinary))


def upgrade() -> None:
    """One report at a time: hundreds of them do not fit into the memory."""
    op.create_table(
        "camera_state",
        sa.Column("round_id", sa.String(32), sa.ForeignKey("round.id"), primary_key=True),
        sa.Column("whole", sa.Boolean, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "writer",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("batch", sa.Integer, nullable=False),
    )
    # Earlier programs removed a round's pictures with the next report, and noted it nowhere.
    op.add_column(
        "evidence",
        sa.Column("pictures_pruned", sa.Boolean, nullable=False, server_default=sa.true()),
    )
    connection = op.get_bind()
    for id_ in connection.execute(sa.select(_REPORTS.c.round_id)).scalars().all():
        query = sa.select(_REPORTS.c.body).where(_REPORTS.c.round_id == id_)
        row = _row(id_, connection.execute(query).scalar_one())
        if row is not None:
            connection.execute(sa.insert(_STATES), [row])


def _row(id_: str, packed: bytes) -> dict[str, object] | None:
    """None for a report that cannot be read: its night has rates but no cameras."""
    try:
        report = json.loads(zlib.decompressobj().decompress(packed, _MAX_BYTES))
        cameras = report["cameras"]
        states = {
            "rows": [one["camera"]["row"] for one in cameras],
            "codes": [one["camera"]["device_code"].strip() for one in cameras],
            "letters": "".join(_LETTERS[one["state"]] for one in cameras),
            "first_frame_ms": [one["first_frame_ms"] for one in cameras],
        }
        whole = report.get("sample") is None
    except (zlib.error, ValueError, KeyError, TypeError, AttributeError):
        return None
    text = json.dumps(states, ensure_ascii=False, separators=(",", ":"))
    return {"round_id": id_, "whole": whole, "body": zlib.compress(text.encode("utf-8", "replace"))}
