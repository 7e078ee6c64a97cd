"""Old pictures go by policy, never by a link, and never before it is noted."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from auditor.errors import ReportError
from auditor.picture_retention import PicturesPruned, prune_pictures
from auditor.store.store import Store
from tests.auditor.evidence_rounds import LATER, Kept, keep_round
from tests.auditor.store.values import ROUND

LAST = replace(ROUND, id="20260107T140000Z-0a1b2c", started_at=ROUND.started_at + timedelta(days=2))
SOON = LAST.started_at + timedelta(days=1)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """Three rounds with two pictures each; the last report lies in the folder."""
    for new in (ROUND, LATER, LAST):
        kept = keep_round(tmp_path, new)
    return kept


def prune(kept: Kept, before: datetime = SOON, *, dry_run: bool = False) -> PicturesPruned:
    with Store(kept.store) as store:
        return prune_pictures(store, kept.reports, before, dry_run=dry_run)


def folders(kept: Kept) -> list[str]:
    return sorted(path.name for path in (kept.reports / "pictures").iterdir())


def size(kept: Kept, *rounds: str) -> int:
    return sum(kept.picture(row, one).stat().st_size for one in rounds for row in (1, 2))


def test_those_of_the_latest_round_stay(kept: Kept) -> None:
    sizes = (size(kept, ROUND.id, LATER.id), size(kept, LAST.id))
    expected = PicturesPruned(rounds=2, files=4, bytes=sizes[0], left_bytes=sizes[1])
    assert prune(kept, dry_run=True) == expected
    assert folders(kept) == [ROUND.id, LATER.id, LAST.id]
    assert prune(kept) == expected
    assert folders(kept) == [LAST.id]
    assert prune(kept).rounds == 0


def test_only_what_is_old_goes(kept: Kept) -> None:
    assert prune(kept, LATER.started_at).rounds == 1
    assert folders(kept) == [LATER.id, LAST.id]


def test_those_of_the_report_in_the_folder_stay(kept: Kept) -> None:
    result = kept.reports / "result.json"
    result.write_text(result.read_text().replace(LAST.id, LATER.id))
    assert prune(kept).rounds == 1
    assert folders(kept) == [LATER.id, LAST.id]


def test_what_is_not_ours_stays(kept: Kept, tmp_path: Path) -> None:
    pictures = kept.reports / "pictures"
    outside = tmp_path / "outside"
    kept.picture().parent.rename(outside)
    (pictures / ROUND.id).symlink_to(outside, target_is_directory=True)
    others = ["20250101T000000Z-000000", f"{ROUND.id}.partial", "keep"]
    for name in others:
        (pictures / name).mkdir()
    link = kept.picture(1, LATER.id)
    link.unlink()
    link.symlink_to(tmp_path / "auditor.sqlite")
    assert prune(kept).rounds == 1
    assert folders(kept) == sorted([ROUND.id, LAST.id, *others])
    assert len(list(outside.iterdir())) == 2
    assert kept.store.is_file()


def test_a_removal_that_fails_was_noted_before(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("auditor.picture_retention.shutil.rmtree", refuse)
    with pytest.raises(ReportError, match="cannot remove old pictures"):
        prune(kept)
    with Store(kept.store) as store:
        noted = [store.evidence.of(one.id).pictures_pruned for one in (ROUND, LATER, LAST)]
    assert noted == [True, True, False]


def test_a_folder_that_is_a_link_or_not_there_is_refused(kept: Kept, tmp_path: Path) -> None:
    pictures = kept.reports / "pictures"
    pictures.rename(tmp_path / "moved")
    assert prune(kept).rounds == 0
    pictures.symlink_to(tmp_path / "moved", target_is_directory=True)
    with pytest.raises(ReportError, match="is a link; name the folder"):
        prune(kept)
    with pytest.raises(ReportError, match="absent: no such folder"):
        prune(Kept(kept.store, tmp_path / "absent"))
