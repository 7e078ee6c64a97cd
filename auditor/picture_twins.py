"""Which cameras of a round showed the same picture: by its bytes, or nearly by its hash.

Pure.  Two live sensors never give the same bytes; a stored picture, a placeholder or a relay
that mixed up its channels does.  Pictures without content (black, one colour) are left out:
they have rules of their own.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from auditor.evidence import pictures
from auditor.model import Evidence
from probes.picture.fingerprint import hash_distance
from probes.picture.frame import FrameMetrics

__all__ = ["ALIKE_BITS", "Shot", "Twins", "compared", "find_twins", "has_content", "shots"]

ALIKE_BITS = 3
"""Of 64; scenes that differ are further apart (docs/picture-diagnosis.md)."""

_CONTRAST = 20.0
_EDGE_CELLS = 12
_BAND_DIGITS = 4
_LARGEST_BUCKET = 50

Source = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Twins:
    """``by_bytes``: sha256 to the rows and stream addresses that gave it, where several did."""

    by_bytes: Mapping[str, frozenset[Source]] = field(default_factory=dict)
    by_hash: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    def same(self, row: int, sha256: str) -> tuple[int, ...]:
        """The other rows that gave these bytes."""
        rows = {other for other, _ in self.by_bytes.get(sha256, frozenset())}
        return tuple(sorted(rows - {row}))

    def sources(self, sha256: str) -> int:
        """How many stream addresses gave these bytes; one of a picture that is nobody's twin."""
        return len({uri for _, uri in self.by_bytes.get(sha256, frozenset())}) or 1

    def alike(self, row: int) -> tuple[int, ...]:
        """The other rows whose picture looks the same."""
        return self.by_hash.get(row, ())


def has_content(numbers: FrameMetrics) -> bool:
    """Whether a picture shows enough for its likeness to mean something."""
    return numbers.luma_std >= _CONTRAST and numbers.edge_cells >= _EDGE_CELLS


@dataclass(frozen=True, slots=True)
class Shot:
    """What is compared of one picture."""

    row: int
    uri: str
    sha256: str
    perceptual_hash: str


def shots(evidence: Evidence) -> Iterator[Shot]:
    """The pictures of one camera that show enough to be compared."""
    for _, frame in pictures(evidence):
        numbers = frame.metrics
        if numbers is not None and has_content(numbers):
            sha256 = frame.picture_sha256 or ""
            yield Shot(evidence.camera.row, frame.uri, sha256, numbers.perceptual_hash)


def find_twins(round_evidence: Iterable[Evidence]) -> Twins:
    """Compare every picture of a round with every other."""
    return compared(shot for evidence in round_evidence for shot in shots(evidence))


def compared(found: Iterable[Shot]) -> Twins:
    """Compare them without looking at every pair."""
    first: dict[str, Source] = {}
    shared: dict[str, set[Source]] = {}
    hashes: set[tuple[int, str]] = set()
    for shot in found:
        source = (shot.row, shot.uri)
        if shot.sha256 and first.setdefault(shot.sha256, source) != source:
            shared.setdefault(shot.sha256, {first[shot.sha256]}).add(source)
        hashes.add((shot.row, shot.perceptual_hash))
    by_bytes = {key: frozenset(sources) for key, sources in shared.items()}
    return Twins(by_bytes, _alike(hashes))


def _alike(hashes: Collection[tuple[int, str]]) -> dict[int, tuple[int, ...]]:
    """With at most three bits wrong, one of four bands of 16 bits is right."""
    found: dict[int, set[int]] = defaultdict(set)
    longest = max((len(text) for _, text in hashes), default=0)
    for start in range(0, longest, _BAND_DIGITS):
        for bucket in _buckets(hashes, start):
            for (row, text), (other, other_text) in combinations(bucket, 2):
                if row != other and hash_distance(text, other_text) <= ALIKE_BITS:
                    found[row].add(other)
                    found[other].add(row)
    return {row: tuple(sorted(others)) for row, others in found.items()}


def _buckets(hashes: Collection[tuple[int, str]], start: int) -> Iterator[list[tuple[int, str]]]:
    """The hashes that are equal in one band; a band that so many share tells nothing."""
    buckets: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row, text in hashes:
        if start < len(text):
            buckets[text[start : start + _BAND_DIGITS]].append((row, text))
    return (bucket for bucket in buckets.values() if 1 < len(bucket) <= _LARGEST_BUCKET)
