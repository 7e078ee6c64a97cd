"""监控点位类型 as registries write it; what follows from a type is left to rules and sets."""

__all__ = ["OBLIGED_POINT_TYPES"]

OBLIGED_POINT_TYPES = frozenset({"1", "2", "一类", "二类", "一类点", "二类点"})
"""一类 and 二类 points: public ones, whose position GB/T 28181-2022 A.2.1.9 demands."""
