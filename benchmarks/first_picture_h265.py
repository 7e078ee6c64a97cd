"""`make bench-first-picture-h265`: first pictures of 1080p H.265 cameras (2 Mbit/s) on one core.

Four runs take about three minutes.
"""

from benchmarks.duel import Cell, duel
from benchmarks.farm.farm import Plot
from benchmarks.farm.reel import Stream


def main() -> None:
    """Ours beside PyAV tuned to skip to the key picture."""
    duel(
        name="first_picture_h265",
        what="first picture, 1080p H.265, one core",
        plot=Plot(count=520, stream=Stream.H265),
        cells=(
            Cell(way="ours", cameras=520, sessions=128),
            Cell(way="ours_bare", cameras=520, sessions=128),
            Cell(way="floor", cameras=264, sessions=1),
            Cell(way="pyav", cameras=264, sessions=64),
        ),
        targets={"ours.rate": 74, "ours_bare.rate": 74},
    )


if __name__ == "__main__":
    main()
