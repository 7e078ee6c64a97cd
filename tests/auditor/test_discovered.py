from dataclasses import replace

from auditor.discovered import DeviceLine, Standing, hold_against
from auditor.examples import camera
from tests.probes.onvif.test_discovery import FOUND

LINE = DeviceLine(
    address="127.0.0.1",
    standing=Standing.NOT_COMPARED,
    name="北门",
    hardware="IPC-1",
    location="gate",
    endpoint=FOUND.endpoint,
    types=FOUND.types,
    scopes=FOUND.scopes,
    xaddrs=FOUND.xaddrs,
    foreign_hosts=("127.0.0.99",),
)
AT_STREAM = camera(row=3)
AT_HOST = replace(camera(row=4, stream_uri=None), host="127.0.0.1")
ELSEWHERE = replace(
    camera(row=5, stream_uri="rtsp://127.0.0.99/live", onvif_uri="http://[bad"), host="127.0.0.99"
)
NOBODY = replace(camera(row=6, stream_uri=None), host="")


def test_without_a_registry_nothing_is_compared() -> None:
    assert hold_against([FOUND], None) == (LINE,)


def test_a_device_is_registered_by_the_address_that_it_answered_from() -> None:
    assert hold_against([FOUND], [AT_STREAM, AT_HOST, ELSEWHERE, NOBODY]) == (
        replace(LINE, standing=Standing.REGISTERED, rows=(3, 4)),
    )


def test_an_address_that_it_merely_names_is_a_hint() -> None:
    assert hold_against([FOUND], [ELSEWHERE]) == (
        replace(LINE, standing=Standing.NAMES_REGISTERED, rows=(5,)),
    )


def test_a_stranger_is_told() -> None:
    assert hold_against([FOUND], [NOBODY]) == (replace(LINE, standing=Standing.NOT_REGISTERED),)


def test_a_name_is_compared_as_a_name() -> None:
    named = replace(camera(row=7, stream_uri=None), host="CAM.example.")
    at_name = replace(FOUND, source="127.0.0.2", xaddrs=("http://cam.example/onvif",))
    (line,) = hold_against([at_name], [named])
    assert (line.standing, line.rows) == (Standing.NAMES_REGISTERED, (7,))
