"""An ad-hoc round after a night: who is asked, what is told, and that the night stays the night."""

import asyncio
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from auditor.audit import run_audit
from auditor.audit_terms import report_folder
from auditor.cli.adhoc import with_chosen
from auditor.cli.audit_settings import audit_of
from auditor.cli.kept_round import whole_report
from auditor.cli.options import exit_code
from auditor.compared import compared
from auditor.config import Config
from auditor.demo.footage import Recipe, shoot
from auditor.demo.onvif_server import utc_now
from auditor.errors import ConfigError, StoreError
from auditor.feed.settings import Feed
from auditor.model import CameraState, Chosen, Report, RoundKind
from auditor.render.retests import retest_summary
from auditor.replay import judge_again
from auditor.report import Built
from auditor.retested import Retest, retests
from auditor.rollup.choice import choose
from auditor.rollup.latest import latest_rounds
from auditor.schedule.plan import credential_names
from auditor.schedule.round import Watcher
from auditor.schedule.times import Times
from auditor.store.codec import report_bytes
from auditor.store.store import LATEST, KeptRound, Store
from tests.auditor.small_community import (
    COMMUNITY,
    Night,
    Place,
    audit_in,
    cameras,
    registry_rows,
    write_inputs,
)
from tests.auditor.store.values import ROUND

NIGHT = datetime(2026, 1, 5, tzinfo=UTC).date()
OFFLINE_CODE = "37011600011326000002"


@dataclass(frozen=True, slots=True)
class Both:
    """A night, the ad-hoc round over two of its cameras after it, and the files of the night."""

    night: Night
    adhoc: Built
    before: dict[Path, bytes]

    @property
    def report(self) -> Report:
        return self.adhoc.report


def files(folder: Path) -> dict[Path, bytes]:
    return {
        path.relative_to(folder): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "adhoc" not in path.parts
    }


async def two_rounds(folder: Path) -> Both:
    footage = shoot(Recipe(gop=5, length=20), started=utc_now())
    async with cameras(Place(), footage) as place:
        inputs = write_inputs(folder, registry_rows(place))
        audit = replace(audit_in(folder), times=Times(night=NIGHT))
        built = await run_audit(inputs, audit, watcher=Watcher(), stop=asyncio.Event())
        before = files(audit.reports)
    # Other ports: a film that runs again at the same address would be a stored picture.
    async with cameras(Place(), footage) as again:
        moved = write_inputs(folder, registry_rows(again))
        chosen = with_chosen(moved, ["failed", "row:1"], str(audit.store))
        beside = replace(audit, own_folder=True)
        adhoc = await run_audit(chosen, beside, watcher=Watcher(), stop=asyncio.Event())
    return Both(Night(folder, inputs, beside, built, place), adhoc, before)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    return asyncio.run(two_rounds(tmp_path_factory.mktemp("both")))


def kept(both: Both) -> tuple[KeptRound, ...]:
    with Store(both.night.audit.store) as store:
        return store.rounds()


def test_only_the_chosen_are_asked_and_the_others_are_told_so(both: Both) -> None:
    with Store(both.night.audit.store) as store:
        seen = store.observations(both.report.provenance.round_id)
    assert {int(one.target) for one in seen if int(one.target) > 0} == {1, 2}
    others = [one for one in both.report.cameras if one.camera.row > 2]
    assert [(one.state, one.reason) for one in others] == [
        (CameraState.NOT_PROBED, "未选入本次复测")
    ] * 3


def test_it_tells_what_the_chosen_were_and_are(both: Both) -> None:
    parent = both.night.built.report.provenance.round_id
    assert both.report.chosen == Chosen(
        selectors=("failed", "row:1"),
        rows=(1, 2),
        before=(CameraState.PICTURE_OK, CameraState.OFFLINE),
        parent=parent,
    )
    second = both.report.cameras[1]
    assert retests(both.report)[1] == Retest(
        row=2,
        device_code=OFFLINE_CODE,
        name=second.camera.name,
        before=CameraState.OFFLINE,
        now=CameraState.OFFLINE,
        reason=second.reason,
    )
    assert retests(both.night.built.report) == ()


def test_it_claims_no_rate_and_says_so(both: Both) -> None:
    report = both.report
    assert (report.results, report.by_class, report.beside) == ((), (), ())
    assert report.notes[0] == (
        "指定摄像机复测：按 failed、row:1 选定 2 路。本结果只说明所选摄像机，"
        "不计算、不判定任何比率，不替代当晚的检测结果。"
    )


def test_the_nightly_report_stays_as_it_was(both: Both) -> None:
    folder = report_folder(both.night.audit, both.report.provenance.round_id)
    assert files(both.night.audit.reports) == both.before
    assert folder == both.night.audit.reports / "adhoc" / both.report.provenance.round_id
    page = (folder / "index.html").read_text(encoding="utf-8")
    told = ("复测结果", OFFLINE_CODE, "未选入本次复测", "不作总体结论")
    assert [text for text in told if text not in page] == []
    assert (folder / (both.report.cameras[0].picture or "")).is_file()


def test_the_store_knows_its_kind(both: Both) -> None:
    adhoc, night = kept(both)
    assert (night.kind, night.night, night.parent) == (RoundKind.NIGHTLY, NIGHT, None)
    assert (adhoc.kind, adhoc.night, adhoc.parent) == (RoundKind.ADHOC, NIGHT, night.id)
    assert both.night.built.report.provenance.night == "2026-01-05"


def test_the_night_stays_the_latest(both: Both, tmp_path: Path) -> None:
    adhoc, night = kept(both)
    copied = shutil.copy(both.night.audit.store, tmp_path)
    with Store(copied) as store:
        assert store.find_round(LATEST) == night.id
        assert store.find_round(adhoc.id) == adhoc.id
        later = adhoc.started_at + timedelta(days=1)
        store.begin_round(replace(ROUND, id="99", started_at=later))
        assert store.round_before("99") == night.id
        with pytest.raises(StoreError, match="probed 2 chosen cameras and counts nothing"):
            whole_report(store, adhoc.id)
    assert latest_rounds([adhoc, night]) == ((night.id,), ())
    assert latest_rounds([adhoc]) == ((), ())
    left_out = choose([both.report], since=None, profile=None).left_out
    assert [one.reason for one in left_out] == ["指定摄像机复测"]


def test_two_rounds_are_compared_without_rates(both: Both) -> None:
    told = compared(both.night.built.report, both.report)
    assert [change.row for change in told.still] == [2]
    assert (told.new, told.fixed, told.rates) == ((), (), ())


def test_pruning_keeps_the_night_and_not_the_ad_hoc_round(both: Both) -> None:
    after = datetime.now(UTC) + timedelta(days=1)
    with Store(both.night.audit.store) as store:
        assert store.prune(after, dry_run=True)[0] == 1


def test_judged_again_both_are_the_same_bit_for_bit(both: Both) -> None:
    with Store(both.night.audit.store) as store:
        for report in (both.report, both.night.built.report):
            again = judge_again(store, report.provenance.round_id)
            assert report_bytes(again) == report_bytes(report)


def test_it_is_not_handed_over(both: Both) -> None:
    config = Config(feed=Feed(url="http://127.0.0.1:9/", auth="none"))
    outgoing = audit_of(config, credential_names(both.night.inputs.registry.cameras)).outgoing
    assert outgoing(both.report, "head") == ()
    assert len(outgoing(both.night.built.report, "head")) == 1


@pytest.mark.parametrize(
    ("rows", "code"), [((1,), 0), ((1, 2), 1), ((1, 4), 3), ((2, 4), 1)], ids=str
)
def test_the_exit_code_asks_whether_all_chosen_are_good(
    both: Both, rows: tuple[int, ...], code: int
) -> None:
    chosen = Chosen(selectors=("x",), rows=rows, before=(None,) * len(rows))
    whole = both.night.built.report
    assert exit_code(replace(whole, chosen=chosen)) == code
    cut = replace(whole.provenance, complete=False)
    assert exit_code(replace(whole, chosen=chosen, provenance=cut)) == 3


def test_the_terminal_shows_before_and_now(both: Both, tmp_path: Path) -> None:
    console = Console(width=200)
    with console.capture() as caught:
        console.print(retest_summary(both.report, tmp_path))
    text = caught.get()
    assert COMMUNITY in text
    assert "所选 2 路中 1 路出图正常。" in text
    (line,) = (line for line in text.splitlines() if OFFLINE_CODE in line)
    assert line.count("离线") == 2


def test_a_sample_and_a_choice_are_not_both_possible(both: Both) -> None:
    sampled = replace(both.night.inputs, sample=object())  # type: ignore[arg-type]  # only there
    with pytest.raises(ConfigError, match="give one of them"):
        with_chosen(sampled, ["row:1"], str(both.night.audit.store))


def test_without_a_round_before_nothing_is_known_of_the_chosen(both: Both, tmp_path: Path) -> None:
    chosen = with_chosen(both.night.inputs, ["row:2"], str(tmp_path / "new.sqlite")).chosen
    assert chosen == Chosen(selectors=("row:2",), rows=(2,), before=(None,))


async def test_a_round_whose_deadline_has_passed_says_what_it_did_not_reach(
    tmp_path: Path,
) -> None:
    inputs = write_inputs(tmp_path, registry_rows(Place(stream=1, outside=1, onvif=1)))
    audit = audit_in(tmp_path)
    deadline = datetime.now(UTC) - timedelta(seconds=1)
    audit = replace(audit, credentials={}, times=Times(deadline=deadline))
    built = await run_audit(inputs, audit, watcher=Watcher(), stop=asyncio.Event())
    report = built.report
    assert [one.reason for one in report.cameras[:4]] == ["截止时间已到，本轮未测"] * 4
    assert {one.state for one in report.cameras} == {CameraState.NOT_PROBED}
    assert report.provenance.cut_at == deadline
    assert "5 路中 4 路未测、0 路尝试次数不足" in report.notes[0]
    assert exit_code(report) == 3
    with Store(audit.store) as store:
        (round_,) = store.rounds()
        assert (round_.deadline, round_.complete) == (deadline, False)
        assert report_bytes(judge_again(store, round_.id)) == report_bytes(report)
