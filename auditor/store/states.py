"""A round's camera states in the store, a few bytes a camera."""

from sqlalchemy import insert
from sqlalchemy.engine import Connection

from auditor.history.past import NightStates, states_of
from auditor.model import Report
from auditor.store.packed_json import packed_json, unpacked_json
from auditor.store.tables import CAMERA_STATES

__all__ = ["keep_states", "unpack_states"]

_FAULT = "the camera states of a round were damaged or changed"


def keep_states(connection: Connection, report: Report) -> None:
    """Keep the states of a round that ends."""
    row = {
        "round_id": report.provenance.round_id,
        "whole": report.sample is None,
        "body": packed_json(states_of(report)),
    }
    connection.execute(insert(CAMERA_STATES), [row])


def unpack_states(body: bytes) -> NightStates:
    """The states again; StoreError when the bytes are none of this version's."""
    return unpacked_json(NightStates, body, _FAULT)
