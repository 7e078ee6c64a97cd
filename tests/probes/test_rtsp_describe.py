"""What DESCRIBE alone tells, from cameras on loopback."""

from typing import Any

import pytest

from probes.failure import FailureKind, ProbeError
from probes.rtsp_client import Limits
from probes.rtsp_describe import PROBE, StreamDescription, build

LIMITS = Limits(connect=0.3, answer=0.3, farewell=0.2)


@pytest.mark.parametrize("codec", ["h264", "h265"])
async def test_codec_and_size_come_from_the_parameter_sets_without_media(
    start: Any, new_context: Any, behaviour: Any, clips: Any, codec: str
) -> None:
    sets = tuple(clips[codec].units[0][:3])
    camera = behaviour(codec=codec.upper(), sprop=sets, auth="Digest")
    seen = await build(limits=LIMITS).run(await start(camera), new_context())
    assert seen.declared is not None
    assert (seen.codec, seen.declared.width_px, seen.declared.height_px) == (codec, 128, 96)
    assert seen.login_accepted
    assert camera.methods() == ["DESCRIBE", "DESCRIBE"]


async def test_without_parameter_sets_the_codec_is_all_that_is_known(
    start: Any, new_context: Any, behaviour: Any
) -> None:
    target = await start(behaviour())
    assert await build(limits=LIMITS).run(target, new_context()) == StreamDescription(
        uri=target.stream_uri, status_code=200, server="fake", codec="h264"
    )


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"status": {"DESCRIBE": 404}}, FailureKind.NOT_FOUND),
        ({"status": {"DESCRIBE": 453}}, FailureKind.SESSION_LIMIT),
        ({"auth": "Digest", "accepts": False}, FailureKind.AUTHENTICATION_REJECTED),
    ],
)
async def test_a_refusal_leaves_what_was_learnt(
    start: Any, new_context: Any, behaviour: Any, changes: dict[str, Any], kind: FailureKind
) -> None:
    context = new_context()
    with pytest.raises(ProbeError) as caught:
        await build(limits=LIMITS).run(await start(behaviour(**changes)), context)
    assert caught.value.kind is kind
    assert context.partial.server == "fake"
    assert context.partial.declared is None


def test_it_loads_no_uplink() -> None:
    assert not PROBE.streams
