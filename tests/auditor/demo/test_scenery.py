import cv2
import numpy as np
import pytest

from auditor.demo.scenery import Picture, Scene, make_street, paint

STREET = make_street(1, width=640, height=360)


def shown(scene: Scene, index: int = 0, caption: str = "CAPTION") -> Picture:
    return paint(scene, street=STREET, index=index, caption=caption)


def sharpness(picture: Picture) -> float:
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    return float(cv2.Laplacian(gray, cv2.CV_64F).var())


def change(first: Picture, second: Picture) -> float:
    return float(np.abs(first.astype(int) - second.astype(int)).mean())


@pytest.mark.parametrize("scene", Scene)
def test_every_scene_has_the_asked_size(scene: Scene) -> None:
    assert shown(scene).shape == (360, 640, 3)


@pytest.mark.parametrize("scene", Scene)
def test_the_same_numbers_paint_the_same_picture(scene: Scene) -> None:
    again = paint(scene, street=make_street(1, width=640, height=360), index=7, caption="CAPTION")
    assert np.array_equal(shown(scene, 7), again)


def test_seeds_differ() -> None:
    other = make_street(2, width=640, height=360)
    picture = paint(Scene.STREET, street=other, index=0, caption="CAPTION")
    assert change(shown(Scene.STREET), picture) > 10


@pytest.mark.parametrize("scene", [Scene.STREET, Scene.BLURRED, Scene.GRAY_PARTIAL])
@pytest.mark.parametrize("step", [1, 5, 20])
def test_live_scenes_change(scene: Scene, step: int) -> None:
    assert change(shown(scene), shown(scene, step)) > 1


@pytest.mark.parametrize("scene", [Scene.BLACK, Scene.NO_SIGNAL])
def test_substitutes_stand_still(scene: Scene) -> None:
    assert np.array_equal(shown(scene), shown(scene, 5))


def test_black_is_black() -> None:
    assert not shown(Scene.BLACK).any()


def test_no_signal_is_one_colour_with_a_text() -> None:
    picture = shown(Scene.NO_SIGNAL)
    blue = (picture == (255, 0, 0)).all(axis=2).mean()
    white = (picture == (255, 255, 255)).all(axis=2).mean()
    assert blue > 0.97
    assert 0 < white < 0.03


def test_blurred_is_not_sharp_and_the_street_is() -> None:
    assert sharpness(shown(Scene.STREET)) > 300
    assert sharpness(shown(Scene.BLURRED)) < 20


def test_gray_partial_is_flat_below_and_a_street_above() -> None:
    picture = shown(Scene.GRAY_PARTIAL)
    assert (picture[160:] == 130).all()
    assert np.array_equal(picture[:160], shown(Scene.STREET)[:160])


def test_the_caption_is_written_on_a_street_only() -> None:
    with_other = {scene for scene in Scene if (shown(scene) != shown(scene, caption="X")).any()}
    assert with_other == {Scene.STREET, Scene.GRAY_PARTIAL}
