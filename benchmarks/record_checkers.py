"""One and the same eight questions about records, asked by us and by three other checkers.

What all of them can express: empty cells, patterns, membership, a range, uniqueness.  Each
gives back how many records fail each question, so that the benchmark can refuse to compare
checkers that do not find the same.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl

from auditor.criteria import Criteria
from auditor.discovery import record_rules
from auditor.division_text import retired_codes
from auditor.record_judge import judge_frame
from auditor.registry.numbers import decimal_degrees
from auditor.registry.trimmed import with_code_parts

__all__ = ["CHECKERS", "QUESTIONS"]

CODE = r"^(?:[0-9]{20})?$"
DIVISION = r"^(?:[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{8}|[0-9]{9}|[0-9]{12})$"
FACTORY = (
    r"(?i)^(?:camera|ipc|ip ?camera|ipcamera|ipdome|ip dome|channel|chn|ch|cam|network camera|"
    r"通道|摄像机|摄像头|网络摄像机|枪机|球机)[ _\-#]*[0-9]*$|^[0-9]+$"
)
FILLED = r"\S"
DEGREES = r"^[+-]?[0-9]{1,3}(?:\.[0-9]+)?$"

QUESTIONS = {
    "CODE-01": "device_code is filled",
    "CODE-02": "device_code has 20 digits",
    "NAME-01": "name is filled",
    "NAME-09": "name is no factory default",
    "DIV-01": "division is 2, 4, 6, 8, 9 or 12 digits",
    "DIV-03": "division is not an abolished one",
    "GEO-03": "longitude is decimal degrees",
    "CODE-05": "device_code is unique",
}
_UNIQUE = "CODE-05"
Counts = dict[str, int]


def ours(frame: pl.DataFrame) -> Counts:
    """The record rules themselves, with the columns that they need computed for them."""
    prepared = with_code_parts(frame).with_columns(
        lon=decimal_degrees("longitude"),
        lat=decimal_degrees("latitude"),
        code_count=pl.len().over("device_code"),
        code_rows=pl.lit(""),
    )
    rules = tuple(rule for rule in record_rules() if rule.meta.id in QUESTIONS)
    verdicts = judge_frame(prepared, Criteria(), rules)
    by = np.bincount(verdicts.by, minlength=len(rules)).tolist()
    return {rule.meta.id: count for rule, count in zip(rules, by, strict=True)}


def pointblank(frame: pl.DataFrame) -> Counts:
    """Pointblank, over the same Polars frame."""
    import pointblank as pb  # noqa: PLC0415 - each peer is imported by its own process only

    asked = (
        pb.Validate(frame)
        .col_vals_regex("device_code", FILLED)
        .col_vals_regex("device_code", CODE)
        .col_vals_regex("name", FILLED)
        .col_vals_regex("name", FACTORY, inverse=True)
        .col_vals_regex("division", DIVISION)
        .col_vals_not_in_set("division", list(retired_codes()))
        .col_vals_regex("longitude", DEGREES)
        .rows_distinct("device_code")
        .interrogate()
    )
    failed = asked.n_failed()
    return {rule: int(failed[step]) for step, rule in enumerate(QUESTIONS, start=1)}


def pandera(frame: pl.DataFrame) -> Counts:
    """Pandera's Polars backend, all failures collected (lazy)."""
    import pandera.polars as pa  # noqa: PLC0415 - each peer is imported by its own process only

    def check(rule: str, ask: Callable[[pl.Expr], pl.Expr]) -> pa.Check:
        return pa.Check(lambda data: data.lazyframe.select(ask(pl.col(data.key))), name=rule)

    retired = list(retired_codes())
    columns = {
        "device_code": [
            check("CODE-01", lambda c: c.str.contains(FILLED)),
            check("CODE-02", lambda c: c.str.contains(CODE)),
            check(_UNIQUE, lambda c: ~c.is_duplicated()),
        ],
        "name": [
            check("NAME-01", lambda c: c.str.contains(FILLED)),
            check("NAME-09", lambda c: ~c.str.contains(FACTORY)),
        ],
        "division": [
            check("DIV-01", lambda c: c.str.contains(DIVISION)),
            check("DIV-03", lambda c: ~c.is_in(retired)),
        ],
        "longitude": [check("GEO-03", lambda c: c.str.contains(DEGREES))],
    }
    schema = pa.DataFrameSchema({n: pa.Column(pl.String, checks=c) for n, c in columns.items()})
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        counted = errors.failure_cases.group_by("check").len()
        found = dict(counted.iter_rows())
        return {rule: int(found.get(rule, 0)) for rule in QUESTIONS}
    return dict.fromkeys(QUESTIONS, 0)


def great_expectations(frame: pl.DataFrame) -> Counts:
    """Great Expectations over a pandas copy; the copy is made outside the clock."""
    import great_expectations as gx  # noqa: PLC0415 - each peer is imported by its own process only
    import great_expectations.expectations as gxe  # noqa: PLC0415 - same

    context = gx.get_context(mode="ephemeral")
    asset = context.data_sources.add_pandas("memory").add_dataframe_asset("register")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    match = gxe.ExpectColumnValuesToMatchRegex
    expectations = [
        match(column="device_code", regex=FILLED),
        match(column="device_code", regex=CODE),
        match(column="name", regex=FILLED),
        gxe.ExpectColumnValuesToNotMatchRegex(column="name", regex=FACTORY),
        match(column="division", regex=DIVISION),
        gxe.ExpectColumnValuesToNotBeInSet(column="division", value_set=list(retired_codes())),
        match(column="longitude", regex=DEGREES),
        gxe.ExpectColumnValuesToBeUnique(column="device_code"),
    ]
    suite = gx.ExpectationSuite(name="records", expectations=expectations)
    result = batch.validate(suite, result_format="SUMMARY")
    at = {_asked(one.expectation_config): one.result["unexpected_count"] for one in result.results}
    return {
        rule: int(at[_asked(expectation.configuration)])
        for rule, expectation in zip(QUESTIONS, expectations, strict=True)
    }


def _asked(configuration: Any) -> tuple[str, ...]:
    """What makes one expectation another: results come in an order of their own."""
    told = configuration.kwargs
    return configuration.type, told["column"], str(told.get("regex"))


CHECKERS: dict[str, Callable[[pl.DataFrame], Counts]] = {
    "ours": ours,
    "pointblank": pointblank,
    "pandera": pandera,
    "great_expectations": great_expectations,
}
