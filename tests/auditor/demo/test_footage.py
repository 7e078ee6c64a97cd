from collections import Counter
from datetime import datetime

from auditor.demo.cast import CAST, Behaviour, SimulatedCamera
from auditor.demo.encoder import Clip, Codec
from auditor.demo.footage import Footage, Recipe, recipe_of, shoot_all

SCENIC = frozenset(Behaviour) - {
    Behaviour.BLACK,
    Behaviour.BLUE,
    Behaviour.REFUSED,
    Behaviour.BLACK_HOLE,
}


def form(clip: Clip) -> tuple[Codec, int, int, int]:
    return clip.codec, clip.width_px, clip.height_px, len(clip.units)


def test_both_streams_show_the_same_time(footage: Footage) -> None:
    assert form(footage.main) == (Codec.H264, 1280, 720, 20)
    assert form(footage.sub) == (Codec.H264, 640, 360, 20)


def test_no_two_cameras_of_the_cast_show_one_street() -> None:
    variants = Counter(recipe_of(camera).variant for camera in CAST if camera.behaviour in SCENIC)
    assert set(variants.values()) == {1}


def test_further_cameras_share_a_few_streets() -> None:
    more = {recipe_of(SimulatedCamera(row=row)) for row in range(42, 90)}
    assert more == {Recipe(variant=n) for n in range(3)}


def test_every_behaviour_loops_from_key_picture_to_key_picture() -> None:
    recipes = [recipe_of(SimulatedCamera(row=1, behaviour=kind)) for kind in Behaviour]
    assert [recipe.length % recipe.gop for recipe in recipes] == [0] * len(Behaviour)


def test_a_long_gop_is_eight_seconds() -> None:
    recipe = recipe_of(SimulatedCamera(row=1, behaviour=Behaviour.LONG_GOP))
    assert (recipe.gop, recipe.length) == (80, 80)


def test_only_cameras_with_a_stream_are_shot(started: datetime) -> None:
    kinds = (Behaviour.BLACK, Behaviour.BLUE, Behaviour.BLACK, Behaviour.REFUSED)
    cast = [SimulatedCamera(row=n, behaviour=kind) for n, kind in enumerate(kinds, 1)]
    shot = shoot_all(
        [*cast, SimulatedCamera(row=9, behaviour=Behaviour.BLACK_HOLE)], started=started
    )
    assert shot.keys() == {1, 2, 3}
    assert shot[1] is shot[3]
    assert shot[1] is not shot[2]
