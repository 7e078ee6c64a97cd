"""What the records of a community tell together, where one record alone can tell nothing.

A position inside its county may be WGS-84, GCJ-02 or BD-09: one record cannot say which, a set
of them sometimes can.  Each note says how strong it is, and says so when nothing can be said
(no boundary test for few cameras, no datum without anchors).  Notes are no findings: they
condemn no record.
"""

import enum
from dataclasses import dataclass

import polars as pl

from auditor.geo import anchors as datum_anchors
from auditor.geo import sets, sets_datum
from auditor.geo.anchors_file import Anchors, match
from auditor.geo.second_list import Comparison
from auditor.geo.sets import Strength
from auditor.record_text import inside_china, text

__all__ = ["BatchNote", "batch_notes"]

_LEAST = 5
_MOST = 5_000
_MOST_ALL = 50_000


class Subject(enum.StrEnum):
    """What a note is about."""

    DMS_DIGITS = "dms_digits"
    OUTLIERS = "outliers"
    MIXED_DATUMS = "mixed_datums"
    ANCHORS = "anchors"
    SECOND_LIST = "second_list"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchNote:
    """One sentence (Chinese) about ``scope``, a community or the whole list."""

    scope: str
    subject: Subject
    strength: Strength
    sentence: str


def batch_notes(
    frame: pl.DataFrame,
    *,
    anchors: Anchors | None,
    compared: Comparison | None,
    uncompared: int = 0,
) -> tuple[BatchNote, ...]:
    """Every note over the prepared ``frame``; silent tests are left out.

    ``uncompared`` rows of the second list could not be read.
    """
    notes = [*_communities(frame)]
    if anchors is not None:
        notes.append(_anchored(frame, anchors))
    if compared is not None:
        strength = Strength.STRONG if compared.strong_shift else Strength.NOTHING
        notes.append(_note("全部记录", Subject.SECOND_LIST, strength, compared.sentence))
    if uncompared:
        sentence = f"第二份清单有 {uncompared} 行无法读取，未参与比对"
        notes.append(_note("全部记录", Subject.SECOND_LIST, Strength.CANNOT_SAY, sentence))
    return tuple(notes)


def _communities(frame: pl.DataFrame) -> list[BatchNote]:
    if frame.height > _MOST_ALL:
        sentence = f"记录超过 {_MOST_ALL} 条，未按社区分析坐标系，请按社区分别检查"
        return [_note("全部记录", Subject.LIMIT, Strength.CANNOT_SAY, sentence)]
    placed = frame.filter(inside_china() & (text("community") != ""))
    groups = placed.group_by("community", maintain_order=True)
    found = (_community(str(name), part) for (name,), part in groups)
    return [note for notes in found for note in notes]


def _community(name: str, part: pl.DataFrame) -> list[BatchNote]:
    """Only what was seen; that a test found nothing is no news."""
    if not _LEAST <= part.height <= _MOST:
        return []
    lon, lat = (part[column].cast(pl.Float64).to_numpy() for column in ("lon", "lat"))
    texts = part.select(text("longitude").alias("lon"), text("latitude").alias("lat"))
    digits = sets.dms_digits(texts["lon"].to_list(), texts["lat"].to_list())
    mixed = sets_datum.mixed_datums(lon, lat)
    stray = sets.outliers(lon, lat)
    told = (
        (Subject.DMS_DIGITS, digits.strength, digits.sentence),
        (Subject.MIXED_DATUMS, mixed.strength, mixed.sentence),
        (Subject.OUTLIERS, stray.strength, stray.sentence),
    )
    seen = (Strength.STRONG, Strength.HINT)
    return [_note(name, *one) for one in told if one[1] in seen]


def _anchored(frame: pl.DataFrame, anchors: Anchors) -> BatchNote:
    """The datum by measured positions; that it cannot be decided is told too."""
    matched = match(
        anchors.anchors,
        device_codes=frame["device_code"].to_list(),
        communities=frame["community"].fill_null("").to_list(),
        key_location_ids=frame["key_location_id"].fill_null("").to_list(),
    )
    lon, lat = (frame[c].cast(pl.Float64).to_numpy()[matched.records] for c in ("lon", "lat"))
    decided = datum_anchors.decide(
        lon, lat, anchor_longitude=matched.longitude, anchor_latitude=matched.latitude
    )
    known = decided.datum is not datum_anchors.Datum.UNDECIDABLE
    strength = Strength.STRONG if known else Strength.CANNOT_SAY
    return _note("全部记录", Subject.ANCHORS, strength, decided.sentence)


def _note(scope: str, subject: Subject, strength: Strength, sentence: str) -> BatchNote:
    return BatchNote(scope=scope, subject=subject, strength=strength, sentence=sentence)
