"""Files that are made to do harm: bombs, and things that are two things at once."""

import io
import struct
import zipfile
import zlib

from PIL import Image

HIDDEN = b"<script>alert(document.cookie)</script> 48.8566N 2.3522E"


def zeros(count: int) -> bytes:
    """Return so many megabytes of zeros, packed: a thousandth of that, made at once."""
    packer = zlib.compressobj(9)
    begin = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, wbits=-15).flush()
    checksum = (((count << 20) % 65521) << 16) | 1
    return begin + block * count + end + struct.pack(">I", checksum)


def png(wide: int, high: int, data: bytes) -> bytes:
    """Return a black and white PNG of any size."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)

    head = struct.pack(">IIBBBBB", wide, high, 1, 0, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def wall() -> bytes:
    """Return a PNG of 40,000 by 40,000: 200 kB that want 1.6 billion pixels."""
    return png(40_000, 40_000, zeros(191))


def photo(colour: str = "red", size: tuple[int, int] = (400, 300)) -> bytes:
    """Return a photo that says where it was taken."""
    made, out = Image.Exif(), io.BytesIO()
    made[0x010E] = HIDDEN.decode()
    Image.new("RGB", size, colour).save(out, "JPEG", exif=made.tobytes())
    return out.getvalue()


def polyglot() -> bytes:
    """Return what is a photo from its beginning, and an archive of web pages from its end."""
    out = io.BytesIO(photo())
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr("index.html", HIDDEN)
    return out.getvalue()


def paper(pages: int, bombs: dict[int, bytes]) -> bytes:
    """Return a PDF whose pages are each drawn with a square; some unpack a bomb first."""
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    kids = []
    for number in range(pages):
        at = 3 + 2 * number
        kids.append(b"%d 0 R" % at)
        objects[at] = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents %d 0 R>>" % (
            at + 1
        )
        drawn = bombs.get(number + 1) or zlib.compress(b"1 0 0 rg 10 10 80 80 re f")
        objects[at + 1] = (
            b"<</Length %d/Filter/FlateDecode>>stream\n" % len(drawn) + drawn + b"\nendstream"
        )
    objects[2] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, b" ".join(kids))
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number in sorted(objects):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + objects[number] + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % one for one in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, start)
    return bytes(out)


def packed(members: dict[str, bytes]) -> bytes:
    """Return an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def document(words: str, **more: bytes) -> bytes:
    """Return a text document; more parts by their names, with a dot for a slash."""
    said = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in words.split("\n"))
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"<w:document {space}><w:body>{said}</w:body></w:document>"
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": body.encode()}
    return packed({**parts, **{name.replace("__", "/"): part for name, part in more.items()}})
