"""The Chinese words of what only the pages show."""

from collections.abc import Mapping

from auditor.render.words import STATES, Word
from auditor.web.finding_states import FindingState
from auditor.web.reprobes import ReprobeState

__all__ = [
    "DETAILS",
    "FINDING_STATES",
    "PHASES",
    "REPROBE_OUTCOMES",
    "REPROBE_STATES",
    "SO_FAR",
    "VERBS",
]

FINDING_STATES: Mapping[FindingState, Word] = {
    FindingState.NEW: Word("新增", "×", "bad"),
    FindingState.KNOWN: Word("未整改", "▲", "warn"),
    FindingState.FIXED: Word("已整改", "√", "good"),
    FindingState.WAIVED: Word("已豁免", "－", "neutral"),
    FindingState.UNDECIDED: Word("无法判断", "？", "unsure"),
    FindingState.UNCOMPARED: Word("未比对", "○", "neutral"),
}

REPROBE_STATES: Mapping[ReprobeState, Word] = {
    ReprobeState.WAITING: Word("排队中", "○", "neutral"),
    ReprobeState.RUNNING: Word("复测中", "○", "unsure"),
    ReprobeState.ENDED: Word("已完成", "√", "good"),
    ReprobeState.FAILED: Word("未完成", "×", "bad"),
    ReprobeState.INTERRUPTED: Word("中断", "？", "unsure"),
}

REPROBE_OUTCOMES: Mapping[int, str] = {0: "画面正常", 1: "画面不正常", 3: "未能测出"}
"""What the exit code of a round over one camera says of it."""

SO_FAR: Mapping[str, str] = {
    **{state.value: word.text for state, word in STATES.items()},
    "no_picture": "尚无画面（未下结论）",
}
"""What is known of cameras while a round runs."""

PHASES: Mapping[str, str] = {
    "starting": "准备中",
    "waiting": "等待下一遍",
    "second_client": "第二客户端复核",
}

VERBS: Mapping[str, str] = {
    "web sign-in": "登录",
    "web sign-in refused": "登录失败",
    "web sign-out": "退出",
    "web re-probe": "申请复测",
    "web waive": "申请豁免",
    "web waive refused": "豁免未写入",
    "web download": "下载",
    "web user role": "改角色",
    "web user remove": "删除用户",
    "web user add": "添加用户",
    "web user password": "改口令",
}

DETAILS: Mapping[str, str] = {
    "from": "来源",
    "role": "角色",
    "code": "设备编码",
    "until": "到期",
    "owner": "责任人",
}
