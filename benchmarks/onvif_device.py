"""`make bench-onvif-device`: identity, profiles and stream addresses by ONVIF, on one core.

The peer is ``ONVIFCamera`` of onvif-zeep as documented, a thread for each camera.  Ours asks for
the clock and the capabilities besides.
"""

from benchmarks.duel import Cell, duel
from benchmarks.farm.farm import Plot
from benchmarks.farm.reel import Stream


def main() -> None:
    """The same cameras as for pictures, asked by ONVIF."""
    duel(
        name="onvif_device",
        what="ONVIF conversation, one core",
        plot=Plot(count=264, stream=Stream.SUB, onvif=True),
        cells=(
            Cell(way="ours_onvif", cameras=264, sessions=32),
            Cell(way="onvif_camera", cameras=40, sessions=32),
        ),
        targets={"ours_onvif.rate": 120, "ours_onvif.cpu_ms": 8, "ratio.onvif_camera": 29},
        packages=("onvif-zeep", "zeep", "h11"),
    )


if __name__ == "__main__":
    main()
