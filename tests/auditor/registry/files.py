"""Small registries as bytes: a correct one, of which tests change one thing."""

from pathlib import Path

from auditor.examples import record_cells
from auditor.registry.columns import WRITTEN_COLUMNS

HEADERS = tuple(column.header for column in WRITTEN_COLUMNS)


def record(serial: int = 1, /, **changes: str) -> str:
    """One line of a correct record without its line end, cells quoted by nobody."""
    own = {
        "device_code": f"37011600011326{serial:06d}",
        "name": f"{record_cells()['name'][:-2]}{serial:02d}",
    }
    cells = record_cells() | own | changes
    return ",".join(cells.get(column.name, "") for column in WRITTEN_COLUMNS)


def registry(*lines: str, headers: tuple[str, ...] = HEADERS) -> str:
    """A registry of these lines, LF line ends."""
    return "".join(f"{line}\n" for line in (",".join(headers), *lines))


def written(folder: Path, content: str | bytes, *, encoding: str = "utf-8") -> Path:
    """The path of a file with this content."""
    path = folder / "cameras.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path
