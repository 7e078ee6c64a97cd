"""A round's camera states in the store, a few bytes a camera."""

import json
import zlib

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import insert
from sqlalchemy.engine import Connection

from auditor.errors import StoreError
from auditor.history.past import NightStates, states_of
from auditor.model import Report
from auditor.store.tables import CAMERA_STATES

__all__ = ["keep_states", "unpack_states"]

_MAX_BYTES = 1 << 30
_STATES = TypeAdapter(NightStates)


def keep_states(connection: Connection, report: Report) -> None:
    """Keep the states of a round that ends."""
    row = {
        "round_id": report.provenance.round_id,
        "whole": report.sample is None,
        "body": _packed(states_of(report)),
    }
    connection.execute(insert(CAMERA_STATES), [row])


def unpack_states(body: bytes) -> NightStates:
    """The states again; StoreError when the bytes are none of this version's."""
    try:
        return _STATES.validate_json(zlib.decompressobj().decompress(body, _MAX_BYTES))
    except (zlib.error, ValidationError) as error:
        raise StoreError("the camera states of a round were damaged or changed") from error


def _packed(states: NightStates) -> bytes:
    text = json.dumps(_STATES.dump_python(states), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "replace"))
