"""Holds indicator 4 as declared against a round: line by line, with the cameras behind.

A declared figure inside what the unknown cameras leave open is not contradicted, which is less
than confirmed.  What the form does not state is said too.  Rates are gross.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from auditor.declared.counts import Count
from auditor.declared.form import Form
from auditor.declared.ratios import Ratio
from auditor.declared.rule import percent
from auditor.declared.standing import Standing, standing_of, standing_of_count
from auditor.declared.stated import Bound, Stated
from auditor.declared.view import Declared, View, view
from auditor.errors import FormError
from auditor.model import Member, Outcome, Rate, Report

__all__ = ["KERNELS", "Line", "Reconciliation", "form_of", "reconcile"]

KERNELS = {
    "coverage_rate": "覆盖率",
    "networking_rate": "联网率",
    "health_rate": "完好率",
    "picture_output_rate": "出图率",
    "record_compliance_rate": "合规率",
}
"""The five rates of the three sentences, and what the form calls them."""

_CAMERA = re.compile(r"摄像头|摄像机|监控(?!室|中心)|视频点位|视频资源")
_ALL_CAMERAS = re.compile(r"共|总|安装|建成|建有|建设|现有|拥有|布设|接入")
_CAMERA_UNITS = frozenset("个路台部")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One declared figure beside the measured one; ``quote`` is empty where nothing is stated.

    Measured lies between ``lowest`` and ``highest``, as texts.  ``members`` are those that the
    rate does not count as met, where that explains the difference.
    """

    indicator: str
    title: str
    quote: str
    declared: str
    lowest: str
    highest: str
    of: int
    met: int
    unknown: int
    standing: Standing
    message: str
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """All lines of one form and one round."""

    community: str
    round_id: str
    complete: bool
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


def form_of(forms: tuple[Form, ...], community: str, where: str) -> Form:
    """The one form with indicator 4 that is this community's; FormError when that is unclear."""
    with_video = [form for form in forms if form.video is not None]
    if not with_video:
        raise FormError(f"{where}: the table has no row 视频监控设施 (indicator 4)")
    named = [form for form in with_video if community and community in form.column]
    chosen = named or with_video
    if len(chosen) > 1:
        columns = "、".join(form.column for form in with_video[:5])
        raise FormError(
            f"{where}: several columns 完成情况 ({columns}); keep the one of {community} and try again"
        )
    return chosen[0]


def reconcile(form: Form, report: Report) -> Reconciliation:
    """Compare; ``form`` has a row of indicator 4 (see `form_of`)."""
    row = form.video
    if row is None:
        raise FormError("the form has no row 视频监控设施 (indicator 4)")
    seen = view(row, form)
    lines = [
        line
        for result in report.results
        if result.rate.indicator in KERNELS
        for line in _rate_lines(seen, result.rate)
    ]
    lines.extend(_camera_lines(seen, report))
    return Reconciliation(
        community=report.community,
        round_id=report.provenance.round_id,
        complete=report.provenance.complete,
        lines=tuple(lines),
        notes=tuple(_notes(form, report)),
    )


def _notes(form: Form, report: Report) -> Iterator[str]:
    texts = (form.column, form.outside, *(row.answer for row in form.rows))
    if report.community and not any(report.community in text for text in texts):
        yield f"表中没有出现“{report.community}”，请确认表格与本轮巡检是同一个社区。"
    if not report.provenance.complete:
        yield "本轮巡检未完成，没有检测到的一律计为未知。"


def _rate_lines(seen: View, rate: Rate) -> Iterator[Line]:
    kernel = KERNELS[rate.indicator]
    mine = [d for d in seen.declared if d.figure.kernel == kernel]
    for declared in mine:
        yield _percent_line(seen, declared, rate)
        if declared.ratio is not None:
            yield from _count_lines(seen, declared.ratio, rate)
    if not mine:
        message = f"表中没有填写{rate.title}"
        yield _line(rate, "", "－", Standing.NOT_STATED, message)


def _percent_line(seen: View, declared: Declared, rate: Rate) -> Line:
    figure = declared.figure
    words = _bounded(figure)
    quote = _quoted(seen, figure.start, figure.end)
    standing = standing_of(figure, rate)
    return _line(rate, quote, words, standing, _message(standing, rate.title, words, rate))


def _count_lines(seen: View, ratio: Ratio, rate: Rate) -> Iterator[Line]:
    """The two numbers behind a declared percentage against the measured two."""
    quote = _quoted(seen, ratio.start, ratio.end)
    for name, value, lowest, highest in (
        ("分母", ratio.whole, rate.of, rate.of),
        ("分子", ratio.part, rate.met, rate.met + rate.unknown),
    ):
        standing = standing_of_count(value, lowest, highest)
        words = f"{float(value):g}"
        measured = f"{lowest}" if lowest == highest else f"{lowest}～{highest}"
        message = f"{rate.title}的{name}填报{words}，实测{measured}"
        yield Line(
            indicator=rate.indicator,
            title=f"{rate.title}（{name}）",
            quote=quote,
            declared=words,
            lowest=str(lowest),
            highest=str(highest),
            of=rate.of,
            met=rate.met,
            unknown=rate.unknown,
            standing=standing,
            message=message,
            members=_behind(rate, standing) if name == "分子" else (),
        )


def _camera_lines(seen: View, report: Report) -> Iterator[Line]:
    """“共有摄像头120个” against the cameras that are registered."""
    used = [(d.ratio.start, d.ratio.end) for d in seen.declared if d.ratio is not None]
    registered = len(report.cameras)
    for count in seen.counts:
        if not _counts_cameras(count) or any(a <= count.start < b for a, b in used):
            continue
        standing = standing_of_count(count.value, registered, registered)
        words = f"{float(count.value):g}"
        yield Line(
            indicator="cameras",
            title="摄像机数量",
            quote=_quoted(seen, count.start - len(count.before), count.end + len(count.after)),
            declared=words,
            lowest=str(registered),
            highest=str(registered),
            of=registered,
            met=registered,
            unknown=0,
            standing=standing,
            message=f"填报摄像机{words}路，台账中有{registered}路",
        )


def _counts_cameras(count: Count) -> bool:
    words = f"{count.before}{count.unit}{count.after}"
    is_all = _ALL_CAMERAS.search(count.before) is not None
    return count.unit in _CAMERA_UNITS and bool(_CAMERA.search(words)) and is_all


def _line(rate: Rate, quote: str, words: str, standing: Standing, message: str) -> Line:
    return Line(
        indicator=rate.indicator,
        title=rate.title,
        quote=quote,
        declared=words,
        lowest=_text(rate.met, rate.of),
        highest=_text(rate.met + rate.unknown, rate.of),
        of=rate.of,
        met=rate.met,
        unknown=rate.unknown,
        standing=standing,
        message=message,
        members=_behind(rate, standing),
    )


def _behind(rate: Rate, standing: Standing) -> tuple[Member, ...]:
    """Who is not met, where figures differ; who is unknown, where that leaves it open."""
    wanted = {Outcome.NOT_MET, Outcome.UNKNOWN} if standing.is_difference else {Outcome.UNKNOWN}
    if standing in (Standing.AGREES, Standing.NOT_STATED):
        return ()
    return tuple(member for member in rate.members if member.outcome in wanted)


def _message(standing: Standing, title: str, words: str, rate: Rate) -> str:
    measured = f"实测{rate.met}/{rate.of}={_text(rate.met, rate.of)}"
    if rate.unknown:
        measured += (
            f"，另有{rate.unknown}未能检测，最高可能{_text(rate.met + rate.unknown, rate.of)}"
        )
    match standing:
        case Standing.NOT_MEASURED:
            return f"{title}填报{words}；本轮没有可计算的对象，无法对照"
        case Standing.AGREES:
            return f"{title}填报{words}，与实测一致（{measured}）"
        case Standing.NOT_CONTRADICTED:
            return f"{title}填报{words}，实测不能否定，也不能证实（{measured}）"
        case Standing.ABOVE_MEASURED:
            return f"{title}填报{words}，高于实测（{measured}）"
        case _:
            return f"{title}填报{words}，低于实测（{measured}）"


def _bounded(figure: Stated) -> str:
    before, after = {
        Bound.AT_LEAST: ("", "以上"),
        Bound.AT_MOST: ("", "以下"),
        Bound.ABOUT: ("约", ""),
        Bound.EXACT: ("", ""),
    }[figure.bound]
    return f"{before}{percent(figure.value)}{after}"


def _quoted(seen: View, start: int, end: int) -> str:
    return seen.row.answer[max(start, 0) : end].strip().split("\n", maxsplit=1)[0]


def _text(part: int, whole: int) -> str:
    return percent(Fraction(part * 100, whole)) if whole else "－"
