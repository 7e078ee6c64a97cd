"""NAME-17 and 18: a name that begins with another division than the registered one.

Only full official names at the very beginning count, a county after its prefecture or before one
of its own townships (`auditor.place_names`): 南京路 is not 南京.  A name of before a reform
(莱芜市莱城区) is information.  A registered code that is not in the table is not judged.
"""

import polars as pl

from auditor.clauses import POLICY
from auditor.code_text import begins_locally
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.place_names_columns import begins_elsewhere, begins_with_retired
from auditor.place_names_text import elsewhere_message, retired_message
from auditor.record_text import cell, text
from auditor.rule import Cells, Explanation, Group, RecordRule, RuleMeta

__all__ = ["RULES"]


def violated_elsewhere(criteria: Criteria) -> pl.Expr:
    """The names at the beginning are another county's; local codes mean no county."""
    return begins_elsewhere("name") & ~begins_locally(text("division"), criteria)


def violated_retired(_: Criteria) -> pl.Expr:
    """The names at the beginning are no more."""
    return begins_with_retired("name")


def explain_elsewhere(cells: Cells) -> Explanation:
    """Tell both chains."""
    name = cell(cells, "name")
    return Explanation(name, elsewhere_message("设备名称", name, cell(cells, "division")))


def explain_retired(cells: Cells) -> Explanation:
    """Tell what became of it."""
    name = cell(cells, "name")
    return Explanation(name, retired_message("设备名称", name))


RULES = (
    RecordRule(
        meta=RuleMeta(
            id="NAME-17",
            title="设备名称开头的行政区划与行政区域不符",
            severity=Severity.WARNING,
            group=Group.NAME,
            field="name",
            clauses=(POLICY,),
            remediation="核对安装位置，更正名称或行政区域中错误的一项",
        ),
        violated=violated_elsewhere,
        explain=explain_elsewhere,
        passing=(
            {},
            {"name": "济南市莱芜区凤城街道文化路口"},
            {"name": "南京路步行街北口"},
            {"name": "济南市历下区政府驻莱芜办事处门口"},
            {"name": "济南市历下区泉城路街道北门", "division": "3701"},
            {"name": "济南市历下区泉城路街道北门", "division": "371202"},
        ),
        failing=(
            {"name": "济南市历下区泉城路街道北门"},
            {"name": "山东省泰安市泰山区华新社区北门"},
            {"name": "泰山区上高街道华新社区北门"},
        ),
    ),
    RecordRule(
        meta=RuleMeta(
            id="NAME-18",
            title="设备名称开头为已撤销的行政区划",
            severity=Severity.INFO,
            group=Group.NAME,
            field="name",
            clauses=(POLICY,),
            remediation="按现行行政区划名称更正设备名称",
        ),
        violated=violated_retired,
        explain=explain_retired,
        passing=(
            {},
            {"name": "莱芜市场北门"},
            {"name": "莱芜市莱城区鹏泉街道", "division": "371202"},
        ),
        failing=({"name": "莱芜市莱城区鹏泉街道北门"}, {"name": "章丘市双山街道北门"}),
    ),
)
