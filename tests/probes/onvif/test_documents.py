from importlib.metadata import PackagePath
from pathlib import Path

import pytest

from probes.onvif import documents
from probes.onvif.documents import DEVICE, MEDIA, WsdlMissingError, load_document


@pytest.mark.parametrize(
    ("service", "operations"),
    [
        (DEVICE, {"GetSystemDateAndTime", "GetDeviceInformation", "GetCapabilities"}),
        (MEDIA, {"GetProfiles", "GetStreamUri"}),
    ],
)
def test_the_binding_offers_the_operations_of_the_probe(
    service: documents.Service, operations: set[str]
) -> None:
    binding = load_document(service.wsdl).bindings[service.binding]
    assert operations <= set(binding.all())  # type: ignore[no-untyped-call]  # zeep


def test_a_document_is_parsed_once() -> None:
    assert load_document("media.wsdl") is load_document("media.wsdl")


def test_a_missing_distribution_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_DISTRIBUTION", "onvif-zeep-that-nobody-made")
    with pytest.raises(WsdlMissingError, match="onvif-zeep-that-nobody-made is not installed"):
        documents._installed_files()


def test_a_missing_file_is_named() -> None:
    with pytest.raises(WsdlMissingError, match=r"holds no wsdl/media\.wsdl; reinstall"):
        documents._locate("media.wsdl", [PackagePath("onvif/__init__.py")])


def test_only_local_files_of_the_folder_are_loaded(tmp_path: Path) -> None:
    folder = (tmp_path / "wsdl").resolve()
    folder.mkdir()
    (folder / "a.xsd").write_bytes(b"<a/>")
    outside = tmp_path / "b.xsd"
    outside.write_bytes(b"<b/>")
    transport = documents._LocalFiles(folder)
    assert transport.load(str(folder / "a.xsd")) == b"<a/>"
    refused = ["http://127.0.0.1:9/a.xsd", "https://127.0.0.1:9/a.xsd", f"file://{folder}/a.xsd"]
    refused += [str(outside), f"{folder}/../b.xsd"]
    for location in refused:
        with pytest.raises(WsdlMissingError, match="refused to load"):
            transport.load(location)
