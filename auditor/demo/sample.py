"""Writes the sample files of the invented community: registry.csv and key_locations.csv."""

import csv
import io
from pathlib import Path

from auditor.demo.community import key_location_rows, registry_rows

__all__ = ["sample_files", "write_missing_samples"]


def sample_files() -> dict[str, bytes]:
    """File name to content: CSV, UTF-8 with BOM, so that a spreadsheet shows the Chinese."""
    return {
        "registry.csv": _csv(registry_rows()),
        "key_locations.csv": _csv(key_location_rows()),
    }


def write_missing_samples(folder: Path) -> tuple[Path, ...]:
    """Write those sample files that ``folder`` lacks; an existing file is never touched."""
    written = []
    for name, content in sample_files().items():
        path = folder / name
        if not path.exists():
            path.write_bytes(content)
            written.append(path)
    return tuple(written)


def _csv(rows: list[list[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")
