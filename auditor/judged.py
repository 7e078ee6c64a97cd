"""A judged round: every camera with its state, its account and its findings.

What indicators count.  The named sets of the policy (planned, registered, key cameras,
public cameras) are made here, once, so that no two rates can mean different ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from auditor.model import CameraState, Evidence, Finding
from auditor.point_types import OBLIGED_POINT_TYPES
from auditor.policy import PublicBy
from auditor.records import Camera, DeviceStatus, KeyLocation, LocationClass, RowError
from probes.observation import Observation
from probes.rtsp_frame import RtspFrame

__all__ = ["Account", "BestPicture", "JudgedCamera", "JudgedRound", "PublicBasis", "SeenCamera"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BestPicture:
    """The picture that speaks for the camera: the one with the fewest defects.

    ``doubts`` are told to the reader and change no state.
    """

    observation: Observation[object]
    frame: RtspFrame
    defects: tuple[Finding, ...]
    is_substitute: bool
    doubts: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenCamera:
    """A camera with all that was seen of it, while it is judged; ``reason`` is Chinese."""

    evidence: Evidence
    state: CameraState
    reason: str
    answered: bool
    best: BestPicture | None

    @property
    def camera(self) -> Camera:
        """The registered camera."""
        return self.evidence.camera

    @property
    def gives_picture(self) -> bool:
        """Whether a picture was obtained that is not a substitute for one."""
        return self.best is not None and not self.best.is_substitute


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a report tells of how a camera was measured; see `auditor.model.CameraResult`.

    ``observed`` tells whether anything was seen of it, ``picture_try`` which try gave the picture
    that speaks for it.
    """

    observed: bool
    tries: int
    furthest_step: str
    first_frame_ms: int | None
    codec: str
    size: str
    picture_try: int | None
    picture_sha256: str | None
    picture_taken_at: datetime | None
    defects: tuple[str, ...]
    picture_stream: str
    exchange: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedCamera:
    """One registered camera of the round; ``reason`` is Chinese.

    Its evidence is not held: a large round's would fill the memory.
    """

    camera: Camera
    state: CameraState
    reason: str
    answered: bool
    gives_picture: bool
    findings: tuple[Finding, ...]
    account: Account


@dataclass(frozen=True, slots=True)
class PublicBasis:
    """Which of the three ways told what a public camera is (policy: the report names it)."""

    cameras: tuple[JudgedCamera, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRound:
    """``cameras`` are the registered ones: device status not 拆除.

    ``exclusions`` maps a camera's member key (its row as text) to reason and reference (Chinese)
    of its valid exclusion; ``public_by`` is what the profile says tells a public camera.
    """

    cameras: tuple[JudgedCamera, ...]
    locations: tuple[KeyLocation, ...]
    row_errors: tuple[RowError, ...] = ()
    exclusions: Mapping[str, str] = field(default_factory=dict)
    public_by: PublicBy = PublicBy.AUTO

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, by row and rule."""
        found = [finding for camera in self.cameras for finding in camera.findings]
        return tuple(sorted(found, key=lambda finding: (finding.row, finding.rule)))

    def key_cameras(self) -> tuple[tuple[JudgedCamera, LocationClass], ...]:
        """Registered cameras that name a planned key location, with its class."""
        classes = {location.id: location.location_class for location in self.locations}
        return tuple(
            (camera, classes[camera.camera.key_location_id])
            for camera in self.cameras
            if camera.camera.key_location_id in classes
        )

    def public_cameras(self) -> PublicBasis:
        """By the profile; by default the flag, without it point type 一类/二类, without that all."""
        flagged = tuple(c for c in self.cameras if c.camera.public_video)
        typed = tuple(c for c in self.cameras if c.camera.point_type in OBLIGED_POINT_TYPES)
        if self.public_by is PublicBy.AUTO:
            return self._by_what_is_there(flagged, typed)
        chosen = {
            PublicBy.FLAG: PublicBasis(flagged, "按方案，台账“公共视频资源”列为“是”的摄像机"),
            PublicBy.POINT_TYPE: PublicBasis(typed, "按方案，监控点位类型为一类、二类的摄像机"),
            PublicBy.ALL: PublicBasis(self.cameras, "按方案，全部在册摄像机"),
        }
        return chosen[self.public_by]

    def _by_what_is_there(
        self, flagged: tuple[JudgedCamera, ...], typed: tuple[JudgedCamera, ...]
    ) -> PublicBasis:
        if any(camera.camera.public_video is not None for camera in self.cameras):
            return PublicBasis(flagged, "台账“公共视频资源”列为“是”的摄像机")
        if any(camera.camera.point_type for camera in self.cameras):
            return PublicBasis(typed, "台账无“公共视频资源”标记，按监控点位类型一类、二类")
        return PublicBasis(self.cameras, "台账无“公共视频资源”标记和点位类型，按全部在册摄像机")

    def watching(self) -> tuple[tuple[KeyLocation, tuple[JudgedCamera, ...]], ...]:
        """Each planned location with the in-use cameras that name it; none under repair."""
        named: dict[str, list[JudgedCamera]] = {location.id: [] for location in self.locations}
        for camera in self.cameras:
            if camera.camera.status is not DeviceStatus.IN_REPAIR:
                named.get(camera.camera.key_location_id, []).append(camera)
        return tuple((location, tuple(named[location.id])) for location in self.locations)
