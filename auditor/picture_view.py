"""What a picture rule sees: one decoded picture, its hour, and who else showed the same.

Pure.  Which picture speaks for a camera is left to `auditor.judge`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from auditor.daypart import Daypart, daypart, is_infrared
from auditor.picture_limits import PictureLimits, PictureTerms, picture_terms
from auditor.picture_twins import Twins
from auditor.records import Camera
from probes.observation import Observation
from probes.rtsp_frame import RtspFrame

__all__ = ["EarlierPictures", "PictureView", "RoundPictures", "earlier_pictures"]

EarlierPictures = Mapping[str, frozenset[str]]
"""The sha256 of the pictures that the round before got from a stream address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureView:
    """A picture and what it is judged by.

    ``same`` are the rows of other cameras that gave the very same bytes, ``sources`` how many
    stream addresses gave them in all; ``alike`` rows whose picture has nearly the same
    perceptual hash.  ``shown_before`` tells that the round before got these bytes from the
    same address.
    """

    frame: RtspFrame
    daypart: Daypart
    limits: PictureLimits
    placeholders: tuple[str, ...] = ()
    same: tuple[int, ...] = ()
    sources: int = 1
    alike: tuple[int, ...] = ()
    shown_before: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPictures:
    """The terms of a round and what its pictures have in common."""

    terms: PictureTerms = field(default_factory=lambda: picture_terms({}))
    twins: Twins = field(default_factory=Twins)
    earlier: EarlierPictures = field(default_factory=dict)

    def view(
        self, camera: Camera, observation: Observation[object], frame: RtspFrame
    ) -> PictureView:
        """One picture of one camera."""
        part = daypart(camera.longitude, camera.latitude, observation.started_at)
        if frame.metrics is not None and is_infrared(frame.metrics.saturation_mean):
            part = Daypart.NIGHT
        sha256 = frame.picture_sha256 or ""
        return PictureView(
            frame=frame,
            daypart=part,
            limits=self.terms.limits[part],
            placeholders=self.terms.placeholders,
            same=self.twins.same(camera.row, sha256),
            sources=self.twins.sources(sha256),
            alike=self.twins.alike(camera.row),
            shown_before=sha256 in self.earlier.get(frame.uri, frozenset()),
        )


def earlier_pictures(observations: Iterable[Observation[object]]) -> EarlierPictures:
    """By stream address, since a row may be another camera's in another register."""
    found: dict[str, set[str]] = defaultdict(set)
    for frame in (observation.payload for observation in observations):
        if isinstance(frame, RtspFrame) and frame.picture_sha256:
            found[frame.uri].add(frame.picture_sha256)
    return {uri: frozenset(hashes) for uri, hashes in found.items()}
