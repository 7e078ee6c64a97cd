"""The shelf: pictures by row and try, there until the report is, never another round's."""

import hashlib
import os
from pathlib import Path

import pytest

from auditor.errors import ReportError
from auditor.schedule import shelf as shelf_module
from auditor.schedule.shelf import PictureShelf, has_shelf, is_running

ROUND, OTHER = "20260105T140000Z-0a1b2c", "20260104T140000Z-ffffff"


def _fail_with(shelf: PictureShelf) -> None:
    shelf.put(7, 3, b"x")
    raise ZeroDivisionError


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_each_try_has_its_own_picture(tmp_path: Path) -> None:
    with PictureShelf(tmp_path, ROUND) as shelf:
        shelf.put(1, 1, b"first")
        shelf.put(1, 2, b"second")
        shelf.put(11, 2, b"another camera")
        found = {
            (row, attempt): file.read_bytes()
            for row in (1, 2, 11)
            for attempt in (1, 2)
            if (file := shelf.find(row, attempt)) is not None
        }
    assert found == {(1, 1): b"first", (1, 2): b"second", (11, 2): b"another camera"}


def test_it_stands_where_pictures_can_be_moved_from_until_it_is_cleared(tmp_path: Path) -> None:
    with PictureShelf(tmp_path, ROUND) as shelf:
        shelf.put(7, 3, b"x")
        assert names(tmp_path) == [
            "pictures",
            f"pictures/{ROUND}.partial",
            f"pictures/{ROUND}.partial/7-3.jpg",
        ]
        shelf.clear()
    assert names(tmp_path) == ["pictures"]


def test_it_is_found_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), PictureShelf(tmp_path, ROUND) as shelf:
        _fail_with(shelf)
    assert (has_shelf(tmp_path, ROUND), is_running(tmp_path, ROUND)) == (True, False)
    with PictureShelf(tmp_path, ROUND) as shelf:
        assert shelf.holds(7, 3, hashlib.sha256(b"x").hexdigest())
        assert not shelf.holds(7, 3, hashlib.sha256(b"y").hexdigest())
        assert not shelf.holds(7, 4, hashlib.sha256(b"x").hexdigest())


def test_a_round_has_one_process(tmp_path: Path) -> None:
    with PictureShelf(tmp_path, ROUND) as first:
        first.put(7, 3, b"x")
        assert is_running(tmp_path, ROUND)
        with (
            pytest.raises(ReportError, match=f"{ROUND} is still run by another process"),
            PictureShelf(tmp_path, ROUND),
        ):
            pass
        assert first.find(7, 3) is not None


def test_the_shelf_of_a_round_that_may_go_on_stays(tmp_path: Path) -> None:
    with PictureShelf(tmp_path, OTHER) as shelf:
        shelf.put(7, 3, b"x")
    with PictureShelf(tmp_path, ROUND, kept=frozenset({OTHER})):
        assert has_shelf(tmp_path, OTHER)
    with PictureShelf(tmp_path, ROUND):
        assert not has_shelf(tmp_path, OTHER)


def test_a_picture_is_there_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between writing and renaming: nothing has the picture's name."""

    def killed(path: Path, _: Path) -> Path:
        raise KeyboardInterrupt(str(path))

    with PictureShelf(tmp_path, ROUND) as shelf:
        monkeypatch.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            shelf.put(7, 3, b"whole")
        assert (shelf.find(7, 3), shelf.of_row(7)) == (None, ())


def test_settling_syncs_each_new_picture_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    monkeypatch.setattr(shelf_module, "_sync", lambda path: synced.append(path.name))
    with PictureShelf(tmp_path, ROUND) as shelf:
        shelf.settle()
        shelf.put(1, 1, b"a")
        shelf.put(2, 1, b"b")
        shelf.settle()
        shelf.settle()
    assert synced == ["1-1.jpg", "2-1.jpg", f"{ROUND}.partial"]


def test_a_moved_picture_is_not_on_the_shelf_any_more(tmp_path: Path) -> None:
    with PictureShelf(tmp_path, ROUND) as shelf:
        shelf.put(7, 3, b"x")
        file = shelf.find(7, 3)
        assert file is not None
        file.rename(tmp_path / "kept.jpg")
        assert shelf.find(7, 3) is None
    assert (tmp_path / "kept.jpg").read_bytes() == b"x"


def test_what_a_killed_round_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    pictures, outside = tmp_path / "pictures", tmp_path / "outside"
    kept = [pictures / OTHER / "row-000001.jpg", outside / "mine.jpg"]
    for file in (*kept, pictures / f"{OTHER}.partial" / "1-1.jpg"):
        file.parent.mkdir(parents=True)
        file.write_bytes(b"x")
    (pictures / "link.partial").symlink_to(outside, target_is_directory=True)
    (pictures / "file.partial").write_bytes(b"x")
    with PictureShelf(tmp_path, ROUND) as shelf:
        assert not (pictures / f"{OTHER}.partial").exists()
        shelf.clear()
    assert names(tmp_path) == [
        "outside",
        "outside/mine.jpg",
        "pictures",
        f"pictures/{OTHER}",
        f"pictures/{OTHER}/row-000001.jpg",
        "pictures/file.partial",
        "pictures/link.partial",
    ]


def test_the_shelf_of_a_round_that_still_runs_is_left_alone(tmp_path: Path) -> None:
    with PictureShelf(tmp_path, OTHER) as running:
        running.put(1, 1, b"running")
        with PictureShelf(tmp_path, ROUND) as shelf:
            shelf.put(1, 1, b"mine")
        file = running.find(1, 1)
        assert file is not None
        assert file.read_bytes() == b"running"


def test_no_descriptor_stays_open(tmp_path: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    (tmp_path / "pictures" / f"{OTHER}.partial").mkdir(parents=True)
    with PictureShelf(tmp_path, ROUND):
        pass
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    place = tmp_path / "reports"
    place.write_bytes(b"in the way")
    with pytest.raises(ReportError) as caught, PictureShelf(place, ROUND):
        pass
    assert str(caught.value) == (
        f"cannot keep the round's pictures: {place}/pictures/{ROUND}.partial: Not a directory; "
        "check the disk and the permissions"
    )


def test_a_full_disk_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, _: bytes) -> None:
        raise OSError(28, os.strerror(28), str(path))

    monkeypatch.setattr(shelf_module, "_write", full)
    with (
        PictureShelf(tmp_path, ROUND) as shelf,
        pytest.raises(ReportError, match="No space left on device"),
    ):
        shelf.put(1, 1, b"x")
