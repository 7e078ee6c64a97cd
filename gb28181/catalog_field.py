"""One field of the Catalog item (GB/T 28181 A.2.1.9): where it stands, who must fill it.

The fields themselves are in `gb28181.catalog_2016` and `gb28181.catalog_2022`.
"""

import enum
from dataclasses import KW_ONLY, dataclass

from gb28181.catalog_domains import Domain

__all__ = ["Certainty", "Field", "FieldLevel", "Requirement", "Subject"]


class FieldLevel(enum.StrEnum):
    """Where the element stands."""

    ITEM = "item"
    INFO = "info"
    """Inside the item's ``Info``; itself optional in the schema even where a field is not."""


class Requirement(enum.StrEnum):
    """When the field must be filled (必选, 必填)."""

    MANDATORY = "mandatory"
    DEVICE = "device"
    CAMERA = "camera"
    MOBILE = "mobile"
    POINT_TYPE_1 = "point_type_1"
    """一类 points."""
    POINT_TYPES_1_2 = "point_types_1_2"
    """一类 and 二类 points."""
    VIRTUAL_ORGANISATION = "virtual_organisation"
    CERTIFICATE = "certificate"
    """Items that use a certificate, 2016 only."""
    INVALID_CERTIFICATE = "invalid_certificate"
    """Items whose certificate is invalid, 2016 only."""
    OPTIONAL = "optional"


class Subject(enum.StrEnum):
    """Whom an optional field is for."""

    ANY = "any"
    CAMERA = "camera"
    FIXED_CAMERA = "fixed_camera"
    """A fixed camera, or one with a home position."""


class Certainty(enum.StrEnum):
    """Where requirement and domain were read."""

    READ = "read"
    """In the standard's own text."""
    SECONDARY = "secondary"
    """In software and articles: ground for a question, never for a verdict."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field; no ``domain`` means that any text will do.

    ``is_list`` says that several values may be joined by "/"; ``default`` is the value that
    holds for an absent field, empty where the standard gives none.
    """

    name: str
    requirement: Requirement
    _: KW_ONLY
    level: FieldLevel
    domain: Domain | None = None
    subject: Subject = Subject.ANY
    default: str = ""
    is_list: bool = False
    certainty: Certainty = Certainty.READ
    note: str = ""
