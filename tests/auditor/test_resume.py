"""A round that dies while it ends, while its report is written, or in between; real cameras.

One round is killed at its end for all moments: going on with it asks no camera again.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor import audit_carry as carry_module
from auditor.audit import run_audit
from auditor.audit_terms import Audit, Steering
from auditor.demo.footage import Recipe, shoot
from auditor.demo.onvif_server import utc_now
from auditor.errors import StoreError
from auditor.evidence_kept import check_kept
from auditor.inputs import Inputs
from auditor.render.table_files import TABLE_FILES
from auditor.replay import judge_again
from auditor.report import Built
from auditor.resume import find_resumable, resume_audit
from auditor.schedule.keeper import Keeper
from auditor.schedule.round import Round, Watcher
from auditor.schedule.shelf import PictureShelf, has_shelf
from auditor.store import store as store_module
from auditor.store.codec import report_bytes
from auditor.store.evidence import keep_evidence
from auditor.store.store import Store
from probes.failure import FailureKind
from tests.auditor.small_community import Place, audit_in, cameras, registry_rows, write_inputs


class Killed(BaseException):
    """Stands for SIGKILL: nothing of ours may catch it."""


def killing(*_: object, **__: object) -> None:
    raise Killed


def killing_after(work: Callable[..., object]) -> Callable[..., object]:
    def killed(*arguments: object, **named: object) -> object:
        work(*arguments, **named)
        raise Killed

    return killed


def while_ending(patch: pytest.MonkeyPatch) -> None:
    """All is written, and the transaction is not committed."""
    patch.setattr(store_module, "keep_evidence", killing_after(keep_evidence))


def before_the_report(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(carry_module, "put_in_place", killing)


def while_files_are_put_in_place(patch: pytest.MonkeyPatch) -> None:
    """The picture is moved and one table is new; the page is not there."""
    replace_file, count = Path.replace, iter(range(100))

    def some(path: Path, target: Path) -> Path:
        if path.suffix == ".partial" and next(count) > 0:
            raise Killed
        return replace_file(path, target)

    patch.setattr(Path, "replace", some)


def before_the_shelf_is_cleared(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(PictureShelf, "clear", killing)


LATER_MOMENTS = (
    before_the_report,
    while_files_are_put_in_place,
    before_the_shelf_is_cleared,
)


@asynccontextmanager
async def community(folder: Path) -> AsyncIterator[tuple[Inputs, Audit]]:
    footage = shoot(Recipe(gop=5, length=10), started=utc_now())
    async with cameras(Place(), footage) as place:
        yield write_inputs(folder, registry_rows(place)), replace(audit_in(folder), tries=1)


def steering() -> Steering:
    return Steering(watcher=Watcher(), stop=asyncio.Event())


async def resumed(audit: Audit) -> Built:
    with Store(audit.store) as store:
        found = find_resumable(store, audit.reports, datetime.now(UTC))
    return await resume_audit(found, audit, steering())


def pages(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


async def killed_round(folder: Path) -> Audit:
    async with community(folder) as (inputs, audit):
        with pytest.MonkeyPatch.context() as patch:
            while_ending(patch)
            with pytest.raises(Killed):
                await run_audit(inputs, audit, watcher=Watcher(), stop=asyncio.Event())
    return audit


@pytest.fixture(scope="module")
def cut_short(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """A round that was killed while it ended."""
    return asyncio.run(killed_round(tmp_path_factory.mktemp("killed")))


@pytest.fixture
def audit(cut_short: Audit, tmp_path: Path) -> Audit:
    """The same, in a folder of its own."""
    shutil.copytree(cut_short.reports.parent, tmp_path, dirs_exist_ok=True)
    return replace(cut_short, store=tmp_path / "auditor.sqlite", reports=tmp_path / "reports")


@pytest.mark.parametrize("moment", [None, *LATER_MOMENTS])
async def test_a_round_that_dies_at_its_end_is_brought_to_it(
    audit: Audit,
    monkeypatch: pytest.MonkeyPatch,
    moment: Callable[[pytest.MonkeyPatch], None] | None,
) -> None:
    with Store(audit.store) as store:
        (cut,) = store.rounds()
        before = store.observations(cut.id)
    if moment is not None:
        with monkeypatch.context() as patch:
            moment(patch)
            with pytest.raises(Killed):
                await resumed(audit)
    built = await resumed(audit)
    with Store(audit.store) as store:
        kept = store.report(cut.id)
        seen = store.observations(cut.id)
        checked = check_kept(store, cut.id, audit.reports)
        again = judge_again(store, cut.id)
        with pytest.raises(StoreError, match="it has ended and its report was written"):
            find_resumable(store, audit.reports, datetime.now(UTC))
    assert [one for one in seen if one.target > "0"] == [one for one in before if one.target > "0"]
    assert [camera.state.value for camera in built.report.cameras] == [
        "picture_ok",
        "offline",
        "not_probed",
        "probe_blocked",
        "not_probed",
    ]
    assert report_bytes(again) == report_bytes(kept) == report_bytes(built.report)
    assert (checked.intact, checked.pictures) == (True, 1)
    assert pages(audit.reports) == sorted(
        ("index.html", "manifest.json", "result.json", *TABLE_FILES)
    )
    assert not has_shelf(audit.reports, cut.id)


async def test_a_visit_whose_picture_is_lost_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with community(tmp_path) as (inputs, audit):
        with monkeypatch.context() as patch:
            while_ending(patch)
            with pytest.raises(Killed):
                await run_audit(inputs, audit, watcher=Watcher(), stop=asyncio.Event())
        (picture,) = (audit.reports / "pictures").glob("*.partial/1-1.jpg")
        picture.write_bytes(picture.read_bytes()[:100])
        built = await resumed(audit)
    (first, *_) = built.report.cameras
    assert (first.state.value, first.tries) == ("picture_ok", 1)
    with Store(audit.store) as store:
        assert check_kept(store, built.report.provenance.round_id, audit.reports).intact
        seen = store.observations(built.report.provenance.round_id)
    assert [one.probe for one in seen if one.target == "1"] == [
        "tcp_connect",
        "rtsp_frame",
        "onvif_device",
    ]


async def test_a_round_that_dies_before_its_plan_is_kept_leaves_no_shelf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs, audit = write_inputs(tmp_path, registry_rows(Place())), audit_in(tmp_path)
    monkeypatch.setattr(Store, "keep_contents", killing)
    with pytest.raises(Killed):
        await run_audit(inputs, audit, watcher=Watcher(), stop=asyncio.Event())
    assert not (audit.reports / "pictures").exists()


@pytest.mark.parametrize("kills", [1, 2])
@pytest.mark.parametrize("row", ["4", "1"], ids=["wrong", "right"])
async def test_a_login_that_a_kill_cut_short_is_not_sent_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str, kills: int
) -> None:
    """The camera is unknown, whatever its password; it would be by ONVIF as well.

    Also when the visit was made again, without the login, and another kill came after it.
    """
    sends = Keeper._sends

    def cut_short(keeper: Keeper, key: str, service: str, attempt: int) -> None:
        sends(keeper, key, service, attempt)
        if key == row:
            raise Killed

    async with community(tmp_path) as (inputs, once):
        audit = replace(once, tries=2)
        with monkeypatch.context() as patch:
            patch.setattr(Keeper, "_sends", cut_short)
            with pytest.raises(BaseExceptionGroup):
                await run_audit(inputs, audit, watcher=Watcher(), stop=asyncio.Event())
        for _ in range(1, kills):
            with monkeypatch.context() as patch:
                patch.setattr(Round, "_wait", killing)
                with pytest.raises(Killed):
                    await resumed(audit)
        built = await resumed(audit)
    camera = built.report.cameras[int(row) - 1]
    assert (camera.state.value, camera.reason) == (
        "probe_blocked",
        "凭据已被拒绝过一次（或中断前已发出而结果未知），为防锁定不再重试",
    )
    with Store(audit.store) as store:
        seen = store.observations(built.report.provenance.round_id)
    failures = [one.failure.kind for one in seen if one.target == row and one.failure]
    assert set(failures) == {FailureKind.LOGIN_WITHHELD}
