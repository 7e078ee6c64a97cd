"""Options of the command line over the configuration: what was given wins."""

from pathlib import Path

from auditor.config import Config
from auditor.errors import ConfigError
from probes.scope import Scope

__all__ = ["with_options"]


def with_options(
    config: Config,
    *,
    files: dict[str, Path | str | None],
    audit: dict[str, str | None],
    probing: dict[str, object],
) -> Config:
    """Options win over the configuration; None is an option that was not given."""
    try:
        named = probing["allowed_networks"]
        if isinstance(named, list):
            Scope.parse(named)
            probing = probing | {"allowed_networks": tuple(named)}
    except ValueError as error:
        raise ConfigError(
            f"--allow-network: {error}; write a network such as 10.1.0.0/16"
        ) from error
    return config.model_copy(
        update={
            "files": config.files.model_copy(
                update={name: str(path) for name, path in files.items() if path is not None}
            ),
            "audit": config.audit.model_copy(update=_given(audit)),
            "probing": config.probing.model_copy(update=_given(probing)),
        }
    )


def _given(options: dict[str, str | None] | dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in options.items() if value is not None}
