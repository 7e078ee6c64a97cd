"""Whether we could see at all: the receiver's self-test and the control targets.  Pure.

Their observations are stored with the round under rows that no registry has: 0 is this machine,
-1, -2, … are the control targets in the order of the configuration.  A fault makes the round's
negatives unknown; a camera that gave a good picture did so all the same.
"""

import itertools
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from probes.observation import Observation
from probes.receiver import ReceiverFacts

__all__ = ["SELF", "control_key", "doubt", "is_blind", "receiver_notes"]

SELF = "0"
_BLIND = "检测机自检或对照点未通过"
FREE_BYTES = 64 * 1024 * 1024
CLOCK_STEP = timedelta(seconds=30)

Seen = Observation[object]


def control_key(number: int) -> str:
    """The key of control target ``number``, from 1.

    >>> control_key(2)
    '-2'
    """
    return str(-number)


def doubt(observations: Sequence[Seen], *, data_from: date) -> str:
    """Why this round condemns no camera (Chinese), empty when it may.

    ``data_from`` is the date of this program's data: no true clock is before it.
    """
    faults = _faults(observations, data_from)
    return f"{_BLIND}（{faults[0]}），本轮不作坏结论" if faults else ""


def is_blind(notes: Iterable[str]) -> bool:
    """Whether the notes of a report say that its round could not see."""
    return any(note.startswith(_BLIND) for note in notes)


def receiver_notes(observations: Sequence[Seen], *, data_from: date) -> tuple[str, ...]:
    """What a reader must know of the receiver, in Chinese; the faults first."""
    faults = _faults(observations, data_from)
    told = [f"{_BLIND}：{fault}；本轮不作坏结论，只计好结论。" for fault in faults]
    told += [_second_client(observations), _drops(_facts(observations)), _controls(observations)]
    return tuple(note for note in told if note)


def _faults(observations: Sequence[Seen], data_from: date) -> tuple[str, ...]:
    facts = _facts(observations)
    measured = [seen for seen in observations if seen.probe == "receiver"]
    found = (
        "自检未能完成" if len(facts) < len(measured) else "",
        _clock(facts, data_from),
        *(_capacity(one) for one in sorted(facts, key=_spare_files)[:1]),
        _disk(facts),
        _loopback(observations),
        *(
            f"对照点 {-int(target)} 第 {attempt} 次检测未出图"
            for (target, attempt), is_seen in _checks(observations).items()
            if not is_seen
        ),
    )
    return tuple(fault for fault in found if fault)


def _facts(observations: Iterable[Seen]) -> list[ReceiverFacts]:
    payloads = (seen.payload for seen in observations)
    return [payload for payload in payloads if isinstance(payload, ReceiverFacts)]


def _clock(facts: list[ReceiverFacts], data_from: date) -> str:
    """A clock that jumped makes every age and every night wrong."""
    if any(one.wall.date() < data_from for one in facts):
        return "系统时钟早于本软件的数据日期"
    for before, after in itertools.pairwise(facts):
        if before.boot != after.boot:
            continue  # started anew meanwhile: its clock counts from another moment
        ticked = timedelta(seconds=after.monotonic_s - before.monotonic_s)
        if abs((after.wall - before.wall) - ticked) > CLOCK_STEP:
            return "系统时钟在检测期间被调整"
    return ""


def _spare_files(facts: ReceiverFacts) -> int:
    return facts.open_file_limit - facts.files_wanted


def _capacity(facts: ReceiverFacts) -> str:
    if facts.open_file_limit >= facts.files_wanted:
        return ""
    return f"可打开文件数上限 {facts.open_file_limit}，低于所需 {facts.files_wanted}"


def _disk(facts: list[ReceiverFacts]) -> str:
    free = [one.free_bytes for one in facts if one.free_bytes is not None]
    return "磁盘剩余空间不足 64 MB" if free and min(free) < FREE_BYTES else ""


def _loopback(observations: Sequence[Seen]) -> str:
    """Each sitting of a round tests itself anew, and all must have seen."""
    tests: dict[int, list[bool]] = {}
    measured = 0
    for seen in observations:
        measured += seen.probe == "receiver"
        if _is_of(seen, SELF, "rtsp_frame"):
            tests.setdefault(measured, []).append(_is_pictured(seen))
    return "" if all(map(any, tests.values())) else "本机回环取流未出图"


def _second_client(observations: Sequence[Seen]) -> str:
    second = [seen for seen in observations if _is_of(seen, SELF, "rtsp_confirm")]
    if not second or any(map(_is_pictured, second)):
        return ""
    return "第二客户端自检未出图，未出图的摄像机可能无法复核，按未知计。"


def _drops(facts: list[ReceiverFacts]) -> str:
    """Lost datagrams need no doubt: silence over UDP never condemns."""
    counts: dict[str, list[int]] = {}
    for one in facts:
        if one.udp_buffer_errors is not None:
            counts.setdefault(one.boot, []).append(one.udp_buffer_errors)
    lost = sum(counted[-1] - counted[0] for counted in counts.values())
    return f"检测期间本机 UDP 接收缓冲溢出 {lost} 次，UDP 画面可能残缺。" if lost > 0 else ""


def _controls(observations: Sequence[Seen]) -> str:
    checks = _checks(observations)
    if not checks or not all(checks.values()):
        return ""
    count = len({target for target, _ in checks})
    return f"对照点 {count} 个，检测前后共 {len(checks)} 次均出图。"


def _checks(observations: Iterable[Seen]) -> dict[tuple[str, int], bool]:
    """Whether each check of each control target gave a picture, at once or when asked again."""
    found: dict[tuple[str, int], bool] = {}
    for seen in observations:
        if seen.target.startswith("-"):
            key = seen.target, seen.attempt
            found[key] = found.get(key, False) or _is_pictured(seen)
    return found


def _is_of(seen: Seen, target: str, probe: str) -> bool:
    return seen.target == target and seen.probe == probe


def _is_pictured(seen: Seen) -> bool:
    return seen.failure is None and getattr(seen.payload, "metrics", None) is not None
