"""The tables, in portable types; payloads are JSON, so a new probe needs no migration.

A change here comes with a step in `auditor.store.migrations`; a test compares the two.

Times are ISO 8601 text in UTC.  No credential, address with a password or picture is stored
here: pictures are files, known by hash.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

__all__ = [
    "CAMERA_STATES",
    "CONTENTS",
    "EVIDENCE",
    "FINDINGS",
    "METADATA",
    "NIGHTS",
    "NIGHT_LEASES",
    "OBSERVATIONS",
    "OUTBOX",
    "RATES",
    "REPORTS",
    "ROUNDS",
    "ROUND_CONTENTS",
    "ROUND_PAGES",
    "SENT_LOGINS",
    "SITTINGS",
    "VISITS",
    "WRITERS",
]

METADATA = MetaData()

ROUNDS = Table(
    "round",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("community", Text, nullable=False),
    Column("started_at", String(40), nullable=False),
    Column("ended_at", String(40)),
    Column("complete", Boolean),
    Column("registry_sha256", String(64), nullable=False),
    Column("profile", String(100), nullable=False),
    Column("tool_version", String(40), nullable=False),
    Column("kind", String(10), nullable=False, server_default="nightly"),
    Column("night", String(10)),
    Column("deadline", String(40)),
    Column("parent", String(32)),
)

OBSERVATIONS = Table(
    "observation",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("round_id", ForeignKey("round.id"), nullable=False),
    Column("row", Integer, nullable=False),
    Column("probe", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Index("observation_round_row", "round_id", "row"),
)

# The last batch of observations that each opened store has committed.
WRITERS = Table(
    "writer",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("batch", Integer, nullable=False),
)

# A visit that was finished, committed with its last observation: it is never made again.
VISITS = Table(
    "visit",
    METADATA,
    Column("round_id", ForeignKey("round.id"), primary_key=True),
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("attempt", Integer, primary_key=True, autoincrement=False),
    Column("discovered", Text, nullable=False),
)

# A login that no device had taken before, committed before it is sent.
SENT_LOGINS = Table(
    "sent_login",
    METADATA,
    Column("round_id", ForeignKey("round.id"), primary_key=True),
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("service", String(40), primary_key=True),
    Column("attempt", Integer, nullable=False),
    Column("taken", Boolean, nullable=False),
)

# When a round that had been cut short was gone on with.
SITTINGS = Table(
    "sitting",
    METADATA,
    Column("round_id", ForeignKey("round.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("stopped_at", String(40), nullable=False),
    Column("resumed_at", String(40), nullable=False),
)

FINDINGS = Table(
    "finding",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("round_id", ForeignKey("round.id"), nullable=False),
    Column("row", Integer, nullable=False),
    Column("device_code", Text, nullable=False),
    Column("rule", String(20), nullable=False),
    Column("severity", String(10), nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("field", String(40), nullable=False),
    Column("value", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("suggestion", Text, nullable=False),
    Index("finding_round", "round_id"),
)

RATES = Table(
    "rate",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("round_id", ForeignKey("round.id"), nullable=False),
    Column("indicator", String(60), nullable=False),
    Column("version", Integer, nullable=False),
    Column("scope", String(40), nullable=False),
    Column("of", Integer, nullable=False),
    Column("met", Integer, nullable=False),
    Column("unknown", Integer, nullable=False),
    Column("excluded", Integer, nullable=False),
    Column("threshold", Integer),
    Column("verdict", String(20), nullable=False),
    Index("rate_round", "round_id"),
)

# The whole result of a round that ended, so that it can be shown and handed over later.
REPORTS = Table(
    "report",
    METADATA,
    Column("round_id", ForeignKey("round.id"), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

# A round's cameras and their states in few bytes, so that many nights are read at once; ``whole``
# unless only a sample was probed.
CAMERA_STATES = Table(
    "camera_state",
    METADATA,
    Column("round_id", ForeignKey("round.id"), primary_key=True),
    Column("whole", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# What pages show of a round without reading its report; ``reasons`` in the order of the states.
ROUND_PAGES = Table(
    "round_page",
    METADATA,
    Column("round_id", ForeignKey("round.id"), primary_key=True),
    Column("head", LargeBinary, nullable=False),
    Column("reasons", LargeBinary, nullable=False),
)

# What rounds were judged by, kept once however many rounds share it.
CONTENTS = Table(
    "content",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

ROUND_CONTENTS = Table(
    "round_content",
    METADATA,
    Column("round_id", ForeignKey("round.id"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("sha256", ForeignKey("content.sha256"), nullable=False),
)

# The manifest of a round that ended; ``pruned`` when its observations were removed by policy,
# ``pictures_pruned`` when its pictures were.
EVIDENCE = Table(
    "evidence",
    METADATA,
    Column("round_id", ForeignKey("round.id"), primary_key=True),
    Column("head", String(64), nullable=False),
    Column("pruned", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("pictures_pruned", Boolean, nullable=False),
)

# What is delivered: the exact bytes of a result for one destination, and what became of them.
OUTBOX = Table(
    "outbox",
    METADATA,
    Column("key", String(32), primary_key=True),
    Column("round_id", ForeignKey("round.id"), nullable=False),
    Column("destination", Text, nullable=False),
    Column("schema", String(40), nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", String(40), nullable=False),
    Column("lease_owner", String(40)),
    Column("lease_until", String(40)),
    Column("answer", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# One line a night and community; ``round_id`` is empty until its round began.
NIGHTS = Table(
    "night",
    METADATA,
    Column("community", Text, primary_key=True),
    Column("night", String(10), primary_key=True),
    Column("begins_at", String(40), nullable=False),
    Column("ends_at", String(40), nullable=False),
    Column("state", String(12), nullable=False),
    Column("started_at", String(40)),
    Column("ended_at", String(40)),
    Column("round_id", String(32), nullable=False),
    Column("owner", String(120), nullable=False),
    Column("reason", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("complete", Boolean),
    Column("blind", Text, nullable=False),
)

# Which service runs the nights of a community; ``beat`` grows while it lives.
NIGHT_LEASES = Table(
    "night_lease",
    METADATA,
    Column("community", Text, primary_key=True),
    Column("owner", String(120), nullable=False),
    Column("beat", BigInteger, nullable=False),
    Column("heartbeat_at", String(40), nullable=False),
    Column("until", String(40), nullable=False),
)
