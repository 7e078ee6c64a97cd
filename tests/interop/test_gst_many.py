"""Many live sessions at once, each with a login of its own, against GStreamer's server."""

import asyncio
import collections
from datetime import UTC, datetime

import pytest

from probes.engine import Engine
from probes.observation import Observation
from probes.picture.pool import DecodePool
from probes.places import Caps
from probes.rtsp_frame import PROBE, RtspFrame
from probes.scope import Scope
from probes.target import Credential, Target
from tests.interop.conftest import GstServers, gst_servers
from tests.interop.peers.gst_rtsp_server import ADDRESS, PASSWORD, USER
from tests.probes.certificates import Identity

pytestmark = pytest.mark.interop

SESSIONS = 128
# Where one session of a shared pipeline leaves while another begins to play, the server aborts
# now and then (gst_rtsp_media_get_rates in 1.22): another one is started then.
PEERS = 3


async def test_128_live_sessions_with_digest_give_128_pictures(
    identity: Identity, pool: DecodePool
) -> None:
    for _ in range(PEERS):
        with gst_servers(identity) as gst:
            seen = await _visit_all(gst, pool)
            if not gst.has_died:
                break
    assert collections.Counter(one.failure for one in seen) == {None: SESSIONS}
    frames = [one.payload for one in seen]
    assert {frame.width_px for frame in frames if frame} == {352}
    assert {frame.auth_scheme for frame in frames if frame} == {"digest-md5"}
    assert [one.target for one in seen] == [str(number) for number in range(SESSIONS)]


async def _visit_all(gst: GstServers, pool: DecodePool) -> list[Observation[RtspFrame]]:
    gst.need("x264enc")
    engine = Engine(
        Scope.parse(["127.0.0.0/8"]),
        pool,
        lambda: datetime.now(UTC),
        caps=Caps(total=SESSIONS, per_host=SESSIONS, per_subnet=SESSIONS),
    )
    uri = gst.uri("/many", server="digest")
    targets = [
        Target(
            key=str(number),
            host=ADDRESS,
            stream_uri=uri,
            credential=Credential("peer", USER, PASSWORD),
        )
        for number in range(SESSIONS)
    ]
    attempts = (engine.attempt(PROBE, target, attempt=1) for target in targets)
    return [observation for observation, _ in await asyncio.gather(*attempts)]
