"""The tables of JPEG that RTP leaves out (ITU-T T.81 annex K, RFC 2435 appendix A and B)."""

__all__ = ["HUFFMAN", "quantizers"]

_LUMA = bytes.fromhex(
    "100b0c0e0c0a100e0d0e1211101318281a181616183123251d283a333d3c3933"
    "383740485c4e404457453738506d51575f626768673e4d71797064785c656763"
)
_CHROMA = bytes.fromhex("1112121815182f1a1a2f63423842") + bytes([99]) * 50
_LAST_FACTOR = 99

# Table class and number, codes by length, values: luma DC, luma AC, chroma DC, chroma AC.
HUFFMAN = (
    bytes.fromhex("00" "00010501010101010100000000000000" "000102030405060708090a0b"),
    bytes.fromhex(
        "10" "0002010303020403050504040000017d"
        "01020300041105122131410613516107227114328191a1082342b1c11552d1f0"
        "2433627282090a161718191a25262728292a3435363738393a434445464748494a"
        "535455565758595a636465666768696a737475767778797a838485868788898a"
        "92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6"
        "c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa"
    ),
    bytes.fromhex("01" "00030101010101010101010000000000" "000102030405060708090a0b"),
    bytes.fromhex(
        "11" "00020102040403040705040400010277"
        "000102031104052131061241510761711322328108144291a1b1c109233352f0"
        "156272d10a162434e125f11718191a262728292a35363738393a434445464748"
        "494a535455565758595a636465666768696a737475767778797a828384858687"
        "88898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3"
        "c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa"
    ),
)  # fmt: skip


def quantizers(quality: int) -> tuple[bytes, bytes] | None:
    """Luma and chroma table of the Q values 1-99 (RFC 2435 4.2); None for another."""
    if not 1 <= quality <= _LAST_FACTOR:
        return None
    scale = 5000 // quality if quality < 50 else 200 - 2 * quality  # noqa: PLR2004 - the RFC's
    return _scaled(_LUMA, scale), _scaled(_CHROMA, scale)


def _scaled(table: bytes, scale: int) -> bytes:
    return bytes(min(255, max(1, (value * scale + 50) // 100)) for value in table)
