"""The WSDL documents of onvif-zeep, each parsed once per process and shared by all cameras.

A shared document makes a client shell per camera cheap (well under a millisecond, against
a quarter of a second for parsing).  Only local files are read; an address in a schema is
refused.  ``onvif.ONVIFCamera`` is not used: its constructor creates a PullPoint
subscription on the camera, and an audit must not change what it measures.
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, PackagePath, files
from pathlib import Path

from zeep.settings import Settings
from zeep.wsdl import Document

__all__ = ["DEVICE", "MEDIA", "SETTINGS", "Service", "WsdlMissingError", "load_document"]

_DISTRIBUTION = "onvif-zeep"

# strict=False lets slightly wrong answers pass (unknown elements, unclosed tags).  SOAP 1.2
# part 1, clause 5 forbids a DTD in a message, so nothing good is lost by refusing it.
SETTINGS = Settings(
    strict=False,
    xsd_ignore_sequence_order=True,
    xml_huge_tree=False,
    forbid_dtd=True,
    forbid_entities=True,
    forbid_external=True,
)


class WsdlMissingError(RuntimeError):
    """The installation lacks a WSDL file; nothing can be said about any camera."""


@dataclass(frozen=True, slots=True)
class Service:
    """An ONVIF service: its WSDL file and the qualified name of its SOAP binding."""

    wsdl: str
    binding: str


DEVICE = Service("devicemgmt.wsdl", "{http://www.onvif.org/ver10/device/wsdl}DeviceBinding")
MEDIA = Service("media.wsdl", "{http://www.onvif.org/ver10/media/wsdl}MediaBinding")


@dataclass(frozen=True, slots=True)
class _LocalFiles:
    """A zeep transport that reads files of one folder and refuses everything else."""

    folder: Path

    def load(self, location: str) -> bytes:
        """Bytes of a file below the folder; `WsdlMissingError` for anything else."""
        path = Path(location)
        if "://" in location or path.resolve().parent != self.folder:
            raise WsdlMissingError(f"refused to load {location}: not a file of {_DISTRIBUTION}")
        return path.read_bytes()


@functools.cache
def load_document(wsdl: str) -> Document:
    """The parsed document; `WsdlMissingError` when onvif-zeep is absent or incomplete."""
    path = _locate(wsdl, _installed_files())
    transport = _LocalFiles(path.parent)
    return Document(str(path), transport, settings=SETTINGS)  # type: ignore[arg-type]  # zeep annotates a class where it takes an object


def _installed_files() -> Iterable[PackagePath]:
    """Files that the installer recorded: the wsdl folder lies outside of any package."""
    try:
        return files(_DISTRIBUTION) or ()
    except PackageNotFoundError:
        raise WsdlMissingError(f"{_DISTRIBUTION} is not installed; install it") from None


def _locate(wsdl: str, installed: Iterable[PackagePath]) -> Path:
    """The absolute path of ``wsdl``.

    A wheel built elsewhere may put the folder under another prefix, so the name is looked
    for in what was installed and not computed from the interpreter's paths.
    """
    for entry in installed:
        if entry.parts[-2:] == ("wsdl", wsdl):
            path = Path(str(entry.locate())).resolve()
            if path.is_file():
                return path
    raise WsdlMissingError(f"{_DISTRIBUTION} holds no wsdl/{wsdl}; reinstall it")
