"""Who showed the same picture as whom."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from auditor.examples import camera, evidence, failed, frame, metrics, pictured
from auditor.model import Evidence
from auditor.picture_twins import ALIKE_BITS, Twins, find_twins, has_content
from probes.failure import FailureKind
from probes.picture.fingerprint import hash_distance
from probes.rtsp_frame import RtspFrame


def shot(name: str, *, sha256: str | None = None, phash: str = "", cells: int = 90) -> RtspFrame:
    numbers = metrics(edge_cells=cells, perceptual_hash=phash)
    return replace(frame(numbers, uri=f"rtsp://127.0.0.1/{name}"), picture_sha256=sha256)


def seen(row: int, *frames: RtspFrame) -> Evidence:
    return evidence(*(pictured(one) for one in frames), of=camera(row=row))


def test_the_same_bytes_are_told_with_their_addresses() -> None:
    twins = find_twins(
        [
            seen(1, shot("a", sha256="x")),
            seen(2, shot("b", sha256="x"), shot("b", sha256="y")),
            seen(3, shot("b", sha256="x")),
            seen(4, shot("d", sha256="z"), shot("d")),
            evidence(failed(FailureKind.NOT_FOUND), of=camera(row=5)),
        ]
    )
    assert (twins.same(1, "x"), twins.same(2, "y"), twins.same(4, "z")) == ((2, 3), (), ())
    assert (twins.sources("x"), twins.sources("y"), twins.sources("unknown")) == (2, 1, 1)
    assert twins.same(1, "") == ()


def test_a_picture_without_content_is_no_twin() -> None:
    blank = [seen(row, shot(str(row), sha256="x", phash="0" * 16, cells=11)) for row in (1, 2)]
    assert find_twins(blank) == Twins()
    assert has_content(metrics(edge_cells=12, luma_std=20.0))
    assert not has_content(metrics(edge_cells=12, luma_std=19.9))


def test_near_hashes_are_alike_and_far_ones_are_not() -> None:
    near = "00000000ffffffff", "00010000fffffff0", "0000000effffffff", "00000000fffffff0"
    twins = find_twins([seen(row, shot(str(row), phash=h)) for row, h in enumerate(near, 1)])
    assert [twins.alike(row) for row in (1, 2, 3, 4)] == [(3,), (4,), (1,), (2,)]


def test_two_tries_of_one_camera_are_no_twins() -> None:
    assert (
        find_twins([seen(1, shot("a", phash="0" * 16), shot("a", phash="0" * 16))]).alike(1) == ()
    )


def test_a_likeness_that_half_the_town_shares_tells_nothing() -> None:
    crowd = [seen(row, shot(str(row), phash="f" * 16)) for row in range(1, 53)]
    assert find_twins(crowd).by_hash == {}


@given(st.lists(st.integers(0, 2**64 - 1), max_size=6), st.lists(st.integers(0, 63), max_size=8))
def test_no_near_pair_is_overlooked(hashes: list[int], flips: list[int]) -> None:
    """The bands find what looking at every pair would find."""
    near = [hashes[0] ^ (1 << bit) for bit in flips] if hashes else []
    texts = [f"{value:016x}" for value in (*hashes, *near)]
    twins = find_twins([seen(row, shot(str(row), phash=t)) for row, t in enumerate(texts, 1)])
    for row, text in enumerate(texts, 1):
        others = enumerate(texts, 1)
        wanted = {n for n, o in others if n != row and hash_distance(text, o) <= ALIKE_BITS}
        assert set(twins.alike(row)) == wanted
