"""What findings say of a text that begins with division names (Chinese)."""

from auditor.place_names import chain_of, leading_chain
from gb28181.divisions import Abolished, division_table

__all__ = ["elsewhere_message", "retired_message"]

_SIX = 6


def elsewhere_message(subject: str, text: str, division: str) -> str:
    """Both chains: the one that ``text`` begins with and the declared one."""
    lead = leading_chain(text)
    written = f"“{lead[0]}”（{_described(lead[1].code)}）" if lead else ""
    return f"{subject}开头为{written}，与登记的行政区域 {_described(division)} 不符"


def retired_message(subject: str, text: str) -> str:
    """What is no more, since when, and what became of it."""
    lead = leading_chain(text)
    status = division_table().lookup(lead[1].code) if lead else None
    if lead is None or not isinstance(status, Abolished):
        return f"{subject}开头为已撤销的行政区划"
    today = "、".join("".join(chain_of(code)) for code in status.successors)
    heirs = f"，现为{today}" if today else ""
    return f"{subject}开头的“{lead[0]}”已于 {status.until} 年撤销或更名{heirs}"


def _described(division: str) -> str:
    """The code with its full name, as far as the table has one."""
    name = "".join(chain_of(division[:_SIX].ljust(_SIX, "0")))
    return f"{division} {name}".strip()
