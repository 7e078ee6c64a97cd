"""Evidence beside the store: what cannot be read is told, what cannot be known is no fault."""

from pathlib import Path

import pytest

from auditor.errors import EvidenceError
from auditor.evidence_chain import ItemKind
from auditor.evidence_kept import check_kept, kept_pictures, removed_kinds, round_beside
from auditor.store.store import Store
from tests.auditor.evidence_rounds import keep_round
from tests.auditor.store.values import ROUND


def test_a_round_s_pictures_have_the_names_of_the_report(tmp_path: Path) -> None:
    kept = keep_round(tmp_path)
    assert tuple(kept_pictures(kept.reports, ROUND.id)) == tuple(
        (f"pictures/{ROUND.id}/{row}.jpg", kept.picture(row)) for row in (1, 2)
    )
    assert tuple(kept_pictures(kept.reports, "..")) == ()


def test_no_manifest_beside_the_report_is_no_fault(tmp_path: Path) -> None:
    kept = keep_round(tmp_path)
    (kept.reports / "manifest.json").unlink()
    with Store(kept.store) as store:
        assert check_kept(store, ROUND.id, kept.reports).intact


@pytest.mark.parametrize("result", ["", "[]", "{}", '{"provenance": 1}'])
def test_whose_report_lies_there_may_not_be_said(tmp_path: Path, result: str) -> None:
    kept = keep_round(tmp_path)
    assert round_beside(kept.reports) == ROUND.id
    (kept.reports / "result.json").write_text(result)
    assert round_beside(kept.reports) is None


def test_pictures_that_pruning_did_not_note_are_missing(tmp_path: Path) -> None:
    kept = keep_round(tmp_path)
    kept.picture().parent.rename(tmp_path / "elsewhere")
    with Store(kept.store) as store:
        assert removed_kinds(store, ROUND.id) == frozenset()
        assert len(check_kept(store, ROUND.id, kept.reports).faults) == 2
        store.mark_pictures_pruned([ROUND.id])
        assert removed_kinds(store, ROUND.id) == {ItemKind.PICTURE}
        checked = check_kept(store, ROUND.id, kept.reports)
    assert (checked.intact, len(checked.removed)) == (True, 2)


def test_a_picture_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may read everything, so the disk's refusal is played."""
    kept = keep_round(tmp_path)

    def refuse(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("auditor.evidence_kept.hashlib.file_digest", refuse)
    with (
        Store(kept.store) as store,
        pytest.raises(EvidenceError, match=r"1\.jpg: cannot be read \(Input/output error\)"),
    ):
        check_kept(store, ROUND.id, kept.reports)
