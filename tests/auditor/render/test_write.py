import os
from pathlib import Path
from typing import IO, Any

import pytest

from auditor.errors import ReportError
from auditor.finding_ids import finding_ids
from auditor.masking.reports import masked
from auditor.render.html import render_page
from auditor.render.json import render_json
from auditor.render.outline import county_outline
from auditor.render.shared import shared
from auditor.render.table_files import TABLE_FILES
from auditor.render.thumbnails import picture_sources
from auditor.render.write import write_reports
from tests.auditor.render import builders
from tests.auditor.render.hostile import hostile_report

NAME = f"pictures/{builders.ROUND}/1.jpg"
EARLIER, LATER = "20261122T170000Z-ffffff", "20261124T170000Z-000000"
TABLES = [*TABLE_FILES, "result.json", "index.html"]


def files(folder: Path) -> list[str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in found)


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in files(folder)}


def test_pictures_come_first_and_the_page_last(tmp_path: Path) -> None:
    report, pictures = builders.report(), builders.shelved(tmp_path, {NAME: builders.jpeg()})
    sources = picture_sources(pictures)
    written = write_reports(report, pictures, tmp_path / "reports")
    assert written == tuple(tmp_path / "reports" / name for name in (NAME, *TABLES))
    assert files(tmp_path / "reports") == sorted([NAME, *TABLES])
    assert written[0].read_bytes() == builders.jpeg()
    assert not pictures[NAME].exists()
    assert sources[NAME].startswith("data:")
    shown = shared(report)
    page = render_page(shown.report, sources, outline=county_outline(report), subnets=shown.subnets)
    assert written[-1].read_text(encoding="utf-8") == page.html
    assert written[-2].read_bytes() == render_json(
        masked(report), finding_ids(report), is_masked=True
    )
    cameras = tmp_path / "reports" / "cameras.csv"
    assert cameras.read_bytes().startswith(b"\xef\xbb\xbfrow,device_code,name,")


def test_a_hostile_report_is_written_whole(tmp_path: Path) -> None:
    write_reports(hostile_report(), {}, tmp_path)
    assert files(tmp_path) == sorted(TABLES)


def test_writing_again_replaces_and_gives_the_same(tmp_path: Path) -> None:
    report, folder = builders.report(), tmp_path / "reports"
    write_reports(report, builders.shelved(tmp_path, {NAME: builders.jpeg()}), folder)
    before = contents(folder)
    write_reports(report, builders.shelved(tmp_path, {NAME: builders.jpeg()}), folder)
    assert contents(folder) == before


@pytest.mark.parametrize(
    "name", ["../x.jpg", f"pictures/{builders.ROUND}/../../x.jpg", "/etc/x.jpg"]
)
def test_a_name_that_leads_elsewhere_is_refused_before_anything_is_written(
    tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "reports"
    with pytest.raises(ReportError, match="no picture name"):
        write_reports(builders.report(), {name: tmp_path / "x.jpg"}, folder)
    assert list(tmp_path.iterdir()) == []


def test_pictures_of_other_rounds_stay(tmp_path: Path) -> None:
    kept = [EARLIER, "keep", LATER]
    for name in kept:
        (tmp_path / "pictures" / name).mkdir(parents=True)
        (tmp_path / "pictures" / name / "9.jpg").write_bytes(b"x")
    (tmp_path / "pictures" / "20261121T170000Z-000000").write_bytes(b"a file")
    (tmp_path / "notes.txt").write_bytes(b"mine")
    pictures = builders.shelved(tmp_path, {NAME: builders.jpeg()})
    write_reports(builders.report(), pictures, tmp_path)
    expected = [f"pictures/{name}/9.jpg" for name in kept]
    expected += [NAME, "pictures/20261121T170000Z-000000", "notes.txt", *TABLES]
    assert files(tmp_path) == sorted(expected)


def test_a_folder_that_is_a_file_is_explained(tmp_path: Path) -> None:
    place = tmp_path / "reports"
    place.write_bytes(b"in the way")
    with pytest.raises(ReportError) as caught:
        write_reports(builders.report(), {}, place)
    text = str(caught.value)
    assert text.startswith("cannot write the report: ")
    assert str(place) in text
    assert text.endswith(f"check the disk and the permissions of {place}")
    assert place.read_bytes() == b"in the way"


def test_the_old_report_stays_when_the_disk_fills_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, shelf = tmp_path / "reports", tmp_path / "shelf"
    old = builders.shelved(shelf, {NAME: builders.jpeg(90)})
    write_reports(builders.report(community="旧社区"), old, folder)
    before = contents(folder)
    new = builders.shelved(shelf, {NAME: builders.jpeg(10)})
    whole = Path.open

    def full(path: Path, mode: str = "r", **how: Any) -> IO[Any]:
        if "index.html.partial" in path.name:
            path.touch()
            raise OSError(28, os.strerror(28), str(path))
        return whole(path, mode, **how)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(ReportError, match="No space left on device"):
        write_reports(builders.report(community="新社区"), new, folder)
    assert contents(folder) == before
    assert new[NAME].read_bytes() == builders.jpeg(10)


def test_the_old_report_stays_when_rendering_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_reports(builders.report(), {}, tmp_path)
    new = builders.shelved(tmp_path, {NAME: b"x"})
    before = contents(tmp_path)

    def broken(*_: object, **__: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr("auditor.render.write.render_page", broken)
    with pytest.raises(ZeroDivisionError):
        write_reports(builders.report(community="新社区"), new, tmp_path)
    assert contents(tmp_path) == before


def test_parts_that_cannot_be_removed_are_an_error_after_a_complete_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data" / EARLIER).mkdir(parents=True)

    def refused(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("auditor.render.write.shutil.rmtree", refused)
    with pytest.raises(ReportError, match="the new report is complete"):
        write_reports(builders.report(), {}, tmp_path)
    assert files(tmp_path) == sorted(TABLES)


def test_a_large_register_has_parts_and_those_of_earlier_rounds_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditor.render.camera_data.CAMERAS_PER_PART", 1)
    cameras = (builders.camera_result(1), builders.camera_result(2))
    earlier = builders.provenance(round_id="20261122T170000Z-0a1b2c")
    write_reports(builders.report(cameras=cameras, provenance=earlier), {}, tmp_path)
    assert f"data/{earlier.round_id}/cameras-0002.js" in files(tmp_path)

    write_reports(builders.report(cameras=cameras), {}, tmp_path)
    part = f"data/{builders.ROUND}/cameras-0002.js"
    assert files(tmp_path) == sorted([part, *TABLES])
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert part in page
    assert "script-src 'sha256-" in page
    assert " 'self'; base-uri" in page


def test_the_page_is_masked_unless_asked_and_keeps_its_networks_apart(tmp_path: Path) -> None:
    cameras = tuple(
        builders.camera_result(row, camera=builders.camera(row, host=host))
        for row, host in enumerate(("10.1.2.3", "10.1.3.4"), start=1)
    )
    report = builders.report(cameras=cameras)
    write_reports(report, {}, tmp_path)
    hidden = (tmp_path / "index.html").read_text(encoding="utf-8")
    write_reports(report, {}, tmp_path, unmasked=True)
    whole = (tmp_path / "index.html").read_text(encoding="utf-8")

    assert "10.1.2." not in hidden
    assert "网段 2" in hidden
    assert '"masked":true' in hidden
    assert "10.1.3.0/24" in whole
    assert '"masked":false' in whole
