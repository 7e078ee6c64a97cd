"""The 28 indicators of 《山东省智慧社区建设指标》 by name, as a published result has them (2024).

Used where a form has no numbers; what each asks for is read from the form itself.
"""

import re

__all__ = ["TITLES", "number_of"]

TITLES = (
    *("有线宽带网络", "移动通信网络", "广播电视", "视频监控设施", "智能照明设施", "智能充电设施"),
    *("家庭能源采集设施", "智慧社区综合信息平台", "政务服务", "养老服务", "文体服务"),
    *("便民生活服务", "物业（公共事业）服务", "社区警务", "出入管理", "周界防范"),
    *("高空抛物监测", "特殊人群管理", "消防隐患管理", "火灾自动报警", "治理方式创新"),
    *("居民参与共治", "疫情防控", "体制机制", "宣传普及", "信息安全", "创新应用场景"),
    "居民体验调查",
)

_NOISE = re.compile(r"[\s()（）、.．\d]")
_BY_NAME = {_NOISE.sub("", title): number for number, title in enumerate(TITLES, start=1)}


def number_of(title: str) -> int | None:
    """The number of the indicator of this name, whatever stands between its characters."""
    return _BY_NAME.get(_NOISE.sub("", title))
