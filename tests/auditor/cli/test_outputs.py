"""No output takes the place of an input: the register is there afterwards, whatever was asked."""

from pathlib import Path

import pytest

from auditor.cli.main import execute
from auditor.render.details import DETAIL_FILES
from tests.auditor.registers import correct, register


def refused(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """The one line of a check that ends with 2."""
    assert execute(["check", *map(str, arguments)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    return err


def test_findings_never_replace_the_register(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = register(tmp_path, correct(1))
    before = path.read_bytes()
    told = refused(capsys, path, "--format", "csv", "--output", path)
    assert told == (
        f"auditor: {path}: would overwrite {path}, which is read; choose another place\n"
    )
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", DETAIL_FILES)
def test_nor_do_the_details(capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str) -> None:
    path = register(tmp_path, correct(1)).rename(tmp_path / name)
    before = path.read_bytes()
    assert "would overwrite" in refused(capsys, path, "--details", tmp_path)
    assert path.read_bytes() == before


def test_nor_by_a_link_or_another_spelling_of_the_path(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = register(tmp_path, correct(1))
    link, twin = tmp_path / "soft.csv", tmp_path / "hard.csv"
    link.symlink_to(path)
    twin.hardlink_to(path)
    for to in (link, twin, tmp_path / "." / "x" / ".." / path.name):
        (tmp_path / "x").mkdir(exist_ok=True)
        assert "would overwrite" in refused(capsys, path, "--output", to)


def test_every_file_that_is_read_is_kept_also_one_of_the_configuration(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path, second = register(tmp_path, correct(1)), tmp_path / "second.csv"
    second.write_bytes(path.read_bytes())
    config = tmp_path / "auditor.toml"
    config.write_text(f'[records]\nsecond_list = "{second}"\n', encoding="utf-8")
    for option, file, to in (
        ("--second-list", second, second),
        ("--config", config, second),
        ("--config", config, config),
    ):
        assert "would overwrite" in refused(capsys, path, option, file, "--output", to)


def test_a_file_that_is_not_there_is_compared_by_its_path(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    absent = tmp_path / "absent.csv"
    assert "would overwrite" in refused(capsys, absent, "--output", absent)
    assert "cannot be read" in refused(capsys, absent, "--output", tmp_path / "other.csv")
