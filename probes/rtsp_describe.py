"""What the main stream says of itself, by DESCRIBE alone: no media is asked for.

Codec, size and frame rate stand in the parameter sets of the description.  Whether the stream
gives a picture is not asked.
"""

from dataclasses import dataclass
from datetime import timedelta

from probes.probe import Context, Probe
from probes.redact import redact_uri
from probes.rtsp.video_format import VideoFormat, read_format
from probes.rtsp_client import Dialogue, Limits, open_session
from probes.rtsp_tls import TlsPolicy
from probes.target import Target

__all__ = ["NAME", "PROBE", "StreamDescription", "build"]

NAME = "rtsp_describe"
_DEADLINE = timedelta(seconds=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamDescription:
    """``declared`` is None where the description holds no parameter sets.  ``uri`` is redacted."""

    uri: str
    status_code: int | None = None
    auth_scheme: str | None = None
    login_accepted: bool = False
    server: str | None = None
    codec: str | None = None
    declared: VideoFormat | None = None


def build(
    *, tls: TlsPolicy | None = None, limits: Limits | None = None
) -> Probe[StreamDescription]:
    """Return the probe; ``limits`` override ``tls``."""
    chosen = limits or Limits(tls=tls or TlsPolicy())

    async def run(target: Target, context: Context[StreamDescription]) -> StreamDescription:
        uri = redact_uri(target.stream_uri or "")
        async with open_session(target, context, limits=chosen) as session:
            declared: VideoFormat | None = None
            try:
                track = await session.describe()
                declared = read_format(track.codec, track.parameter_sets)
            finally:
                seen = context.partial = _seen(uri, session.dialogue, declared)
        return seen

    return Probe(
        name=NAME,
        version=1,
        payload_type=StreamDescription,
        deadline=_DEADLINE,
        run=run,
    )


def _seen(uri: str, dialogue: Dialogue, declared: VideoFormat | None) -> StreamDescription:
    return StreamDescription(
        uri=uri,
        status_code=dialogue.status_code,
        auth_scheme=dialogue.auth_scheme,
        login_accepted=dialogue.login_accepted,
        server=dialogue.server,
        codec=dialogue.codec,
        declared=declared,
    )


PROBE = build()
