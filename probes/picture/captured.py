"""The values that cross the border to the process of the second client; plain data."""

from dataclasses import dataclass, field

from probes.picture.frame import DecodedPicture

__all__ = ["CaptureRequest", "Captured"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRequest:
    """``uri`` is the relay's; ``seconds`` are for opening and reading together.

    ``every_picture`` means that VideoCapture decodes all that comes.
    """

    uri: str = field(repr=False)
    seconds: float
    every_picture: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """What FFmpeg made of the stream; ``codec`` is one that is decoded strictly, else None."""

    opened: bool = False
    codec: str | None = None
    units: int = 0
    key_pictures: int = 0
    picture: DecodedPicture | None = None
