"""A report's cameras, narrowed and cut into pages.  Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from auditor.model import CameraResult, CameraState, Report
from auditor.records import LocationClass

__all__ = ["PER_PAGE", "Narrowed", "Part", "narrowed", "page_of", "part_of"]

T = TypeVar("T")

PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What is looked for; None and an empty text narrow nothing."""

    state: CameraState | None = None
    kind: LocationClass | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Generic[T]):
    """Page ``number`` of ``pages``, from 1; ``total`` items on all of them."""

    items: tuple[T, ...]
    number: int
    pages: int
    total: int


def narrowed(
    report: Report, wanted: Narrowed, shown: Callable[[CameraResult], str]
) -> tuple[CameraResult, ...]:
    """The cameras that fit; only what ``shown`` tells of a camera is searched for the text."""
    kinds = {place.id: place.location_class for place in report.key_locations}
    text = wanted.text.casefold()
    return tuple(
        one
        for one in report.cameras
        if wanted.state in (None, one.state)
        and wanted.kind in (None, kinds.get(one.camera.key_location_id))
        and (not text or text in shown(one).casefold())
    )


def part_of(items: Sequence[T], number: int, size: int = PER_PAGE) -> Part[T]:
    """One page; a number that is too high is the last page."""
    number, pages, total = page_of(len(items), number, size)
    start = (number - 1) * size
    return Part(items=tuple(items[start : start + size]), number=number, pages=pages, total=total)


def page_of(total: int, number: int, size: int = PER_PAGE) -> tuple[int, int, int]:
    """The number of a page that there is, of how many pages, of how many items."""
    pages = max(1, -(-total // size))
    return min(max(1, number), pages), pages, total
