"""``findings``: one line a rule's verdict on a camera or record."""

from dataclasses import dataclass

from auditor.model import Finding
from auditor.render.vocabulary.column import Column, Kind, Masking, Table, words
from auditor.render.words import SEVERITIES, VERDICTS
from auditor.rule import RuleMeta

__all__ = ["FINDINGS", "FindingLine"]

_RULE = "docs/rules"
_ROUND = "本轮检测"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """A finding with its id and what its rule says; the rule may be one that is no more."""

    id: str
    finding: Finding
    meta: RuleMeta | None


FINDINGS: Table[FindingLine] = Table(
    id="findings",
    title="问题",
    meaning="每条规则对每路摄像机（每行台账）的结论一行，合规的也在内。",
    columns=(
        Column(
            id="finding_id",
            title="问题编号",
            meaning="由社区、摄像机、规则和字段算出，与行号、登记值无关；各轮之间不变",
            kind=Kind.CODE,
            source="docs/operations.md",
            read=lambda one: one.id,
        ),
        Column(
            id="row",
            title="台账行号",
            meaning="台账数据行的序号，从 1 起；只在本轮内有效",
            kind=Kind.WHOLE,
            source="台账",
            read=lambda one: one.finding.row,
        ),
        Column(
            id="device_code",
            title="设备编码",
            meaning="照台账原文",
            kind=Kind.CODE,
            source="台账；GB/T 28181-2022 附录 E",
            read=lambda one: one.finding.device_code,
        ),
        Column(
            id="rule",
            title="规则",
            meaning="规则编号",
            kind=Kind.CODE,
            source=_RULE,
            read=lambda one: one.finding.rule,
        ),
        Column(
            id="severity",
            title="级别",
            meaning="应 → 错误，宜 → 警告，可 → 提示；合规率只看错误",
            kind=Kind.CHOICE,
            values=words(SEVERITIES.items()),
            source=_RULE,
            read=lambda one: one.finding.severity.value,
        ),
        Column(
            id="verdict",
            title="结论",
            meaning="“无法判断”不算问题",
            kind=Kind.CHOICE,
            values=words(VERDICTS.items()),
            source=_ROUND,
            read=lambda one: one.finding.verdict.value,
        ),
        Column(
            id="field",
            title="字段",
            meaning="针对哪个字段",
            source=_RULE,
            read=lambda one: one.finding.field,
        ),
        Column(
            id="value",
            title="登记值或测得值",
            meaning="照原文；可能含口令的已隐去",
            source="台账或本轮检测",
            masking=Masking.WORDS,
            read=lambda one: one.finding.value,
        ),
        Column(
            id="message",
            title="说明",
            meaning="问题是什么",
            source=_ROUND,
            masking=Masking.WORDS,
            read=lambda one: one.finding.message,
        ),
        Column(
            id="suggestion",
            title="整改建议",
            meaning="怎样改正",
            source=_RULE,
            masking=Masking.WORDS,
            read=lambda one: one.finding.suggestion,
        ),
        Column(
            id="original_verdict",
            title="豁免前结论",
            meaning="被豁免的问题原来的结论",
            kind=Kind.CHOICE,
            values=words(VERDICTS.items()),
            source=_ROUND,
            read=lambda one: one.finding.original.value if one.finding.original else None,
        ),
        Column(
            id="waiver",
            title="豁免",
            meaning="豁免的理由、责任人和到期日",
            source="豁免表",
            masking=Masking.WORDS,
            read=lambda one: one.finding.waiver,
        ),
        Column(
            id="title",
            title="问题名称",
            meaning="规则所指的缺陷",
            source=_RULE,
            read=lambda one: one.meta.title if one.meta else None,
        ),
        Column(
            id="clause",
            title="依据",
            meaning="规则依据的标准和条款",
            source=_RULE,
            read=lambda one: "；".join(map(str, one.meta.clauses)) if one.meta else None,
        ),
    ),
)
