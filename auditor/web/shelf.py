"""What the store and the folder of reports hold, as the pages need it.  Reads only.

A round that ended never changes, so what was read of it is kept.  A whole report is read only for
a page that shows its cameras or findings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from auditor.errors import StoreError
from auditor.finding_ids import finding_ids
from auditor.model import Finding, Report, RoundKind
from auditor.render.thumbnails import is_picture_name
from auditor.store.pages import CameraLine, RoundHead, RoundLines
from auditor.store.store import KeptRound, Store
from auditor.web.camera_list import PER_PAGE, Part, page_of
from auditor.web.kept import Kept

__all__ = ["Shelf", "Summary", "is_result", "plain_file"]

_REPORTS = 6
_ROUNDS = 40
_PARTS = 3  # pictures/<round>/<name>
_BESIDE = "adhoc"  # the folder of rounds over chosen cameras


@dataclass(frozen=True, slots=True)
class Summary:
    """The verdicts of a round."""

    round: KeptRound
    head: RoundHead


@dataclass(slots=True)
class Shelf:
    """``store`` is open while the server runs."""

    store: Store
    folder: Path
    _reports: Kept[Report] = field(init=False)
    _ids: Kept[Mapping[Finding, str]] = field(init=False)
    _lines: Kept[RoundLines | None] = field(init=False)

    def __post_init__(self) -> None:
        """Nothing is read yet."""
        self._reports = Kept(_REPORTS, self.store.report)
        self._ids = Kept(_REPORTS, self._read_ids)
        self._lines = Kept(_ROUNDS, self._read_lines)

    def rounds(self, community: str | None = None) -> tuple[KeptRound, ...]:
        """Every round, the latest first."""
        return self.store.round_shelf.some(community)

    def rounds_on(self, community: str | None, number: int) -> Part[KeptRound]:
        """Page ``number`` of the rounds."""
        shelf = self.store.round_shelf
        number, pages, total = page_of(shelf.count(community), number)
        start = (number - 1) * PER_PAGE
        found = shelf.some(community, start=start, most=PER_PAGE)
        return Part(items=found, number=number, pages=pages, total=total)

    def round(self, round_id: str) -> KeptRound | None:
        """An ended round."""
        found = self.store.round_shelf.one(round_id)
        return found if found is not None and found.ended_at is not None else None

    def latest(self) -> tuple[KeptRound, ...]:
        """The latest ended round of each community, communities in order."""
        return self.store.round_shelf.latest()

    def report(self, round_id: str) -> Report:
        """The result of an ended round."""
        return self._reports.get(round_id)

    def ids(self, round_id: str) -> Mapping[Finding, str]:
        """The ids of its findings, those of files; findings that are alike share one."""
        return self._ids.get(round_id)

    def head(self, kept: KeptRound) -> RoundHead:
        """The same without its cameras and findings."""
        (summary,) = self.summaries([kept])
        return summary.head

    def heads(self, rounds: Sequence[KeptRound]) -> Mapping[str, RoundHead]:
        """By round, as far as they ended and can be read."""
        return self.store.pages.heads(one.id for one in rounds)

    def summaries(self, rounds: Sequence[KeptRound]) -> tuple[Summary, ...]:
        """The verdicts of ended rounds; StoreError for one that cannot be read any more."""
        heads = self.heads(rounds)
        for one in rounds:
            if one.id not in heads:
                raise StoreError(f"the report of round {one.id} in the store cannot be read")
        return tuple(Summary(one, heads[one.id]) for one in rounds)

    def before(self, kept: KeptRound) -> KeptRound | None:
        """The round before, if one ended."""
        rounds = self.rounds(kept.community)
        earlier = (one for one in rounds if is_result(one) and one.started_at < kept.started_at)
        return next(earlier, None)

    def history(
        self, kept: KeptRound, device_code: str, most: int
    ) -> tuple[tuple[KeptRound, CameraLine], ...]:
        """A camera in the latest rounds of its community; by its code where that is its own."""
        found = []
        ended = (one for one in self.rounds(kept.community) if one.ended_at is not None)
        for one, _ in zip(ended, range(most), strict=False):
            lines = self._lines.get(one.id)
            if lines is not None and (line := lines.of(device_code)) is not None:
                found.append((one, line))
        return tuple(found)

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

    def _read_ids(self, round_id: str) -> Mapping[Finding, str]:
        report = self.report(round_id)
        return dict(zip(report.findings, finding_ids(report), strict=True))

    def _read_lines(self, round_id: str) -> RoundLines | None:
        return self.store.pages.lines(round_id)


def is_result(kept: KeptRound) -> bool:
    """Whether a round ended and is about the whole community, not about chosen cameras."""
    return kept.ended_at is not None and kept.kind is RoundKind.NIGHTLY


def plain_file(folder: Path, relative: str) -> Path | None:
    """A regular file inside ``folder``, reached by no link."""
    path = folder / relative
    try:
        inside = path.resolve(strict=True) == folder.resolve(strict=True) / relative
    except OSError:
        return None
    return path if inside and path.is_file() else None
