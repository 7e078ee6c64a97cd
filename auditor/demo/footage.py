"""What each simulated camera sends: a main and a sub stream, shot once before the show.

Each camera of the cast has a street of its own, since no two cameras show one picture; further
ones (of a benchmark) share a few.  A clip's overlay carries the time of this run, so that
no night's pictures equal another's.  Sending is left to :mod:`auditor.demo.rtsp_server`.
"""

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from auditor.demo.cast import LAST_ROW, Behaviour, SimulatedCamera
from auditor.demo.encoder import FPS, Clip, ClipEncoder, Codec
from auditor.demo.scenery import Scene, make_street, paint

__all__ = ["MAIN_SIZE", "SUB_SIZE", "Footage", "Recipe", "recipe_of", "shoot", "shoot_all"]

MAIN_SIZE = (1280, 720)
SUB_SIZE = (640, 360)

_SHARED_STREETS = 3
_OWN_STREETS = 10  # the variants before are those of the special recipes
_GOP = 2 * FPS
_LONG_GOP = 8 * FPS


@dataclass(frozen=True, slots=True)
class Footage:
    """The two streams of a camera, of the same scene."""

    main: Clip
    sub: Clip


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything that makes one footage different from another; lengths are in pictures."""

    scene: Scene = Scene.STREET
    variant: int = 0
    codec: Codec = Codec.H264
    gop: int = _GOP
    length: int = 8 * FPS
    still: bool = False


_SPECIAL = {
    Behaviour.BLACK: Recipe(scene=Scene.BLACK, length=_GOP, still=True),
    Behaviour.BLUE: Recipe(scene=Scene.NO_SIGNAL, length=_GOP, still=True),
    Behaviour.FROZEN: Recipe(variant=3, length=_GOP, still=True),
    Behaviour.GRAY_PARTIAL: Recipe(scene=Scene.GRAY_PARTIAL, variant=4, length=2 * _GOP),
    Behaviour.BLURRED: Recipe(scene=Scene.BLURRED, variant=5, length=2 * _GOP),
    Behaviour.LONG_GOP: Recipe(variant=6, gop=_LONG_GOP, length=_LONG_GOP),
    Behaviour.H265: Recipe(variant=7, codec=Codec.H265, length=2 * _GOP),
}
_WITHOUT_STREAM = frozenset({Behaviour.REFUSED, Behaviour.BLACK_HOLE})


def recipe_of(camera: SimulatedCamera) -> Recipe:
    """What the camera shows."""
    special = _SPECIAL.get(camera.behaviour)
    if special is not None:
        return special
    if camera.row <= LAST_ROW:
        return Recipe(variant=_OWN_STREETS + camera.row, length=2 * _GOP)
    return Recipe(variant=camera.row % _SHARED_STREETS)


def shoot(recipe: Recipe, *, started: datetime) -> Footage:
    """Paint and compress both streams; the overlay's clock begins at ``started``."""
    street = make_street(recipe.variant, width=MAIN_SIZE[0], height=MAIN_SIZE[1])
    main, sub = (
        ClipEncoder(recipe.codec, width_px=width, height_px=height, gop=recipe.gop)
        for width, height in (MAIN_SIZE, SUB_SIZE)
    )
    for count in range(recipe.length):
        index = 0 if recipe.still else count
        caption = _caption(recipe, started + timedelta(seconds=index / FPS))
        picture = paint(recipe.scene, street=street, index=index, caption=caption)
        main.add(picture)
        sub.add(picture)
    return Footage(main.finish(), sub.finish())


def shoot_all(cast: Iterable[SimulatedCamera], *, started: datetime) -> Mapping[int, Footage]:
    """The footage of every camera that has a stream, by row."""
    streaming = [camera for camera in cast if camera.behaviour not in _WITHOUT_STREAM]
    recipes = {camera.row: recipe_of(camera) for camera in streaming}
    wanted = tuple(set(recipes.values()))
    # Painting and compressing release Python's lock.
    with ThreadPoolExecutor(os.cpu_count()) as crew:
        shot = dict(zip(wanted, crew.map(lambda r: shoot(r, started=started), wanted), strict=True))
    return {row: shot[recipe] for row, recipe in recipes.items()}


def _caption(recipe: Recipe, moment: datetime) -> str:
    """A camera's overlay; it says that nothing here is real."""
    clock = moment.strftime("%Y-%m-%d %H:%M:%S")
    return f"SIMULATED {recipe.variant + 1}  {clock}.{moment.microsecond // 100_000}"
