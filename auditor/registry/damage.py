"""What spreadsheets and keyboards do to a number that is kept as text, recognised afterwards.

Pure functions over one text, for saying in a finding what happened and what the number most
likely was.  Nothing is changed anywhere: the finding shows the text as written, and whether
the damage makes a record bad is left to the rules.  White space around a cell is no damage.
"""

import enum
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from auditor.registry.dates import DATE
from gb28181.codes import LENGTH

__all__ = [
    "Damage",
    "DamageKind",
    "code_damage",
    "fixed_code_damage",
    "in_general",
    "number_damage",
    "rewritten",
    "short_code_damage",
]


class DamageKind(enum.StrEnum):
    """How the text was damaged; the first that is seen where there are several."""

    SCIENTIFIC = "scientific"
    DATE = "date"
    FORMULA = "formula"
    APOSTROPHE = "apostrophe"
    QUOTED = "quoted"
    FULL_WIDTH = "full_width"
    BLANKS = "blanks"
    DECIMAL_TAIL = "decimal_tail"
    SEPARATORS = "separators"
    DECIMAL_COMMA = "decimal_comma"
    LETTERS = "letters"
    TRUNCATED = "truncated"
    LEADING_ZEROS = "leading_zeros"


@dataclass(frozen=True, slots=True)
class Damage:
    """``message`` is Chinese; ``repaired`` is empty when the number cannot be known again."""

    kind: DamageKind
    message: str
    repaired: str = ""


_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]*)?[Ee][+-]?[0-9]{1,3}")
_DATE = re.compile(DATE)
_FORMULA = re.compile(r"=\s*[\"“”](.*)[\"“”]", re.DOTALL)
_APOSTROPHES = "'‘’`＇′"
_QUOTES = '"“”＂'
_WIDE = str.maketrans("０１２３４５６７８９．－，", "0123456789.-,")
# White space of every kind, and the characters that take no room (soft hyphen, zero width,
# direction marks, word joiner, byte order mark).
_BLANKS = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_SEPARATOR = re.compile(r"(?<=[0-9])[-‐‑–—_./·](?=[0-9])")
_TAIL = re.compile(r"([0-9]+)\.0{1,2}")
_COMMA = re.compile(r"([+-]?[0-9]{1,3})[,，。]([0-9]+)")
_LOOKALIKES = str.maketrans("OoQIil|", "0001111")
_EXACT_DIGITS = 15  # that a spreadsheet keeps of a number

_WORDS = {
    DamageKind.FORMULA: '被写成了公式形式（="…"）',
    DamageKind.APOSTROPHE: "前面带有撇号",
    DamageKind.QUOTED: "带有引号",
    DamageKind.FULL_WIDTH: "含有全角字符",
    DamageKind.BLANKS: "中间夹有空格、换行或不可见字符",
    DamageKind.DECIMAL_TAIL: "末尾多出“.0”",
    DamageKind.SEPARATORS: "夹有连字符或点等分隔符",
    DamageKind.DECIMAL_COMMA: "小数点被写成了逗号或句号",
}
_SCIENTIFIC_MESSAGE = "为科学计数法，原数字在电子表格中已被改写，须从原始资料重新录入"
_DATE_MESSAGE = "为日期：电子表格会把 1/5 之类的内容变成日期、把数字显示为日期（也可能错列），须从原始资料重新录入"
_FLOAT_MESSAGE = (
    f"为浮点数（末尾有“.0”），电子表格或程序只保留 {_EXACT_DIGITS} 位有效数字，"
    "末几位已被改写，须从原始资料重新录入"
)
_IN_GENERAL = {
    DamageKind.LETTERS: "含有形似数字的字母（O、I、l 等）",
    DamageKind.LEADING_ZEROS: "位数不足，可能丢失了前面的 0",
}


def code_damage(text: str) -> Damage | None:
    """What happened to a device code (20 digits, GB/T 28181-2022 E.1); None when nothing seen.

    A code never loses leading zeros, since it begins with a province (11 and up); five zeros at
    its end are what a spreadsheet leaves of 20 digits, but may also be true: a suspicion.

    >>> code_damage("'3701 1600 0113 2600 0001").repaired
    '37011600011326000001'
    """
    stripped = text.strip()
    lost = rewritten(stripped)
    if lost is not None:
        return lost
    if re.fullmatch(r"[0-9]{20}", stripped):
        return _truncated(stripped)
    cleaned, kinds = _cleaned(stripped, (_without_tail, _without_separators))
    if DamageKind.DECIMAL_TAIL in kinds and _is_float(cleaned):
        return Damage(DamageKind.TRUNCATED, _FLOAT_MESSAGE)
    if re.fullmatch(r"[0-9]+", cleaned):
        return _told(kinds, cleaned if len(cleaned) == LENGTH else "", f"{len(cleaned)} 位")
    if re.fullmatch(r"[0-9]{20}", cleaned.translate(_LOOKALIKES)):
        message = "含有形似数字的字母（O、I、l 等），无法确定原数字，须核对"
        return Damage(DamageKind.LETTERS, message)
    return None


def short_code_damage(text: str, length: int) -> Damage | None:
    """The same for a code of ``length`` digits, such as 6 of a grassroots code (E.3).

    Where one digit or more is lacking, zeros in front may have been lost: what is given as
    repaired is then a suggestion.

    >>> short_code_damage("1001", 6).repaired
    '001001'
    """
    stripped = text.strip()
    lost = rewritten(stripped)
    if lost is not None:
        return lost
    cleaned, kinds = _cleaned(stripped, (_without_tail,))
    if not re.fullmatch(r"[0-9]+", cleaned) or len(cleaned) > length:
        return None
    if len(cleaned) < length:
        message = f"只有 {len(cleaned)} 位，可能丢失了前面的 0（应为 {length} 位），须核对"
        return Damage(DamageKind.LEADING_ZEROS, message, cleaned.zfill(length))
    return _told(kinds, cleaned, "")


def fixed_code_damage(text: str, lengths: Collection[int]) -> Damage | None:
    """The same for a code that has one of these ``lengths`` and loses no zeros in front.

    >>> fixed_code_damage("370902.0", (2, 4, 6, 8)).repaired
    '370902'
    """
    stripped = text.strip()
    lost = rewritten(stripped)
    if lost is not None:
        return lost
    cleaned, kinds = _cleaned(stripped, (_without_tail,))
    is_code = re.fullmatch(r"[0-9]+", cleaned) is not None and len(cleaned) in lengths
    return _told(kinds, cleaned, "") if is_code else None


def number_damage(text: str) -> Damage | None:
    """What happened to a decimal number, such as a longitude in degrees.

    >>> number_damage("117，661").repaired
    '117.661'
    """
    stripped = text.strip()
    lost = rewritten(stripped)
    if lost is not None:
        return lost
    cleaned, kinds = _cleaned(stripped, (_with_point,))
    if not re.fullmatch(r"[+-]?[0-9]{1,3}(?:\.[0-9]+)?", cleaned):
        return None
    return _told(kinds, cleaned, "")


_Step = Callable[[str], tuple[DamageKind, str]]


def _cleaned(text: str, last: tuple[_Step, ...]) -> tuple[str, list[DamageKind]]:
    """The text after every step, and the kinds of the steps that changed it."""
    kinds: list[DamageKind] = []
    steps = (_without_formula, _without_apostrophe, _without_quotes, _narrow, _without_blanks)
    for step in (*steps, *last):
        kind, changed = step(text)
        if changed != text:
            kinds.append(kind)
        text = changed
    return text, kinds


def _told(kinds: list[DamageKind], repaired: str, remains: str) -> Damage | None:
    """None when no step changed anything: then it is no damage but another number."""
    if not kinds:
        return None
    words = "、".join(_WORDS[kind] for kind in kinds)
    ending = f"去除后应为 {repaired}，须核对" if repaired else f"去除后为 {remains}，须核对"
    return Damage(kinds[0], f"{words}；{ending}", repaired)


def rewritten(text: str) -> Damage | None:
    """Damage after which nobody can know the content again: a date, scientific notation.

    >>> rewritten("1月5日").kind
    <DamageKind.DATE: 'date'>
    """
    text = text.strip()
    narrow = text.translate(_WIDE).strip(_APOSTROPHES + _QUOTES)
    if _SCIENTIFIC.fullmatch(narrow):
        return Damage(DamageKind.SCIENTIFIC, _SCIENTIFIC_MESSAGE)
    if _DATE.fullmatch(narrow):
        return Damage(DamageKind.DATE, _DATE_MESSAGE)
    return None


def in_general(kind: DamageKind) -> str:
    """What happened to many cells that were damaged in one way (Chinese)."""
    match kind:
        case DamageKind.SCIENTIFIC:
            return _SCIENTIFIC_MESSAGE
        case DamageKind.DATE:
            return _DATE_MESSAGE
        case DamageKind.TRUNCATED:
            return f"可能只保留了 {_EXACT_DIGITS} 位有效数字，须与原始资料核对"
    return f"{_WORDS.get(kind) or _IN_GENERAL[kind]}，须逐个核对"


def _is_float(digits: str) -> bool:
    """Whether a code is what a double would be written as, or ends in the zeros that it leaves."""
    is_code = re.fullmatch(r"[0-9]{20}", digits) is not None
    zeros = "0" * (LENGTH - _EXACT_DIGITS)
    return is_code and (digits.endswith(zeros) or int(float(digits)) == int(digits))


def _truncated(code: str) -> Damage | None:
    zeros = LENGTH - _EXACT_DIGITS
    if not code.endswith("0" * zeros):
        return None
    message = (
        f"末 {zeros} 位全为 0，可能是电子表格只保留了 {_EXACT_DIGITS} 位有效数字，"
        "须与原始资料核对（也可能原本如此）"
    )
    return Damage(DamageKind.TRUNCATED, message)


def _without_formula(text: str) -> tuple[DamageKind, str]:
    match = _FORMULA.fullmatch(text)
    return DamageKind.FORMULA, match[1] if match else text


def _without_apostrophe(text: str) -> tuple[DamageKind, str]:
    return DamageKind.APOSTROPHE, text.lstrip(_APOSTROPHES)


def _without_quotes(text: str) -> tuple[DamageKind, str]:
    return DamageKind.QUOTED, text.strip(_QUOTES + _APOSTROPHES)


def _narrow(text: str) -> tuple[DamageKind, str]:
    return DamageKind.FULL_WIDTH, text.translate(_WIDE)


def _without_blanks(text: str) -> tuple[DamageKind, str]:
    return DamageKind.BLANKS, _BLANKS.sub("", text)


def _without_tail(text: str) -> tuple[DamageKind, str]:
    match = _TAIL.fullmatch(text)
    return DamageKind.DECIMAL_TAIL, match[1] if match else text


def _without_separators(text: str) -> tuple[DamageKind, str]:
    return DamageKind.SEPARATORS, _SEPARATOR.sub("", text)


def _with_point(text: str) -> tuple[DamageKind, str]:
    return DamageKind.DECIMAL_COMMA, _COMMA.sub(r"\1.\2", text)
