import socket

import pytest

from auditor.demo.black_hole import black_hole
from auditor.demo.cast import SimulatedCamera

CAMERA = SimulatedCamera(row=5, network="127.0.77")


def test_a_connection_gets_no_answer_at_all() -> None:
    with black_hole(CAMERA, port=0) as port, socket.socket() as client:
        client.settimeout(0.3)
        with pytest.raises(TimeoutError):
            client.connect((CAMERA.address, port))


def test_the_port_is_free_again_afterwards() -> None:
    with black_hole(CAMERA, port=0) as port:
        pass
    with socket.socket() as client:
        client.settimeout(5)
        with pytest.raises(ConnectionRefusedError):
            client.connect((CAMERA.address, port))


def test_a_taken_port_is_an_error() -> None:
    with (
        black_hole(CAMERA, port=0) as port,
        pytest.raises(OSError, match="in use"),
        black_hole(CAMERA, port=port),
    ):
        pass
