"""A 401 that is no wrong password, against a camera on loopback: what is sent, what is said."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from probes import rtsp_confirm, rtsp_frame
from probes.engine import Engine
from probes.failure import FailureKind, ProbeError
from probes.logins import Logins
from probes.picture.captured import Captured, CaptureRequest
from probes.rtsp_client import Limits
from probes.scope import Scope
from probes.target import Target
from probes.visit import ProbeSet, Visit
from tests.probes.conftest import Behaviour, DirectDecoder

LIMITS = Limits(connect=0.3, answer=0.3, farewell=0.2)
TIMING = rtsp_frame.Timing(
    first_frame=timedelta(seconds=0.4), dialogue=timedelta(seconds=3), limits=LIMITS
)


async def night(target: Target, *, tries: int) -> list[FailureKind | None]:
    """How the stream ended in each of ``tries`` visits that share what is known of logins."""
    engine = Engine(Scope.parse(["127.0.0.0/8"]), DirectDecoder(), lambda: datetime.now(UTC))
    probes = ProbeSet(stream=rtsp_frame.build(timing=TIMING))
    logins = Logins()
    ended: list[FailureKind | None] = []
    for attempt in range(1, tries + 1):
        visit = Visit(engine=engine, probes=probes, target=target, attempt=attempt, logins=logins)
        seen = [one async for one in visit.observations()][-1]
        ended.append(seen.failure.kind if seen.failure else None)
    return ended


async def test_a_401_after_an_accepted_login_is_a_limit_and_is_asked_once_more(start: Any) -> None:
    camera = Behaviour(auth="Digest", logins_taken=1)
    assert await night(await start(camera), tries=4) == [
        FailureKind.NO_MEDIA,
        FailureKind.SESSION_LIMIT,
        FailureKind.SESSION_LIMIT,
        FailureKind.LOGIN_WITHHELD,
    ]
    assert camera.logins_sent() == 3


async def test_a_first_401_is_judged_once_a_night(start: Any) -> None:
    camera = Behaviour(auth="Digest", accepts=False)
    assert await night(await start(camera), tries=3) == [
        FailureKind.AUTHENTICATION_REJECTED,
        FailureKind.LOGIN_WITHHELD,
        FailureKind.LOGIN_WITHHELD,
    ]
    assert camera.logins_sent() == 1


async def test_a_limit_in_the_device_s_words_keeps_the_password_at_home(start: Any) -> None:
    camera = Behaviour(auth="Digest", accepts=False, reason="Too many connections")
    assert await night(await start(camera), tries=3) == [FailureKind.SESSION_LIMIT] * 3
    assert camera.logins_sent() == 0


class Asker:
    """In place of FFmpeg: it asks the relay for the description."""

    async def capture(self, request: CaptureRequest) -> Captured | None:
        host, port = request.uri.removeprefix("rtsp://").partition("/")[0].split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(f"DESCRIBE {request.uri} RTSP/1.0\r\nCSeq: 1\r\n\r\n".encode())
        await reader.read()
        writer.close()
        return Captured()


async def test_the_second_client_knows_that_the_password_was_right(
    start: Any, new_context: Any
) -> None:
    camera = Behaviour(auth="Digest", accepts=False)
    target = await start(camera)
    probe = rtsp_confirm.build(timing=rtsp_confirm.Timing(limits=LIMITS))
    kinds = []
    for is_proved in (False, True):
        context = new_context(capturer=Asker(), login_proved=is_proved)
        try:
            await probe.run(target, context)
        except ProbeError as error:
            kinds.append(error.kind)
    assert kinds == [FailureKind.AUTHENTICATION_REJECTED, FailureKind.SESSION_LIMIT]
