"""What the store and the folder of reports hold, as the pages need it.  Reads only.

A round that ended never changes, so what was read of it is kept.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from auditor.model import CameraState, IndicatorResult, Report, RoundKind
from auditor.render.thumbnails import is_picture_name
from auditor.store.store import KeptRound, Store
from auditor.web.kept import Kept

__all__ = ["CameraLine", "Shelf", "Summary", "is_result", "plain_file"]

_REPORTS = 6
_ROUNDS = 400
_PARTS = 3  # pictures/<round>/<name>
_BESIDE = "adhoc"  # the folder of rounds over chosen cameras


@dataclass(frozen=True, slots=True)
class Summary:
    """The verdicts of a round, without its members."""

    round: KeptRound
    level: str
    results: tuple[IndicatorResult, ...]
    cameras: int


@dataclass(frozen=True, slots=True)
class CameraLine:
    """One camera in one round."""

    row: int
    state: CameraState
    reason: str
    first_frame_ms: int | None
    picture: str | None


@dataclass(slots=True)
class Shelf:
    """``store`` is open while the server runs."""

    store: Store
    folder: Path
    _reports: Kept[Report] = field(init=False)
    _lines: Kept[Mapping[str, CameraLine]] = field(init=False)
    _summaries: Kept[tuple[str, tuple[IndicatorResult, ...], int]] = field(init=False)

    def __post_init__(self) -> None:
        """Nothing is read yet."""
        self._reports = Kept(_REPORTS, self.store.report)
        self._lines = Kept(_ROUNDS // 10, self._read_lines)
        self._summaries = Kept(_ROUNDS, self._read_summary)

    def rounds(self, community: str | None = None) -> tuple[KeptRound, ...]:
        """Every round, the latest first."""
        every = self.store.rounds()
        return tuple(one for one in every if community in (None, one.community))

    def round(self, round_id: str) -> KeptRound | None:
        """An ended round."""
        found = (one for one in self.rounds() if one.id == round_id and one.ended_at is not None)
        return next(found, None)

    def latest(self) -> tuple[KeptRound, ...]:
        """The latest ended round of each community, communities in order."""
        latest: dict[str, KeptRound] = {}
        for one in self.rounds():
            if is_result(one):
                latest.setdefault(one.community, one)
        return tuple(latest[name] for name in sorted(latest))

    def report(self, round_id: str) -> Report:
        """The result of an ended round."""
        return self._reports.get(round_id)

    def summary(self, kept: KeptRound) -> Summary:
        """The verdicts of an ended round."""
        level, results, cameras = self._summaries.get(kept.id)
        return Summary(kept, level, results, cameras)

    def before(self, round_id: str) -> Report | None:
        """The result of the round before, if one ended."""
        this = next((one for one in self.rounds() if one.id == round_id), None)
        earlier = (
            one
            for one in self.rounds(this.community if this else "")
            if this and is_result(one) and one.started_at < this.started_at
        )
        found = next(earlier, None)
        return None if found is None else self.report(found.id)

    def history(
        self, kept: KeptRound, device_code: str, most: int
    ) -> tuple[tuple[KeptRound, CameraLine], ...]:
        """A camera in the latest rounds of its community; by its code where that is its own."""
        ended = [one for one in self.rounds(kept.community) if one.ended_at is not None][:most]
        found = ((one, self._lines.get(one.id).get(device_code)) for one in ended)
        return tuple((one, line) for one, line in found if line is not None)

    def picture(self, round_id: str, name: str) -> Path | None:
        """The file of a picture of a report; None for any other name, also one that leads away."""
        relative = f"pictures/{round_id}/{name}"
        if not is_picture_name(relative):
            return None
        beside = f"{_BESIDE}/{round_id}/{relative}"
        return plain_file(self.folder, relative) or plain_file(self.folder, beside)

    def is_there(self, picture: str | None) -> bool:
        """Whether the file of a report's picture is there; old ones are removed by policy."""
        parts = (picture or "").split("/")
        return len(parts) == _PARTS and self.picture(parts[1], parts[2]) is not None

    def _read_lines(self, round_id: str) -> Mapping[str, CameraLine]:
        report = self.report(round_id)
        codes = Counter(one.camera.device_code for one in report.cameras)
        return {
            one.camera.device_code: CameraLine(
                one.camera.row, one.state, one.reason, one.first_frame_ms, one.picture
            )
            for one in report.cameras
            if one.camera.device_code and codes[one.camera.device_code] == 1
        }

    def _read_summary(self, round_id: str) -> tuple[str, tuple[IndicatorResult, ...], int]:
        report = self.report(round_id)
        return report.level, tuple(map(_bare, report.results)), len(report.cameras)


def is_result(kept: KeptRound) -> bool:
    """Whether a round ended and is about the whole community, not about chosen cameras."""
    return kept.ended_at is not None and kept.kind is RoundKind.NIGHTLY


def _bare(result: IndicatorResult) -> IndicatorResult:
    """Without the members, which are most of it."""
    return replace(result, rate=replace(result.rate, members=()))


def plain_file(folder: Path, relative: str) -> Path | None:
    """A regular file inside ``folder``, reached by no link."""
    path = folder / relative
    try:
        inside = path.resolve(strict=True) == folder.resolve(strict=True) / relative
    except OSError:
        return None
    return path if inside and path.is_file() else None
