"""`make bench-first-picture`: first pictures of 1080p H.264 cameras on one core, beside three peers.

4 Mbit/s, a key picture every 2 s, digest login, joined wherever the picture is.  Peers: ``ffmpeg``
and PyAV tuned to skip to the key picture, and ``cv2.VideoCapture`` as everybody starts.  Four runs take
about six minutes.
"""

from benchmarks.duel import Cell, duel
from benchmarks.farm.farm import Plot
from benchmarks.farm.reel import Stream


def main() -> None:
    """The peers get fewer cameras: their rate does not depend on the number, their time does."""
    duel(
        name="first_picture",
        what="first picture, 1080p H.264, one core",
        plot=Plot(count=520, stream=Stream.H264),
        cells=(
            Cell(way="ours", cameras=520, sessions=128),
            Cell(way="ours_bare", cameras=520, sessions=128),
            Cell(way="floor", cameras=264, sessions=1),
            Cell(way="pyav", cameras=264, sessions=64),
            Cell(way="ffmpeg", cameras=104, sessions=64),
            Cell(way="cv2", cameras=18, sessions=32),
        ),
        targets={
            "ours.rate": 58,
            "ours.cpu_ms": 16,
            "ours.rss_mb": 300,
            "ratio.ffmpeg": 7.5,
            "ratio.cv2": 100,
            "ratio.pyav": 1.6,
            "ours_bare.rate": 58,
            "ours_bare.cpu_ms": 16,
            "ratio_bare.ffmpeg": 7.5,
            "ratio_bare.cv2": 100,
            "ratio_bare.pyav": 1.6,
        },
    )


if __name__ == "__main__":
    main()
