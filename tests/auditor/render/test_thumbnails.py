import base64

import cv2
import numpy as np
import pytest

from auditor.render.thumbnails import EMBEDDED_AT_MOST, is_picture_name, picture_sources
from tests.auditor.render.builders import ROUND, jpeg

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


def test_a_picture_is_embedded_at_most_240_pixels_wide() -> None:
    source = picture_sources({NAME: jpeg()})[NAME]
    assert source.startswith(PREFIX)
    small = base64.b64decode(source.removeprefix(PREFIX))
    picture = cv2.imdecode(np.frombuffer(small, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape == (135, 240, 3)
    assert len(small) < len(jpeg())


@pytest.mark.parametrize("content", [b"", b"not a picture", jpeg()[:40]])
def test_what_is_no_picture_is_shown_by_its_file(content: bytes) -> None:
    assert picture_sources({NAME: content}) == {NAME: NAME}


def test_a_name_that_may_not_be_linked_to_is_left_out() -> None:
    assert picture_sources({"javascript:alert(1)": jpeg(), "../x.jpg": jpeg()}) == {}


def test_more_pictures_than_the_limit_stay_files() -> None:
    names = [f"pictures/{ROUND}/{row}.jpg" for row in range(EMBEDDED_AT_MOST + 1)]
    assert picture_sources(dict.fromkeys(names, jpeg())) == {name: name for name in names}
    embedded = picture_sources(dict.fromkeys(names[1:], b""))
    assert len(embedded) == EMBEDDED_AT_MOST
