"""Certificates for tests, made by openssl: self-signed ones, as cameras have."""

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class Identity:
    """A server's side of TLS and its certificate (PEM file, DER bytes)."""

    context: ssl.SSLContext
    file: Path
    der: bytes


def make_identity(folder: Path, *, names: str = "DNS:camera,IP:127.0.0.1") -> Identity:
    """A new key with a self-signed certificate for ``names``, none when empty."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    key, file = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-subj", "/CN=camera", "-days", "30"]
    command += ["-addext", f"subjectAltName={names}"] if names else []
    command += ["-keyout", str(key), "-out", str(file)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    return Identity(context, file, ssl.PEM_cert_to_DER_cert(file.read_text()))
