"""``auditor decode``: what the twenty digits of a device code mean."""

from typing import Annotated

import typer
from pydantic import TypeAdapter

from auditor.cli.options import EXIT_MET, Format, plain_console, print_json
from auditor.errors import ConfigError
from gb28181.codes import PART_POSITIONS, DeviceCode, Edition
from gb28181.divisions import Abolished, Exists, Group, StatisticalZone, division_table
from gb28181.errors import CodeError
from gb28181.tables import device_type, industry, network

__all__ = ["HELP", "command"]

HELP = """Explain a 20-digit device code, digit by digit.

Examples:

\b
  auditor decode 37011600011326000001
  auditor decode 37011600011326000001 --edition 2016 --format json
"""

_TITLES = {
    "centre": "中心编码",
    "industry": "行业编码",
    "type_code": "类型编码",
    "network": "网络标识",
    "serial": "序号",
}


def command(
    code: Annotated[str, typer.Argument(help="The code: 20 digits.")],
    edition: Annotated[int, typer.Option(help="Edition of GB/T 28181: 2016 or 2022.")] = 2022,
    output: Annotated[Format, typer.Option("--format", help="Output format.")] = Format.TEXT,
) -> int:
    """Explain a code; see HELP."""
    if edition not in tuple(Edition):
        raise ConfigError(f"--edition {edition}: known are 2016 and 2022")
    try:
        parsed = DeviceCode.parse(code.strip())
    except CodeError as error:
        raise ConfigError(str(error)) from error
    parts = [
        {
            "part": part,
            "title": _TITLES[part],
            "digits": f"{first}-{last}",
            "value": getattr(parsed, part),
            "meaning": _meaning(parsed, part, Edition(edition)),
        }
        for part, (first, last) in PART_POSITIONS.items()
    ]
    if output is Format.JSON:
        print_json(TypeAdapter(list[dict[str, str]]), parts)
        return EXIT_MET
    lines = [f"{p['digits']:>5}  {p['value']:<8}  {p['title']}：{p['meaning']}" for p in parts]
    plain_console().print("\n".join(lines))
    return EXIT_MET


def _meaning(code: DeviceCode, part: str, edition: Edition) -> str:
    if part == "centre":
        return f"{_division(code.division)}，基层接入单位 {code.access_unit}"
    if part == "serial":
        return "设备、用户序号"
    tables = {"industry": industry, "type_code": device_type, "network": network}
    entry = tables[part](getattr(code, part), edition)
    if entry is None:
        return "标准未列"
    return entry.name or "标准未印出该值，无法判断"


def _division(six: str) -> str:
    status = division_table().lookup(six)
    if isinstance(status, Exists):
        return status.full_name
    if isinstance(status, Abolished):
        successors = "、".join(status.successors) or "不详"
        return f"{status.name}（{status.until} 年撤销，现行 {successors}）"
    if isinstance(status, StatisticalZone):
        return f"{status.name or ''}统计用开发区代码"
    return status.name if isinstance(status, Group) else "不在区划表中"
