"""Section ``[health]`` of the configuration: where the service answers its watchers."""

import ipaddress
import re
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

__all__ = ["Health"]

_ADDRESS = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([0-9.]+)):(\d{1,5})")
_HIGHEST_PORT = 65_535
_WRITE = "write an address and a port such as 127.0.0.1:9464"


class Health(BaseModel):
    """``listen`` is an address and a port, empty for none.

    The pages ask for no login, so an address that others reach needs ``public``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    listen: str = "127.0.0.1:9464"
    public: bool = False

    @property
    def host(self) -> str:
        """The address; empty when nothing listens."""
        return _parts(self.listen)[0] if self.listen else ""

    @property
    def port(self) -> int:
        """The port; 0 takes a free one."""
        return _parts(self.listen)[1] if self.listen else 0

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.listen and not self.public and not ipaddress.ip_address(self.host).is_loopback:
            raise ValueError(
                f"listen {self.listen}: the pages ask for no login; name a loopback address such "
                "as 127.0.0.1:9464, or write public = true"
            )
        return self


def _parts(listen: str) -> tuple[str, int]:
    """An IP address, never a name: where a service listens is not the resolver's to say."""
    found = _ADDRESS.fullmatch(listen)
    if found is None or int(found[3]) > _HIGHEST_PORT:
        raise ValueError(f"listen {listen!r}: {_WRITE}")
    host = found[1] or found[2]
    try:
        return str(ipaddress.ip_address(host)), int(found[3])
    except ValueError as error:
        raise ValueError(f"listen {listen!r}: {_WRITE}") from error
