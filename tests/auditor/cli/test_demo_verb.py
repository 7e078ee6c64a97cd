"""``demo`` around its community: files, account, faults; the whole is the end-to-end test's."""

import stat
import tomllib
from pathlib import Path
from typing import Self

import pytest

from auditor.cli import demo
from auditor.cli.main import execute
from auditor.cli.options import Format
from auditor.config import Config
from auditor.demo.account import Account
from auditor.demo.sample import sample_files
from auditor.demo.settings import demo_config


class NoCommunity:
    """Stands in for the simulated cameras; remembers the account that they ask for."""

    accounts: list[Account]

    def __init__(self, account: Account) -> None:
        self.accounts.append(account)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing was started."""


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Config, Format, int, dict[str, object]]]:
    """What a round was asked with: configuration, format, mode and content of credentials."""
    asked: list[tuple[Config, Format, int, dict[str, object]]] = []

    def note(config: Config, output: Format) -> int:
        path = Path(config.files.credentials)
        mode = stat.S_IMODE(path.stat().st_mode)
        asked.append((config, output, mode, tomllib.loads(path.read_text(encoding="utf-8"))))
        return 1

    NoCommunity.accounts = []
    monkeypatch.setattr(demo, "Community", NoCommunity)
    monkeypatch.setattr(demo, "run_round", note)
    return asked


def test_samples_are_written_and_credentials_are_private_and_gone_afterwards(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    seen: list[tuple[Config, Format, int, dict[str, object]]],
) -> None:
    folder = tmp_path / "a" / "b"
    assert execute(["demo", "--folder", str(folder), "--format", "json"]) == 1
    ((config, output, mode, credentials),) = seen
    private = Path(config.files.credentials)
    assert config == demo_config(folder=folder, credentials=private)
    assert (output, mode) == (Format.JSON, 0o600)
    (account,) = NoCommunity.accounts
    login = {"username": account.username, "password": account.password}
    assert credentials["demo-camera"] == login
    assert sorted(credentials) == ["demo-camera", "demo-wrong"]
    assert credentials["demo-wrong"] != login
    assert not private.exists()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == sample_files()
    assert account.password not in capsys.readouterr().err


@pytest.mark.usefixtures("seen")
def test_existing_files_are_never_touched(tmp_path: Path) -> None:
    (tmp_path / "registry.csv").write_bytes(b"mine")
    execute(["demo", "--folder", str(tmp_path)])
    assert (tmp_path / "registry.csv").read_bytes() == b"mine"
    assert (tmp_path / "key_locations.csv").read_bytes() == sample_files()["key_locations.csv"]


def test_a_folder_that_cannot_be_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_bytes(b"")
    folder = tmp_path / "file" / "folder"
    assert execute(["demo", "--folder", str(folder)]) == 2
    assert capsys.readouterr() == (
        "",
        f"auditor: {folder}: cannot be written (Not a directory); choose another --folder\n",
    )
