"""The clauses that rules quote, spelled once."""

from auditor.rule import Clause

__all__ = [
    "CATALOG_ITEM",
    "CHARSET",
    "CODE_INDUSTRY",
    "CODE_STRUCTURE",
    "CODE_TYPE",
    "CODE_UNIQUE",
    "HEALTH",
    "OUTPUT",
    "POLICY",
    "RECORDS",
    "TIME_SYNC",
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
