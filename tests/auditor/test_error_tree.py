import inspect

import pytest

from auditor import errors


@pytest.mark.parametrize("name", [name for name in errors.__all__ if name != "AuditorError"])
def test_every_error_is_a_direct_child_of_the_root(name: str) -> None:
    assert getattr(errors, name).__bases__ == (errors.AuditorError,)


def test_the_tree_at_the_top_is_the_tree() -> None:
    drawn = {
        line.split()[1]
        for line in inspect.getdoc(errors).splitlines()  # type: ignore[union-attr]  # it has one
        if line.startswith(("├", "└"))
    }
    assert drawn | {"AuditorError"} == set(errors.__all__)
