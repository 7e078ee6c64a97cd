"""``exclusions``: one line a row of the list of excused cameras that concerns the report."""

from auditor.model import ListedExclusion
from auditor.render.vocabulary.column import Column, Kind, Masking, Table

__all__ = ["EXCLUSIONS"]

_LIST = "免考核表"
_JUDGED = "考核方案"

EXCLUSIONS: Table[ListedExclusion] = Table(
    id="exclusions",
    title="免考核",
    meaning="免考核（报备）表中与本社区有关的每行一行，未采用的也在内。",
    columns=(
        Column(
            id="line",
            title="表内行号",
            meaning="免考核表数据行的序号，从 1 起",
            kind=Kind.WHOLE,
            source=_LIST,
            read=lambda one: one.line,
        ),
        Column(
            id="device_code",
            title="设备编码",
            meaning="照免考核表原文",
            kind=Kind.CODE,
            source=_LIST,
            read=lambda one: one.device_code,
        ),
        Column(
            id="camera_row",
            title="台账行号",
            meaning="是台账的哪一行；空为台账中没有",
            kind=Kind.WHOLE,
            source="台账",
            read=lambda one: one.camera_row,
        ),
        Column(
            id="label",
            title="设备名称",
            meaning="台账中的名称",
            source="台账",
            masking=Masking.WORDS,
            read=lambda one: one.label,
        ),
        Column(
            id="reason",
            title="原因代码",
            meaning="拆除、停用、在建、检修报备、停电报备",
            source=_LIST,
            masking=Masking.WORDS,
            read=lambda one: one.reason,
        ),
        Column(
            id="starts_at",
            title="开始时间",
            meaning="免考核从何时起；空为无法识别",
            kind=Kind.TIME,
            source=_LIST,
            read=lambda one: one.starts_at,
        ),
        Column(
            id="ends_at",
            title="结束时间",
            meaning="免考核到何时止；空为无法识别",
            kind=Kind.TIME,
            source=_LIST,
            read=lambda one: one.ends_at,
        ),
        Column(
            id="approver",
            title="审批人",
            meaning="谁批准的",
            source=_LIST,
            masking=Masking.WORDS,
            read=lambda one: one.approver,
        ),
        Column(
            id="reference",
            title="报备文号",
            meaning="批准的文号",
            source=_LIST,
            masking=Masking.WORDS,
            read=lambda one: one.reference,
        ),
        Column(
            id="counts",
            title="是否采用",
            meaning="净值是否剔除这路",
            kind=Kind.TRUTH,
            source=_JUDGED,
            read=lambda one: one.counts,
        ),
        Column(
            id="problems",
            title="问题",
            meaning="这一行有什么不对",
            source=_JUDGED,
            masking=Masking.WORDS,
            read=lambda one: "；".join(one.problems),
        ),
    ),
)
