"""``auditor demo``: the invented community's cameras are started, then the ordinary run."""

import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from auditor.cli.options import Format
from auditor.cli.run import run_round
from auditor.demo.account import Account
from auditor.demo.community import GOOD_CREDENTIAL, WRONG_CREDENTIAL
from auditor.demo.sample import write_missing_samples
from auditor.demo.server import Community
from auditor.demo.settings import demo_config
from auditor.errors import ConfigError

__all__ = ["HELP", "command"]

HELP = """Audit an invented community of forty simulated cameras.

Starts real servers (RTSP with H.264 and H.265, ONVIF) on 127.0.1.x, audits them by the
registry in this folder with the ordinary run, writes reports/ and stops them. The sample registry is
written first where there is none. The sample misses its indicators by design (exit code 1).

Examples:

\b
  auditor demo
  auditor demo --folder /tmp/try --format json
"""


def command(
    folder: Annotated[
        Path, typer.Option(help="Holds registry.csv, key_locations.csv and reports/.")
    ] = Path(),
    output: Annotated[
        Format, typer.Option("--format", help="What is printed at the end.")
    ] = Format.TEXT,
) -> int:
    """Run the demonstration; see HELP."""
    console = Console(stderr=True)
    for path in _samples(folder):
        console.print(f"wrote the sample {path}", markup=False, highlight=False)
    console.print("starting the simulated cameras …", markup=False, highlight=False)
    account = Account.generate()
    with Community(account), tempfile.TemporaryDirectory() as private:
        credentials = _write_credentials(Path(private), account)
        return run_round(demo_config(folder=folder, credentials=credentials), output)


def _samples(folder: Path) -> tuple[Path, ...]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return write_missing_samples(folder)
    except OSError as error:
        raise ConfigError(
            f"{error.filename or folder}: cannot be written ({error.strerror}); "
            "choose another --folder"
        ) from error


def _write_credentials(folder: Path, account: Account) -> Path:
    """The account as an operator would supply it: a file that only its owner can read."""
    path = folder / "credentials.toml"
    wrong = Account.generate()
    known = {GOOD_CREDENTIAL: account, WRONG_CREDENTIAL: wrong}
    lines = [
        f'[{name}]\nusername = "{who.username}"\npassword = "{who.password}"\n'
        for name, who in known.items()
    ]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))
    return path
