"""How each kind of capture is read: bytes to one line that says what was understood."""

from collections.abc import Callable

from probes.failure import ProbeError
from probes.rtsp.depacketize import Depacketizer
from probes.rtsp.digest import choose, parse_challenges
from probes.rtsp.jpeg import JpegDepacketizer
from probes.rtsp.message import Frame, Parser
from probes.rtsp.nal import H264, H265, NalReader, Syntax
from probes.rtsp.rtp import Packet, parse_packet
from probes.rtsp.sdp import parse_sdp
from probes.rtsp.video_format import read_format


def read_messages(data: bytes, *, size: int = 1 << 20) -> str:
    """Everything that a connection gives, fed in pieces of ``size`` bytes."""
    parser = Parser()
    found: list[str] = []
    try:
        for at in range(0, len(data), size):
            parser.feed(data[at : at + size])
            while (message := parser.next()) is not None:
                found.append(_message(message))
    except ProbeError as error:
        found.append(error.detail)
    return " | ".join(found) or "nothing yet"


def _message(message: object) -> str:
    if isinstance(message, Frame):
        return f"frame {message.channel} {len(message.payload)}"
    names = ",".join(name for name, _ in getattr(message, "headers", ()))
    status, reason = getattr(message, "status", 0), getattr(message, "reason", "")
    return f"{status} {reason} [{names}] {len(getattr(message, 'body', b''))}"


def read_challenge(data: bytes) -> str:
    chosen = choose(parse_challenges([data.decode(errors="replace")]))
    if chosen is None:
        return "none usable"
    return f"{chosen.label} {'stale' if chosen.stale else chosen.nonce}".strip()


def read_sdp(data: bytes) -> str:
    try:
        found = parse_sdp(data, base="rtsp://127.0.0.1/live")
    except ProbeError as error:
        return error.detail
    if found.video is None:
        return f"no video of {','.join(found.codecs)}"
    video = found.video
    return f"{video.codec} {video.payload_type} {video.control} {len(video.parameter_sets)} sets"


def read_rtp(data: bytes) -> str:
    packet = parse_packet(data)
    return "no packet" if packet is None else f"type {packet.payload_type}, {packet.payload!r}"


def _nals(data: bytes, syntax: Syntax) -> str:
    nals, damaged = NalReader(syntax).push(data, after_gap=False)
    return f"{[syntax.type_of(nal) for nal in nals]}{' damaged' if damaged else ''}"


def read_h264(data: bytes) -> str:
    Depacketizer("h264").push(_packet(data), after_gap=False)
    return _nals(data, H264)


def read_h265(data: bytes) -> str:
    Depacketizer("h265").push(_packet(data), after_gap=False)
    return _nals(data, H265)


def read_jpeg(data: bytes) -> str:
    units = JpegDepacketizer().push(_packet(data), after_gap=False)
    return f"a file of {len(units[0].data)} bytes" if units else "no picture"


def _packet(payload: bytes) -> Packet:
    return Packet(payload_type=96, sequence=0, timestamp=0, ssrc=1, marker=True, payload=payload)


def _read_sps(data: bytes, codec: str) -> str:
    found = read_format(codec, [data]) if data else None
    if found is None:
        return "nothing"
    return f"{found.profile} {found.width_px}x{found.height_px} {found.frame_rate}"


READERS: dict[str, Callable[[bytes], str]] = {
    ".rtsp": read_messages,
    ".challenge": read_challenge,
    ".sdp": read_sdp,
    ".rtp": read_rtp,
    ".h264": read_h264,
    ".h265": read_h265,
    ".rtpjpeg": read_jpeg,
    ".sps264": lambda data: _read_sps(data, "h264"),
    ".sps265": lambda data: _read_sps(data, "h265"),
}
