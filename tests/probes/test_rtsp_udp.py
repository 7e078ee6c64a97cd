"""Our own client over UDP at once, without asking for TCP first."""

from datetime import timedelta
from typing import Any

from probes.rtsp_udp import PROBE, build


async def test_udp_is_asked_for_first_and_alone(
    start: Any, new_context: Any, behaviour: Any, clips: Any
) -> None:
    camera = behaviour(media=clips["h264"].packets(), udp=True)
    frame = await build(first_frame=timedelta(seconds=2)).run(await start(camera), new_context())
    assert (frame.transport, frame.path, frame.width_px) == ("udp", "own", 128)
    asked = [fields["Transport"] for method, _, fields in camera.requests if method == "SETUP"]
    assert [transport.partition("client_port")[0] for transport in asked] == ["RTP/AVP;unicast;"]


def test_it_takes_half_of_the_limit_for_a_first_picture() -> None:
    assert (PROBE.name, PROBE.deadline) == ("rtsp_udp", timedelta(seconds=17.5))
