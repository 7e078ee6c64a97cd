"""Old observations go; rounds, rates, findings and reports stay."""

from datetime import UTC, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.engine import Connection

from auditor.model import RoundKind
from auditor.store.evidence import mark_pruned
from auditor.store.tables import CONTENTS, OBSERVATIONS, ROUND_CONTENTS, ROUNDS, SENT_LOGINS, VISITS

__all__ = ["old_rounds", "prune_observations"]


def prune_observations(
    connection: Connection, before: datetime, *, dry_run: bool
) -> tuple[int, int]:
    """How many rounds and observations are, or would be, pruned."""
    old = old_rounds(connection, before)
    of_old = OBSERVATIONS.c.round_id.in_(old)
    count = connection.execute(select(func.count()).where(of_old)).scalar_one()
    rounds = connection.execute(
        select(func.count(OBSERVATIONS.c.round_id.distinct())).where(of_old)
    ).scalar_one()
    if not dry_run:
        connection.execute(delete(OBSERVATIONS).where(of_old))
        for table in (VISITS, SENT_LOGINS):
            connection.execute(delete(table).where(table.c.round_id.in_(old)))
        mark_pruned(connection, old)
        connection.execute(delete(ROUND_CONTENTS).where(ROUND_CONTENTS.c.round_id.in_(old)))
        used = select(ROUND_CONTENTS.c.sha256)
        connection.execute(delete(CONTENTS).where(CONTENTS.c.sha256.not_in(used)))
    return rounds, count


def old_rounds(connection: Connection, before: datetime) -> list[str]:
    """All but each community's latest nightly one, which the next is compared with.

    Times are compared as times: their texts may stand in other zones.
    """
    columns = (ROUNDS.c.id, ROUNDS.c.community, ROUNDS.c.started_at, ROUNDS.c.kind)
    rows = connection.execute(select(*columns)).all()
    began = {id_: datetime.fromisoformat(text).astimezone(UTC) for id_, _, text, _ in rows}
    nightly = [
        (began[id_], id_, community)
        for id_, community, _, kind in rows
        if kind == RoundKind.NIGHTLY.value
    ]
    latest = {community: id_ for _, id_, community in sorted(nightly)}
    return [id_ for id_ in began if began[id_] < before and id_ not in latest.values()]
