"""The clauses that rules quote, spelled once."""

from auditor.rule import Clause

__all__ = [
    "ARCHIVE_PRACTICE",
    "CAPTURE_POSITIONS",
    "CATALOG_ITEM",
    "CATALOG_ITEM_2016",
    "CHARSET",
    "CHARSET_2016",
    "CODE_INDUSTRY",
    "CODE_LENGTH",
    "CODE_RULE_B",
    "CODE_STRUCTURE",
    "CODE_TYPE",
    "CODE_UNIQUE",
    "CUSTOMS_NAMING",
    "DIRECTORY",
    "GRASSROOTS",
    "HEALTH",
    "MULTI_SENSOR",
    "NAMING",
    "OSD_LINE",
    "OUTPUT",
    "POLICY",
    "RECORDS",
    "STATUS_TYPE",
    "TIME_SYNC",
    "VIEW_LIBRARY",
]

_GB = "GB/T 28181"
_SCHEME = "山东省智慧社区建设指标"

CODE_STRUCTURE = Clause(_GB, "2022", "附录E.1")
CODE_UNIQUE = Clause(_GB, "2022", "6.1.1")
CODE_INDUSTRY = Clause(_GB, "2022", "附录E表E.2")
CODE_TYPE = Clause(_GB, "2022", "附录E表E.1")
CATALOG_ITEM = Clause(_GB, "2022", "附录A.2.1.9")
CHARSET = Clause(_GB, "2022", "6.10")
TIME_SYNC = Clause(_GB, "2022", "9.10")
HEALTH = Clause(_SCHEME, "2024公示", "指标4第1项")
OUTPUT = Clause(_SCHEME, "2024公示", "指标4第2项")
RECORDS = Clause(_SCHEME, "2024公示", "指标4第3项")
POLICY = Clause("本审计口径", "1", "指标4计数办法")
CODE_LENGTH = Clause(_GB, "2022", "附录A.2.1.2")
CODE_RULE_B = Clause(_GB, "2016", "附录D.2")
GRASSROOTS = Clause(_GB, "2022", "附录E.3")
DIRECTORY = Clause(_GB, "2022", "附录J")
MULTI_SENSOR = Clause(_GB, "2022", "附录E表E.1注3")
CAPTURE_POSITIONS = Clause(_GB, "2022", "附录O")
STATUS_TYPE = Clause(_GB, "2022", "附录A.2.1.4")
# Neither text was at hand: software and articles quote them.
CATALOG_ITEM_2016 = Clause(_GB, "2016", "设备目录项（未见原文，据公开资料）")
ARCHIVE_PRACTICE = Clause("一机一档", "2018", "采集表27项（未见原文，据公开软件）")
VIEW_LIBRARY = Clause(
    "GA/T 1400视图库对接技术要求（试行）", "2018", "附录A.2（未见原文，据公开软件）"
)
OSD_LINE = Clause(_GB, "2022", "附录A.2.1.12")
CHARSET_2016 = Clause(_GB, "2016", "6.10（未见原文，据公开资料）")
NAMING = Clause("设备命名方案", "本地", "所选方案的命名形式")
CUSTOMS_NAMING = Clause("海关视频监控命名规则", "转载", "摄像头点位名称（未见正式发文）")
