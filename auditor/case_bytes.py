"""A round's case as bytes and back, in parts that are kept once for all rounds that share them.

No secret is in them: the registry's reader takes user names and passwords out of addresses,
and of the column 凭据 only those names stay that named a credential which was supplied; any
other text there may be the password itself.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

import polars as pl
from polars.exceptions import PolarsError
from pydantic import TypeAdapter, ValidationError

from auditor.conclude import Case
from auditor.criteria import Criteria
from auditor.errors import StoreError
from auditor.history.model import Past
from auditor.model import Chosen, Sample
from auditor.profile import Profile
from auditor.records import RowError
from auditor.registry.exclusions import ExclusionsFile
from auditor.registry.key_locations import Plan
from auditor.registry.registry import Registry
from auditor.schedule.nights import Nights
from auditor.unread import why_unread
from auditor.waivers_file import WaiversFile

__all__ = ["pack_case", "unpack_case"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """All of a `Case` but its frames, earlier pictures and past nights."""

    name: str
    sha256: str
    encoding: str
    errors: tuple[RowError, ...]
    unclaimed_headers: tuple[str, ...]
    present: frozenset[str]
    unassigned_rows: tuple[int, ...]
    notes: tuple[str, ...]
    plan: Plan
    community: str
    profile: Profile
    criteria: Criteria
    tries: int
    exclusions: ExclusionsFile | None = None
    waivers: WaiversFile | None = None
    sample: Sample | None = None
    chosen: Chosen | None = None


def pack_case(case: Case, *, credentials: frozenset[str]) -> Mapping[str, bytes]:
    """The parts by kind; ``credentials`` are the names under which one was supplied."""
    past = {} if case.past is None else {"past": _json(TypeAdapter(Past).dump_python(case.past))}
    nights = {} if case.nights is None else {"nights": TypeAdapter(Nights).dump_json(case.nights)}
    return past | {
        "registry": _frame_bytes(case.registry.frame, credentials),
        "records": _frame_bytes(case.frame, credentials),
        "facts": _json(TypeAdapter(_Facts).dump_python(_facts(case))),
        "earlier": _json(dict(case.earlier)),
        **nights,
    }


def unpack_case(parts: Mapping[str, bytes]) -> Case:
    """The case again; StoreError when the parts are none of this version's."""
    try:
        facts = TypeAdapter(_Facts).validate_json(parts["facts"], extra="forbid")
        earlier = TypeAdapter(dict[str, frozenset[str]]).validate_json(parts["earlier"])
        nights = _nights(parts.get("nights"))
        past = TypeAdapter(Past).validate_json(parts["past"]) if "past" in parts else None
        registry, records = (pl.read_parquet(parts[kind]) for kind in ("registry", "records"))
    except (KeyError, ValidationError, PolarsError) as error:
        raise StoreError(why_unread("what the round was judged by", error)) from error
    return Case(
        registry=Registry(
            name=facts.name,
            sha256=facts.sha256,
            encoding=facts.encoding,
            frame=registry,
            errors=facts.errors,
            unclaimed_headers=facts.unclaimed_headers,
            present=facts.present,
            unassigned_rows=facts.unassigned_rows,
            notes=facts.notes,
        ),
        frame=records,
        plan=facts.plan,
        community=facts.community,
        profile=facts.profile,
        criteria=facts.criteria,
        tries=facts.tries,
        earlier=earlier,
        exclusions=facts.exclusions,
        waivers=facts.waivers,
        sample=facts.sample,
        chosen=facts.chosen,
        nights=nights,
        past=past,
    )


def _nights(part: bytes | None) -> Nights | None:
    return None if part is None else TypeAdapter(Nights).validate_json(part, extra="forbid")


def _facts(case: Case) -> _Facts:
    read = case.registry
    return _Facts(
        name=read.name,
        sha256=read.sha256,
        encoding=read.encoding,
        errors=read.errors,
        unclaimed_headers=read.unclaimed_headers,
        present=read.present,
        unassigned_rows=read.unassigned_rows,
        notes=read.notes,
        plan=case.plan,
        community=case.community,
        profile=case.profile,
        criteria=case.criteria,
        tries=case.tries,
        exclusions=case.exclusions,
        waivers=case.waivers,
        sample=case.sample,
        chosen=case.chosen,
    )


def _frame_bytes(frame: pl.DataFrame, credentials: frozenset[str]) -> bytes:
    cell = pl.col("credential")
    known = cell.str.strip_chars().is_in(sorted(credentials)) | cell.is_null()
    buffer = io.BytesIO()
    kept = frame.with_columns(credential=pl.when(known).then(cell).otherwise(pl.lit("")))
    # Compressed as a whole where it is kept.
    kept.write_parquet(buffer, compression="uncompressed")
    return buffer.getvalue()


def _json(value: object) -> bytes:
    """The same bytes for the same value: sets have no order of their own."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_plain).encode()


def _plain(value: object) -> object:
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
