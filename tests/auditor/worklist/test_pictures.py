"""Which pictures a work list gets: those of the round, unchanged, and not too many."""

import hashlib
from pathlib import Path

import pytest

from auditor.render.thumbnails import small_jpeg
from auditor.worklist import pictures as module
from auditor.worklist.notice import ItemPicture, Notice
from auditor.worklist.pictures import NO_PICTURES, Pictures, notice_pictures
from tests.auditor.render import builders
from tests.auditor.render.test_notice_docx import ITEM, NOTICE, pictured

JPEG = builders.jpeg()
HASH = hashlib.sha256(JPEG).hexdigest()


def name(number: int) -> str:
    return f"pictures/{builders.ROUND}/{number}.jpg"


def notice(*pictured_by: ItemPicture) -> Notice:
    return pictured(*pictured_by)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    for number in range(1, 4):
        path = tmp_path / name(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(JPEG)
    return tmp_path


def test_small_copies_by_name(reports: Path) -> None:
    told = notice(ItemPicture(name(1), HASH), ItemPicture(name(2), HASH))

    small = small_jpeg(JPEG)
    assert small is not None
    assert notice_pictures(told, reports) == Pictures(shown={name(1): small, name(2): small})
    assert len(small) < len(JPEG)


def test_what_has_no_picture_needs_none(reports: Path) -> None:
    assert ITEM.picture is None
    assert notice_pictures(NOTICE, reports) == NO_PICTURES


def test_gone_altered_and_misnamed_files_are_told(reports: Path) -> None:
    (reports / name(2)).write_bytes(builders.jpeg() + b"more")
    (reports / name(3)).write_bytes(b"no picture")
    other = hashlib.sha256(b"no picture").hexdigest()
    told = notice(
        ItemPicture(name(1), HASH),
        ItemPicture(name(2), HASH),
        ItemPicture(name(3), other),
        ItemPicture(name(9), HASH),
        ItemPicture("../outside.jpg", HASH),
    )

    found = notice_pictures(told, reports)
    assert (list(found.shown), found.left_out, found.lost) == ([name(1)], 0, 4)


@pytest.mark.parametrize(("limit", "value"), [("MOST_PICTURES", 2), ("MOST_BYTES", 1)])
def test_what_has_no_room_is_counted(
    reports: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(module, limit, value)
    told = notice(*(ItemPicture(name(number), HASH) for number in range(1, 4)))

    found = notice_pictures(told, reports)
    kept = 2 if limit == "MOST_PICTURES" else 0
    assert (len(found.shown), found.left_out, found.lost) == (kept, 3 - kept, 0)
