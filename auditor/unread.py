"""Why kept bytes cannot be read by this version, in one sentence; no value of them is quoted."""

from pydantic import ValidationError

__all__ = ["why_unread"]

_STRANGE = "unexpected_keyword_argument"


def why_unread(what: str, error: Exception) -> str:
    """``what`` cannot be read; a field that is not known was written by a later version.

    Such a field is not passed over: it may be what a verdict rests on.
    """
    field = _strange_field(error) if isinstance(error, ValidationError) else ""
    if field:
        return f"{what} has the field {field}, which a later version wrote; read it with that"
    return f"{what} cannot be read by this version"


def _strange_field(error: ValidationError) -> str:
    for fault in error.errors(include_url=False, include_input=False):
        if fault["type"] == _STRANGE:
            return ".".join(str(part) for part in fault["loc"])[:100]
    return ""
