"""Two rounds with observations, pictures and reports, as a night leaves them."""

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from auditor.render.write import write_reports
from auditor.store.store import NewRound, Store
from tests.auditor.render import builders
from tests.auditor.store.values import ROUND, seen

__all__ = ["LATER", "Kept", "keep_round"]

LATER = replace(
    ROUND, id="20260106T140000Z-0a1b2c", started_at=ROUND.started_at + timedelta(days=1)
)


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the rounds are."""

    store: Path
    reports: Path

    def picture(self, row: int = 1, round_id: str = ROUND.id) -> Path:
        """The file of a camera's picture."""
        return self.reports / "pictures" / round_id / f"{row}.jpg"


def keep_round(folder: Path, new: NewRound = ROUND) -> Kept:
    """A round of two cameras, each with one observation and one picture."""
    kept = Kept(folder / "auditor.sqlite", folder / "reports")
    pictures = {f"pictures/{new.id}/{row}.jpg": builders.jpeg(60 + row) for row in (1, 2)}
    cameras = tuple(
        builders.camera_result(
            row, picture=name, picture_sha256=hashlib.sha256(content).hexdigest()
        )
        for row, (name, content) in enumerate(pictures.items(), start=1)
    )
    report = builders.report(provenance=builders.provenance(round_id=new.id), cameras=cameras)
    with Store(kept.store) as store:
        store.begin_round(new)
        for row in (1, 2):
            store.keep(new.id, seen(row))
        store.end_round(report)
        manifest = store.evidence.of(new.id).manifest
    write_reports(report, builders.shelved(folder, pictures), kept.reports, manifest=manifest)
    return kept
