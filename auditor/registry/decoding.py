"""Which encoding a file is in, and its text as UTF-8, with broken bytes still told apart.

UTF-8 with or without BOM, else GB 18030, which contains GBK.  A byte that is no text in the
chosen encoding becomes a lone surrogate (U+DC80 … U+DCFF, as surrogateescape writes it), encoded
as the three bytes that no valid UTF-8 can hold: it costs its row, and can be seen without
decoding.  Lines and cells are left to `auditor.registry.fast`.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from auditor.errors import RegistryError

__all__ = ["Piece", "broken_at", "decode", "text_of"]

_UTF8_MARK = b"\xef\xbb\xbf"
_ENCODINGS = ("utf-8", "gb18030")
# An encoding is believed when broken bytes are fewer than one in three characters beyond ASCII;
# GB 18030 text read as UTF-8 has more broken bytes than characters.
_BROKEN_SHARE = 3
_LEAD = 0xC0
_SURROGATE_LEAD = 0xED
_SURROGATE_NEXT = 0xA0


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole lines as UTF-8; ``sound`` when no byte of them was broken."""

    data: bytes
    sound: bool


def decode(path: Path, pieces: list[bytes]) -> tuple[str, list[Piece]]:
    """The encoding and the text; a few broken bytes cost their rows, not the file.

    ``pieces`` is emptied on the way, so that the text is not held twice.
    """
    if pieces[0].startswith(_UTF8_MARK):
        pieces[0] = pieces[0][len(_UTF8_MARK) :]
        return "utf-8", [_converted(piece, "utf-8") for piece in pieces]
    found: list[Piece] = []
    for encoding in _ENCODINGS:
        found, believed = _attempt(pieces, encoding)
        if believed:
            pieces.clear()
            return encoding, found
    raise RegistryError(
        f"{path}: line {_first_broken_line(found)} is neither UTF-8 nor GB 18030 text; "
        "save as UTF-8"
    )


def text_of(data: bytes) -> str:
    """Converted bytes as text; broken ones are lone surrogates."""
    return data.decode("utf-8", "surrogatepass")


def broken_at(data: bytes) -> npt.NDArray[np.int64]:
    """Where in converted bytes the broken ones stand."""
    codes = np.frombuffer(data, np.uint8)
    return np.flatnonzero((codes[:-1] == _SURROGATE_LEAD) & (codes[1:] >= _SURROGATE_NEXT))


def _attempt(pieces: list[bytes], encoding: str) -> tuple[list[Piece], bool]:
    """The text in this encoding, and whether it is believed; given up once it cannot be."""
    found: list[Piece] = []
    broken = beyond_ascii = 0
    left = sum(map(len, pieces))
    for position, data in enumerate(pieces):
        piece = _converted(data, encoding)
        found.append(piece)
        left -= len(data)
        broken += 0 if piece.sound else len(broken_at(piece.data))
        beyond_ascii += int(np.count_nonzero(np.frombuffer(piece.data, np.uint8) >= _LEAD))
        if broken * _BROKEN_SHARE > beyond_ascii - broken + left // 2:
            return found, False
        if encoding == _ENCODINGS[-1]:
            pieces[position] = b""
    return found, True


def _converted(data: bytes, encoding: str) -> Piece:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        escaped = data.decode(encoding, "surrogateescape")
        return Piece(escaped.encode("utf-8", "surrogatepass"), sound=False)
    return Piece(data if encoding == "utf-8" else text.encode(), sound=True)


def _first_broken_line(pieces: list[Piece]) -> int:
    """The first line that is not GB 18030, the encoding of most such files."""
    at = next(position for position, piece in enumerate(pieces) if not piece.sound)
    before = sum(piece.data.count(b"\n") for piece in pieces[:at])
    data = pieces[at].data
    return before + data.count(b"\n", 0, int(broken_at(data)[0])) + 1
