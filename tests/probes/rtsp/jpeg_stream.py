"""JPEG pictures as RTP payloads (RFC 2435), made apart from the reader that they test."""

import struct
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

QUALITY = 60


def picture(number: int, *, width: int = 160, height: int = 96) -> np.ndarray[Any, Any]:
    """A soft pattern that moves."""
    noise = np.random.default_rng(3).integers(0, 256, (height, width, 3)).astype(np.uint8)
    return np.roll(cv2.GaussianBlur(noise, (0, 0), 2), number * 8, axis=1)


def jpeg(number: int = 0, *, restart: int = 0, wide: bool = False, **size: int) -> bytes:
    """A baseline file with the usual tables; ``wide`` is 4:2:2 in place of 4:2:0."""
    sampling = (
        cv2.IMWRITE_JPEG_SAMPLING_FACTOR_422 if wide else cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420
    )
    options = [cv2.IMWRITE_JPEG_QUALITY, QUALITY, cv2.IMWRITE_JPEG_RST_INTERVAL, restart]
    options += [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, sampling]
    done, data = cv2.imencode(".jpg", picture(number, **size), options)
    assert done
    return bytes(data)


def split(data: bytes) -> tuple[bytes, bytes]:
    """The quantisers (128 bytes) and the scan of a file."""
    at, tables = 2, b""
    while True:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        content = data[at + 4 : at + 2 + length]
        at += 2 + length
        tables += content[1:] if marker == 0xDB else b""
        if marker == 0xDA:
            return tables, data[at:-2]


def payloads(
    data: bytes,
    *,
    quality: int = QUALITY,
    kind: int = 1,
    restart: int = 0,
    with_tables: bool = True,
    sides: tuple[int, int] = (160, 96),
    size: int = 1000,
) -> list[bytes]:
    """The payloads of one picture; a quality from 128 on sends its tables."""
    tables, scan = split(data)
    kind |= 64 if restart else 0
    found: list[bytes] = []
    for offset in range(0, len(scan), size):
        head = bytes(
            [0, *offset.to_bytes(3), kind, quality, sides[0] // 8 & 255, sides[1] // 8 & 255]
        )
        head += struct.pack("!HH", restart, 0xFFFF) if restart else b""
        if quality >= 128 and offset == 0:
            head += struct.pack("!BBH", 0, 0, 128) + tables if with_tables else bytes(4)
        found.append(head + scan[offset : offset + size])
    return found


def packets(pictures: Sequence[bytes], *, step: int = 3600, **fields: Any) -> list[bytes]:
    """RTP packets of static payload type 26."""
    split_up = [
        (number, payload, payload is parts[-1])
        for number, data in enumerate(pictures)
        for parts in [payloads(data, **fields)]
        for payload in parts
    ]
    return [
        struct.pack("!BBHII", 0x80, 26 | at_end << 7, sequence, number * step, 9) + payload
        for sequence, (number, payload, at_end) in enumerate(split_up)
    ]
