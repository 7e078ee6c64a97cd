"""`make bench-first-picture-sick`: first pictures where one camera in ten is sick (mute, or PLAY without media).

Four runs take about seven minutes.
"""

from benchmarks.duel import Cell, duel
from benchmarks.farm.farm import Plot
from benchmarks.farm.reel import Stream


def main() -> None:
    """Ours beside PyAV tuned to skip to the key picture."""
    duel(
        name="first_picture_sick",
        what="first picture, 1080p H.264, one core, 10 % sick, limit 5 s",
        plot=Plot(count=1032, stream=Stream.H264, mute=20, no_rtp=20),
        cells=(
            Cell(way="ours", cameras=1032, sessions=128, limit_s=5.0),
            Cell(way="ours_bare", cameras=1032, sessions=128, limit_s=5.0),
            Cell(way="pyav", cameras=520, sessions=64, limit_s=5.0),
        ),
        targets={"ours.rate": 45, "ours_bare.rate": 45},
    )


if __name__ == "__main__":
    main()
