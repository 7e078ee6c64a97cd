"""DECL-15, DECL-16: an answer that only says again what the form itself says."""

import re
from collections.abc import Iterator

from auditor.declared.numerals import folded
from auditor.declared.rule import DeclaredRule, Hit, example, meta
from auditor.declared.view import View
from auditor.model import Severity

__all__ = ["RULES"]

_NOISE = re.compile(r"^\s*(?:已?达标|已?完成|是|合格)[。,，;:\s]*|(?m:^\s*\(?\d{1,2}[.、)])|[^\w]")
_VERDICT = re.compile(r"^\s*已?(?:达标|完成)[。，,;:；\s]*")
_SHORT = 12
_BLOCK = 3
_COPIED = 0.9
_ANSWERED = 0.8
_UNANSWERED = 0.5
_ADDITION = 7
"""Characters in a row that are the answer's own: a name or a fact was added."""

_STANDARD = "实现治安防范预警信息发布，支持警情发布、社区居民自主上报和社情共享"
_DEFINITION = "依托智慧社区综合信息平台，提高社区平安建设能力水平"


def _copied(view: View) -> Iterator[Hit]:
    standard, answer = _words(view.row.standard), _words(view.row.answer)
    source = standard + _words(view.row.definition)
    if not _judgeable(view, answer, standard) or not _is_taken_from(answer, source):
        return
    if _share(standard, answer) >= _ANSWERED:
        yield _hit(view, "与标准要求（指标释义）几乎逐字相同，没有写本社区的实际情况")


def _repeated(view: View) -> Iterator[Hit]:
    standard, answer = _words(view.row.standard), _words(view.row.answer)
    definition = _words(view.row.definition)
    if not _judgeable(view, answer, standard) or not _is_taken_from(answer, definition):
        return
    if _share(standard, answer) < _UNANSWERED and _share(definition, answer) >= _ANSWERED:
        yield _hit(view, "只重复了指标释义，没有回答标准要求")


def _judgeable(view: View, answer: str, standard: str) -> bool:
    """Percentages are DECL-07's; a short answer is short, not copied."""
    is_rate = any(not required.share for required in view.required)
    return bool(standard) and len(answer) >= _SHORT and not is_rate


def _is_taken_from(answer: str, source: str) -> bool:
    """Nearly all of the answer stands in the source, and no number and no name was added."""
    own = _own(answer, source)
    if any(re.search(r"\d", piece) or len(piece) >= _ADDITION for piece in own):
        return False
    return sum(map(len, own)) <= (1 - _COPIED) * len(answer)


def _own(answer: str, source: str) -> list[str]:
    """The pieces of the answer that the source has not."""
    return [piece for piece in re.split(r"\0+", _without(answer, source)) if piece]


def _share(text: str, of: str) -> float:
    """How much of ``text`` is found in ``of``."""
    return _without(text, of).count("\0") / max(len(text), 1)


def _without(text: str, source: str) -> str:
    """``text`` with a zero for each character that stands in ``source`` in the same company."""
    kept = list(text)
    for at in range(len(text) - _BLOCK + 1):
        if text[at : at + _BLOCK] in source:
            kept[at : at + _BLOCK] = "\0" * _BLOCK
    return "".join(kept)


def _words(text: str) -> str:
    return _NOISE.sub("", folded(text))


def _hit(view: View, message: str) -> Hit:
    """The first line that is more than the verdict."""
    lines = [line.strip() for line in view.row.answer.split("\n")]
    line = _VERDICT.sub("", max(lines[:4], key=len))
    return Hit(line, view.row.answer.index(line), message)


RULES = (
    DeclaredRule(
        meta=meta("DECL-15", "完成情况照抄标准要求", Severity.INFO, "写本社区的做法、名称和数量"),
        judge=_copied,
        passing=(
            example(_STANDARD, "达标。依托“平安云帆”小程序发布预警42条，居民上报163件。"),
            example(_STANDARD, f"达标。在云帆社区警务室大屏{_STANDARD}。"),
        ),
        failing=(
            example(_STANDARD, f"达标。\n{_STANDARD}。"),
            example(
                _STANDARD,
                f"达标。依托市级智慧社区综合信息平台，{_STANDARD}。",
                definition=_DEFINITION,
            ),
        ),
    ),
    DeclaredRule(
        meta=meta(
            "DECL-16", "只重复指标释义，没有回答标准要求", Severity.WARNING, "逐条回答标准要求"
        ),
        judge=_repeated,
        passing=(example(_STANDARD, f"达标。{_STANDARD}。", definition=_DEFINITION),),
        failing=(example(_STANDARD, f"达标。{_DEFINITION}。", definition=_DEFINITION),),
    ),
)
