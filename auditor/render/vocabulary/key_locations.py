"""``key_locations``: one line a planned key location, and the camera and picture that prove it."""

from datetime import datetime

from auditor.model import CameraResult
from auditor.render.page import LocationLine
from auditor.render.vocabulary.column import Column, Kind, Masking, Table, words
from auditor.render.words import OUTCOMES

__all__ = ["KEY_LOCATIONS"]

_PLAN = "关键位置表"
_ROUND = "台账和本轮检测"


def _taken_at(proof: CameraResult | None) -> datetime | None:
    return proof.picture_taken_at if proof else None


KEY_LOCATIONS: Table[LocationLine] = Table(
    id="key_locations",
    title="关键位置",
    meaning="每个应建关键位置一行：是否覆盖，由哪路摄像机的哪幅画面证明。",
    columns=(
        Column(
            id="id",
            title="关键位置编号",
            meaning="应建关键位置的编号",
            kind=Kind.CODE,
            source=_PLAN,
            masking=Masking.WORDS,
            read=lambda one: one.location.id,
        ),
        Column(
            id="class",
            title="类别",
            meaning="小区出入口、停车库（场）出入口、社区主干道、消防通道或方案另列的类别",
            source=_PLAN,
            masking=Masking.WORDS,
            read=lambda one: one.location.class_text or one.location.location_class.label,
        ),
        Column(
            id="name",
            title="名称",
            meaning="照关键位置表原文",
            source=_PLAN,
            masking=Masking.WORDS,
            read=lambda one: one.location.name,
        ),
        Column(
            id="covered",
            title="覆盖",
            meaning="是否有在用摄像机登记于此；空为未列入覆盖率",
            kind=Kind.CHOICE,
            values=words(OUTCOMES.items()),
            source="docs/indicators/coverage_rate.md",
            read=lambda one: one.member.outcome.value if one.member else None,
        ),
        Column(
            id="proved",
            title="实证覆盖",
            meaning="登记于此的摄像机本轮是否有画面",
            kind=Kind.CHOICE,
            values=words(OUTCOMES.items()),
            source="docs/indicators/proved_coverage_rate.md",
            read=lambda one: one.proved.outcome.value if one.proved else None,
        ),
        Column(
            id="reason",
            title="依据",
            meaning="实证覆盖为何如此",
            source=_ROUND,
            masking=Masking.WORDS,
            read=lambda one: one.proved.reason if one.proved else None,
        ),
        Column(
            id="proof_row",
            title="佐证台账行号",
            meaning="佐证画面的摄像机在台账第几行",
            kind=Kind.WHOLE,
            source=_ROUND,
            read=lambda one: one.proof.camera.row if one.proof else None,
        ),
        Column(
            id="proof_device_code",
            title="佐证设备编码",
            meaning="佐证画面的摄像机",
            kind=Kind.CODE,
            source=_ROUND,
            read=lambda one: one.proof.camera.device_code if one.proof else None,
        ),
        Column(
            id="proof_camera",
            title="佐证摄像机",
            meaning="佐证画面的摄像机的名称",
            source=_ROUND,
            masking=Masking.WORDS,
            read=lambda one: one.proof.camera.name if one.proof else None,
        ),
        Column(
            id="picture",
            title="画面文件",
            meaning="相对报告文件夹的路径",
            source="本轮检测",
            read=lambda one: one.proof.picture if one.proof else None,
        ),
        Column(
            id="picture_taken_at",
            title="画面时间",
            meaning="取得画面的那次尝试开始的时间（检测方时钟）",
            kind=Kind.TIME,
            source="本轮检测",
            read=lambda one: _taken_at(one.proof),
        ),
        Column(
            id="picture_sha256",
            title="画面哈希",
            meaning="画面文件的 SHA-256",
            kind=Kind.CODE,
            source="本轮检测",
            read=lambda one: one.proof.picture_sha256 if one.proof else None,
        ),
        Column(
            id="longitude",
            title="经度",
            meaning="照关键位置表原文",
            unit="度",
            source=_PLAN,
            masking=Masking.POSITION,
            read=lambda one: one.location.longitude,
        ),
        Column(
            id="latitude",
            title="纬度",
            meaning="照关键位置表原文",
            unit="度",
            source=_PLAN,
            masking=Masking.POSITION,
            read=lambda one: one.location.latitude,
        ),
    ),
)
