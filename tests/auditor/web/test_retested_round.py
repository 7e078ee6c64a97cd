"""A round over chosen cameras is shown as one: it judges no rate, so it has no verdict."""

from datetime import timedelta

from auditor.model import Chosen, RoundKind
from auditor.store.store import NewRound
from auditor.web.desk import Desk
from tests.auditor.render import builders
from tests.auditor.web import team
from tests.auditor.web.conftest import Visitor

ROUND = "20260107T020000Z-0a1b2c"
SHOWN = "指定摄像机复测，不作总体结论"


def keep(desk: Desk) -> None:
    started = builders.STARTED + timedelta(days=1)
    new = NewRound(
        id=ROUND,
        community=team.COMMUNITY,
        started_at=started,
        registry_sha256="a" * 64,
        profile="shandong-growth",
        tool_version="0.1.0",
        kind=RoundKind.ADHOC,
    )
    origin = builders.provenance(
        round_id=ROUND, started_at=started, ended_at=started + timedelta(minutes=1)
    )
    chosen = Chosen(selectors=("row:2",), rows=(2,), before=(None,))
    report = builders.report(provenance=origin, chosen=chosen, results=(), by_class=())
    desk.shelf.store.begin_round(new)
    desk.shelf.store.end_round(report)


def test_the_list_of_rounds_gives_it_no_verdict(viewer: Visitor, desk: Desk) -> None:
    keep(desk)
    (row,) = [
        part for part in viewer.client.get("/rounds").text.split("<tr>") if f"/{ROUND}" in part
    ]

    assert SHOWN in row
    assert "无法判定" not in row


def test_its_page_gives_it_no_verdict(viewer: Visitor, desk: Desk) -> None:
    keep(desk)
    shown = viewer.client.get(f"/rounds/{ROUND}").text

    assert "指定摄像机复测" in shown
    assert "不作总体结论" in shown
    assert "无法判定" not in shown
    assert "没有可判定的指标" not in shown
