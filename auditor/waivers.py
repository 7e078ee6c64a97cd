"""Waivers applied: a waived finding keeps its first verdict, and no rate changes.

An expired waiver is not applied; it is told at the top of the report.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from auditor.judged import JudgedCamera, JudgedRound
from auditor.model import Finding, Verdict
from auditor.moments import BEIJING
from auditor.waivers_file import Waiver, WaiversFile

__all__ = ["expiry_alarms", "waive"]

_WAIVABLE = frozenset({Verdict.FAIL, Verdict.UNKNOWN})


def waive(judged: JudgedRound, file: WaiversFile | None, at: datetime) -> JudgedRound:
    """The round with the findings waived that ``file`` names and that have not expired."""
    live = [waiver for waiver in file.waivers if not _expired(waiver, at)] if file else []
    if not live:
        return judged
    return replace(judged, cameras=tuple(_camera(camera, live) for camera in judged.cameras))


def expiry_alarms(file: WaiversFile | None, at: datetime) -> tuple[str, ...]:
    """One Chinese sentence for each waiver that has expired."""
    return tuple(
        f"豁免已过期，未采用：{waiver.rule} {waiver.device_code or waiver.community}"
        f"，责任人 {waiver.owner}，{waiver.expires} 到期。"
        for waiver in (file.waivers if file else ())
        if _expired(waiver, at)
    )


def _expired(waiver: Waiver, at: datetime) -> bool:
    return at.astimezone(BEIJING).date() > waiver.expires


def _camera(judged: JudgedCamera, waivers: Iterable[Waiver]) -> JudgedCamera:
    camera = judged.camera
    named = {
        waiver.rule: waiver
        for waiver in waivers
        if (waiver.device_code == camera.device_code.strip() if waiver.device_code else True)
        and waiver.community in ("", camera.community)
    }
    return replace(judged, findings=tuple(_finding(f, named.get(f.rule)) for f in judged.findings))


def _finding(finding: Finding, waiver: Waiver | None) -> Finding:
    if waiver is None or finding.verdict not in _WAIVABLE:
        return finding
    return replace(
        finding,
        verdict=Verdict.WAIVED,
        original=finding.verdict,
        waiver=f"{waiver.reason}（责任人 {waiver.owner}，{waiver.expires} 到期）",
    )
