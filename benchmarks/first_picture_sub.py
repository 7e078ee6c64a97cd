"""`make bench-first-picture-sub`: first pictures of sub-streams (640x360, 512 kbit/s) on one core.

Twice as many cameras as in the other ones: sessions wait for most of their time, and the last of them
wait alone.  Four runs take about three minutes.
"""

from benchmarks.duel import Cell, duel
from benchmarks.farm.farm import Plot
from benchmarks.farm.reel import Stream


def main() -> None:
    """Ours beside PyAV tuned to skip to the key picture."""
    duel(
        name="first_picture_sub",
        what="first picture, sub-stream 640x360, one core",
        plot=Plot(count=1032, stream=Stream.SUB),
        cells=(
            Cell(way="ours", cameras=1032, sessions=128),
            Cell(way="ours_bare", cameras=1032, sessions=128),
            Cell(way="floor", cameras=264, sessions=1),
            Cell(way="pyav", cameras=264, sessions=64),
        ),
        targets={
            "ours.rate": 96,
            "ours.cpu_ms": 3.5,
            "ours_bare.rate": 96,
            "ours_bare.cpu_ms": 3.5,
        },
    )


if __name__ == "__main__":
    main()
