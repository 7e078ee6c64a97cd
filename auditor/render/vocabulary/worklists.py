"""The columns of a work list, and of the cameras that are to be looked at."""

from auditor.render.vocabulary.column import Column, Kind, Masking, Table
from auditor.worklist.notice import Doubtful, WorkItem

__all__ = ["DOUBTFUL", "WORK_ITEMS"]

_REGISTRY = "台账（一机一档）"
_ROUND = "检测轮次"
_SIGNED = "由责任单位填写"

WORK_ITEMS: Table[WorkItem] = Table(
    id="work_items",
    title="整改清单",
    meaning="须整改的问题，一条一行。",
    columns=(
        Column(
            id="number",
            title="序号",
            meaning="清单内的序号",
            kind=Kind.WHOLE,
            source=_ROUND,
            read=lambda one: one.number,
        ),
        Column(
            id="device_code",
            title="设备编码",
            meaning="照台账原文",
            kind=Kind.CODE,
            source=_REGISTRY,
            read=lambda one: one.device_code,
        ),
        Column(
            id="name",
            title="设备名称",
            meaning="照台账原文",
            source=_REGISTRY,
            masking=Masking.WORDS,
            read=lambda one: one.name,
        ),
        Column(
            id="place",
            title="位置",
            meaning="关键位置和安装地址",
            source=_REGISTRY,
            masking=Masking.WORDS,
            read=lambda one: one.place,
        ),
        Column(
            id="fault",
            title="存在问题",
            meaning="检测到的问题",
            source=_ROUND,
            masking=Masking.WORDS,
            read=lambda one: one.fault,
        ),
        Column(
            id="to_do",
            title="整改要求",
            meaning="怎样改正",
            source="docs/rules",
            masking=Masking.WORDS,
            read=lambda one: one.to_do,
        ),
        Column(
            id="clause",
            title="依据",
            meaning="规则和条款",
            source="docs/rules",
            read=lambda one: one.clause,
        ),
        Column(
            id="finding_id",
            title="问题编号",
            meaning="各轮之间不变的编号",
            kind=Kind.CODE,
            source="docs/operations.md",
            read=lambda one: one.finding_id,
        ),
        Column(
            id="remark",
            title="备注",
            meaning="已报备的免考核",
            source="免考核表",
            masking=Masking.WORDS,
            read=lambda one: one.remark,
        ),
        Column(
            id="done",
            title="整改情况",
            meaning="如何整改，何时完成",
            source=_SIGNED,
            read=lambda _: "",
        ),
    ),
)

DOUBTFUL: Table[Doubtful] = Table(
    id="to_verify",
    title="待核实",
    meaning="本轮好坏不明的摄像机：请核实，不作为故障。",
    columns=(
        Column(
            id="number",
            title="序号",
            meaning="清单内的序号",
            kind=Kind.WHOLE,
            source=_ROUND,
            read=lambda one: one.number,
        ),
        Column(
            id="device_code",
            title="设备编码",
            meaning="照台账原文",
            kind=Kind.CODE,
            source=_REGISTRY,
            read=lambda one: one.device_code,
        ),
        Column(
            id="name",
            title="设备名称",
            meaning="照台账原文",
            source=_REGISTRY,
            masking=Masking.WORDS,
            read=lambda one: one.name,
        ),
        Column(
            id="place",
            title="位置",
            meaning="关键位置和安装地址",
            source=_REGISTRY,
            masking=Masking.WORDS,
            read=lambda one: one.place,
        ),
        Column(
            id="reason",
            title="不明的原因",
            meaning="为何没有结论",
            source=_ROUND,
            masking=Masking.WORDS,
            read=lambda one: one.reason,
        ),
        Column(
            id="verified",
            title="核实情况",
            meaning="核实的结果",
            source=_SIGNED,
            read=lambda _: "",
        ),
    ),
)
