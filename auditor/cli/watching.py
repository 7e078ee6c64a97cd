"""The service's pages for its watchers: ``[health]`` of its configurations, one address for all."""

import contextlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from auditor.audit_carry import DISTRIBUTION
from auditor.cli.options import plain_console
from auditor.cli.serving import Place, store_name
from auditor.errors import ConfigError, StoreError
from auditor.health.gather import RoundCache, gather
from auditor.health.server import HealthServer
from auditor.health.status import OperatingStatus
from auditor.health.together import Part, together
from auditor.schedule.said import said
from auditor.schedule.service import Service
from auditor.schedule.status import KeeperStatus

__all__ = ["check_watching", "watched"]


@dataclass(slots=True)
class _Watch:
    """Looks at the service and at what its places keep, anew at each question."""

    found: Sequence[Place]
    service: Service
    caches: dict[str, RoundCache] = field(default_factory=dict)

    def __call__(self) -> OperatingStatus:
        nights: dict[tuple[str, str], KeeperStatus] = {}
        with contextlib.suppress(StoreError):  # the heart beats on while a database is away
            each = zip(self.found, self.service.status().communities, strict=True)
            nights = {_key(place): status for place, status in each}
        base = OperatingStatus(
            version=version(DISTRIBUTION),
            started_at=self.service.alive_since,
            beaten_at=self.service.beaten_at,
        )
        return together([self._part(place, nights.get(_key(place))) for place in self.found], base)

    def _part(self, place: Place, nights: KeeperStatus | None) -> Part:
        files, store = place.config.files, store_name(place)
        told = gather(
            files.store,
            Path(files.reports),
            self.caches.setdefault(store, RoundCache()),
            started_at=self.service.alive_since,
        )
        return Part(community=place.community, store=store, told=told, nights=nights)


def check_watching(found: Sequence[Place]) -> None:
    """ConfigError where configurations of one service name different addresses."""
    first = found[0]
    for place in found:
        if place.config.health != first.config.health:
            raise ConfigError(
                f"{place.shown}: [health] is not that of {first.shown}; one service answers at "
                "one address, so write the same into both"
            )


@contextmanager
def watched(found: Sequence[Place], service: Service) -> Iterator[None]:
    """Answer while it lasts.  An address that cannot be had costs the pages and no night."""
    health = found[0].config.health
    with contextlib.ExitStack() as stack:
        if health.listen:
            server = HealthServer(status=_Watch(found, service), host=health.host, port=health.port)
            try:
                stack.enter_context(server)
                said("health_served", host=server.host, port=server.port)
            except ConfigError as error:
                said("health_not_served", is_error=True, error=str(error))
                plain_console(stderr=True).print(
                    f"auditor: [health]: {error}; nights are run all the same", soft_wrap=True
                )
        yield


def _key(place: Place) -> tuple[str, str]:
    return store_name(place), place.community
