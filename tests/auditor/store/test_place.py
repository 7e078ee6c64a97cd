"""Where a store may be, and what is refused without quoting a password."""

from pathlib import Path

import pytest

from auditor.errors import StoreError
from auditor.store.place import locate


@pytest.mark.parametrize("name", ["auditor.sqlite", "a?b", "云帆 %20", "/tmp/a#b"])  # noqa: S108 - never opened
def test_what_is_no_url_is_a_file(name: str) -> None:
    place = locate(name)
    assert (place.file, place.shown, place.url.database) == (Path(name), name, name)
    assert locate(Path(name)) == place


def test_a_url_is_a_server_s_database() -> None:
    place = locate("postgresql://audit@127.0.0.1/auditor")
    assert place.file is None
    assert place.shown == "postgresql+psycopg://audit@127.0.0.1/auditor"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://audit:Inv3nted@127.0.0.1/auditor",
        "postgresql+psycopg://audit@127.0.0.1/auditor?password=Inv3nted",
        "postgresql+psycopg://audit@127.0.0.1/auditor?sslpassword=Inv3nted",
        "mysql://audit:Inv3nted@127.0.0.1/auditor",
        "postgresql+psycopg://audit:Inv3nted@127.0.0.1:port/auditor",
        "://Inv3nted",
    ],
)
def test_a_password_or_another_database_is_refused_without_quoting_it(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        locate(url)
    assert "Inv3nted" not in str(caught.value)
    assert "store's URL" in str(caught.value)
