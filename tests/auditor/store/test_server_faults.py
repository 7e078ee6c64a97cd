"""A server that is away or restarts: a clear error, and nothing lost that was saved."""

import pytest

from auditor.errors import StoreError
from auditor.store.place import locate
from auditor.store.store import Store
from tests.auditor.store.server import Server
from tests.auditor.store.values import ROUND, seen


def test_a_server_that_restarts_costs_nothing_that_was_saved(server: Server) -> None:
    place = server.make_database("restarted")
    with Store(place) as store:
        store.begin_round(ROUND)
        store.keep(ROUND.id, seen(1))
        store.flush()
        store.keep(ROUND.id, seen(2))
        server.stop()
        try:
            with pytest.raises(StoreError) as caught:
                store.flush()
        finally:
            server.start()
        assert str(caught.value).startswith(
            f"{locate(place).shown}: the store cannot be used (connection "
        )
        store.flush()
        assert store.observations(ROUND.id) == (seen(1), seen(2))


def test_a_server_that_is_away_is_named(server: Server) -> None:
    place = server.url("absent")
    with pytest.raises(StoreError) as caught, Store(place):
        pass
    assert str(caught.value).startswith(f"{locate(place).shown}: the store cannot be used (")
    assert str(caught.value).endswith("check the server")
