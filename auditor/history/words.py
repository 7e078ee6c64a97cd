"""History in Chinese, for the reader of a report."""

from auditor.history.changes import KNOWN_NIGHTS
from auditor.history.model import BAD, CameraTrend

__all__ = ["FLAPPING_NOTE", "failing_text", "flapping_text", "trend_text"]

FLAPPING_NOTE = (
    f"时好时坏：最近 {KNOWN_NIGHTS} 个有结果的夜晚里，好坏变化达到 3 次的列出，降到 1 次及以下才撤下；"
    "未能检测的夜晚不计也不打断。仅供排查线路、供电和网络，不影响本轮状态和各项比率。"
)


def flapping_text(trend: CameraTrend) -> str:
    """Empty for a camera that is steady."""
    if not trend.flapping:
        return ""
    nights = min(trend.known, KNOWN_NIGHTS)
    return f"时好时坏：最近 {nights} 个有结果的夜晚好坏变化 {trend.changes} 次"


def failing_text(trend: CameraTrend) -> str:
    """Empty unless this night, too, was not good."""
    if trend.failing_since is None or trend.states[-1] not in BAD:
        return ""
    return f"失败第 {trend.failing_nights} 晚（自 {trend.failing_since.isoformat()} 起）"


def trend_text(trend: CameraTrend) -> str:
    """Both, as far as there is something to say."""
    return "；".join(text for text in (failing_text(trend), flapping_text(trend)) if text)
