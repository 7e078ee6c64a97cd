"""The plan as it is kept: the same targets again, and no secret in it."""

from dataclasses import replace

import pytest

from auditor.errors import StoreError
from auditor.examples import camera
from auditor.schedule.kept_plan import KEPT_PLAN, KeptPlan, pack_plan, rows_of, unpack_plan
from auditor.schedule.plan import plan
from probes.rtsp_tls import TlsPolicy, Trust
from probes.target import Credential

NORTH = Credential("north", "inspector", "Inv3nted-secret")
CAMERAS = (
    camera(row=1, credential="north"),
    camera(row=2, credential="Pa55-written-here"),
    camera(row=3),
    camera(row=4, credential="north"),
)
TARGETS = plan(CAMERAS[:3], {"north": NORTH}, by_sub=frozenset({3}))
KEPT = KeptPlan(
    **rows_of(TARGETS),
    controls=(("rtsp://127.0.0.1/live", "north"),),
    retry_spacing_s=600.0,
    first_frame_s=15.0,
    key_patience_s=6.0,
    read_overlay=True,
    trust=Trust.PINNED,
    pins=("a" * 64,),
)


def test_it_comes_back_whole_and_holds_no_secret() -> None:
    (body,) = pack_plan(KEPT).values()
    assert unpack_plan(body) == KEPT
    assert not [word for word in (b"inspector", b"Inv3nted", b"Pa55") if word in body]
    assert KEPT.tls == TlsPolicy(trust=Trust.PINNED, pins=frozenset({"a" * 64}))
    assert list(pack_plan(KEPT)) == [KEPT_PLAN]


def test_the_targets_are_those_of_the_beginning() -> None:
    """A name that was not kept is told as a credential that nobody supplied."""
    kept = [replace(one, credential="" if one.row == 2 else one.credential) for one in CAMERAS]
    named = replace(TARGETS[1], credential_name="not supplied")
    assert KEPT.targets(kept, {"north": NORTH}) == (TARGETS[0], named, TARGETS[2])
    (control,) = KEPT.control_targets({"north": NORTH})
    assert (control.key, control.stream_uri, control.credential) == (
        "-1",
        "rtsp://127.0.0.1/live",
        NORTH,
    )


def test_a_plan_of_another_version_is_refused() -> None:
    with pytest.raises(StoreError, match="a round's plan in the store"):
        unpack_plan(b"{}")
