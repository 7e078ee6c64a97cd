import base64
from pathlib import Path

import cv2
import numpy as np
import pytest

from auditor.render.thumbnails import EMBEDDED_AT_MOST, is_picture_name, picture_sources
from tests.auditor.render.builders import ROUND, jpeg, shelved

NAME = f"pictures/{ROUND}/7.jpg"
PREFIX = "data:image/jpeg;base64,"


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        (NAME, True),
        (f"pictures/{ROUND}/row-7_2.b.jpg", True),
        (f"pictures/{ROUND}/../7.jpg", False),
        (f"pictures/{ROUND}/..jpg", False),
        (f"pictures/{ROUND}/.jpg", False),
        (f"pictures/{ROUND}/7.html", False),
        (f"pictures/{ROUND}/7.jpg\n", False),
        (f"/pictures/{ROUND}/7.jpg", False),
        (f"pictures/{ROUND}/a/7.jpg", False),
        (f"pictures\\{ROUND}\\7.jpg", False),
        (f"pictures/{ROUND}/{'7' * 200}.jpg", False),
        ("pictures/latest/7.jpg", False),
        ("index.html", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_only_names_that_lead_nowhere_else_are_picture_names(name: str, allowed: bool) -> None:  # noqa: FBT001  a table column
    assert is_picture_name(name) is allowed


def test_a_picture_is_embedded_at_most_240_pixels_wide(tmp_path: Path) -> None:
    source = picture_sources(shelved(tmp_path, {NAME: jpeg()}))[NAME]
    assert source.startswith(PREFIX)
    small = base64.b64decode(source.removeprefix(PREFIX))
    picture = cv2.imdecode(np.frombuffer(small, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape == (135, 240, 3)
    assert len(small) < len(jpeg())


@pytest.mark.parametrize("content", [b"", b"not a picture", jpeg()[:40]])
def test_what_is_no_picture_is_shown_by_its_file(tmp_path: Path, content: bytes) -> None:
    assert picture_sources(shelved(tmp_path, {NAME: content})) == {NAME: NAME}


def test_a_file_that_cannot_be_read_is_shown_by_its_name(tmp_path: Path) -> None:
    assert picture_sources({NAME: tmp_path / "absent.jpg"}) == {NAME: NAME}


def test_a_name_that_may_not_be_linked_to_is_left_out(tmp_path: Path) -> None:
    strangers = {"javascript:alert(1)": jpeg(), "../x.jpg": jpeg()}
    assert picture_sources(shelved(tmp_path, strangers)) == {}


def test_more_pictures_than_the_limit_stay_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"pictures/{ROUND}/{row}.jpg" for row in range(EMBEDDED_AT_MOST + 1)]
    files = dict.fromkeys(names, shelved(tmp_path, {NAME: jpeg()})[NAME])
    read: list[Path] = []
    whole = Path.read_bytes

    def noted(path: Path) -> bytes:
        read.append(path)
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    assert picture_sources(files) == {name: name for name in names}
    assert read == []
    embedded = picture_sources(dict.fromkeys(names[1:], files[names[0]]))
    assert len(read) == len(embedded) == EMBEDDED_AT_MOST
    assert all(source.startswith(PREFIX) for source in embedded.values())
