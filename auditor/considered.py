"""Checks that were considered and are no rule of their own: ids that will never be used.

Whoever looks for one is told what was decided; the grounds stand in ``docs/record-rules.md``.
"""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["CONSIDERED"]

CONSIDERED: Mapping[str, str] = MappingProxyType(
    {
        "ARCH-03": "不判定：联网属性的 0 和 1 在不同系统中含义相反",
        "ARCH-04": "台账无法回答：编码格式要与码流比对；数字本身见 ARCH-14",
        "CAT-07": "台账无法回答：在线无图由巡检得出，见 STR-02",
        "CAT-24": "不判定：2016 版 BusinessGroupID 的位置没有足够依据",
        "CAT-26": "台账无法回答：字符集写在信令消息中",
        "CAT-27": "台账无法回答：SumNum 写在信令消息中",
        "CODE-07": "已并入 CODE-08（已撤销）、CODE-09（统计用区划）、CODE-10（不在任何名单中）",
        "CODE-21": "已并入 CODE-18",
        "CODE-24": "不判定：2016 版网络标识 2、3、4、8 含义不同，该版本下 CODE-23 不作判断",
        "CODE-27": "单份台账无法回答；与平台清单比对见 ARCH-07",
        "CODE-28": "台账无法回答：SIP 用户与域写在信令消息中",
        "DIV-08": "已并入 GEO-06 和 GEO-15",
        "DIV-10": "不是问题：行政区划名单的截止日期写在每次检查的结果中",
        "GEO-09": "不判定：GEO-08 和 GEO-06 已说明可以说明的",
        "GEO-12": "文件中看不到数据库如何存储小数；实际位数见 GEO-07",
        "GEO-13": "这是本程序坐标转换自身的义务，由测试保证",
        "GEO-14": "不判定：移动设备不比对县界和社区范围",
        "GEO-17": "未使用的编号",
        "NAME-12": "不判定：允许序号不连续；名称相同见 NAME-06",
        "NAME-14": "台账无法回答：画面上的文字要由巡检取得",
    }
)
"""What was decided about each id (Chinese)."""
