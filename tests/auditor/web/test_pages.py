"""What the pages show, to whom, and that nothing of a register runs in them."""

from pathlib import Path

import pytest

from auditor.finding_ids import finding_ids
from auditor.model import Report
from auditor.oplog.file import entries
from auditor.render.write import write_reports
from auditor.store import store as module
from auditor.store.codec import unpack_report
from auditor.web.desk import Desk
from auditor.web.pages.downloads import ALLOWED
from tests.auditor.render import builders
from tests.auditor.web import team
from tests.auditor.web.conftest import Visitor

LAST = f"/rounds/{team.LAST}"
NAMES = (
    f"/pictures/{team.LAST}/../../secret.txt",
    f"/pictures/{team.LAST}/..%2F..%2F..%2Fsecret.txt",
    f"/pictures/{team.LAST}/%2e%2e%2fsecret.txt",
    "/pictures/..%2f..%2f/secret.txt",
    f"/pictures/{team.LAST}/.jpg",
    f"/pictures/{team.LAST}/link.jpg",
    f"/pictures/{team.LAST}/folder.jpg",
    f"/pictures/{team.LAST}/1.jpg%00.jpg",
    "/pictures/x/1.jpg",
    "/downloads/secret.txt",
    "/downloads/..%2Fauditor.sqlite",
    "/downloads/%2Fetc%2Fpasswd",
    "/downloads/rates.csv",
    "/downloads/findings.csv",
    "/static/..%2Fserve.py",
    "/static/../serve.py",
)


def text(visitor: Visitor, path: str) -> str:
    answer = visitor.client.get(path)
    assert answer.status_code == 200
    return answer.text


def test_the_latest_round_of_a_community_with_its_integers(viewer: Visitor) -> None:
    shown = text(viewer, "/")
    assert f'href="{LAST}"' in shown
    assert team.FIRST not in shown
    assert "<b>19</b> / 20" in shown
    assert "达标" in shown


def test_rounds_are_listed_by_community(viewer: Visitor) -> None:
    shown = text(viewer, "/rounds")
    assert shown.index(LAST) < shown.index(f"/rounds/{team.FIRST}")
    assert "没有检测轮次" in text(viewer, "/rounds?community=别处")


def test_cameras_come_in_pages(viewer: Visitor) -> None:
    first, last = (text(viewer, f"{LAST}/cameras?number={n}") for n in (1, 99))
    assert (first.count("原因 "), last.count("原因 ")) == (49, 20)
    assert "第 3 / 3 页" in last


def test_cameras_are_narrowed(viewer: Visitor) -> None:
    expected = {
        "state=offline": 39,
        "kind=residential_gate": 120,
        "kind=fire_lane": 0,
        "text=原因 12": 2,
        "text=320000120": 1,
        "state=offline&text=原因 1&kind=": 11,
    }
    for query, total in expected.items():
        assert f"<output>{total} / 120 路</output>" in text(viewer, f"{LAST}/cameras?{query}")


def test_an_unknown_filter_is_told(viewer: Visitor) -> None:
    answer = viewer.client.get(f"{LAST}/cameras?state=nope")
    assert (answer.status_code, "没有这一筛选项" in answer.text) == (400, True)


def test_a_camera_has_its_history(viewer: Visitor) -> None:
    shown = text(viewer, f"{LAST}/cameras/2")
    assert f"/rounds/{team.FIRST}/cameras/2" in shown
    assert "最近 2 轮" in shown


def test_who_only_looks_sees_no_address_telephone_or_position(viewer: Visitor) -> None:
    for path in (f"{LAST}/cameras/2", f"{LAST}/findings", f"{LAST}/cameras"):
        shown = text(viewer, path)
        assert [word for word in ("127.0.1.2", "13912345678", "117.129") if word in shown] == []
        assert "申请复测" not in shown
    assert "127.0.*.*" in text(viewer, f"{LAST}/cameras/2")
    assert "139****5678" in text(viewer, f"{LAST}/findings")
    assert "<output>0 / 120 路</output>" in text(viewer, f"{LAST}/cameras?text=127.0.1.2")


def test_who_operates_sees_them(operator: Visitor) -> None:
    shown = text(operator, f"{LAST}/cameras/2")
    assert [word for word in ("127.0.1.2", "13912345678", "117.129") if word not in shown] == []
    assert "<output>1 / 120 路</output>" in text(operator, f"{LAST}/cameras?text=127.0.1.99")


def test_no_credential_and_no_stream_address_is_shown_to_anybody(administrator: Visitor) -> None:
    for path in (f"{LAST}/cameras/2", f"{LAST}/cameras", f"/api/v1{LAST}/cameras"):
        shown = text(administrator, path)
        assert "rtsp://" not in shown
        assert "demo" not in shown


def test_a_hostile_name_is_text(viewer: Visitor) -> None:
    for path in (f"{LAST}/cameras", f"{LAST}/cameras/1"):
        shown = text(viewer, path)
        assert "&lt;script&gt;document.title" in shown
        assert "<script>" not in shown
        assert "<img src=x" not in shown


def test_what_is_searched_comes_back_as_text(viewer: Visitor) -> None:
    shown = text(viewer, f"{LAST}/cameras?text=%22%3E%3Cscript%3E%E2%80%AE")
    assert "<script>" not in shown
    assert 'value="&#34;&gt;&lt;script&gt;[U+202E]"' in shown


def test_findings_know_what_became_of_them(viewer: Visitor) -> None:
    expected = {"new": 1, "known": 1, "fixed": 1, "waived": 1, "undecided": 0, "uncompared": 0}
    found = {
        state: f"<output>{number} 项</output>" in text(viewer, f"{LAST}/findings?state={state}")
        for state, number in expected.items()
    }
    assert found == dict.fromkeys(expected, True)
    assert "<output>0 项</output>" in text(viewer, f"{LAST}/findings?rule=CODE-09")


def test_a_picture_is_a_jpeg_and_nothing_else(viewer: Visitor) -> None:
    answer = viewer.client.get(f"/pictures/{team.LAST}/1.jpg")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.content[:2] == b"\xff\xd8"


def test_no_name_leads_out(operator: Visitor, tmp_path: Path) -> None:
    pictures = tmp_path / "reports" / "pictures" / team.LAST
    (pictures / "link.jpg").symlink_to(tmp_path / "users.toml")
    (pictures / "folder.jpg").mkdir()
    (tmp_path / "reports" / "findings.csv").symlink_to(tmp_path / "users.toml")
    for path in NAMES:
        answer = operator.client.get(path)
        assert (path, answer.status_code) == (path, 404)
        assert "argon2" not in answer.text


def test_a_picture_that_was_removed_is_told(viewer: Visitor) -> None:
    shown = text(viewer, f"/rounds/{team.FIRST}/cameras/1")
    assert "画面文件已清理" in shown
    assert "<img" not in shown


def test_a_download_is_kept_and_logged(operator: Visitor, desk: Desk) -> None:
    assert "cameras.csv" in text(operator, "/downloads")
    answer = operator.client.get("/downloads/cameras.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="cameras.csv"'
    assert answer.headers["content-type"].startswith("text/csv")
    last = list(entries(desk.journal.path))[-1]
    assert (last.who, last.verb, last.subject) == ("cao", "web download", "cameras.csv")


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ('{"masked": true}', "设备地址、电话和精确位置已遮蔽"),
        ('{"masked": false}', "报告文件；含设备地址、电话和位置"),
        ("", "报告文件；含设备地址、电话和位置"),
    ],
)
def test_the_list_says_whether_its_files_are_masked(
    operator: Visitor, tmp_path: Path, result: str, said: str
) -> None:
    (tmp_path / "reports" / "result.json").write_text(result, encoding="utf-8")
    assert said in text(operator, "/downloads")


@pytest.mark.parametrize("path", ["/rounds/nope", f"{LAST}/cameras/999", "/nothing"])
def test_what_is_not_there_is_told_in_words(viewer: Visitor, path: str) -> None:
    answer = viewer.client.get(path)
    assert (answer.status_code, "没有" in answer.text) == (404, True)


@pytest.mark.parametrize(
    ("result", "status"),
    [
        ('{"masked": true}', 200),
        ('{"masked": false}', 403),
        ('{"masked": 1}', 403),
        ("{}", 403),
        ("[]", 403),
        ("{", 403),
    ],
)
def test_who_only_looks_may_keep_what_is_masked(
    viewer: Visitor, tmp_path: Path, result: str, status: int
) -> None:
    (tmp_path / "reports" / "result.json").write_text(result, encoding="utf-8")
    for path in ("/downloads", "/downloads/cameras.csv"):
        assert (path, viewer.client.get(path).status_code) == (path, status)


def test_whether_it_is_masked_is_read_once_until_the_result_is_another(
    viewer: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, read = tmp_path / "reports" / "result.json", []
    whole = Path.read_bytes

    def noted(path: Path) -> bytes:
        read.extend([path] if path == result else [])
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    seen = []
    for masked in ("true", "false"):
        result.write_text(f'{{"masked": {masked}}}', encoding="utf-8")
        seen += [viewer.client.get("/downloads").status_code for _ in range(2)]
    assert (seen, len(read)) == ([200, 200, 403, 403], 2)


def test_every_file_of_a_report_that_is_written_can_be_kept(
    viewer: Visitor, tmp_path: Path
) -> None:
    write_reports(builders.report(), {}, tmp_path / "reports", manifest=b"{}")
    for name in ALLOWED:
        assert (name, viewer.client.get(f"/downloads/{name}").status_code) == (name, 200)


def test_no_report_is_read_for_what_needs_none(
    viewer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def noted(body: bytes, *, lean: bool) -> Report:
        report = unpack_report(body, lean=lean)
        read.append(report.provenance.round_id)
        return report

    monkeypatch.setattr(module, "unpack_report", noted)
    for path in ("/", "/rounds", LAST, "/api/v1/communities", f"/api/v1{LAST}/rates"):
        text(viewer, path)
    assert read == []
    assert "最近 2 轮" in text(viewer, f"{LAST}/cameras/2")
    assert read == [team.LAST]


def test_a_finding_s_id_is_that_of_files_and_can_be_linked_to(viewer: Visitor, desk: Desk) -> None:
    report = desk.shelf.report(team.LAST)
    name = finding_ids(report)[0]
    assert f'<tr id="{name}">' in text(viewer, f"{LAST}/cameras/2")
    shown = text(viewer, f"{LAST}/findings")
    assert f'href="{LAST}/findings?rule={name}"' in shown
    assert "<output>1 项</output>" in text(viewer, f"{LAST}/findings?rule={name}")
    (fixed,) = (one for one in desk.shelf.report(team.FIRST).findings if one.row == 3)
    assert desk.shelf.ids(team.FIRST)[fixed] in shown
