"""`make bench-first-picture-both-cores`: first pictures of 1080p H.264 cameras, client and cameras on both cores.

Four runs take about five minutes.
"""

from benchmarks.duel import Cell, duel
from benchmarks.farm.farm import Plot
from benchmarks.farm.reel import Stream


def main() -> None:
    """Ours beside PyAV tuned to skip to the key picture."""
    duel(
        name="first_picture_both_cores",
        what="first picture, 1080p H.264, both cores",
        plot=Plot(count=1032, stream=Stream.H264),
        cells=(
            Cell(way="ours", cameras=1032, sessions=128),
            Cell(way="ours_bare", cameras=1032, sessions=128),
            Cell(way="pyav", cameras=520, sessions=64),
        ),
        targets={"ours.rate": 95, "ours_bare.rate": 95},
        both_cores=True,
    )


if __name__ == "__main__":
    main()
