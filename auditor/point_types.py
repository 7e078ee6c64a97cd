"""监控点位类型 as registries write it; what follows from a type is left to rules and sets."""

__all__ = ["OBLIGED_POINT_TYPES"]

_WORDS = ("", "点", "点位", "监控点", "视频监控点", "监控点位")

OBLIGED_POINT_TYPES = frozenset(
    {"1", "2"} | {f"{number}类{word}" for number in "一二12" for word in _WORDS}
)
"""一类 and 二类 points: public ones, whose position GB/T 28181-2022 A.2.1.9 demands."""
