"""Many live sessions at once, each with a login of its own, against GStreamer's server."""

import asyncio
import collections
from datetime import UTC, datetime

import pytest

from probes.engine import Engine
from probes.picture.pool import DecodePool
from probes.places import Caps
from probes.rtsp_frame import PROBE
from probes.scope import Scope
from probes.target import Credential, Target
from tests.interop.conftest import GstServers
from tests.interop.peers.gst_rtsp_server import ADDRESS, PASSWORD, USER

pytestmark = pytest.mark.interop

SESSIONS = 128


async def test_128_live_sessions_with_digest_give_128_pictures(
    gst: GstServers, pool: DecodePool
) -> None:
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
    seen = [observation for observation, _ in await asyncio.gather(*attempts)]
    assert collections.Counter(one.failure for one in seen) == {None: SESSIONS}
    frames = [one.payload for one in seen]
    assert {frame.width_px for frame in frames if frame} == {352}
    assert {frame.auth_scheme for frame in frames if frame} == {"digest-md5"}
    assert [one.target for one in seen] == [target.key for target in targets]
