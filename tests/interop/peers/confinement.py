"""The guard before a peer that dials out by itself: nothing but loopback may exist.

Such a peer runs in a network namespace of its own; what it sends there reaches nobody.
"""

import socket
import sys
from collections.abc import Iterable

__all__ = ["interface_names", "refuse_unless_confined"]


def interface_names() -> tuple[str, ...]:
    """Every network interface of this process's namespace."""
    return tuple(name for _, name in socket.if_nameindex())


def refuse_unless_confined(names: Iterable[str]) -> None:
    """End the process unless ``names`` is the loopback interface alone."""
    found = sorted(names)
    if found != ["lo"]:
        sys.exit(f"refused: not confined to loopback, the interfaces are {found}")


if __name__ == "__main__":
    refuse_unless_confined(interface_names())
