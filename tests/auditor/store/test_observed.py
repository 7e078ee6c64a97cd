"""A round read camera by camera is the round read whole."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.examples import camera
from auditor.model import Evidence
from auditor.observed import CameraEvidence
from auditor.store.seen import observations_in_order, observed_round
from auditor.store.store import Store
from probes.observation import Observation
from tests.auditor.observed import in_memory
from tests.auditor.store.values import ROUND, observations, seen

OTHER = replace(ROUND, id="20260106T140000Z-0a1b2c")


@settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    found=st.lists(st.tuples(observations, st.integers(-2, 6)), max_size=12),
    at_once=st.integers(1, 4),
)
def test_parts_of_any_size_are_the_whole(
    tmp_path_factory: pytest.TempPathFactory,
    found: list[tuple[Observation[object], int]],
    at_once: int,
) -> None:
    kept = [replace(one, target=str(row)) for one, row in found]
    with Store(tmp_path_factory.mktemp("store") / "auditor.sqlite") as store:
        store.begin_round(ROUND)
        for one in kept:
            store.keep(ROUND.id, one)
        store.flush()
        read = observed_round(store._open.reading, ROUND.id, at_once)
        whole = in_memory(store.observations(ROUND.id))
        assert read.ours == whole.ours
        assert list(read.cameras()) == list(whole.cameras()) == list(read.cameras())
        assert list(observations_in_order(store._open.reading, ROUND.id, at_once)) == kept


def test_a_round_is_read_by_both_kinds_of_store(place: Path | str) -> None:
    """What is pending is written first; another round's is not read."""
    with Store(place) as store:
        for new in (ROUND, OTHER):
            store.begin_round(new)
        store.keep(OTHER.id, seen(1))
        for row in (2, 0, 1, 2):
            store.keep(ROUND.id, seen(row))
        store.keep(OTHER.id, seen(4))
        store.keep(ROUND.id, seen(3))
        assert list(store.each_observation(ROUND.id)) == [seen(row) for row in (2, 0, 1, 2, 3)]
        read = store.observed(ROUND.id)
        assert (read.ours, list(read.cameras())) == (
            (seen(0),),
            [(seen(1),), (seen(2), seen(2)), (seen(3),)],
        )


def test_every_camera_has_its_own_evidence() -> None:
    cameras = tuple(camera(row=row) for row in (1, 3, 4))
    evidence = CameraEvidence(cameras, in_memory([seen(4), seen(2), seen(1), seen(4), seen(9)]))
    expected = [(seen(1),), (), (seen(4), seen(4))]
    told = [
        Evidence(camera=one, observations=of) for one, of in zip(cameras, expected, strict=True)
    ]
    assert list(evidence) == told
    assert list(evidence) == told


def test_rows_that_do_not_rise_are_refused() -> None:
    with pytest.raises(ValueError, match="do not rise"):
        list(CameraEvidence((camera(row=2), camera(row=1)), in_memory([])))
