"""Who is probed tonight and how, kept with the round, so that it can be gone on with.  Pure.

No credential is in it, and none of the register's texts: a camera is named by its row, a
control target by the address and name of the configuration.  Credentials are found anew.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from auditor.errors import StoreError
from auditor.records import Camera
from auditor.schedule.plan import controls, plan
from auditor.schedule.spread import Pace
from auditor.unread import why_unread
from probes.rtsp_tls import TlsPolicy, Trust
from probes.target import Credential, Target

__all__ = ["KEPT_PLAN", "KeptPlan", "pack_plan", "rows_of", "unpack_plan"]

KEPT_PLAN = "plan"
_UNSUPPLIED = "not supplied"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPlan:
    """``rows`` are visited, those of ``by_sub`` by their sub-stream first.

    Those of ``watched`` are watched for trembling.
    ``unsupplied`` name a credential that nobody supplied when the round began; the name itself
    may be a password and is not kept.  ``controls`` are addresses and names of credentials.
    The rest is what an answer depends on.
    """

    rows: tuple[int, ...]
    by_sub: tuple[int, ...]
    unsupplied: tuple[int, ...]
    controls: tuple[tuple[str, str], ...]
    retry_spacing_s: float
    first_frame_s: float
    key_patience_s: float
    read_overlay: bool
    trust: Trust
    pins: tuple[str, ...] = field(default=())
    watched: tuple[int, ...] = field(default=())
    reprobe_at: datetime | None = None
    pace: Pace = Pace.FAST

    @property
    def tls(self) -> TlsPolicy:
        """Whose certificates are taken."""
        return TlsPolicy(trust=self.trust, pins=frozenset(self.pins))

    def control_targets(self, credentials: Mapping[str, Credential]) -> tuple[Target, ...]:
        """The control targets in their order."""
        return controls(self.controls, credentials)

    def targets(
        self, cameras: Iterable[Camera], credentials: Mapping[str, Credential]
    ) -> tuple[Target, ...]:
        """The cameras to visit, in the order of the register."""
        rows, unsupplied = frozenset(self.rows), frozenset(self.unsupplied)
        chosen = (camera for camera in cameras if camera.row in rows)
        return tuple(
            replace(target, credential_name=_UNSUPPLIED, credential=None)
            if int(target.key) in unsupplied
            else target
            for target in plan(
                chosen,
                credentials,
                by_sub=frozenset(self.by_sub),
                watched=frozenset(self.watched),
            )
        )


def rows_of(targets: Iterable[Target]) -> dict[str, Any]:
    """The fields of a plan that follow from its targets."""
    chosen = tuple(targets)
    return {
        "rows": tuple(int(one.key) for one in chosen),
        "by_sub": tuple(int(one.key) for one in chosen if one.prefers_sub),
        "watched": tuple(int(one.key) for one in chosen if one.is_watched),
        "unsupplied": tuple(
            int(one.key) for one in chosen if one.credential_name and one.credential is None
        ),
    }


def pack_plan(kept: KeptPlan) -> Mapping[str, bytes]:
    """As a part of what the round is judged by."""
    return {KEPT_PLAN: TypeAdapter(KeptPlan).dump_json(kept)}


def unpack_plan(body: bytes) -> KeptPlan:
    """The plan again; StoreError when the bytes are none of this version's."""
    try:
        return TypeAdapter(KeptPlan).validate_json(body, extra="forbid")
    except ValidationError as error:
        raise StoreError(why_unread("a round's plan in the store", error)) from error
