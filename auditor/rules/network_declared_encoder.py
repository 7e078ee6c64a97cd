"""NET-05: a stream is not what the device says its encoder is set to.

Compared for the profile whose own address was played.  Sizes may differ by what an encoder
pads (less than 16 pixels) and by a picture on its side.  The older media service cannot tell
H.265, so its "H264" beside an H.265 stream is no difference.
"""

import re
from collections.abc import Iterator

from auditor.clauses import POLICY
from auditor.evidence import latest_onvif, pictures
from auditor.examples import evidence, frame, onvif, pictured
from auditor.judged import SeenCamera
from auditor.model import Severity, Verdict
from auditor.rule import Group, Judgement, ObservationRule, RuleMeta
from probes.onvif_device import MediaProfile, OnvifDevice
from probes.rtsp_frame import RtspFrame

__all__ = ["RULE"]

_PADDING_PX = 16
_SHOWN = 3
_CODECS = {"h264": "h264", "avc": "h264", "h265": "h265", "hevc": "h265"}


def judge(seen: SeenCamera) -> Judgement:
    """Not applicable where no played address is one of the device's own."""
    device = latest_onvif(seen.evidence)
    if device is None:
        return Judgement(Verdict.NOT_APPLICABLE)
    declared = {profile.stream_uri: profile for profile in device.profiles}
    measured = {frame.uri: frame for _, frame in pictures(seen.evidence)}
    compared = [(declared[uri], frame) for uri, frame in measured.items() if uri in declared]
    if not compared:
        return Judgement(Verdict.NOT_APPLICABLE)
    found = [text for profile, frame in compared for text in _differences(profile, frame)]
    if not found:
        return Judgement(Verdict.PASS)
    value = "；".join(found[:_SHOWN])
    return Judgement(Verdict.FAIL, value, f"实测码流与设备编码设置不一致：{value}")


def _differences(profile: MediaProfile, frame: RtspFrame) -> Iterator[str]:
    codec, told = _codec(frame.codec), _codec(profile.encoding)
    is_older = profile.service == "media" and codec == "h265"
    if codec and told and codec != told and not is_older:
        yield f"编码设置为 {told.upper()}，实测 {codec.upper()}"
    sizes = (profile.width_px, profile.height_px, frame.width_px, frame.height_px)
    known = [size for size in sizes if size is not None]
    if len(known) == len(sizes) and not _same_size(known):
        yield f"分辨率设置为 {known[0]}×{known[1]}，实测 {known[2]}×{known[3]}"


def _codec(name: str | None) -> str | None:
    """One spelling of the two codecs that are compared."""
    return _CODECS.get(re.sub(r"[^a-z0-9]", "", (name or "").lower()))


def _same_size(sizes: list[int]) -> bool:
    width, height, *measured = sizes
    return any(
        abs(width - across) < _PADDING_PX and abs(height - down) < _PADDING_PX
        for across, down in (measured, measured[::-1])
    )


def _device(encoding: str, width: int, height: int, service: str = "media") -> OnvifDevice:
    profile = MediaProfile(
        token="main",  # noqa: S106  # a profile's name
        encoding=encoding,
        width_px=width,
        height_px=height,
        stream_uri=frame().uri,
        service=service,
    )
    return OnvifDevice(profiles=(profile,))


RULE = ObservationRule(
    meta=RuleMeta(
        id="NET-05",
        title="实测码流与设备编码设置不一致",
        severity=Severity.WARNING,
        group=Group.NETWORK,
        field="stream_uri",
        clauses=(POLICY,),
        remediation="核对设备的编码和分辨率设置；设置未生效的，重新保存或升级固件",
    ),
    judge=judge,
    passing=(
        evidence(),
        evidence(onvif(_device("H264", 1280, 720))),
        evidence(onvif(_device("H264", 1280, 720)), pictured()),
        evidence(onvif(_device("JPEG", 720, 1280)), pictured()),
        evidence(onvif(_device("H.264", 1280, 728)), pictured()),
    ),
    failing=(
        evidence(onvif(_device("H264", 1920, 1080)), pictured()),
        evidence(onvif(_device("H265", 1280, 720, "media2")), pictured()),
    ),
)
