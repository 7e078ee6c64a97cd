"""A server that is away or restarts: a clear error, and nothing lost that was saved."""

import pytest
from sqlalchemy import create_engine, text

from auditor.errors import StoreError
from auditor.store.place import locate
from auditor.store.store import Store
from tests.auditor.store.cutting_relay import Cut, cutting_relay
from tests.auditor.store.server import OWNER, Server
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


@pytest.mark.parametrize("cut", [Cut.BEFORE, Cut.AFTER])
@pytest.mark.parametrize("first", [True, False])
def test_a_connection_that_is_lost_at_its_commit_writes_a_batch_once(
    server: Server, cut: Cut, *, first: bool
) -> None:
    name = f"cut_{cut.name.lower()}_{first}".lower()
    place = server.make_database(name)
    with cutting_relay(server.folder / ".s.PGSQL.5432") as relay:
        url = f"postgresql+psycopg://{OWNER}@127.0.0.1:{relay.port}/{name}"
        with Store(url) as store:
            store.begin_round(ROUND)
            if not first:
                store.keep(ROUND.id, seen(1))
                store.flush()
            store.keep(ROUND.id, seen(2))
            relay.cut = cut
            with pytest.raises(StoreError):
                store.flush()
            # Taken after the batch whose fate is not known, and like it.
            store.keep(ROUND.id, seen(2))
            store.flush()
            kept = store.observations(ROUND.id)
    assert relay.cuts == 1
    assert kept == ((() if first else (seen(1),)) + (seen(2), seen(2)))
    engine = create_engine(place)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT batch FROM writer")).scalars().all() == [
            2 if first else 3
        ]
    engine.dispose()
