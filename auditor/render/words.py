"""The Chinese words, symbols and tones of every enumeration that a report shows.

A symbol stands beside every word so that colour never carries a meaning alone; all symbols
are in GB 2312, so every Chinese font has them.  Figures are left to `auditor.render.figures`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from auditor.model import (
    CameraState,
    Outcome,
    RateVerdict,
    Reading,
    SampleInterval,
    Severity,
    Verdict,
)
from auditor.records import DeviceStatus, LocationClass
from auditor.registry.columns import REGISTRY_COLUMNS

__all__ = [
    "DEPARTURE",
    "DEVICE_STATUSES",
    "OUTCOMES",
    "SEVERITIES",
    "STATES",
    "STATE_MEANINGS",
    "VERDICTS",
    "VERDICT_MEANINGS",
    "Word",
    "field_title",
    "interval_text",
    "level_title",
    "rate_word",
    "reading_text",
    "scope_title",
    "step_title",
    "value_text",
]


DEPARTURE = "本方案与标准不同："
"""How a line of a report's policy begins that tells where a profile is not the standard."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word to show, a symbol before it, and a tone: good, bad, warn, unsure or neutral."""

    text: str
    symbol: str
    tone: str

    def __str__(self) -> str:
        return f"{self.symbol} {self.text}"


STATES: Mapping[CameraState, Word] = {
    CameraState.PICTURE_OK: Word("出图正常", "●", "good"),
    CameraState.PICTURE_ABNORMAL: Word("画面异常", "▲", "warn"),
    CameraState.ONLINE_NO_STREAM: Word("在线无流", "■", "bad"),
    CameraState.OFFLINE: Word("离线", "×", "bad"),
    CameraState.NOT_PROBED: Word("未检测", "○", "unsure"),
    CameraState.PROBE_BLOCKED: Word("探测受阻", "◇", "unsure"),
}

STATE_MEANINGS: Mapping[CameraState, str] = {
    CameraState.PICTURE_OK: "本轮取得完整画面，未发现信号丢失、黑屏、冻结、模糊等缺陷。",
    CameraState.PICTURE_ABNORMAL: "取得了画面，但画面有缺陷或为替代画面，缺陷见“原因”。",
    CameraState.ONLINE_NO_STREAM: "设备按协议作了应答，但多次尝试均未取得可用的视频画面。",
    CameraState.OFFLINE: "多次尝试均未得到设备的协议应答；仅端口开放不算应答。",
    CameraState.NOT_PROBED: "本轮没有检测这台摄像机（例如未登记地址），好坏不明。",
    CameraState.PROBE_BLOCKED: "检测受我方条件限制而中断，不能说明摄像机好坏。",
}

_VERDICTS: Mapping[RateVerdict, Word] = {
    RateVerdict.MEETS: Word("达标", "√", "good"),
    RateVerdict.MISSES: Word("不达标", "×", "bad"),
    RateVerdict.INCONCLUSIVE: Word("无法判定", "？", "unsure"),
    RateVerdict.NOT_APPLICABLE: Word("不适用", "－", "neutral"),
    RateVerdict.NO_DATA: Word("无数据", "－", "neutral"),
    RateVerdict.NO_THRESHOLD: Word("未规定阈值", "－", "neutral"),
}

VERDICT_MEANINGS: Mapping[RateVerdict, str] = {
    RateVerdict.MEETS: "即使全部未知项都不合格，比率仍不低于阈值。",
    RateVerdict.MISSES: "即使全部未知项都合格，比率仍低于阈值。",
    RateVerdict.INCONCLUSIVE: "未知项足以左右结果，既不能说达标，也不能说不达标；应补测后再定。",
    RateVerdict.NOT_APPLICABLE: "本社区没有属于该项范围的对象，不计算比率。",
    RateVerdict.NO_DATA: "缺少计算该项所需的数据，不计算比率。",
    RateVerdict.NO_THRESHOLD: "现有资料未给出该等级此项的阈值，只列数据，不作判定。",
}

VERDICTS: Mapping[Verdict, Word] = {
    Verdict.PASS: Word("合规", "√", "good"),
    Verdict.FAIL: Word("不合规", "×", "bad"),
    Verdict.UNKNOWN: Word("无法判断", "？", "unsure"),
    Verdict.NOT_APPLICABLE: Word("不适用", "－", "neutral"),
    Verdict.WAIVED: Word("已豁免", "－", "neutral"),
}

OUTCOMES: Mapping[Outcome, Word] = {
    Outcome.MET: Word("合格", "√", "good"),
    Outcome.NOT_MET: Word("不合格", "×", "bad"),
    Outcome.UNKNOWN: Word("未知", "？", "unsure"),
}

SEVERITIES: Mapping[Severity, Word] = {
    Severity.ERROR: Word("错误", "×", "bad"),
    Severity.WARNING: Word("警告", "▲", "warn"),
    Severity.INFO: Word("提示", "○", "neutral"),
}

DEVICE_STATUSES: Mapping[DeviceStatus, str] = {
    DeviceStatus.IN_USE: "在用",
    DeviceStatus.IN_REPAIR: "维修",
    DeviceStatus.REMOVED: "拆除",
    DeviceStatus.UNSTATED: "未登记",
}

_STEPS = {
    "resolve": "解析地址",
    "connect": "建立连接",
    "options": "RTSP OPTIONS",
    "describe": "RTSP DESCRIBE",
    "setup": "RTSP SETUP",
    "play": "RTSP PLAY",
    "first_packet": "收到媒体数据",
    "first_key_frame": "收到关键帧",
    "first_picture": "解出画面",
    "second_picture": "解出后续画面",
    "system_date_time": "读取设备时间",
    "device_information": "读取设备信息",
    "capabilities": "读取设备能力",
    "profiles": "读取码流配置",
    "stream_uri": "读取流地址",
}
_CLASS_TITLES = {"all": "全部", **{kind.value: kind.label for kind in LocationClass}}
_STATE_TEXTS = {state.value: word.text for state, word in STATES.items()}
_FIELDS = {column.name: column.header for column in REGISTRY_COLUMNS} | {"picture": "画面"}
_LEVELS = {"basic": "基础型", "growth": "成长型", "benchmark": "标杆型"}


def rate_word(verdict: RateVerdict) -> Word:
    """The word for an indicator's verdict."""
    return _VERDICTS[verdict]


def reading_text(reading: Reading) -> str:
    """Another policy's figure and verdict in one phrase."""
    figure = f"{reading.title}：{reading.met}/{reading.of}"
    unknown = f"，未知 {reading.unknown}" if reading.unknown else ""
    verdict = f"，{_VERDICTS[reading.verdict].text}" if reading.verdict else ""
    return f"{figure}{unknown}{verdict}"


def interval_text(interval: SampleInterval) -> str:
    """What a sample proves of the whole, in one phrase."""
    low, high = (
        f"{bound // 10}.{bound % 10}%"
        for bound in (interval.lower_permille, interval.upper_permille)
    )
    return (
        f"抽样 {interval.sampled}/{interval.population}，"
        f"{interval.confidence}% 置信区间 {low} ～ {high}"
    )


def level_title(level: str) -> str:
    """The scheme's word for a level; an unknown level stays as it is."""
    return _LEVELS.get(level, level)


def scope_title(scope: str) -> str:
    """``all`` and the location classes in Chinese; any other scope stays as it is."""
    return _CLASS_TITLES.get(scope, scope)


def field_title(field: str) -> str:
    """What a finding is about: the register's column by the header that we write."""
    return _FIELDS.get(field, field)


def value_text(value: str) -> str:
    """What a finding quotes; a camera's state in words, anything else as it is."""
    return _STATE_TEXTS.get(value, value)


def step_title(step: str) -> str:
    """A measuring step in words; a step that has none stays as it is."""
    return _STEPS.get(step, step)
