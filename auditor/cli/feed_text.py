"""The outbox as people and programs read it, and the exit code that it stands for."""

from collections.abc import Iterable, Sequence

from pydantic import TypeAdapter, ValidationError
from rich.table import Table

from auditor.cli.options import (
    EXIT_INCOMPLETE,
    EXIT_MET,
    EXIT_MISSED,
    Format,
    plain_console,
    print_json,
)
from auditor.render.figures import shanghai_time
from auditor.render.plain_text import shorten
from auditor.store.outbox import Delivery, State

__all__ = ["exit_code", "first_fault", "show", "show_fields"]

_WORDS = {
    State.PENDING: "○ 待发送",
    State.SENT: "√ 已送达",
    State.PARKED: "× 被拒绝",
    State.DROPPED: "－ 已放弃",
}
_SHOWN = 120
_KEY = 8


def exit_code(rows: Iterable[Delivery]) -> int:
    """What a person has to look at comes before what only waits."""
    states = {row.state for row in rows}
    if State.PARKED in states:
        return EXIT_MISSED
    return EXIT_INCOMPLETE if State.PENDING in states else EXIT_MET


def show(rows: Sequence[Delivery], output: Format) -> None:
    """Print the rows; the whole answer and key are in JSON."""
    if output is Format.JSON:
        print_json(TypeAdapter(list[Delivery]), list(rows))
        return
    if not rows:
        plain_console().print("没有待交付的结果")
        return
    table = Table(box=None, pad_edge=False)
    for title in ("编号", "轮次", "状态", "次数", "下次", "平台", "应答"):
        table.add_column(title, overflow="fold")
    for row in rows:
        again = shanghai_time(row.free_at) if row.state is State.PENDING else "－"
        answer = shorten(row.answer, _SHOWN)
        words = (row.key[:_KEY], row.round_id, _WORDS[row.state], str(row.attempts))
        table.add_row(*words, again, row.destination, answer)
    plain_console().print(table)


def show_fields(names: Sequence[str], maps: Sequence[str], output: Format) -> None:
    """The fields one a line, and the packaged maps."""
    if output is Format.JSON:
        known = {"fields": list(names), "maps": list(maps)}
        print_json(TypeAdapter(dict[str, list[str]]), known)
        return
    plain_console().print("\n".join(names))
    plain_console().print(f"现成的列映射：{'、'.join(maps)}")


def first_fault(error: ValueError) -> str:
    """The words of a setting's first fault."""
    if isinstance(error, ValidationError):
        fault = error.errors(include_url=False, include_input=False)[0]
        return fault["msg"].removeprefix("Value error, ")
    return str(error)
