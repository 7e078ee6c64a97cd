"""Small folders of division data for tests."""

import hashlib
import lzma
from collections.abc import Mapping
from pathlib import Path

SHA = "0" * 64
SOURCE = f"""
[[source]]
package = "p"
version = "1"
sha256 = "{SHA}"
licence = "none"
origin = "invented"
member = []
"""
CORE = {
    "divisions.csv.xz": "code,name\n370000,甲省\n370100,乙市\n370101,丙区\n",
    "abolished.csv.xz": "code,name,since,until,successors\n370102,丁县,1990,2030,370101\n",
    "townships_civil.csv.xz": "code,name\n370101001,戊街道\n",
}


def entry(name: str, text: str, *, as_of: str = "2031-12-31", **other: str) -> str:
    values = {
        "name": f'"{name}"',
        "as_of": as_of,
        "rows": str(text.count("\n") - 1),
        "sha256": f'"{hashlib.sha256(lzma.compress(text.encode())).hexdigest()}"',
        "text_sha256": f'"{SHA}"',
        "sources": '["p 1"]',
    } | other
    return "\n".join(["[[file]]", *(f"{key} = {value}" for key, value in values.items())])


def manifest(*entries: str) -> str:
    return "\n".join(["format = 1", SOURCE, *entries])


def write(folder: Path, texts: Mapping[str, str]) -> Path:
    """A folder of the tables in ``texts``, of 2031-12-31, described as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_bytes(lzma.compress(text.encode()))
    described = manifest(*(entry(name, text) for name, text in texts.items()))
    (folder / "SOURCES.toml").write_text(described, encoding="utf-8")
    return folder
