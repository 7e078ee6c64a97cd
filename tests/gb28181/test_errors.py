"""What an error says, and that it says it in other processes too."""

import pickle

import pytest

from gb28181 import errors
from gb28181.errors import CodeError, GB28181Error, NotDigits, ReservedNetwork, WrongLength

OTHERS = {"DataError", "GB28181Error"}
FAULTS = [getattr(errors, name) for name in errors.__all__ if name not in OTHERS]


@pytest.mark.parametrize("kind", FAULTS)
def test_every_fault_is_a_code_error_and_a_value_error(kind: type[CodeError]) -> None:
    assert issubclass(kind, CodeError)
    assert issubclass(kind, GB28181Error)
    assert issubclass(kind, ValueError)


def test_unusable_data_is_a_value_error_and_no_fault_of_a_code() -> None:
    assert errors.DataError.__mro__[1:3] == (GB28181Error, ValueError)
    assert not issubclass(errors.DataError, CodeError)


def test_message_names_part_digits_value_and_reason() -> None:
    error = NotDigits(part="industry", position=(9, 10), value="0x", reason="a letter")
    assert str(error) == "industry (digits 9-10) '0x': a letter"


def test_a_single_digit_is_named_as_one() -> None:
    error = ReservedNetwork(part="network", position=(14, 14), value="9", reason="reserved")
    assert str(error) == "network (digit 14) '9': reserved"


def test_a_hostile_value_is_kept_whole_but_shown_short() -> None:
    error = WrongLength(part="code", position=(1, 20), value="1" * 10_000_000, reason="too long")
    assert len(error.value) == 10_000_000
    assert len(str(error)) < 100


@pytest.mark.parametrize("kind", FAULTS)
def test_errors_survive_pickling(kind: type[CodeError]) -> None:
    error = kind(part="serial", position=(15, 20), value="12345x", reason="a letter")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes, made a moment ago
    assert type(again) is kind
    assert vars(again) == vars(error)
    assert str(again) == str(error)


def test_the_tree_at_the_top_of_the_module_is_complete() -> None:
    drawn = errors.__doc__ or ""
    assert [name for name in errors.__all__ if name not in drawn] == []
