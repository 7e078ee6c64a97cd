"""`make bench-web-pages`: how long `auditor web` takes for a page, 10,000 cameras, 30 rounds.

Every page is asked for twice, by a server that has read nothing yet and by the same again.  The
requests go through the whole application, but through no socket.
"""

import json
import os
import platform
import re
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from starlette.testclient import TestClient

from auditor.config import Config, Files, Web
from auditor.store.store import NewRound, Store
from auditor.web.roles import Role
from auditor.web.serve import Place, gated, make_desk
from auditor.web.users import UserBook, new_user
from benchmarks.harness import RESULTS, machine
from benchmarks.large_reports import large_report

CAMERAS = 10_000
NIGHTS = 30
RUNS = 5
USER, PASSWORD = "reader", "only for a measurement"
HOST = "127.0.0.1"
PAGES = (
    *("/", "/rounds", "/rounds/{0}", "/rounds/{0}/cameras", "/rounds/{0}/cameras?text=000077"),
    *("/rounds/{0}/cameras/77", "/rounds/{0}/findings", "/api/v1/communities"),
)


def main() -> None:
    """Measure, print and write the result."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = Config(
            files=Files(
                store=str(folder / "auditor.sqlite"),
                reports=str(folder / "reports"),
                operations=str(folder / "operations.log"),
            ),
            web=Web(users=str(folder / "users.toml"), queue=str(folder / "queue")),
        )
        UserBook(Path(config.web.users)).change(lambda _: (new_user(USER, Role.VIEW, PASSWORD),))
        with Store(config.files.store) as store:
            last = _keep_rounds(store)
            rows = [_measure(config, store, page.format(last)) for page in PAGES]
    result = {
        "name": "web_pages",
        "what": f"pages of `auditor web` over {NIGHTS} rounds of {CAMERAS} cameras, in seconds",
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "versions": {"python": platform.python_version()},
        "runs": RUNS,
        "load_average": os.getloadavg()[0],
        "pages": rows,
    }
    path = RESULTS / "web_pages.json"
    path.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"wrote {path}")
    for row in rows:
        print(json.dumps(row))


def _keep_rounds(store: Store) -> str:
    """The same report, a night apart; returns the last round."""
    report = large_report(CAMERAS)
    origin, name = report.provenance, ""
    for night in range(NIGHTS - 1, -1, -1):
        began = origin.started_at - timedelta(days=night)
        name = f"{began:%Y%m%dT%H%M%SZ}-0a1b2c"
        store.begin_round(
            NewRound(
                id=name,
                community=report.community,
                started_at=began,
                registry_sha256=origin.registry_sha256,
                profile=origin.profile,
                tool_version=origin.tool_version,
            )
        )
        own = replace(origin, round_id=name, started_at=began, ended_at=began + timedelta(hours=1))
        store.end_round(replace(report, provenance=own))
    return name


def _measure(config: Config, store: Store, path: str) -> dict[str, object]:
    first, again = [], []
    for _ in range(RUNS):
        desk = make_desk(config, store, Place())
        with TestClient(gated(desk), base_url=f"http://{HOST}") as client:
            _sign_in(client)
            first.append(_seconds(client, path))
            again.append(_seconds(client, path))
    return {
        "page": path,
        "first_s": round(statistics.median(first), 3),
        "again_s": round(statistics.median(again), 3),
    }


def _sign_in(client: TestClient) -> None:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/login").text)
    form = {"csrf": found[1] if found else "", "name": USER, "password": PASSWORD}
    client.post("/login", data=form, headers={"origin": f"http://{HOST}"}).raise_for_status()


def _seconds(client: TestClient, path: str) -> float:
    started = time.perf_counter()
    client.get(path, follow_redirects=False).raise_for_status()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
