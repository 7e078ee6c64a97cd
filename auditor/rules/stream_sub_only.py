"""STR-12: the largest profile gives no picture, a smaller one does."""

from auditor.clauses import POLICY
from auditor.evidence import latest_onvif, streams
from auditor.examples import camera, evidence, failed, frame, onvif, pictured
from auditor.judged import SeenCamera
from auditor.model import Severity, Verdict
from auditor.rule import Group, Judgement, ObservationRule, RuleMeta
from probes.failure import FailureKind
from probes.observation import Observation
from probes.onvif_device import MediaProfile, OnvifDevice
from probes.rtsp_frame import RtspFrame

__all__ = ["RULE"]

_MAIN = "rtsp://127.0.0.1:15554/main"
_SUB = "rtsp://127.0.0.1:15554/sub"


def judge(seen: SeenCamera) -> Judgement:
    """Compares the addresses that were tried with the profiles that the device lists."""
    device = latest_onvif(seen.evidence)
    if seen.best is None or device is None:
        return Judgement(Verdict.NOT_APPLICABLE)
    main = max(device.profiles, key=_area, default=None)
    refused = {frame.uri for seen_as, frame in streams(seen.evidence) if _refused(seen_as, frame)}
    if main is None or main.stream_uri not in refused or main.stream_uri == seen.best.frame.uri:
        return Judgement(Verdict.PASS)
    return Judgement(Verdict.FAIL, seen.best.frame.uri, "主码流不出图，仅子码流出图")


def _refused(observation: Observation[object], frame: RtspFrame) -> bool:
    """Our own failure says nothing of the stream; one after a picture leaves it a picture."""
    failure = observation.failure
    return failure is not None and not failure.kind.is_ours and frame.metrics is None


def _area(profile: MediaProfile) -> int:
    return (profile.width_px or 0) * (profile.height_px or 0)


def _device() -> OnvifDevice:
    sizes = (("main", 1280, 720, _MAIN), ("sub", 640, 360, _SUB))
    return OnvifDevice(
        profiles=tuple(
            MediaProfile(token=token, width_px=width, height_px=height, stream_uri=uri)
            for token, width, height, uri in sizes
        )
    )


RULE = ObservationRule(
    meta=RuleMeta(
        id="STR-12",
        title="仅子码流出图",
        severity=Severity.WARNING,
        group=Group.STREAM,
        field="stream_uri",
        clauses=(POLICY,),
        remediation="检查主码流的编码设置和取流地址",
    ),
    judge=judge,
    passing=(
        evidence(pictured()),
        evidence(onvif(_device()), pictured()),
        evidence(
            onvif(_device()),
            failed(FailureKind.RESOURCE_EXHAUSTED, uri=_MAIN),
            pictured(frame(uri=_SUB)),
        ),
    ),
    failing=(
        evidence(
            onvif(_device()),
            failed(FailureKind.NOT_FOUND, answered=True, uri=_MAIN),
            pictured(frame(uri=_SUB)),
            of=camera(stream_uri=None),
        ),
    ),
)
