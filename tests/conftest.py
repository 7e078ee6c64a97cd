"""What holds for every test: thrifty examples, and no logging that an earlier test arranged.

Laws are tried with 25 examples unless a test asks for more, so that the whole run stays short;
``HYPOTHESIS_PROFILE=default`` gives the library's own number.
"""

import os
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

settings.register_profile(
    "thrifty",
    # A busy machine is no fault of the code; the same code takes the same examples.
    deadline=None,
    derandomize="CI" in os.environ,
    max_examples=25,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "thrifty"))


@pytest.fixture(autouse=True)
def _plain_logs() -> Iterator[None]:
    yield
    structlog.reset_defaults()
