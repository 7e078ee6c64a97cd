"""CAT-01, 18, 19 and 51 to 53: what a Catalog item must say is not said.

An error needs two certainties.  The file is an export of a directory (`directory_export`): a
register of 一机一档 is no Catalog answer, and what is empty there is ARCH-01.  And the column
exists: what a platform did not export it may still have.  RegisterWay and Secrecy have a
default, so that an empty one is only worth a warning; the 2016 edition was not read, so that
all it asks for is.  Info is optional in the schema, yet GrassrootsCode and PointType inside it
are 必选 by the comments, which decide.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import polars as pl

from auditor.catalog_text import device_row, directory_export, empty
from auditor.clauses import CATALOG_ITEM, CATALOG_ITEM_2016
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.point_types import OBLIGED_POINT_TYPES
from auditor.record_text import cell, code_part, text
from auditor.rule import Cells, Clause, Explanation, Group, RecordRule, RuleMeta
from gb28181.editions import Edition
from gb28181.tables import CAMERA_TYPES

__all__ = ["RULES"]

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "maker": "设备厂商（Manufacturer）",
        "model": "设备型号（Model）",
        "address": "安装地址（Address）",
        "owner": "设备归属（Owner）",
        "parental": "有无子设备（Parental）",
        "parent_id": "父设备编码（ParentID）",
        "register_way": "注册方式（RegisterWay）",
        "secrecy": "保密属性（Secrecy）",
        "status": "设备状态（Status）",
        "grassroots_code": "基层组织编码（GrassrootsCode）",
        "point_type": "点位类型（PointType）",
        "installed_on": "安装时间（InstallTime）",
        "management_contact": "管理单位联系方式（ContactInfo）",
        "record_days": "录像保存天数（RecordSaveDays）",
    }
)
_FIRST_CLASS = sorted(written for written in OBLIGED_POINT_TYPES if written[0] in "1一")
_DIRECTORY = {"parental": "0", "register_way": "1"}


def _camera() -> pl.Expr:
    return device_row() & code_part("type_code").is_in(sorted(CAMERA_TYPES))


def _first_class_camera() -> pl.Expr:
    return _camera() & text("point_type").is_in(_FIRST_CLASS)


def _rule(
    meta: RuleMeta,
    columns: tuple[str, ...],
    *,
    who: Callable[[], pl.Expr] = device_row,
    edition: Edition = Edition.E2022,
    failing: Mapping[str, str] = MappingProxyType({}),
) -> RecordRule:
    """One finding a row, which lists the empty ones among ``columns``."""

    def violated(criteria: Criteria) -> pl.Expr:
        if criteria.edition is not edition:
            return pl.lit(value=False)
        return directory_export() & who() & pl.any_horizontal(map(empty, columns))

    def explain(cells: Cells) -> Explanation:
        """A column that the file lacks looks like an empty one here: both are said."""
        lacking = [_WORDS[column] for column in columns if not cell(cells, column)]
        return Explanation("", f"目录项应填的项为空或台账无此列：{'、'.join(lacking)}")

    return RecordRule(
        meta=meta,
        violated=violated,
        explain=explain,
        passing=({}, {columns[0]: ""}, _DIRECTORY),
        failing=({**_DIRECTORY, **failing, columns[0]: ""},),
        under=Criteria(edition=edition),
    )


def _meta(
    rule_id: str,
    title: str,
    field: str,
    *,
    severity: Severity = Severity.ERROR,
    clause: Clause = CATALOG_ITEM,
) -> RuleMeta:
    return RuleMeta(
        id=rule_id,
        title=title,
        severity=severity,
        group=Group.CATALOG,
        field=field,
        clauses=(clause,),
        remediation="在平台设备目录中补全所列各项后重新导出",
    )


RULES = (
    _rule(
        _meta("CAT-01", "目录项厂商、型号或安装地址为空", "maker"),
        ("maker", "model", "address"),
    ),
    _rule(
        _meta("CAT-18", "目录项基层组织编码或点位类型为空", "grassroots_code"),
        ("grassroots_code", "point_type"),
        who=_camera,
    ),
    _rule(
        _meta("CAT-19", "一类点位安装时间、联系方式或录像天数为空", "installed_on"),
        ("installed_on", "management_contact", "record_days"),
        who=_first_class_camera,
        failing={"point_type": "1"},
    ),
    _rule(
        _meta("CAT-51", "目录项父设备、子设备标志或状态为空", "parent_id"),
        ("parent_id", "parental", "status"),
    ),
    _rule(
        _meta("CAT-52", "目录项注册方式或保密属性为空", "secrecy", severity=Severity.WARNING),
        ("secrecy", "register_way"),
    ),
    _rule(
        _meta(
            "CAT-53",
            "2016版目录项疑有应填项为空",
            "maker",
            severity=Severity.WARNING,
            clause=CATALOG_ITEM_2016,
        ),
        ("maker", "model", "owner", "address", "parental", "parent_id", "status"),
        edition=Edition.E2016,
    ),
)
