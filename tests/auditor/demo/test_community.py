"""The invented community: the files at the root are generated, each defect is where it is said."""

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest

from auditor.datum import wgs84_to_gcj02
from auditor.demo.cast import CAST, LAST_ROW, ONVIF_PORT, RTSP_PORT, UNREACHABLE_HOST, Behaviour
from auditor.demo.community import COMMUNITY, key_location_rows, registry_rows
from auditor.demo.sample import sample_files, write_missing_samples
from auditor.demo.settings import demo_config
from auditor.registry.columns import KEY_LOCATION_COLUMNS, WRITTEN_COLUMNS

ROOT = Path(__file__).parents[3]
CLASSES = {"小区出入口": 8, "停车库（场）出入口": 5, "社区主干道": 6, "消防通道": 5}
CELLS = {
    row: dict(zip((column.name for column in WRITTEN_COLUMNS), cells, strict=True))
    for row, cells in enumerate(registry_rows()[1:], start=1)
}
PLACES = {
    cells[0]: dict(zip((column.name for column in KEY_LOCATION_COLUMNS), cells, strict=True))
    for cells in key_location_rows()[1:]
}
PLAYERS = {camera.row: camera for camera in CAST}
# What a row may say in its own way; the address columns follow from the cast.
PLANTED = {
    6: {"credential": "demo-wrong"},
    20: {"device_code": "3701160001132600002"},
    21: {"device_code": "37120200011326000021", "division": "371202"},
    23: {"device_code": "37011600011326000022"},
    26: {"name": "锟斤拷锟斤拷小区南门02"},
    27: {"status": "2"},
    28: {"credential": ""},
    29: {"credential": "demo-missing"},
    30: {"name": "Camera 01"},
    40: {"key_location_id": "KL-99"},
    41: {"status": "3", "credential": ""},
}
UNREMARKABLE = {
    "division": "370116",
    "status": "1",
    "credential": "demo-camera",
    "community": COMMUNITY,
}


@pytest.mark.parametrize("name", ["registry.csv", "key_locations.csv"])
def test_the_files_at_the_root_are_the_generated_ones(name: str) -> None:
    assert (ROOT / name).read_bytes() == sample_files()[name]


@pytest.mark.parametrize("content", sample_files().values())
def test_a_spreadsheet_shows_the_chinese(content: bytes) -> None:
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n")


def test_the_columns_are_the_registrys_in_order() -> None:
    assert registry_rows()[0] == [column.header for column in WRITTEN_COLUMNS]
    assert key_location_rows()[0] == [column.header for column in KEY_LOCATION_COLUMNS]


def test_there_are_41_rows_and_24_places_of_four_classes() -> None:
    assert (len(CELLS), LAST_ROW, len(PLACES)) == (41, 41, 24)
    found = [place["location_class"] for place in PLACES.values()]
    assert {name: found.count(name) for name in CLASSES} == CLASSES


@pytest.mark.parametrize(("row", "cells"), PLANTED.items())
def test_each_defect_is_planted(row: int, cells: dict[str, str]) -> None:
    assert {name: CELLS[row][name] for name in cells} == cells


@pytest.mark.parametrize("row", CELLS)
def test_every_other_cell_is_right(row: int) -> None:
    expected = UNREMARKABLE | {"device_code": f"37011600011326{row:06d}"}
    expected = {name: text for name, text in expected.items() if name not in PLANTED.get(row, {})}
    assert {name: CELLS[row][name] for name in expected} == expected
    if row not in (26, 30):
        assert CELLS[row]["name"].startswith("莱芜区云帆街道云帆社区")


@pytest.mark.parametrize("row", [row for row in CELLS if CELLS[row]["key_location_id"] in PLACES])
def test_positions_are_the_planned_ones_but_for_the_planted_two(row: int) -> None:
    place = PLACES[CELLS[row]["key_location_id"]]
    planned = place["longitude"], place["latitude"]
    found = CELLS[row]["longitude"], CELLS[row]["latitude"]
    longitude, latitude = (np.array([float(text)]) for text in planned)
    east, north = wgs84_to_gcj02(longitude, latitude)
    moved = {24: (f"{east[0]:.6f}", f"{north[0]:.6f}"), 25: (planned[1], planned[0])}
    assert found == moved.get(row, planned)


def test_every_place_but_the_last_has_a_camera() -> None:
    watched = {cells["key_location_id"] for cells in CELLS.values()}
    assert set(PLACES) - watched == {"KL-24"}
    assert watched - set(PLACES) == {"", "KL-99"}


def test_public_rows_are_the_first_36() -> None:
    public = {row: cells["public_video"] for row, cells in CELLS.items()}
    assert public == {row: "是" if row < 37 else "否" for row in CELLS}


@pytest.mark.parametrize("row", CELLS)
def test_addresses_are_those_of_the_cast_and_all_loopback(row: int) -> None:
    player = PLAYERS.get(row)
    found = {name: CELLS[row][name] for name in ("ipv4", "onvif_uri", "stream_uri")}
    if player is None:
        assert row in (28, 41)
        assert set(found.values()) == {""}
        return
    address = f"127.0.1.{row}"
    onvif, stream = f"http://{address}:18080/onvif/device_service", f"rtsp://{address}:15554/main"
    assert found == {
        "ipv4": address,
        "onvif_uri": onvif if row in (1, 2, 6, 15, 16, 17, 18) else "",
        "stream_uri": "" if row in (16, 18) else stream,
    }
    hosts = [urlsplit(uri).hostname or address for uri in found.values()]
    assert all(ipaddress.ip_address(host).is_loopback for host in hosts)


def test_no_cell_holds_a_secret() -> None:
    assert not [text for row in CELLS.values() for text in row.values() if "@" in text]


def test_the_cast_behaves_as_the_docstring_says() -> None:
    special = {camera.row: camera.behaviour for camera in CAST}
    assert {row: b.value for row, b in special.items() if b is not Behaviour.HEALTHY} == {
        4: "refused",
        5: "black_hole",
        7: "not_found",
        8: "no_rtp",
        9: "black",
        10: "blue",
        11: "frozen",
        12: "gray_partial",
        13: "blurred",
        14: "long_gop",
        15: "h265",
        16: "sub_stream_only",
        19: "udp_only",
        27: "refused",
    }
    assert sorted(special) == [row for row in range(1, 42) if row not in (28, 41)]


def test_the_special_cameras_of_the_cast() -> None:
    assert [c.row for c in CAST if c.clock_offset] == [17]
    assert [(c.row, c.advertised_host) for c in CAST if c.advertised_host] == [(18, "127.0.0.99")]
    assert [c.row for c in CAST if c.only_onvif] == [16, 18]
    assert UNREACHABLE_HOST not in {camera.address for camera in CAST}
    assert (RTSP_PORT, ONVIF_PORT) == (15554, 18080)


def test_missing_samples_are_written_and_existing_ones_kept(tmp_path: Path) -> None:
    (tmp_path / "registry.csv").write_bytes(b"mine")
    assert write_missing_samples(tmp_path) == (tmp_path / "key_locations.csv",)
    assert write_missing_samples(tmp_path) == ()
    assert (tmp_path / "registry.csv").read_bytes() == b"mine"


def test_a_demonstration_may_dial_loopback_only_and_stays_in_its_folder(tmp_path: Path) -> None:
    config = demo_config(folder=tmp_path, credentials=tmp_path / "private.toml")
    assert config.probing.allowed_networks == ("127.0.0.0/8",)
    assert config.files.model_dump() == {
        "registry": str(tmp_path / "registry.csv"),
        "key_locations": str(tmp_path / "key_locations.csv"),
        "reports": str(tmp_path / "reports"),
        "store": str(tmp_path / "auditor.sqlite"),
        "credentials": str(tmp_path / "private.toml"),
        "exclusions": "",
        "waivers": "",
        "operations": "operations.jsonl",
    }
