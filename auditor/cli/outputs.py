"""Before anything is read: no output may be put in the place of an input.

A register that is replaced by its own findings is lost.  Writing itself is left to
`auditor.render`.
"""

from collections.abc import Iterable
from pathlib import Path

from auditor.errors import ConfigError

__all__ = ["keep_inputs"]


def keep_inputs(inputs: Iterable[Path], outputs: Iterable[Path]) -> None:
    """Refuse (ConfigError) when one of ``outputs`` is one of ``inputs``, also by a link."""
    read = tuple(inputs)
    for output in outputs:
        clash = next((path for path in read if _same(path, output)), None)
        if clash is not None:
            raise ConfigError(
                f"{output}: would overwrite {clash}, which is read; choose another place"
            )


def _same(first: Path, second: Path) -> bool:
    """One file, whatever it is called; what does not exist is compared by its path."""
    try:
        return first.samefile(second)
    except OSError:
        return first.absolute() == second.absolute()
