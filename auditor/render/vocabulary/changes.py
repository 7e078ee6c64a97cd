"""``changes``: one line a camera or finding that differs from the round before, or lasts."""

from auditor.changes import Change, Changed, Subject
from auditor.render.vocabulary.column import Column, Kind, Masking, Table, plain, words
from auditor.render.words import Word

__all__ = ["CHANGES"]

_BOTH = "本轮与上一轮的比较"
_WORDS = {
    Change.NEW: Word("新增", "×", "bad"),
    Change.FIXED: Word("已修复", "√", "good"),
    Change.STILL: Word("仍未修复", "■", "bad"),
    Change.SLOWER: Word("变慢", "▲", "warn"),
    Change.NOT_COMPARED: Word("未比较", "○", "unsure"),
}

CHANGES: Table[Changed] = Table(
    id="changes",
    title="变化",
    meaning="与本社区上一轮相比：新增、修复、仍未修复、变慢；不能比较的列出原因。",
    columns=(
        Column(
            id="subject",
            title="对象",
            meaning="摄像机、问题或整轮",
            kind=Kind.CHOICE,
            values=plain(
                (Subject.CAMERA.value, "摄像机"),
                (Subject.FINDING.value, "问题"),
                (Subject.ROUND.value, "整轮"),
            ),
            source=_BOTH,
            read=lambda one: one.subject.value,
        ),
        Column(
            id="change",
            title="变化",
            meaning="变慢：首帧时间加倍且多 1 秒以上；一轮好坏不明的不比较",
            kind=Kind.CHOICE,
            values=words(_WORDS.items()),
            source=_BOTH,
            read=lambda one: one.change.value,
        ),
        Column(
            id="before_round",
            title="上一轮",
            meaning="与哪一轮比较；空为没有更早的轮次",
            kind=Kind.CODE,
            source="检测记录",
            read=lambda one: one.before_round,
        ),
        Column(
            id="row",
            title="台账行号",
            meaning="本轮台账的行号；空为本轮没有",
            kind=Kind.WHOLE,
            source="台账",
            read=lambda one: one.row,
        ),
        Column(
            id="device_code",
            title="设备编码",
            meaning="照台账原文",
            kind=Kind.CODE,
            source="台账；GB/T 28181-2022 附录 E",
            read=lambda one: one.device_code,
        ),
        Column(
            id="name",
            title="设备名称",
            meaning="照台账原文",
            source="台账",
            masking=Masking.WORDS,
            read=lambda one: one.name,
        ),
        Column(
            id="key_location_id",
            title="关键位置编号",
            meaning="登记在哪个应建关键位置",
            kind=Kind.CODE,
            source="台账",
            masking=Masking.WORDS,
            read=lambda one: one.key_location_id,
        ),
        Column(
            id="finding_id",
            title="问题编号",
            meaning="同问题表；摄像机的变化为空",
            kind=Kind.CODE,
            source="docs/operations.md",
            read=lambda one: one.finding_id,
        ),
        Column(
            id="rule",
            title="规则",
            meaning="规则编号；摄像机的变化为空",
            kind=Kind.CODE,
            source="docs/rules",
            read=lambda one: one.rule,
        ),
        Column(
            id="before",
            title="上一轮结论",
            meaning="摄像机的状态或问题的结论（同摄像机表、问题表的取值）；空为没有",
            source=_BOTH,
            read=lambda one: one.before,
        ),
        Column(
            id="after",
            title="本轮结论",
            meaning="摄像机的状态或问题的结论；空为没有",
            source=_BOTH,
            read=lambda one: one.after,
        ),
        Column(
            id="before_ms",
            title="上一轮首帧时间",
            meaning="从开始到解出第一幅画面",
            kind=Kind.WHOLE,
            unit="毫秒",
            source=_BOTH,
            read=lambda one: one.before_ms,
        ),
        Column(
            id="after_ms",
            title="本轮首帧时间",
            meaning="从开始到解出第一幅画面",
            kind=Kind.WHOLE,
            unit="毫秒",
            source=_BOTH,
            read=lambda one: one.after_ms,
        ),
        Column(
            id="reason",
            title="未比较的原因",
            meaning="为何不能比较",
            source=_BOTH,
            read=lambda one: one.reason,
        ),
    ),
)
