"""Five registered cameras on loopback, some of them real servers, and the audit of them."""

import asyncio
import csv
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from auditor.audit import run_audit
from auditor.audit_terms import Audit
from auditor.demo.account import Account
from auditor.demo.cast import SimulatedCamera
from auditor.demo.footage import Footage, Recipe, shoot
from auditor.demo.onvif_server import serve_onvif, utc_now
from auditor.demo.rtsp_server import serve_rtsp
from auditor.examples import record_cells
from auditor.inputs import Inputs, load_inputs
from auditor.registry.columns import KEY_LOCATION_COLUMNS, WRITTEN_COLUMNS, Column
from auditor.report import Built
from auditor.schedule.round import Watcher
from probes.target import Credential

COMMUNITY = "云帆社区"
ACCOUNT = Account("inspector-7f3a", "Inv3nted-secret")
WRONG = "Inv3nted-mistake"
NETWORK = "127.0.78.0/24"
OUTSIDE = "127.0.79.2"


@dataclass(slots=True)
class Place:
    """Ports of the servers, and how often a stranger came to the door outside."""

    stream: int = 0
    onvif: int = 0
    outside: int = 0
    strangers: int = 0
    rejected: list[str] = field(default_factory=list)


@asynccontextmanager
async def cameras(place: Place, footage: Footage) -> AsyncIterator[Place]:
    """Row 1 answers RTSP and ONVIF, row 4 RTSP; row 3 listens outside of the network."""

    async def stranger(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        place.strangers += 1
        writer.close()

    good = SimulatedCamera(row=1, onvif=True)
    first = await serve_rtsp(good, footage, ACCOUNT, address="127.0.78.31", port=0)
    place.stream = first.sockets[0].getsockname()[1]
    device = await serve_onvif(
        good, footage, ACCOUNT, address="127.0.78.31", port=0, rtsp_port=place.stream
    )
    place.onvif = device.sockets[0].getsockname()[1]
    fourth = await serve_rtsp(
        SimulatedCamera(row=4), footage, ACCOUNT, address="127.0.78.34", port=place.stream
    )
    outside = await asyncio.start_server(stranger, OUTSIDE, 0)
    place.outside = outside.sockets[0].getsockname()[1]
    try:
        yield place
    finally:
        for server in (first, device, fourth, outside):
            server.close()


def registry_rows(place: Place) -> list[dict[str, str]]:
    """A good camera, a refused port, one outside, a wrong password, one without address."""
    uris = (
        f"rtsp://127.0.78.31:{place.stream}/main",
        f"rtsp://127.0.78.32:{place.stream}/main",
        f"rtsp://{OUTSIDE}:{place.outside}/main",
        f"rtsp://127.0.78.34:{place.stream}/main",
        "",
    )
    rows = []
    for number, uri in enumerate(uris, start=1):
        code = f"3701160001132600000{number}"
        rows.append(record_cells() | {"device_code": code, "stream_uri": uri})
    rows[0]["onvif_uri"] = f"http://127.0.78.31:{place.onvif}/onvif/device_service"
    rows[0]["credential"] = "right"
    rows[3]["credential"] = "wrong"
    return rows


def write_table(path: Path, columns: tuple[Column, ...], rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.header for column in columns])
        writer.writerows([[row.get(column.name, "") for column in columns] for row in rows])
    return path


def write_inputs(folder: Path, rows: list[dict[str, str]]) -> Inputs:
    location = {
        "id": "KL-01",
        "community": COMMUNITY,
        "location_class": "小区出入口",
        "name": "北门",
        "longitude": "117.661000",
        "latitude": "36.209000",
    }
    return load_inputs(
        registry=write_table(folder / "registry.csv", WRITTEN_COLUMNS, rows),
        key_locations=write_table(folder / "key.csv", KEY_LOCATION_COLUMNS, [location]),
        community="",
        profile="shandong-growth",
    )


def audit_in(folder: Path) -> Audit:
    return Audit(
        networks=(NETWORK,),
        tries=2,
        retry_spacing_s=0.0,
        first_frame_s=15.0,
        concurrency=8,
        store=folder / "auditor.sqlite",
        reports=folder / "reports",
        credentials={
            "right": Credential("right", ACCOUNT.username, ACCOUNT.password),
            "wrong": Credential("wrong", ACCOUNT.username, WRONG),
        },
    )


@dataclass(frozen=True, slots=True)
class Night:
    """What one audit was given and what came out."""

    folder: Path
    inputs: Inputs
    audit: Audit
    built: Built
    place: Place


async def one_night(folder: Path, *, read_overlay: bool = False) -> Night:
    """The whole audit, with a real decoding pool."""
    footage = shoot(Recipe(gop=5, length=20), started=utc_now())
    async with cameras(Place(), footage) as place:
        inputs = write_inputs(folder, registry_rows(place))
        audit = replace(audit_in(folder), read_overlay=read_overlay)
        built = await run_audit(inputs, audit, watcher=Watcher(), stop=asyncio.Event())
    return Night(folder, inputs, audit, built, place)


async def stopped_night(folder: Path) -> Night:
    """A round that is stopped before it began."""
    stop = asyncio.Event()
    stop.set()
    inputs = write_inputs(folder, registry_rows(Place(stream=1, outside=1)))
    audit = replace(audit_in(folder), credentials={})
    built = await run_audit(inputs, audit, watcher=Watcher(), stop=stop)
    return Night(folder, inputs, audit, built, Place())
