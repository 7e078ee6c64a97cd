"""Drawing: repeatable, proportional, never more than there are."""

from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.sampling.draw import allocate, draw, needed_size
from tests.auditor.render import builders

CAMERAS = [builders.camera(row) for row in range(1, 11)]


def rows(seed: str, size: int = 4) -> list[int]:
    return [camera.row for camera in draw({"": CAMERAS}, size, seed=seed)[""]]


def test_the_same_seed_draws_the_same_whatever_the_order() -> None:
    again = draw({"": CAMERAS[::-1]}, 4, seed="7")[""]
    assert [camera.row for camera in again] == rows("7")
    assert len({tuple(rows(str(seed))) for seed in range(20)}) > 10


def test_a_larger_sample_holds_the_smaller() -> None:
    assert set(rows("7", 3)) < set(rows("7", 6))


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 50), min_size=1), st.data())
def test_allocation_is_within_one_of_the_proportional_share(
    sizes: dict[str, int], data: st.DataObject
) -> None:
    population = sum(sizes.values())
    total = data.draw(st.integers(0, population))
    taken = allocate(sizes, total)
    assert sum(taken.values()) == total
    for key, size in sizes.items():
        assert abs(taken[key] * population - size * total) < max(population, 1)
        assert taken[key] <= size


def test_largest_remainders_by_hand() -> None:
    """10 of 60+30+11: 5.94, 2.97, 1.09."""
    assert allocate({"a": 60, "b": 30, "c": 11}, 10) == {"a": 6, "b": 3, "c": 1}


def test_at_least_one_of_each_stratum_that_has_any() -> None:
    sizes = {"a": 98, "b": 2, "c": 0}
    assert allocate(sizes, 5) == {"a": 5, "b": 0, "c": 0}
    assert allocate(sizes, 5, at_least_one=True) == {"a": 5, "b": 1, "c": 0}


def test_more_than_there_are_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="a sample of 11 cannot be drawn from 10"):
        rows("7", 11)


@pytest.mark.parametrize(("population", "size"), [(10**9, 385), (1000, 278), (500, 218), (1, 1)])
def test_sizes_for_five_percent_at_95(population: int, size: int) -> None:
    """The smallest n with z²·¼/n·(N − n)/(N − 1) ≤ 0.05², found by trying."""
    assert needed_size(population=population, margin=50) == size
    spread = NormalDist().inv_cdf(0.975) ** 2 / 4

    def is_enough(n: int) -> bool:
        return spread / n * (population - n) <= 0.05**2 * max(population - 1, 0)

    assert next(n for n in range(1, population + 1) if is_enough(n)) == size
