"""The figures as JSON, and their description."""

from tests.auditor.web import team
from tests.auditor.web.conftest import Visitor

LAST = f"/api/v1/rounds/{team.LAST}"
RATE = {
    "indicator": "health_rate",
    "title": "摄像机完好率",
    "scope": "all",
    "met": 19,
    "of": 20,
    "unknown": 0,
    "excluded": 0,
    "threshold": 95,
    "verdict": "meets",
}


def test_communities_rounds_and_rates(viewer: Visitor) -> None:
    client = viewer.client
    (community,) = client.get("/api/v1/communities").json()
    rounds = client.get("/api/v1/rounds", params={"community": team.COMMUNITY}).json()
    assert [one["id"] for one in rounds] == [team.LAST, team.FIRST]
    assert community == {
        "community": team.COMMUNITY,
        "level": "成长型",
        "round": rounds[0],
        "overall": "meets",
        "rates": [RATE],
    }
    assert client.get(f"{LAST}/rates").json() == [RATE]


def test_cameras_are_narrowed_and_cut(viewer: Visitor) -> None:
    query = {"state": "offline", "page": "2", "size": "30"}
    found = viewer.client.get(f"{LAST}/cameras", params=query).json()
    assert (found["total"], found["page"], found["pages"]) == (39, 2, 2)
    assert {one["state"] for one in found["cameras"]} == {"offline"}
    assert set(found["cameras"][0]) == {
        *("row", "device_code", "name", "key_location_id", "state", "reason"),
        *("answered", "tries", "first_frame_ms", "defects"),
    }


def test_faults_are_json(viewer: Visitor) -> None:
    missing = viewer.client.get("/api/v1/rounds/nope/rates")
    odd = viewer.client.get(f"{LAST}/cameras?state=nope")
    assert (missing.status_code, odd.status_code) == (404, 422)
    assert (set(missing.json()), set(odd.json())) == ({"detail"}, {"detail"})


def test_the_description_names_the_figures_alone(viewer: Visitor) -> None:
    document = viewer.client.get("/api/v1/openapi.json").json()
    assert sorted(document["paths"]) == [
        "/api/v1/communities",
        "/api/v1/rounds",
        "/api/v1/rounds/{round_id}/cameras",
        "/api/v1/rounds/{round_id}/rates",
    ]
