"""Footage that the tests of the simulated cameras share: short, for time."""

from datetime import UTC, datetime

import pytest

from auditor.demo.account import Account
from auditor.demo.encoder import Codec
from auditor.demo.footage import Footage, Recipe, shoot


@pytest.fixture(scope="session")
def started() -> datetime:
    """When the overlay clocks of the tests begin."""
    return datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture(scope="session")
def footage(started: datetime) -> Footage:
    """Two seconds of H.264, a key picture every second."""
    return shoot(Recipe(gop=10, length=20), started=started)


@pytest.fixture(scope="session")
def footage_h265(started: datetime) -> Footage:
    """The same in H.265."""
    return shoot(Recipe(gop=10, length=20, codec=Codec.H265), started=started)


@pytest.fixture
def account() -> Account:
    return Account("inspector", "right-password")
