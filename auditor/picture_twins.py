"""Which cameras of a round showed the same picture: by its bytes, or nearly by its hash.

Pure.  Two live sensors never give the same bytes; a stored picture, a placeholder or a relay
that mixed up its channels does.  Pictures without content (black, one colour) are left out:
they have rules of their own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from auditor.evidence import pictures
from auditor.model import Evidence
from probes.picture.fingerprint import hash_distance
from probes.picture.frame import FrameMetrics
from probes.rtsp_frame import RtspFrame

__all__ = ["ALIKE_BITS", "Twins", "find_twins", "has_content"]

ALIKE_BITS = 3
"""Of 64; scenes that differ are further apart (docs/picture-diagnosis.md)."""

_CONTRAST = 20.0
_EDGE_CELLS = 12
_BAND_DIGITS = 4
_LARGEST_BUCKET = 50

Source = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Twins:
    """``by_bytes``: sha256 to the rows and stream addresses that gave it."""

    by_bytes: Mapping[str, frozenset[Source]] = field(default_factory=dict)
    by_hash: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    def same(self, row: int, sha256: str) -> tuple[int, ...]:
        """The other rows that gave these bytes."""
        rows = {other for other, _ in self.by_bytes.get(sha256, frozenset())}
        return tuple(sorted(rows - {row}))

    def sources(self, sha256: str) -> int:
        """How many stream addresses gave these bytes."""
        return len({uri for _, uri in self.by_bytes.get(sha256, frozenset())})

    def alike(self, row: int) -> tuple[int, ...]:
        """The other rows whose picture looks the same."""
        return self.by_hash.get(row, ())


def has_content(numbers: FrameMetrics) -> bool:
    """Whether a picture shows enough for its likeness to mean something."""
    return numbers.luma_std >= _CONTRAST and numbers.edge_cells >= _EDGE_CELLS


def find_twins(round_evidence: Iterable[Evidence]) -> Twins:
    """Compare every picture of a round with every other, without looking at every pair."""
    by_bytes: dict[str, set[Source]] = defaultdict(set)
    hashes: set[tuple[int, str]] = set()
    for row, frame, numbers in _telling(round_evidence):
        by_bytes[frame.picture_sha256 or ""].add((row, frame.uri))
        hashes.add((row, numbers.perceptual_hash))
    by_bytes.pop("", None)
    shared = {key: frozenset(found) for key, found in by_bytes.items()}
    return Twins(shared, _alike(hashes))


def _telling(
    round_evidence: Iterable[Evidence],
) -> Iterator[tuple[int, RtspFrame, FrameMetrics]]:
    for evidence in round_evidence:
        for _, frame in pictures(evidence):
            if frame.metrics is not None and has_content(frame.metrics):
                yield evidence.camera.row, frame, frame.metrics


def _alike(hashes: Iterable[tuple[int, str]]) -> dict[int, tuple[int, ...]]:
    """With at most three bits wrong, one of four bands of 16 bits is right."""
    buckets: dict[tuple[int, str], set[tuple[int, str]]] = defaultdict(set)
    for row, text in hashes:
        for start in range(0, len(text), _BAND_DIGITS):
            buckets[start, text[start : start + _BAND_DIGITS]].add((row, text))
    found: dict[int, set[int]] = defaultdict(set)
    for bucket in buckets.values():
        if len(bucket) > _LARGEST_BUCKET:
            continue  # a band that so many share tells nothing
        for (row, text), (other, other_text) in combinations(bucket, 2):
            if row != other and hash_distance(text, other_text) <= ALIKE_BITS:
                found[row].add(other)
                found[other].add(row)
    return {row: tuple(sorted(others)) for row, others in found.items()}
