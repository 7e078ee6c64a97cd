"""A round's evidence written as one ZIP; reading one is `auditor.evidence_zip`'s."""

import contextlib
import json
import zipfile
from pathlib import Path

from auditor.errors import EvidenceError
from auditor.evidence_chain import MANIFEST, REPORT, Checked, kind_of
from auditor.evidence_kept import kept_pictures
from auditor.evidence_zip import OBSERVATIONS, README, REMOVED
from auditor.store.store import Store

__all__ = ["write_zip"]

_README = """证据包

巡检轮次：{round_id}
证据链头（SHA-256）：{head}

manifest.json        清单：每条观测、每张图片和报告的 SHA-256，逐项相链
observations.jsonl   入库时的观测，一行一条
report.json          入库时的报告
pictures/            报告所用的图片
removed.json         按保留期限已清除、因而不在包内的种类（没有则为空）

核验（不需要数据库）：
  auditor evidence verify 本文件.zip --head {head}

核验会指出被改动、缺少或多出的观测和图片。链头应与当时另外记下的一致：
只凭本文件，只能证明包内各项互相一致，不能证明整包未被重新制作。
"""


def write_zip(store: Store, checked: Checked, reports: Path, target: Path) -> None:
    """Write the ZIP aside and put it in place; ``checked`` says what was found intact."""
    aside = target.with_name(f".{target.name}.partial")
    try:
        with zipfile.ZipFile(aside, "w") as archive:
            _fill(archive, store, checked, reports)
        aside.replace(target)
    except OSError as error:
        raise EvidenceError(f"{target}: cannot be written ({error.strerror})") from error
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)


def _fill(archive: zipfile.ZipFile, store: Store, checked: Checked, reports: Path) -> None:
    round_id = checked.round_id
    readme = _README.format(round_id=round_id, head=checked.head)
    archive.writestr(_entry(README), readme.encode())
    archive.writestr(_entry(MANIFEST), store.evidence.of(round_id).manifest)
    archive.writestr(_entry(REMOVED), json.dumps(_gone(checked)).encode())
    archive.writestr(_entry(REPORT), store.evidence.report(round_id) or b"")
    with archive.open(_entry(OBSERVATIONS), "w", force_zip64=True) as file:
        for _, line in store.evidence.lines(round_id):
            file.write(line + b"\n")
    for name, picture in kept_pictures(reports, round_id):
        archive.writestr(_entry(name, zipfile.ZIP_STORED), picture.read_bytes())


def _gone(checked: Checked) -> list[str]:
    return sorted({kind_of(name).value for name in checked.removed})


def _entry(name: str, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    """No time of its own: the same evidence gives the same bytes."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = method
    entry.external_attr = 0o644 << 16
    return entry
