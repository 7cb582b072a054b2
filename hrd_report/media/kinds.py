"""What kind of file this is, by its first bytes and not by what its sender says. Opens none."""

from typing import Final

NEEDED: Final = 32
"""How many first bytes are looked at."""

JPEG, PNG, GIF, WEBP, HEIC = "image/jpeg", "image/png", "image/gif", "image/webp", "image/heic"

_BEGINNINGS: Final = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
)
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"mif1", b"msf1", b"heim", b"heis", b"avif"})

EXTENSIONS: Final = {JPEG: "jpg", PNG: "png", GIF: "gif", WEBP: "webp", HEIC: "heic"}
"""Kinds of which a copy without hidden data can be made, and how such a copy's name ends."""


def detect(first: bytes) -> str:
    """Return the media type that the first bytes show, or nothing."""
    if first[:4] == b"RIFF" and first[8:12] == b"WEBP":
        return WEBP
    if first[4:8] == b"ftyp":
        return HEIC if first[8:12] in _HEIC_BRANDS else "video/mp4"
    return next((kind for mark, kind in _BEGINNINGS if first.startswith(mark)), "")
